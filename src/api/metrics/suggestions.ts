import { z } from "@hono/zod-openapi";
import { Hole } from "../../ir/ir.ts";
import type { SuggestionCounts } from "../../store/suggestion-metrics.ts";

const count = (description: string) => z.int().nonnegative().openapi({ description });
const share = (description: string) => z.number().min(0).max(1).nullable().openapi({ description });

/** What became of the suggestions of one kind of holes. Shares of nothing are null. */
export const SuggestionMetrics = z
  .object({
    clause: Hole.shape.clause,
    kind: Hole.shape.kind,
    offered: count("Holes that people answered and that had suggestions; `skip` is an answer, `dont_know` is none."),
    accepted: count("Holes of these in which a suggestion was taken, by its place or by its text."),
    own_values: count("Holes that were answered by a value that was not among the suggestions."),
    acceptance_rate: share("`accepted` of `offered`."),
    mean_rank: z
      .number()
      .min(1)
      .nullable()
      .openapi({ description: "Mean place of the suggestion that was taken, from 1." }),
    accepted_first: share("Share of `accepted` where it was the first."),
    accepted_within_3: share("Share of `accepted` where it was among the first three."),
  })
  .openapi("SuggestionMetrics");
export type SuggestionMetrics = z.infer<typeof SuggestionMetrics>;

export function suggestionMetrics({ first, within_3, ...counts }: SuggestionCounts): SuggestionMetrics {
  const of = (part: number, all: number) => (all === 0 ? null : part / all);
  const { accepted, offered } = counts;
  return {
    ...counts,
    acceptance_rate: of(accepted, offered),
    accepted_first: of(first, accepted),
    accepted_within_3: of(within_3, accepted),
  };
}

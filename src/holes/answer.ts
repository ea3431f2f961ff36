import { z } from "zod";
import { HoleId } from "../ir/ids.ts";

/** What somebody says to one hole. `skip`: it need not be filled. `dont_know`: somebody else may; the hole stays open and is asked last. */
export const Reply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("value"), value: z.string().min(1).max(100_000) }),
  /** Place in the hole's `suggestions`, from 0; with what stood there when it was chosen, where the list may change until the answer is applied. */
  z.object({
    kind: z.literal("suggestion"),
    suggestion: z.int().nonnegative(),
    value: z.string().min(1).max(100_000).optional(),
  }),
  z.object({ kind: z.literal("skip") }),
  z.object({ kind: z.literal("dont_know") }),
]);
export type Reply = z.infer<typeof Reply>;

/** A reply with its author and time. `refinement` is a machine's choice: what it fills is not locked. */
export const HoleAnswer = z.object({
  hole: HoleId,
  reply: Reply,
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  source: z.enum(["human", "refinement"]),
});
export type HoleAnswer = z.infer<typeof HoleAnswer>;

/** Whether two replies say the same: the same place says so whatever stands there. */
export function sameReply(one: Reply, other: Reply): boolean {
  if (one.kind === "suggestion" && other.kind === "suggestion") return one.suggestion === other.suggestion;
  return JSON.stringify(one) === JSON.stringify(other);
}

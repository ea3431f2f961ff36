import { z } from "zod";
import { HoleAnswer } from "../../holes/answer.ts";
import { Change } from "../../holes/change.ts";
import { HoleId } from "../../ir/ids.ts";

/** Something that somebody wants done to the contract. */
export const HoleCommand = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answer"), answer: HoleAnswer }),
  z.object({ kind: z.literal("undo"), hole: HoleId, by: z.string(), at: z.iso.datetime() }),
]);
export type HoleCommand = z.infer<typeof HoleCommand>;

/** What a model was asked to follow from an answer, and from those before it for which nobody was asked: what it proposed is among the changes, or here with why it was not taken. */
export const Following = z.object({
  /** Name of the model; null where there was nothing to ask. */
  by: z.string().nullable(),
  dropped: z.array(z.object({ hole: HoleId, value: z.string(), reason: z.string() })),
  /** Why there is no answer of the model, or none of use. */
  missing: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type Following = z.infer<typeof Following>;

/** One answer that stands, with everything that it changed, itself, by propagation and by what was found after it. */
export const StandingAnswer = z.object({
  answer: HoleAnswer,
  changes: z.array(Change),
  following: Following.optional(),
});
export type StandingAnswer = z.infer<typeof StandingAnswer>;

/** A command that was taken before the run had reached it, and that could not be carried out then. */
export const RefusedCommand = z.object({ command: HoleCommand, code: z.string(), detail: z.string() });
export type RefusedCommand = z.infer<typeof RefusedCommand>;

/** The answers that made the contract what it is, in their order. */
export const Decisions = z.object({ answers: z.array(StandingAnswer), refused: z.array(RefusedCommand) });
export type Decisions = z.infer<typeof Decisions>;

export const NO_DECISIONS: Decisions = { answers: [], refused: [] };

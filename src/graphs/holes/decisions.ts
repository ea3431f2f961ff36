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

/** One answer that stands, with everything that it changed, itself, by propagation and by what was found after it. */
export const StandingAnswer = z.object({ answer: HoleAnswer, changes: z.array(Change) });
export type StandingAnswer = z.infer<typeof StandingAnswer>;

/** A command that was taken before the run had reached it, and that could not be carried out then. */
export const RefusedCommand = z.object({ command: HoleCommand, code: z.string(), detail: z.string() });
export type RefusedCommand = z.infer<typeof RefusedCommand>;

/** The answers that made the contract what it is, in their order. */
export const Decisions = z.object({ answers: z.array(StandingAnswer), refused: z.array(RefusedCommand) });
export type Decisions = z.infer<typeof Decisions>;

export const NO_DECISIONS: Decisions = { answers: [], refused: [] };

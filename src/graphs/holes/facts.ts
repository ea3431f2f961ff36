import { z } from "zod";
import { HoleAnswer } from "../../holes/answer.ts";
import { HoleId } from "../../ir/ids.ts";
import { IR } from "../../ir/ir.ts";
import { HolePolicy } from "../run.ts";
import { Decisions, HoleCommand } from "./decisions.ts";

/** What travels between the nodes of the holes graph, and between them and whoever answers. */

/** How a run asks. */
export const Asking = z.object({
  policy: HolePolicy,
  /** Confidence from which `auto` takes a suggestion. */
  threshold: z.number(),
  /** Holes of which priority the run waits for: `critical` alone, or those of `medium` and above. */
  asks: z.enum(["critical", "medium"]),
  /** Holes that are asked whatever their priority: their answers were taken back. */
  also: z.array(HoleId).optional(),
  /** The forward graph has a wait of its own for code, and holes of the clause `implementation` are answered there. */
  graph: z.enum(["forward", "resolve", "reverse"]),
  /** Whether earlier decisions order suggestions and the answers are recorded; runs from before there was a choice do. */
  learn: z.boolean().optional(),
});
export type Asking = z.infer<typeof Asking>;

/** A contract together with the answers in it: what one decision turns into another. */
export const Contract = z.object({ ir: IR, decisions: Decisions });
export type Contract = z.infer<typeof Contract>;

/**
 * What the graph goes on with. `settled`: decided before it was accepted, on the contract of the wait that it answers; `kept`: to be decided by the graph, as it came before the run waited; `code`: for the
 * wait for code.
 */
export const Given = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("nothing") }),
  z.object({ kind: z.literal("settled"), ...Contract.shape }),
  z.object({ kind: z.literal("kept"), commands: z.array(HoleCommand) }),
  z.object({ kind: z.literal("code"), answer: HoleAnswer }),
]);
export type Given = z.infer<typeof Given>;

export const NOTHING_GIVEN: Given = { kind: "nothing" };

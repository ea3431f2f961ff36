import { z } from "zod";
import { Check, Example, IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import {
  CodeFacts,
  ConstraintFacts,
  ExampleFact,
  FailureFact,
  IntentFacts,
  SignatureFacts,
} from "../../signatures/facts.ts";
import { ExaminationSettings } from "../examine/examination.ts";
import { AssertionMode, ClauseVerdict, HolePolicy } from "../run.ts";

/** What travels between the nodes of the forward graph. */

/** Who is asked. Part of what every asking node reads, and with that of the key under which its answer is kept. */
export const Asker = z.object({
  /** Name of the configured model, or `offline`. */
  model: z.string(),
  /** Version of the compiled programs; null: the current ones. */
  program: z.string().nullable(),
  seed: z.int(),
});
export type Asker = z.infer<typeof Asker>;

export const ForwardSettings = z.object({
  candidates: z.int().min(1).max(5),
  max_repairs: z.int().min(0).max(5),
  hole_policy: HolePolicy,
  /** From this confidence on `auto` takes a suggestion. */
  threshold: z.number().min(0).max(1),
  assertion_mode: AssertionMode,
  examination: ExaminationSettings,
});
export type ForwardSettings = z.infer<typeof ForwardSettings>;

/** The request as every node reads it. */
export const Prompt = z.object({
  text: z.string(),
  context: z.string().nullable(),
  function: z.string().nullable(),
  examples: z.array(ExampleFact),
});
export type Prompt = z.infer<typeof Prompt>;

/** Who gave an answer: a model by its name, or the offline engine. */
export const Answerer = z.object({ model: z.string(), offline: z.boolean(), program: z.string().nullable() });
export type Answerer = z.infer<typeof Answerer>;

/** An answer of whoever was asked; `facts` is null when there was none, and `missing` says what was missing. */
const answered = <Facts extends z.ZodType>(facts: Facts) =>
  z.object({ facts: facts.nullable(), by: Answerer.nullable(), missing: z.string().nullable() });

export const AnsweredIntent = answered(IntentFacts);
export type AnsweredIntent = z.infer<typeof AnsweredIntent>;
export const AnsweredSignature = answered(SignatureFacts);
export type AnsweredSignature = z.infer<typeof AnsweredSignature>;
export const AnsweredConstraints = answered(ConstraintFacts);
export type AnsweredConstraints = z.infer<typeof AnsweredConstraints>;

/** A contract, and the calls of which the request states more than one outcome. */
export const MergedContract = z.object({
  ir: IR,
  contradictions: z.array(z.object({ call: z.string(), examples: z.array(Example) })),
});
export type MergedContract = z.infer<typeof MergedContract>;

/** Consistency of the contract: the solver's answers, and the clauses that cannot hold together. */
export const Validation = z.object({ checks: z.array(Check) });
export type Validation = z.infer<typeof Validation>;

/** The place of one candidate; `wanted` is false for places beyond the number that was asked for. */
export const Slot = z.object({ candidate: z.int().positive(), wanted: z.boolean() });
export type Slot = z.infer<typeof Slot>;

/** Why there is no code although it was asked for. */
export const Missing = z.object({ code: z.string(), message: z.string() });
export type Missing = z.infer<typeof Missing>;

/** One code as it was written: the parts and the module made of them, without assertions. */
export const Draft = z.object({
  candidate: z.int().positive(),
  repair: z.int().nonnegative(),
  by: z.string().nullable(),
  /** Null for code that a person gave as a whole. */
  parts: CodeFacts.nullable(),
  source: z.string().nullable(),
  missing: Missing.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** What the first execution of a code showed: whether it can be run at all, and the outcome of each example. */
export const Trial = z.object({
  /** Why the code cannot be judged further, such as a syntax error; null when it can. */
  fault: z.object({ clause: z.string(), detail: z.string() }).nullable(),
  /** Of each example, in order; null where the sandbox gave nothing. */
  examples: z.array(Verdict.nullable()),
});
export type Trial = z.infer<typeof Trial>;

export const Judged = z.object({
  draft: Draft,
  /** Null when there was no code. */
  verdict: Verdict.nullable(),
  clauses: z.array(ClauseVerdict),
  /** Every clause is proved and every example holds: no other code can do better. */
  settled: z.boolean(),
  failures: z.array(FailureFact),
  /** The contract with the verdicts that this code earns. */
  ir: IR.nullable(),
  /** Calls that were made, for the check of the printed code. */
  calls: z.array(
    z.object({ args: z.array(z.string()), kwargs: z.record(z.string(), z.string()), returns: z.string() }),
  ),
});
export type Judged = z.infer<typeof Judged>;

/** Codes that behaved alike on the same calls, by their places; the largest group first. */
export const Agreement = z.object({
  calls: z.int().nonnegative(),
  groups: z.array(z.array(z.object({ candidate: z.int().positive(), repair: z.int().nonnegative() }))),
  /** The first call on which the two largest groups part, and how it ends in each; null while there are no two. */
  difference: z.object({ call: z.string(), endings: z.array(z.string()) }).nullable(),
});
export type Agreement = z.infer<typeof Agreement>;

/** All codes so far and the one that stands best. */
export const Board = z.object({
  judged: z.array(Judged),
  agreement: Agreement,
  /** Index into `judged` of the best code; null when there is no code at all. */
  best: z.int().nonnegative().nullable(),
  repairs: z.int().nonnegative(),
});
export type Board = z.infer<typeof Board>;

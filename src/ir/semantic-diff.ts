import { z } from "zod";
import { ClauseId } from "./ids.ts";
import { AssertionCategory } from "./ir.ts";
import { InputAssignment, UnknownReason } from "./verdict.ts";

/**
 * What became of a clause, or of all clauses of a category together. `stronger` demands or promises more than before, `weaker` less; `changed` is more in one
 * respect and less in another. `added` and `removed` are clauses without a counterpart that do make a difference, or may.
 */
export const Relation = z.enum(["equivalent", "stronger", "weaker", "changed", "unknown", "added", "removed"]);
export type Relation = z.infer<typeof Relation>;

/** A concrete call, as evaluated: `values` are Python literals by the old parameters' names, and of `result` where it matters. */
export const CallWitness = z.object({ call: z.string(), values: InputAssignment });
export type CallWitness = z.infer<typeof CallWitness>;

/** Calls that tell two revisions apart: one that only the old contract admits, and one that only the new one does. */
export const Witness = z.object({ only_from: CallWitness.nullable(), only_to: CallWitness.nullable() });
export type Witness = z.infer<typeof Witness>;

const Comparison = z.object({
  witness: Witness.nullable(),
  /** Why something about it could not be decided; null when all was. */
  reason: UnknownReason.nullable(),
  detail: z.string().nullable(),
  /** Statements such as `types-as-annotated` on which the answer rests. */
  assumptions: z.array(z.string()),
});

const ClauseReference = z.object({ id: ClauseId, text: z.string() });

export const ClauseComparison = Comparison.extend({
  category: AssertionCategory,
  relation: Relation,
  /** How the two clauses were found to belong together. A clause without a counterpart that follows from the other side is matched by `implication`. */
  matched_by: z.enum(["id", "text", "implication"]).nullable(),
  from: ClauseReference.nullable(),
  to: ClauseReference.nullable(),
});
export type ClauseComparison = z.infer<typeof ClauseComparison>;

/** All clauses of one side taken together against all of the other. */
export const ContractComparison = Comparison.extend({ relation: Relation.exclude(["added", "removed"]) });
export type ContractComparison = z.infer<typeof ContractComparison>;

export const BreakingKind = z.enum([
  "precondition_stronger",
  "postcondition_weaker",
  "effect_added",
  "exception_added",
  "function_renamed",
  "parameter_removed",
  "parameter_renamed",
  "parameter_reordered",
  "argument_rebound",
  "parameter_required",
  "parameter_kind_narrowed",
  "parameter_type_narrowed",
  "default_removed",
  "default_changed",
  "result_type_widened",
  "async_changed",
  "generator_changed",
  "decorators_changed",
  "type_parameters_changed",
]);
export type BreakingKind = z.infer<typeof BreakingKind>;

/** One thing that breaks callers, or that may: `unknown` is no alarm, it says what could not be ruled out. */
export const BreakingReason = z.object({
  kind: BreakingKind,
  status: z.enum(["breaking", "unknown"]),
  /** What it is about: a clause's or effect's id, a parameter's or exception's name. */
  subject: z.string(),
  /** One sentence for who calls the function. */
  message: z.string(),
  witness: CallWitness.nullable(),
  /** Why an `unknown` that the solver was asked about stayed one; null for every other. */
  reason: UnknownReason.nullable(),
});
export type BreakingReason = z.infer<typeof BreakingReason>;

/** `true` and `false` are proved; `unknown` means that no break was found and that none could be ruled out either. */
export const Breaking = z.union([z.boolean(), z.literal("unknown")]);
export type Breaking = z.infer<typeof Breaking>;

/** What changed between two revisions of a contract by meaning, not by text. */
export const SemanticDiff = z.object({
  breaking: Breaking,
  /** Certain breaks first; empty exactly when `breaking` is false. */
  reasons: z.array(BreakingReason),
  /** All that is demanded on entry: preconditions, and invariants on entry. */
  preconditions: ContractComparison,
  /** All that is promised on return, for calls that both revisions admit: postconditions, and invariants on return. */
  postconditions: ContractComparison,
  clauses: z.array(ClauseComparison),
});
export type SemanticDiff = z.infer<typeof SemanticDiff>;

import { z } from "zod";
import { ClauseId, EffectId, EvidenceId, HoleId, IrId, ParameterId } from "./ids.ts";
import { Evidence, Provenance, Span } from "./provenance.ts";
import { InputAssignment, UnknownReason, Verdict } from "./verdict.ts";

/** The formal representation of one function. These models are its only definition: types, JSON Schema and OpenAPI come from them. */
export const SCHEMA_VERSION = "1";

/**
 * A predicate in Lift's expression language, kept as text. `unsupported` names the constructs outside the language; an expression
 * with any is kept verbatim and never interpreted.
 */
export const ExpressionText = z.object({
  text: z.string().min(1).max(8000),
  unsupported: z.array(z.string()),
});
export type ExpressionText = z.infer<typeof ExpressionText>;

export const Intent = z.object({
  summary: z.string().max(4000),
  rationale: z.string().max(16000).nullable(),
  user_personas: z.array(z.string()),
  success_criteria: z.array(z.string()),
  domain_concepts: z.array(z.string()),
  provenance: Provenance,
});
export type Intent = z.infer<typeof Intent>;

export const ParameterKind = z.enum([
  "positional_only",
  "positional_or_keyword",
  "var_positional",
  "keyword_only",
  "var_keyword",
]);
export type ParameterKind = z.infer<typeof ParameterKind>;

export const Parameter = z.object({
  id: ParameterId,
  name: z.string().min(1),
  /** Python annotation source; null when nothing is known, and then a `type` hole asks for it. */
  type_hint: z.string().nullable(),
  description: z.string().nullable(),
  kind: ParameterKind,
  /** Python source of the default; null when the parameter is required. */
  default: z.string().nullable(),
  constraints: z.array(ClauseId),
  provenance: Provenance,
});
export type Parameter = z.infer<typeof Parameter>;

/** `when` is the condition under which the exception is raised; null when the source does not say. */
export const Raises = z.object({
  id: ClauseId,
  exception: z.string().min(1),
  when: ExpressionText.nullable(),
  description: z.string().nullable(),
  provenance: Provenance,
});
export type Raises = z.infer<typeof Raises>;

export const Signature = z.object({
  id: ClauseId,
  name: z.string().min(1),
  parameters: z.array(Parameter),
  returns: z.object({ type_hint: z.string().nullable(), description: z.string().nullable(), provenance: Provenance }),
  return_constraints: z.array(ClauseId),
  is_async: z.boolean(),
  is_generator: z.boolean(),
  raises: z.array(Raises),
  /** Source of each decorator that is not a contract, outermost first. */
  decorators: z.array(z.string()),
  /** PEP 695 type parameters as source. */
  type_parameters: z.array(z.string()),
  provenance: Provenance,
});
export type Signature = z.infer<typeof Signature>;

export const AssertionCategory = z.enum(["precondition", "postcondition", "invariant"]);
export type AssertionCategory = z.infer<typeof AssertionCategory>;

export const Assertion = z.object({
  id: ClauseId,
  category: AssertionCategory,
  expression: ExpressionText,
  rationale: z.string().nullable(),
  verdict: Verdict,
  locked: z.boolean(),
  /** Parameters and `result` that the expression speaks of, by name. */
  applies_to: z.array(z.string()),
  provenance: Provenance,
});
export type Assertion = z.infer<typeof Assertion>;

export const EffectType = z.enum([
  "io",
  "filesystem",
  "network",
  "state",
  "mutation",
  "randomness",
  "time",
  "process",
  "exception",
  "nondeterminism",
  "unknown_call",
]);
export type EffectType = z.infer<typeof EffectType>;

export const Effect = z.object({
  id: EffectId,
  effect_type: EffectType,
  /** What is touched: `stdout`, `read:path`, a global's or parameter's name, an exception class. */
  target: z.string(),
  description: z.string(),
  /** Call chain inside the file through which the effect is reached; empty when the body does it itself. */
  via: z.array(z.string()),
  provenance: Provenance,
});
export type Effect = z.infer<typeof Effect>;

/** A concrete call. Arguments and results are Python literals as source text. */
export const Example = z.object({
  call: z.string(),
  args: z.array(z.string()),
  kwargs: z.record(z.string(), z.string()),
  returns: z.string().nullable(),
  raises: z.string().nullable(),
  source: z.enum(["doctest", "docstring", "prompt", "solver", "execution", "human"]),
  evidence_refs: z.array(EvidenceId),
});
export type Example = z.infer<typeof Example>;

export const Relationship = z.object({
  kind: z.enum(["calls", "method_of", "nested_in", "overrides", "uses_type"]),
  target: z.string(),
});
export type Relationship = z.infer<typeof Relationship>;

export const Hole = z.object({
  id: HoleId,
  clause: z.enum(["intent", "signature", "effect", "assertion", "implementation"]),
  kind: z.enum(["term", "type", "spec", "entity", "function", "module"]),
  /** Id of the element that is missing or doubtful. */
  subject: z.string(),
  type_hint: z.string(),
  description: z.string(),
  context: z.string().nullable(),
  constraints: z.array(ClauseId),
  dependencies: z.array(HoleId),
  status: z.enum(["open", "resolved", "withdrawn"]),
  priority: z.enum(["critical", "high", "medium", "low"]),
  suggestions: z.array(z.object({ value: z.string(), rationale: z.string(), confidence: z.number().min(0).max(1) })),
  resolution: z.object({ value: z.string(), provenance: Provenance }).nullable(),
  provenance: Provenance,
});
export type Hole = z.infer<typeof Hole>;

/** One satisfiability question put to the solver about a whole IR. */
export const Check = z.object({
  question: z.enum(["preconditions_satisfiable", "clauses_consistent"]),
  status: z.enum(["sat", "unsat", "unknown"]),
  /** Clauses of a minimal-as-found unsat core; empty unless `unsat`. */
  core: z.array(ClauseId),
  /** Example inputs (and `result`) that meet the clauses; null unless `sat`. */
  model: InputAssignment.nullable(),
  reason: UnknownReason.nullable(),
  detail: z.string().nullable(),
  /** Clauses the question left out, with the construct that kept each out. */
  left_out: z.array(z.object({ clause: ClauseId, construct: z.string() })),
  /** Statements such as `float-as-real` on which the answer rests. */
  assumptions: z.array(z.string()),
});
export type Check = z.infer<typeof Check>;

export const Metadata = z.object({
  qualified_name: z.string().min(1),
  path: z.string().nullable(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  span: Span.nullable(),
  /** SHA-256 (hex) of the function's source text. */
  source_hash: z.string().nullable(),
  evidence: z.array(Evidence),
  checks: z.array(Check),
  /** What an analysis could not do for this function; nothing fails silently. */
  problems: z.array(z.object({ analysis: z.string(), code: z.string(), detail: z.string(), span: Span.nullable() })),
});
export type Metadata = z.infer<typeof Metadata>;

export const IR = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  id: IrId,
  language: z.literal("python"),
  intent: Intent,
  signature: Signature,
  assertions: z.array(Assertion),
  effects: z.array(Effect),
  examples: z.array(Example),
  relationships: z.array(Relationship),
  holes: z.array(Hole),
  confidence: z.number().min(0).max(1),
  metadata: Metadata,
});
export type IR = z.infer<typeof IR>;

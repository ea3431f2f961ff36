import fc from "fast-check";
import { expressionText } from "./expression/text.ts";
import { clauseId, effectId, evidenceId, holeId, irId, parameterId } from "./hash.ts";
import { type Assertion, type Check, EffectType, type IR, ParameterKind } from "./ir.ts";
import { type Provenance, ProvenanceSource } from "./provenance.ts";
import type { Verdict } from "./verdict.ts";

/** IRs from a small vocabulary, so that two of them often speak of the same elements; for property tests. */
const word = fc.constantFrom("a", "b", "c", "d");
const words = fc.uniqueArray(word, { maxLength: 3 });
const maybe = fc.option(word);
const share = fc.constantFrom(0, 0.5, 0.9, 1);
const clauses = fc.uniqueArray(
  word.map((name) => clauseId("precondition", name)),
  { maxLength: 2 },
);
const evidence = word.map((name) => evidenceId("rule", null, name));

export const anyProvenance: fc.Arbitrary<Provenance> = fc.record({
  source: fc.constantFrom(...ProvenanceSource.options),
  confidence: share,
  author: fc.option(fc.constantFrom("lift", "ada")),
  timestamp: fc.option(fc.constantFrom("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")),
  evidence_refs: fc.uniqueArray(evidence, { maxLength: 2 }),
});

const verdict: fc.Arbitrary<Verdict> = fc.constantFrom<Verdict>(
  { status: "unknown", reason: "not_attempted", detail: "" },
  { status: "proved", by: "z3", assumptions: ["float-as-real"] },
  { status: "refuted", counterexample: { a: "1" }, observed: "2" },
  { status: "tested", executions: 3 },
  { status: "vacuous", detail: "no inputs" },
);

const assertion: fc.Arbitrary<Assertion> = fc
  .record({
    category: fc.constantFrom("precondition", "postcondition", "invariant"),
    expression: word.map((name) => expressionText(`${name} > 0`)),
    rationale: maybe,
    verdict,
    locked: fc.boolean(),
    applies_to: words,
    provenance: anyProvenance,
  })
  .map((parts) => ({ ...parts, id: clauseId(parts.category, parts.expression.text) }));

const parameter = fc
  .record({
    name: word,
    type_hint: maybe,
    description: maybe,
    kind: fc.constantFrom(...ParameterKind.options),
    default: maybe,
    constraints: clauses,
    provenance: anyProvenance,
  })
  .map((parts) => ({ ...parts, id: parameterId(parts.name) }));

const raises = fc
  .record({ exception: word, when: fc.option(word.map(expressionText)), description: maybe, provenance: anyProvenance })
  .map((parts) => ({ ...parts, id: clauseId("raises", parts.exception) }));

const effect = fc
  .record({
    effect_type: fc.constantFrom(...EffectType.options.slice(0, 3)),
    target: word,
    description: word,
    via: words,
    provenance: anyProvenance,
  })
  .map((parts) => ({ ...parts, id: effectId(parts.effect_type, parts.target) }));

const hole = fc
  .record({
    clause: fc.constantFrom("intent", "signature", "effect", "assertion", "implementation"),
    kind: fc.constantFrom("term", "type", "spec"),
    subject: word,
    type_hint: word,
    description: word,
    context: maybe,
    constraints: clauses,
    dependencies: fc.uniqueArray(
      word.map((name) => holeId("intent", name)),
      { maxLength: 2 },
    ),
    status: fc.constantFrom("open", "resolved", "withdrawn"),
    priority: fc.constantFrom("critical", "high", "medium", "low"),
    suggestions: fc.array(fc.record({ value: word, rationale: word, confidence: share }), { maxLength: 2 }),
    resolution: fc.option(fc.record({ value: word, provenance: anyProvenance })),
    provenance: anyProvenance,
  })
  .map((parts) => ({ ...parts, id: holeId(parts.clause, parts.subject) }));

const check: fc.Arbitrary<Check> = fc.record({
  question: fc.constantFrom("preconditions_satisfiable", "clauses_consistent"),
  status: fc.constantFrom("sat", "unsat", "unknown"),
  core: clauses,
  model: fc.constantFrom(null, { a: "1" }),
  reason: fc.constantFrom(null, "timeout"),
  detail: maybe,
  left_out: fc.array(fc.record({ clause: word.map((name) => clauseId("precondition", name)), construct: word }), {
    maxLength: 1,
  }),
  assumptions: words,
});

const span = fc.option(
  fc.constantFrom(
    { line: 1, column: 0, end_line: 2, end_column: 4 },
    { line: 7, column: 4, end_line: 9, end_column: 0 },
  ),
);
const unique = <Element extends { id: string }>(element: fc.Arbitrary<Element>) =>
  fc.uniqueArray(element, { maxLength: 3, selector: ({ id }) => id });

export const anyIr: fc.Arbitrary<IR> = fc.record({
  schema_version: fc.constant("1" as const),
  id: word.map((name) => irId([name])),
  language: fc.constant("python" as const),
  intent: fc.record({
    summary: word,
    rationale: maybe,
    user_personas: words,
    success_criteria: words,
    domain_concepts: words,
    provenance: anyProvenance,
  }),
  signature: fc.record({
    id: fc.constant(clauseId("signature", "f")),
    name: word,
    parameters: unique(parameter),
    returns: fc.record({ type_hint: maybe, description: maybe, provenance: anyProvenance }),
    return_constraints: clauses,
    is_async: fc.boolean(),
    is_generator: fc.boolean(),
    raises: unique(raises),
    decorators: words,
    type_parameters: words,
    provenance: anyProvenance,
  }),
  assertions: unique(assertion),
  effects: unique(effect),
  examples: fc.uniqueArray(
    fc.record({
      call: word,
      args: words,
      kwargs: fc.constantFrom<Record<string, string>>({}, { a: "1" }),
      returns: maybe,
      raises: maybe,
      source: fc.constantFrom("doctest", "solver"),
      evidence_refs: fc.uniqueArray(evidence, { maxLength: 1 }),
    }),
    { maxLength: 3, selector: ({ call, args, kwargs }) => JSON.stringify([call, args, kwargs]) },
  ),
  relationships: fc.uniqueArray(fc.record({ kind: fc.constantFrom("calls", "uses_type"), target: word }), {
    maxLength: 3,
    selector: ({ kind, target }) => kind + target,
  }),
  holes: unique(hole),
  confidence: share,
  metadata: fc.record({
    qualified_name: word,
    path: maybe,
    repo: maybe,
    commit: maybe,
    span,
    source_hash: maybe,
    evidence: unique(
      fc
        .record({ rule: fc.constant("rule"), message: word, span, text: word })
        .map((parts) => ({ ...parts, id: evidenceId("rule", null, parts.text) })),
    ),
    checks: fc.uniqueArray(check, { maxLength: 2, selector: ({ question }) => question }),
    problems: fc.array(fc.record({ analysis: word, code: word, detail: word, span }), { maxLength: 2 }),
  }),
});

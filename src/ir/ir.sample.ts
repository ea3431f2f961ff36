import { expressionText } from "./expression/text.ts";
import { clauseId, effectId, evidenceId, holeId, irId, parameterId } from "./hash.ts";
import type { Assertion, AssertionCategory, IR, Parameter } from "./ir.ts";
import type { Provenance } from "./provenance.ts";

/** Building blocks of IRs for tests. */
export const declared: Provenance = {
  source: "declared",
  confidence: 1,
  author: null,
  timestamp: null,
  evidence_refs: [],
};

export function sampleAssertion(category: AssertionCategory, text: string, line: number | null = null): Assertion {
  const evidence_refs = line === null ? [] : [evidenceId("assert", null, String(line))];
  return {
    id: clauseId(category, text),
    category,
    expression: expressionText(text),
    rationale: null,
    verdict: { status: "unknown", reason: "not_attempted", detail: "" },
    locked: false,
    applies_to: [],
    provenance: { ...declared, evidence_refs },
  };
}

export function sampleParameter(name: string, parts: Partial<Parameter> = {}): Parameter {
  return {
    id: parameterId(name),
    name,
    type_hint: "int",
    description: null,
    kind: "positional_or_keyword",
    default: null,
    constraints: [],
    provenance: declared,
    ...parts,
  };
}

/** `def clamp(x: int, low: int, high=10)` with a contract, an effect, examples and a hole. */
export function sampleIr(): IR {
  const span = (line: number) => ({ line, column: 4, end_line: line, end_column: 20 });
  return {
    schema_version: "1",
    id: irId(["clamp"]),
    language: "python",
    intent: {
      summary: "Limit a number to a range.",
      rationale: null,
      user_personas: [],
      success_criteria: ["the result lies in the range"],
      domain_concepts: [],
      provenance: { ...declared, confidence: 0.8 },
    },
    signature: {
      id: clauseId("signature", "clamp"),
      name: "clamp",
      parameters: [
        sampleParameter("x"),
        sampleParameter("low"),
        sampleParameter("high", { type_hint: null, default: "10" }),
      ],
      returns: { type_hint: "int", description: null, provenance: declared },
      return_constraints: [],
      is_async: false,
      is_generator: false,
      raises: [
        {
          id: clauseId("raises", "ValueError"),
          exception: "ValueError",
          when: expressionText("low > high"),
          description: null,
          provenance: declared,
        },
      ],
      decorators: [],
      type_parameters: [],
      provenance: declared,
    },
    assertions: [
      sampleAssertion("precondition", "low <= high", 12),
      {
        ...sampleAssertion("postcondition", "low <= result <= high", 13),
        verdict: { status: "proved", by: "z3", assumptions: ["int-unbounded"] },
      },
    ],
    effects: [
      {
        id: effectId("io", "stdout"),
        effect_type: "io",
        target: "stdout",
        description: "prints",
        via: ["log"],
        provenance: declared,
      },
    ],
    examples: [1, 2, 3, 4, 5].map((number) => ({
      call: `clamp(${number}, 0)`,
      args: [String(number), "0"],
      kwargs: {},
      returns: String(number),
      raises: null,
      source: "doctest" as const,
      evidence_refs: [],
    })),
    relationships: [{ kind: "calls", target: "log" }],
    holes: [
      {
        id: holeId("signature", "high"),
        clause: "signature",
        kind: "type",
        subject: parameterId("high"),
        type_hint: "type",
        description: "The type of high is not known.",
        context: null,
        constraints: [],
        dependencies: [],
        status: "open",
        priority: "high",
        suggestions: [{ value: "int", rationale: "The default is an int.", confidence: 0.6 }],
        resolution: null,
        provenance: declared,
      },
    ],
    confidence: 0.87,
    metadata: {
      qualified_name: "clamp",
      path: "numbers.py",
      repo: null,
      commit: null,
      span: { line: 10, column: 0, end_line: 20, end_column: 0 },
      source_hash: null,
      evidence: [12, 13].map((line) => ({
        id: evidenceId("assert", null, String(line)),
        rule: "assert",
        message: "asserted",
        span: span(line),
        text: "assert",
      })),
      checks: [
        {
          question: "preconditions_satisfiable",
          status: "sat",
          core: [],
          model: { low: "0", high: "10" },
          reason: null,
          detail: null,
          left_out: [],
          assumptions: [],
        },
      ],
      problems: [],
    },
  };
}

import { expressionText } from "../../ir/expression/text.ts";
import { clauseId, effectId, irId } from "../../ir/hash.ts";
import { declared, sampleAssertion, sampleParameter } from "../../ir/ir.sample.ts";
import { type AssertionCategory, type Effect, IR, type Parameter, type Signature } from "../../ir/ir.ts";

/** A contract by what callers see of it. A parameter is its annotation, or its parts; no annotation is null. */
export interface Sketch {
  name?: string;
  parameters?: Record<string, string | null | Partial<Parameter>>;
  returns?: string | null;
  pre?: string[];
  post?: string[];
  invariants?: string[];
  /** Exceptions with the condition under which they are raised. */
  raises?: Record<string, string | null>;
  /** `type target`. */
  effects?: string[];
  signature?: Partial<Signature>;
}

export function sketch(parts: Sketch): IR {
  const { name = "f", parameters = {}, returns = null, raises = {}, effects = [], signature = {} } = parts;
  const assertions = (category: AssertionCategory, texts: string[] = []) =>
    texts.map((text) => sampleAssertion(category, text));
  return IR.parse({
    schema_version: "1",
    id: irId([name]),
    language: "python",
    intent: {
      summary: "",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance: declared,
    },
    signature: {
      id: clauseId("signature", name),
      name,
      parameters: Object.entries(parameters).map(([parameter, hint]) =>
        sampleParameter(parameter, typeof hint === "object" && hint !== null ? hint : { type_hint: hint }),
      ),
      returns: { type_hint: returns, description: null, provenance: declared },
      return_constraints: [],
      is_async: false,
      is_generator: false,
      raises: Object.entries(raises).map(([exception, when]) => ({
        id: clauseId("raises", exception),
        exception,
        when: when === null ? null : expressionText(when),
        description: null,
        provenance: declared,
      })),
      decorators: [],
      type_parameters: [],
      provenance: declared,
      ...signature,
    },
    assertions: [
      ...assertions("precondition", parts.pre),
      ...assertions("postcondition", parts.post),
      ...assertions("invariant", parts.invariants),
    ],
    effects: effects.map((text): Effect => {
      const [type = "", target = ""] = text.split(" ");
      const effect = { effect_type: type, target, description: "", via: [], provenance: declared };
      return { id: effectId(type, target), ...effect } as Effect;
    }),
    examples: [],
    relationships: [],
    holes: [],
    confidence: 1,
    metadata: {
      qualified_name: name,
      path: null,
      repo: null,
      commit: null,
      span: null,
      source_hash: null,
      evidence: [],
      checks: [],
      problems: [],
    },
  });
}

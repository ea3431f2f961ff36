import { clauseId, effectId, parameterId } from "../../ir/hash.ts";
import { type Effect, EffectType, type IR, type Parameter, SCHEMA_VERSION, type Signature } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import type { ConstraintFacts, ParameterFact } from "../../signatures/facts.ts";
import { confidenceOf } from "../reverse/confidence.ts";
import { DRAFT_ID } from "../reverse/merge.ts";
import { refutingExample, returningExample } from "./against-examples.ts";
import { clausesOf, raisesOf } from "./clauses.ts";
import { examplesOf } from "./examples.ts";
import type {
  AnsweredConstraints,
  AnsweredIntent,
  AnsweredSignature,
  Answerer,
  MergedContract,
  Prompt,
} from "./facts.ts";
import { type MergeProblem, mergeProblem } from "./merge-problem.ts";

/** Confidence in what was read by rules, which account for every word, and in what a model said. They rank statements and decide no verdict. */
const CONFIDENCE = { offline: 0.9, model: 0.75 } as const;

/** Stands for a function that nobody named. */
export const UNNAMED = "solution";

/**
 * One contract out of what the three readings of a request said. Clauses that do not apply, or that a stated example shows to be wrong, are left out and named among the problems: an
 * example stands in the request, a clause is somebody's reading of it.
 */
export function merge(
  prompt: Prompt,
  intent: AnsweredIntent,
  signature: AnsweredSignature,
  constraints: AnsweredConstraints,
): MergedContract {
  const problems: MergeProblem[] = [intent, signature, constraints].flatMap(({ missing }) =>
    missing === null ? [] : [mergeProblem("no_answer", missing)],
  );
  const header = signatureOf(prompt, intent, signature, problems);
  const names = header.parameters.map(({ name }) => name);
  const examples = examplesOf(header.name, header.parameters, [
    ...prompt.examples.map((fact) => ({ fact, source: "human" as const })),
    ...(constraints.facts?.examples ?? []).map((fact) => ({ fact, source: "prompt" as const })),
  ]);
  const said = provenanceOf(constraints.by);
  const stated = [
    clausesOf("precondition", constraints.facts?.preconditions ?? [], names, said),
    clausesOf("postcondition", constraints.facts?.postconditions ?? [], names, said),
  ];
  const raises = raisesOf(signature.facts?.raises ?? [], names, provenanceOf(signature.by));
  problems.push(...examples.problems, ...stated.flatMap((found) => found.problems), ...raises.problems);
  const wrong = (text: string, call: string) =>
    problems.push(
      mergeProblem("contradicted_by_example", `\`${text}\` is not enforced: the example \`${call}\` contradicts it.`),
    );
  const assertions = stated
    .flatMap((found) => found.assertions)
    .filter((assertion) => {
      const example = refutingExample(assertion, header.parameters, examples.examples);
      if (example !== null) wrong(assertion.expression.text, example.call);
      return example === null;
    });
  const kept = raises.raises.filter((clause) => {
    const example = returningExample(clause, header.parameters, examples.examples);
    if (example !== null) wrong(`${clause.exception} when ${clause.when?.text}`, example.call);
    return example === null;
  });
  const effects = effectsOf(constraints.facts, said, problems);
  const mentions = (name: string) =>
    assertions.filter(({ applies_to }) => applies_to.includes(name)).map(({ id }) => id);
  const ir: IR = {
    schema_version: SCHEMA_VERSION,
    id: DRAFT_ID,
    language: "python",
    intent: {
      summary: (intent.facts?.summary ?? "").slice(0, 4000),
      rationale: intent.facts?.rationale ?? null,
      user_personas: intent.facts?.user_personas ?? [],
      success_criteria: intent.facts?.success_criteria ?? [],
      domain_concepts: intent.facts?.domain_concepts ?? [],
      provenance: provenanceOf(intent.by),
    },
    signature: {
      ...header,
      parameters: header.parameters.map((parameter) => ({ ...parameter, constraints: mentions(parameter.name) })),
      return_constraints: assertions
        .filter(({ category, applies_to }) => category === "postcondition" && applies_to.includes("result"))
        .map(({ id }) => id),
      raises: kept,
    },
    assertions,
    effects,
    examples: examples.examples,
    relationships: [],
    holes: [],
    confidence: 0,
    metadata: {
      qualified_name: header.name,
      path: null,
      repo: null,
      commit: null,
      span: null,
      source_hash: null,
      evidence: [],
      checks: [],
      problems,
    },
  };
  return { ir: { ...ir, confidence: confidenceOf(ir) }, contradictions: examples.contradictions };
}

/** Provenance of an answer: read by rules, or said by a model that is named. */
export function provenanceOf(by: Answerer | null): Provenance {
  if (by === null) return { source: "static", confidence: 0, author: null, timestamp: null, evidence_refs: [] };
  return by.offline
    ? { source: "static", confidence: CONFIDENCE.offline, author: null, timestamp: null, evidence_refs: [] }
    : {
        source: "agent",
        confidence: CONFIDENCE.model,
        author: by.model.slice(0, 200),
        timestamp: null,
        evidence_refs: [],
      };
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function signatureOf(
  prompt: Prompt,
  intent: AnsweredIntent,
  { facts, by }: AnsweredSignature,
  problems: MergeProblem[],
): Signature {
  const provenance = provenanceOf(facts === null ? intent.by : by);
  const identifiers = intent.facts?.identifiers ?? [];
  const named = [prompt.function, facts?.name, identifiers.find(({ role }) => role === "function")?.name];
  const name = named.find((text): text is string => typeof text === "string" && IDENTIFIER.test(text)) ?? UNNAMED;
  const given =
    facts?.parameters ??
    identifiers
      .filter(({ role }) => role === "parameter")
      .map(
        ({ name, meaning }): ParameterFact => ({
          name,
          type_hint: null,
          kind: "positional_or_keyword",
          default: null,
          description: meaning,
        }),
      );
  const parameters = new Map<string, Parameter>();
  for (const fact of given) {
    if (!IDENTIFIER.test(fact.name) || parameters.has(fact.name)) {
      problems.push(
        mergeProblem("not_a_parameter", `\`${fact.name}\` cannot be a parameter's name, or is there twice.`),
      );
      continue;
    }
    const { kind, type_hint, description } = fact;
    const none = kind === "var_positional" || kind === "var_keyword";
    parameters.set(fact.name, {
      id: parameterId(fact.name),
      name: fact.name,
      type_hint,
      description,
      kind,
      default: none ? null : fact.default,
      constraints: [],
      provenance,
    });
  }
  return {
    id: clauseId("signature", name),
    name,
    parameters: [...parameters.values()],
    returns: {
      type_hint: facts?.returns.type_hint ?? null,
      description: facts?.returns.description ?? null,
      provenance,
    },
    return_constraints: [],
    is_async: false,
    is_generator: false,
    raises: [],
    decorators: [],
    type_parameters: [],
    provenance,
  };
}

function effectsOf(facts: ConstraintFacts | null, provenance: Provenance, problems: MergeProblem[]): Effect[] {
  const effects = new Map<string, Effect>();
  for (const { effect_type: type, target, description } of facts?.effects ?? []) {
    const known = EffectType.safeParse(type);
    if (!known.success) {
      problems.push(
        mergeProblem("unknown_effect", `The effect ${type} on ${target} is of no known type: ${description}`),
      );
      continue;
    }
    const id = effectId(known.data, target);
    effects.set(id, { id, effect_type: known.data, target, description, via: [], provenance });
  }
  return [...effects.values()];
}

import type { Ambiguity, ConstraintFacts, ExampleFact, ExpressionFact, ParameterFact } from "../signatures/facts.ts";
import { approximation } from "./ambiguities/approximation.ts";
import { withoutContradictions } from "./ambiguities/contradictions.ts";
import { openEdgeCases, undefinedEdgeCases } from "./ambiguities/edge-cases.ts";
import { openTypes } from "./ambiguities/types.ts";
import { vagueWords } from "./ambiguities/vague-words.ts";
import type { Clause } from "./clauses/clause.ts";
import { combine, definedValue } from "./combine.ts";
import { statedEffects } from "./effects.ts";
import { isUnderstood } from "./english/understanding.ts";
import { findExamples } from "./examples/find-examples.ts";
import type { Finding } from "./examples/finding.ts";
import { boundCall, callCondition } from "./examples/resolve.ts";
import { headlineOf, namedByExamples } from "./headline.ts";
import { readIntent } from "./intent.ts";
import { layOut } from "./layout.ts";
import { blank, type MappedText, type Span, spanIn } from "./mapped-text.ts";
import { mutePhrases, nameFromWords, namingPhrases } from "./names.ts";
import { introducedConditions } from "./noun-phrases.ts";
import type { PromptReading } from "./prompt-reading.ts";
import { type ProseReading, readProse } from "./prose.ts";
import { sentencesIn } from "./sentences.ts";
import { returnType, withTypes } from "./types/complete-types.ts";
import { unsaidPreconditions } from "./unsaid.ts";

export interface MorePromptFacts {
  /** Examples that were given beside the prompt. */
  examples?: readonly ExampleFact[];
  /** The name that was asked for beside the prompt; it goes before any name in it. */
  function_name?: string;
}

/**
 * Reads a request by rules: plain English, a Python stub, markdown with code, or a mix. Total: never throws, and what no rule accounts for is `unread`.
 * @param context Further material: its definitions are known to the reading, its prose is not read and therefore reported, at the end of the prompt.
 */
export function readPrompt(prompt: string, context: string | null, more: MorePromptFacts = {}): PromptReading {
  const layout = layOut(prompt);
  const around = context === null ? null : layOut(context);
  const headline = headlineOf(layout, around, more.function_name ?? null);
  const findings = findExamples(headline.prose.text, {
    function_name: headline.name,
    parameters: headline.parameters,
  });
  const given = [...(more.examples ?? []), ...findings.flatMap(exampleOf)];
  const fixed = headline.parameters ?? namedByExamples(given);
  const bound = given.flatMap((example) => {
    const call = boundCall(example, fixed);
    return call ? [{ ...example, ...call }] : [];
  });
  const { examples, contradictory } = withoutContradictions(bound);
  const rest = blank(headline.prose.text, [
    ...findings,
    ...namingPhrases(headline.prose.text, headline.name ?? ""),
    ...mutePhrases(headline.prose.text),
  ]);
  const reading = readProse(rest, {
    name: headline.name,
    parameters: fixed && withTypes(fixed, examples),
    returns: headline.returns ?? returnType(examples),
    examples,
  });
  const parameters = withTypes(reading.parameters, examples);
  const stated = headline.returns ?? (saysNone(reading.clauses) ? optional(reading.returns) : reading.returns);
  const constraints = constraintsOf(rest, reading, parameters, examples, findings);
  const unread = unreadOf(prompt, headline.prose, rest, reading, [...headline.unread], around?.prose ?? []);
  const intent = readIntent(rest, headline.name ?? nameFromWords(rest), parameters);
  const name = headline.name ?? nameFromWords(intent.summary);
  const offered = reading.understanding.ambiguities
    .filter(({ clause }) => clause !== "signature")
    .map((ambiguity) => offeredWith(reading.clauses, ambiguity));
  const definitions = offered.flatMap(({ readings }) => readings.flatMap(({ value }) => definedValue(value) ?? []));
  const defined = constraints.postconditions.some(({ expression }) => definedValue(expression) !== null);
  const edges = { parameters, returns: stated, constraints, prose: rest };
  const open = defined
    ? []
    : definitions.length > 0
      ? undefinedEdgeCases(edges, definitions, headline.returns)
      : openEdgeCases(edges);
  // A result that a reading of an open case allows is of the type as well.
  const returns = headline.returns === null && offersNone(open) ? optional(stated) : stated;
  const terms = vagueWords(unread.map(({ text }) => text));
  return {
    intent: {
      ...intent,
      identifiers: intent.identifiers.map((each) => (each.role === "function" ? { ...each, name } : each)),
    },
    signature: {
      name,
      parameters,
      returns: { type_hint: returns, description: null },
      raises: raisesOf(reading, examples, parameters),
      ambiguities: [
        ...(headline.name === null ? [openName(name)] : []),
        ...openTypes(parameters, returns),
        ...reading.understanding.ambiguities.filter(({ clause }) => clause === "signature"),
      ],
    },
    constraints: {
      ...constraints,
      // Stated as well: whoever makes the contract asks which of them holds.
      examples: [...constraints.examples, ...contradictory],
      ambiguities: [...constraints.ambiguities, ...offered, ...open, ...terms],
    },
    unread,
  };
}

function saysNone(clauses: readonly Clause[]): boolean {
  return clauses.some(({ cases, otherwise }) => otherwise === "None" || cases.some(({ value }) => value === "None"));
}

function offersNone(ambiguities: readonly Ambiguity[]): boolean {
  return ambiguities.some(({ readings }) => readings.some(({ value }) => value.endsWith("result is None)")));
}

function optional(type: string | null): string | null {
  return type === null || /\bNone\b|\bOptional\b/.test(type) ? type : `${type} | None`;
}

/** Definitions that are offered, each with the exceptions that the rest of the prose makes. */
function offeredWith(clauses: readonly Clause[], ambiguity: Ambiguity): Ambiguity {
  return {
    ...ambiguity,
    readings: ambiguity.readings.map((reading) => {
      if (definedValue(reading.value) === null) return reading;
      const exceptions = clauses.filter(({ otherwise }) => otherwise === null).map((each) => ({ ...each, raises: [] }));
      const [combined] = combine(exceptions, [{ expression: reading.value, rationale: reading.rationale }]);
      return combined === undefined ? reading : { ...reading, value: combined.expression };
    }),
  };
}

function exampleOf({ meaning }: Finding): ExampleFact[] {
  return meaning.kind === "example" ? [meaning.example] : [];
}

function constraintsOf(
  prose: string,
  reading: ProseReading,
  parameters: readonly ParameterFact[],
  examples: ExampleFact[],
  findings: readonly Finding[],
): ConstraintFacts {
  const stated = reading.clauses.flatMap(({ preconditions }) => preconditions);
  const introduced = unsaidPreconditions(introducedConditions(prose, { parameters }), reading.clauses);
  const claims: ExpressionFact[] = [];
  const ambiguities: Ambiguity[] = [];
  for (const { meaning } of findings) {
    if (meaning.kind !== "claim" && meaning.kind !== "approximate") continue;
    const call = boundCall(meaning.call, parameters);
    const condition = call && callCondition(call, parameters);
    if (condition === null) continue;
    if (meaning.kind === "approximate") ambiguities.push(approximation(condition, meaning.value));
    else
      claims.push({
        expression: `implies(${condition}, ${meaning.expression})`,
        rationale: "An example of the request says so.",
      });
  }
  return {
    preconditions: distinct([...stated, ...introduced, ...reading.understanding.preconditions]),
    postconditions: distinct([...combine(reading.clauses, reading.understanding.postconditions), ...claims]),
    examples,
    effects: statedEffects(prose, parameters),
    ambiguities,
  };
}

function distinct(facts: readonly ExpressionFact[]): ExpressionFact[] {
  return [...new Map(facts.toReversed().map((fact) => [fact.expression, fact])).values()].toReversed();
}

function raisesOf(
  { clauses }: ProseReading,
  examples: readonly ExampleFact[],
  parameters: readonly ParameterFact[],
): PromptReading["signature"]["raises"] {
  const stated = clauses.flatMap(({ raises }) =>
    raises.map(({ exception, condition }) => ({ exception, when: condition })),
  );
  const shown = examples.flatMap((example) =>
    example.raises === null || stated.some(({ exception }) => exception === example.raises)
      ? []
      : [{ exception: example.raises, when: callCondition(example, parameters) }],
  );
  return [...stated, ...shown];
}

function unreadOf(
  prompt: string,
  source: MappedText,
  rest: string,
  { understanding, clauses }: ProseReading,
  others: readonly Span[],
  context: readonly MappedText[],
): PromptReading["unread"] {
  const left = blank(rest, clauses);
  const whole = [{ start: 0, end: rest.length }];
  const ranges = isUnderstood(understanding) ? [] : understanding.unread.length > 0 ? understanding.unread : whole;
  const sentences = sentencesIn(left).filter(({ start, end }) =>
    ranges.some((range) => range.start < end && start < range.end),
  );
  const spans = sentences.flatMap(({ start, end }) => spanIn(source, start, end) ?? []);
  const inside = [...spans, ...others.map(({ start, end }) => ({ start, end }))]
    .toSorted((left, right) => left.start - right.start)
    .map(({ start, end }) => ({ text: prompt.slice(start, end), start, end }));
  const outside = context
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map(({ text }) => ({ text: text.trim(), start: prompt.length, end: prompt.length }));
  return [...inside, ...outside];
}

function openName(name: string): Ambiguity {
  return {
    clause: "signature",
    kind: "term",
    subject: "name",
    question: "What is the function called?",
    type_hint: "str",
    readings: [{ value: name, rationale: "Made of the words of the request.", confidence: 0.9 }],
  };
}

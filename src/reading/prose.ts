import type { ExampleFact, ParameterFact } from "../signatures/facts.ts";
import type { Clause, ClauseRule } from "./clauses/clause.ts";
import { CLAUSE_RULES, RULES_BUT_INTRODUCTIONS, readClauses } from "./clauses/read-clauses.ts";
import { introducedParameters, statedReturn } from "./english/introduced.ts";
import { understand } from "./english/understand.ts";
import { isUnderstood, type Understanding } from "./english/understanding.ts";
import { blank } from "./mapped-text.ts";
import { namedByType } from "./names.ts";
import { sentencesIn } from "./sentences.ts";
import { typeOfLiterals } from "./types/value-type.ts";

export interface ProseScope {
  name: string | null;
  parameters: readonly ParameterFact[] | null;
  returns: string | null;
  examples: readonly ExampleFact[];
}

export interface ProseReading {
  parameters: readonly ParameterFact[];
  returns: string | null;
  clauses: readonly Clause[];
  understanding: Understanding;
}

/** Reads prose without its examples: clauses first, and what they leave as the definition of the result. */
export function readProse(prose: string, scope: ProseScope): ProseReading {
  const reading = readByParameters(prose, scope);
  if (isUnderstood(reading.understanding)) return reading;
  return { ...reading, returns: reading.returns ?? statedReturn(prose) };
}

function readByParameters(prose: string, scope: ProseScope): ProseReading {
  const declared = introducedParameters(prose);
  if (scope.parameters !== null) return readWith(prose, scope, withDeclaredTypes(scope.parameters, declared));
  const introduced = declaredOrder(introducedBy(prose, scope), declared);
  const arity = arityOf(scope.examples);
  if (introduced !== null && (arity === null || arity === introduced.length)) {
    const reading = readWith(prose, scope, introduced);
    if (isUnderstood(reading.understanding) || arity === null) return reading;
  }
  // Where the number of parameters is in doubt, none of them is fixed.
  if (arity === null) return readWith(prose, scope, hasOpenSignature(prose, scope) ? [] : declared);
  const types = Array.from({ length: arity }, (_, index) =>
    typeOfLiterals(scope.examples.flatMap(({ args }) => args[index] ?? [])),
  );
  return readWith(prose, scope, declared.length === arity ? withTypesOf(declared, types) : namedByType(types));
}

/** Parameters of no known type get the one that the words give to their name. */
function withDeclaredTypes(
  parameters: readonly ParameterFact[],
  declared: readonly ParameterFact[],
): readonly ParameterFact[] {
  return parameters.map((parameter) => ({
    ...parameter,
    type_hint: parameter.type_hint ?? declared.find(({ name }) => name === parameter.name)?.type_hint ?? null,
  }));
}

/** What is declared outright has its types and order, and is the whole of it, where a sentence speaks of nothing else. */
function declaredOrder(
  introduced: readonly ParameterFact[] | null,
  declared: readonly ParameterFact[],
): readonly ParameterFact[] | null {
  if (introduced === null || !introduced.every(({ name }) => declared.some((each) => each.name === name)))
    return introduced;
  return withTypesOf(
    declared,
    declared.map((each) => introduced.find(({ name }) => name === each.name)?.type_hint ?? null),
  );
}

/** Types of examples are more exact than a collection of anything. */
function withTypesOf(parameters: readonly ParameterFact[], types: readonly (string | null)[]): ParameterFact[] {
  return parameters.map((parameter, index) => {
    const open = parameter.type_hint === null || /^(?:list|tuple|set|dict)$/.test(parameter.type_hint);
    return open ? { ...parameter, type_hint: types[index] ?? parameter.type_hint } : parameter;
  });
}

/** The number of arguments that all examples give by position. */
function arityOf(examples: readonly ExampleFact[]): number | null {
  const counts = new Set(examples.map(({ args, kwargs }) => (kwargs.length > 0 ? -1 : args.length)));
  const [count] = counts;
  return counts.size === 1 && count !== undefined && count > 0 ? count : null;
}

/** The parameters that the words introduce: those of the whole, else those of the first sentence that is understood alone. */
function introducedBy(prose: string, { name, returns }: ProseScope): readonly ParameterFact[] | null {
  const parts = [
    prose,
    ...sentencesIn(prose)
      .slice(0, 4)
      .flatMap(({ start, end }) => mainClauses(prose.slice(start, end))),
  ];
  for (const part of parts) {
    const read = understand(part, { function_name: name, parameters: null, returns });
    if (isUnderstood(read) && !isOpenSignature(read) && read.parameters.length > 0) return read.parameters;
  }
  return null;
}

function hasOpenSignature(prose: string, { name, returns }: ProseScope): boolean {
  return isOpenSignature(understand(prose, { function_name: name, parameters: null, returns }));
}

function isOpenSignature({ ambiguities }: Understanding): boolean {
  return ambiguities.some(({ clause }) => clause === "signature");
}

/** A sentence, and the sentence without what follows its commas: exceptions stand there. */
function mainClauses(sentence: string): string[] {
  const cuts = [...sentence.matchAll(/[,;(]|\s+or\s+/g)].map(({ index }) => sentence.slice(0, index));
  return [sentence, ...cuts.toReversed().slice(0, 4)];
}

const OTHERWISE = /^(\s*)(?:otherwise|in all other cases|in any other case|else)\b\s*,?/i;

/** Introductions are taken away first; where the rest cannot be understood without them, they stay. */
function readWith(prose: string, scope: ProseScope, parameters: readonly ParameterFact[]): ProseReading {
  const short = readBy(CLAUSE_RULES, prose, scope, parameters);
  if (short.understanding.complete) return short;
  const long = readBy(RULES_BUT_INTRODUCTIONS, prose, scope, parameters);
  if (long.understanding.complete || isUnderstood(short.understanding))
    return long.understanding.complete ? long : short;
  return isUnderstood(long.understanding) ? long : short;
}

function readBy(
  rules: readonly ClauseRule[],
  prose: string,
  { name, returns }: ProseScope,
  parameters: readonly ParameterFact[],
): ProseReading {
  const clauses = readClauses(prose, { parameters }, rules);
  const taken = clauses.map(({ start, end }) => ({ start, end }));
  for (const { end, cases } of clauses) {
    const link = cases.length > 0 ? OTHERWISE.exec(prose.slice(end)) : null;
    if (link) taken.push({ start: end + (link[1] ?? "").length, end: end + link[0].length });
  }
  const rest = blank(prose, taken);
  const scope = { function_name: name, parameters: parameters.length === 0 ? null : parameters, returns };
  const understanding = /[\p{L}\p{N}]/u.test(rest)
    ? understandAll(rest, scope)
    : { parameters, returns, preconditions: [], postconditions: [], ambiguities: [], complete: true, unread: [] };
  return {
    parameters: isUnderstood(understanding) ? understanding.parameters : parameters,
    returns: understanding.returns ?? returns,
    clauses,
    understanding,
  };
}

/** The whole as one definition, or every sentence of it for itself: one that is not understood leaves the others without a claim. */
function understandAll(rest: string, scope: Parameters<typeof understand>[1]): Understanding {
  const whole = understand(rest, scope);
  const sentences = sentencesIn(rest);
  if (isUnderstood(whole) || sentences.length < 2 || scope.parameters === null) return whole;
  const parts = sentences.map(({ start, end }) => understand(rest.slice(start, end), scope));
  // A definition beside one that is only offered could contradict it.
  const open = parts.filter((part) => !part.complete);
  if (!parts.every(isUnderstood) || (open.length > 0 && parts.length > 1)) return whole;
  return {
    ...whole,
    parameters: parts[0]?.parameters ?? whole.parameters,
    returns: parts[0]?.returns ?? whole.returns,
    preconditions: parts.flatMap((part) => part.preconditions),
    postconditions: parts.flatMap((part) => part.postconditions),
    ambiguities: parts.flatMap((part) => part.ambiguities),
    complete: parts.every((part) => part.complete),
    unread: [],
  };
}

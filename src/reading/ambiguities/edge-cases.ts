import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { Ambiguity, ConstraintFacts, ParameterFact, Reading } from "../../signatures/facts.ts";
import { resultIs } from "../quantities.ts";
import { type Family, familyOf } from "../subjects.ts";
import { literalsOf } from "../types/complete-types.ts";

/** What a request may leave unsaid about a parameter, with what decides it. */
interface EdgeCase {
  name: string;
  families: readonly Family[];
  condition(parameter: string): string;
  /** Whether a literal is of this case. */
  shownBy(literal: string): boolean;
  /** Whether a clause or the prose speaks of it already. */
  mentioned(parameter: string, expressions: readonly string[], prose: string): boolean;
  question(parameter: string): string;
}

const EDGE_CASES: readonly EdgeCase[] = [
  {
    name: "empty",
    families: ["list", "string", "dictionary", "set"],
    condition: (x) => `len(${x}) == 0`,
    shownBy: (literal) => /^(?:\[\]|\(\)|\{\}|set\(\)|''|"")$/.test(literal),
    mentioned: (x, expressions, prose) =>
      /\bempty\b|\bnon-?empty\b/i.test(prose) || expressions.some((text) => text.includes(`len(${x})`)),
    question: (x) => `What is the result when ${x} is empty?`,
  },
  {
    name: "negative",
    families: ["number"],
    condition: (x) => `${x} < 0`,
    shownBy: (literal) => literal.startsWith("-"),
    mentioned: (x, expressions, prose) =>
      /\b(?:positive|negative|non-?negative|natural|absolute)\b/i.test(prose) ||
      expressions.some((text) => speaksOf(text, x)),
    question: (x) => `What is the result when ${x} is negative?`,
  },
];

function speaksOf(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text);
}

/** What is known when cases at the edge are looked for. */
export interface Known {
  parameters: readonly ParameterFact[];
  returns: string | null;
  constraints: Pick<ConstraintFacts, "preconditions" | "postconditions" | "examples">;
  prose: string;
}

/** Cases at the edge that neither words nor examples decide, with what they could mean. Asked only where no clause defines the result. */
export function openEdgeCases(known: Known): Ambiguity[] {
  return undecided(known).map(({ edge, parameter }) =>
    question(edge, parameter, readingsOf(edge.condition(parameter.name), known.returns)),
  );
}

/**
 * Of these cases the ones in which definitions that are offered have no value: the extreme or the first of nothing. No value is neutral there, unless an
 * annotation rules None out.
 * @param definitions Values of the result, one of which is meant.
 * @param annotation The type of the result that the request fixes.
 */
export function undefinedEdgeCases(
  known: Known,
  definitions: readonly string[],
  annotation: string | null,
): Ambiguity[] {
  const undefinedFor = ({ name }: ParameterFact) =>
    definitions.some((definition) => needsElement(parseExpression(definition), name));
  return undecided(known)
    .filter(({ edge, parameter }) => edge.name === "empty" && undefinedFor(parameter))
    .map(({ edge, parameter }) => {
      const condition = edge.condition(parameter.name);
      const readings =
        annotation === null ? [noResult(condition), refused(condition)] : readingsOf(condition, annotation);
      return question(edge, parameter, readings);
    });
}

/** Whether the expression takes an element of a collection that it expects to have one. */
function needsElement(expression: Expression, name: string): boolean {
  for (const { expression: node } of descendants(expression)) {
    if (node.kind !== "call" || node.callee.kind !== "name" || !["max", "min"].includes(node.callee.name)) continue;
    const [only] = node.arguments;
    if (only === undefined || node.arguments.length > 1 || node.keywords.some((keyword) => keyword.name === "default"))
      continue;
    const source = only.kind === "comprehension" ? only.clauses[0]?.iterable : only;
    if (source?.kind === "name" && source.name === name) return true;
  }
  return false;
}

function undecided({ parameters, constraints, prose }: Known): { edge: EdgeCase; parameter: ParameterFact }[] {
  const expressions = [...constraints.preconditions, ...constraints.postconditions].map(({ expression }) => expression);
  return parameters.flatMap((parameter, index) => {
    const literals = literalsOf(index, parameter, constraints.examples);
    return EDGE_CASES.filter(
      (edge) =>
        edge.families.includes(familyOf(parameter.type_hint)) &&
        parameter.kind !== "var_positional" &&
        !literals.some((literal) => edge.shownBy(literal)) &&
        !edge.mentioned(parameter.name, expressions, prose),
    ).map((edge) => ({ edge, parameter }));
  });
}

function question(edge: EdgeCase, { name }: ParameterFact, readings: Reading[]): Ambiguity {
  return {
    clause: "assertion",
    kind: "spec",
    subject: name,
    question: edge.question(name),
    type_hint: "bool",
    readings,
  };
}

const NEUTRAL: readonly [RegExp, string][] = [
  [/^(?:int|float)\b/, "0"],
  [/^str\b/, "''"],
  [/^bool\b/, "False"],
  [/^(?:typing\.)?list\b/i, "[]"],
  [/^(?:typing\.)?dict\b/i, "{}"],
];

function readingsOf(condition: string, returns: string | null): Reading[] {
  const neutral = NEUTRAL.find(([pattern]) => pattern.test(returns ?? ""))?.[1];
  const readings: Reading[] = [];
  if (neutral !== undefined)
    readings.push({
      value: `implies(${condition}, ${resultIs(neutral)})`,
      rationale: `${neutral} is the neutral value of the type that is returned.`,
      confidence: 0.4,
    });
  if (returns === null || /None|Optional/.test(returns)) readings.push(noResult(condition));
  readings.push(refused(condition));
  return readings.filter(({ value }) => parseExpression(value).kind === "implies");
}

function noResult(condition: string): Reading {
  return {
    value: `implies(${condition}, result is None)`,
    rationale: "None says that there is no result.",
    confidence: 0.3,
  };
}

function refused(condition: string): Reading {
  return {
    value: `implies(${condition}, raises(ValueError))`,
    rationale: "Such an argument can be refused.",
    confidence: 0.3,
  };
}

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

/** Cases at the edge that neither words nor examples decide, with what they could mean. Asked only where no clause defines the result. */
export function openEdgeCases(
  parameters: readonly ParameterFact[],
  returns: string | null,
  constraints: Pick<ConstraintFacts, "preconditions" | "postconditions" | "examples">,
  prose: string,
): Ambiguity[] {
  const expressions = [...constraints.preconditions, ...constraints.postconditions].map(({ expression }) => expression);
  return parameters.flatMap((parameter, index) => {
    const literals = literalsOf(index, parameter, constraints.examples);
    return EDGE_CASES.filter(
      (edge) =>
        edge.families.includes(familyOf(parameter.type_hint)) &&
        parameter.kind !== "var_positional" &&
        !literals.some((literal) => edge.shownBy(literal)) &&
        !edge.mentioned(parameter.name, expressions, prose),
    ).map(
      (edge): Ambiguity => ({
        clause: "assertion",
        kind: "spec",
        subject: parameter.name,
        question: edge.question(parameter.name),
        type_hint: "bool",
        readings: readingsOf(edge.condition(parameter.name), returns),
      }),
    );
  });
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
  if (returns === null || /None|Optional/.test(returns))
    readings.push({
      value: `implies(${condition}, result is None)`,
      rationale: "None says that there is no result.",
      confidence: 0.3,
    });
  readings.push({
    value: `implies(${condition}, raises(ValueError))`,
    rationale: "Such an argument can be refused.",
    confidence: 0.3,
  });
  return readings.filter(({ value }) => parseExpression(value).kind === "implies");
}

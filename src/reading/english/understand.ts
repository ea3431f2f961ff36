import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Ambiguity, ParameterFact } from "../../signatures/facts.ts";
import { Chart } from "./chart.ts";
import type { Constituent } from "./constituent.ts";
import type { Choice } from "./entry.ts";
import { blankFiller } from "./filler.ts";
import { type Grammar, grammarOf } from "./grammar.ts";
import { hintOf, inputsOf, nameInputs } from "./inputs.ts";
import { ENTRIES } from "./lexicon/entries.ts";
import { resultType } from "./result-type.ts";
import { simplify } from "./simplify.ts";
import { type Token, tokenize } from "./tokens.ts";
import { ANY, narrow, parseType, type Type } from "./types.ts";
import type { Scope, Understanding } from "./understanding.ts";

let grammar: Grammar | null = null;
/** Longest request that is read, in tokens; longer prose is not one sentence about one value. */
const MAX_TOKENS = 60;
/** From this cost on a reading rests on a rule that the lexicon marks as one of several usual meanings: it is offered, not claimed. */
const UNSURE = 20;

interface Meaning {
  expression: Expression;
  text: string;
  parameters: ParameterFact[];
  returns: string | null;
  cost: number;
  choices: readonly Choice[];
}

/** Reads prose as the definition of a function. Total: what no rule accounts for is `unread`, and then nothing is claimed. */
export function understand(prose: string, scope: Scope): Understanding {
  const known = new Set(scope.parameters?.map(({ name }) => name) ?? []);
  const tokens = tokenize(blankFiller(prose), known);
  const last = tokens.at(-1);
  if (last === undefined || tokens.length > MAX_TOKENS) return nothing(scope, prose, tokens, []);
  // Compiled when the first prose is read, so that loading the module costs nothing.
  grammar ??= grammarOf(ENTRIES);
  const chart = new Chart(tokens, grammar);
  const meanings = chart
    .spanning("S")
    .map((constituent) => meaningOf(constituent, scope))
    .filter((meaning) => meaning !== null)
    .sort((a, b) => a.cost - b.cost);
  const [best] = meanings;
  if (best === undefined) return nothing(scope, prose, tokens, chart.all());
  const rivals = meanings.filter(({ text, cost }) => cost === best.cost && text !== best.text);
  const doubts = [
    ...(scope.parameters === null ? arityDoubts(tokens) : []),
    ...(best.cost >= UNSURE || rivals.length > 0 ? [between([best, ...rivals])] : []),
  ];
  return {
    parameters: best.parameters,
    returns: scope.returns ?? best.returns,
    preconditions: [],
    postconditions:
      doubts.length > 0 ? [] : [{ expression: `result == ${wrapped(best.expression)}`, rationale: prose.trim() }],
    ambiguities: doubts,
    complete: doubts.length === 0,
    unread: [],
  };
}

/** Whether an array is passed together with its length is not said by calling it an array. */
function arityDoubts(tokens: readonly Token[]): Ambiguity[] {
  const array = tokens.find(({ lemmas }) => lemmas.includes("array") || lemmas.includes("arr"));
  if (array === undefined) return [];
  return [
    {
      clause: "signature",
      kind: "spec",
      subject: array.text,
      question: "Is the length of the array a parameter of its own?",
      type_hint: "bool",
      readings: [
        { value: "False", rationale: "A Python list knows its length", confidence: 0.5 },
        { value: "True", rationale: "An array is often passed together with its length", confidence: 0.5 },
      ],
    },
  ];
}

/** What may stand on the right of `==` without parentheses. */
function wrapped(expression: Expression): string {
  const text = printExpression(expression);
  return ["comparison", "logical", "conditional", "lambda"].includes(expression.kind) ||
    (expression.kind === "unary" && expression.operator === "not")
    ? `(${text})`
    : text;
}

function meaningOf(constituent: Constituent, scope: Scope): Meaning | null {
  const inputs = inputsOf(constituent);
  const value = constituent.parts.v;
  if (inputs === null || value === undefined || inputs.length === 0) return null;
  const named = nameInputs(inputs, scope);
  if (named === null) return null;
  const replacements = new Map<string, Expression>();
  for (const [index, input] of inputs.entries())
    for (const id of input.ids) replacements.set(id, { kind: "name", name: named.names[index] ?? input.label });
  const expression = simplify(substitute(value, replacements));
  // A parameter that the value does not depend on means that words were read as something they do not say.
  const used = new Set(namesOf(expression));
  if (inputs.some((_, index) => !used.has(named.names[index] ?? ""))) return null;
  // What is only mentioned, as in "return a list of strings", is the type of the result and not its value.
  if (expression.kind === "name" && inputs.every(({ ids }) => ids.length === 1)) return null;
  // A condition that is always met says nothing either: a word such as "specific" points to something that was not given.
  if (hasConstantCondition(expression)) return null;
  const parameters =
    scope.parameters?.map((parameter) => ({
      ...parameter,
      type_hint: parameter.type_hint ?? hintFor(named.names.indexOf(parameter.name), inputs),
    })) ??
    inputs.map((input, index) => ({
      name: named.names[index] ?? input.label,
      type_hint: hintOf(input.type),
      kind: "positional_or_keyword" as const,
      default: null,
      description: input.label.replaceAll("_", " ") || null,
    }));
  const types = new Map(
    inputs.map(({ type }, index) => {
      const name = named.names[index] ?? "";
      return [name, annotated(scope, name) ?? type];
    }),
  );
  const said = constituent.types[0] ?? ANY;
  const type = narrow(said, resultType(expression, types) ?? ANY);
  return {
    expression,
    text: `${printExpression(expression)} of ${parameters.map(({ name }) => name).join()}`,
    parameters,
    returns: hintOf(type),
    cost: constituent.cost,
    choices: constituent.choices,
  };
}

/** The type of a parameter that the scope fixes, where it is a plain one. */
function annotated(scope: Scope, parameter: string): Type | null {
  const hint = scope.parameters?.find(({ name }) => name === parameter)?.type_hint?.toLowerCase() ?? "";
  return /^(?:(?:list|set)\[(?:int|float|str|bool)\]|int|float|str|bool)$/.test(hint) ? parseType(hint) : null;
}

function hasConstantCondition(expression: Expression): boolean {
  const constant = ({ kind }: Expression) => kind === "boolean";
  for (const { expression: node } of descendants(expression)) {
    if (node.kind === "unary" && node.operator === "not" && constant(node.operand)) return true;
    if (node.kind === "conditional" && constant(node.test)) return true;
  }
  return false;
}

function hintFor(index: number, inputs: readonly { type: Parameters<typeof hintOf>[0] }[]): string | null {
  const input = inputs[index];
  return input === undefined ? null : hintOf(input.type);
}

function between(meanings: readonly Meaning[]): Ambiguity {
  const distinct = [...new Map(meanings.map((meaning) => [meaning.text, meaning])).values()];
  const questions = new Set(distinct.flatMap(({ choices }) => choices.map(({ question }) => question)));
  return {
    clause: "assertion",
    kind: "spec",
    subject: "return",
    question: questions.size > 0 ? [...questions].join(" ") : "Which of these values is meant?",
    type_hint: "bool",
    readings: distinct.map(({ expression, choices }) => ({
      value: `result == ${wrapped(expression)}`,
      rationale:
        choices.length > 0 ? choices.map(({ rationale }) => rationale).join(" ") : "The words can be read this way",
      confidence: 1 / distinct.length,
    })),
  };
}

/** Without a reading of the whole: the words that belong to no phrase at all, or everything when each word alone is known. */
function nothing(
  scope: Scope,
  prose: string,
  tokens: readonly Token[],
  constituents: readonly Constituent[],
): Understanding {
  const covered = new Set<number>();
  for (const { start, end } of constituents) for (let index = start; index < end; index++) covered.add(index);
  const loose = tokens.filter((token, index) => !covered.has(index) && !token.skippable);
  const whole =
    prose.trim() === "" ? [] : [{ start: prose.length - prose.trimStart().length, end: prose.trimEnd().length }];
  return {
    parameters: scope.parameters ?? [],
    returns: scope.returns,
    preconditions: [],
    postconditions: [],
    ambiguities: [],
    complete: false,
    unread: loose.length > 0 ? loose.map(({ start, end }) => ({ start, end })) : whole,
  };
}

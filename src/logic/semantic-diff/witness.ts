import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { CallWitness } from "../../ir/semantic-diff.ts";
import { holds } from "../evaluate/evaluate.ts";
import { float, literal, type Value } from "../evaluate/value.ts";
import { modelValue } from "../model.ts";
import type { Moment } from "../question.ts";
import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import type { Term } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import type { Claim } from "./contract.ts";
import { nanOf } from "./order.ts";
import { constantsOf, type Question } from "./question.ts";

export type WitnessResult = { status: "confirmed"; call: CallWitness } | { status: "unconfirmed"; detail: string };

/** The solver's model as a call, once an evaluation finds every premise true on it and no goal. `nans` are the flags whose values follow those of the constants. */
export function witnessOf(question: Question, nans: readonly Term[], output: string): WitnessResult {
  const unconfirmed = (detail: string): WitnessResult => ({ status: "unconfirmed", detail });
  const printed = lastOf(output);
  const values: Record<Moment, Map<string, Value>> = { entry: new Map(), exit: new Map() };
  const held = (position: number) => {
    const pair = Array.isArray(printed) ? printed[position] : undefined;
    return Array.isArray(pair) ? pair[1] : undefined;
  };
  const constants = constantsOf(question);
  const notNumbers = new Set(nans.filter((_, index) => held(constants.length + index) === "true"));
  for (const [position, { name, moment, type, symbol }] of constants.entries()) {
    const term = held(position);
    const read = term === undefined ? null : modelValue(type, term);
    const value = read?.kind === "float" && notNumbers.has(nanOf(symbol)) ? float(Number.NaN) : read;
    if (value !== null) values[moment].set(name, value);
  }
  const exit = new Map([...values.entry, ...values.exit]);
  const judge = ({ expression, moment }: Claim) =>
    holds(
      returning(expression),
      moment === "entry" ? { values: values.entry, old: null } : { values: exit, old: values.entry },
    );
  for (const claim of question.premises) {
    const verdict = judge(claim);
    if (verdict !== true)
      return unconfirmed(`the evaluator ${verdict === null ? "cannot judge" : "denies"} ${quoted(claim)}`);
  }
  for (const goal of question.goals) {
    const verdict = judge(goal);
    if (verdict !== false)
      return unconfirmed(`the evaluator ${verdict === null ? "cannot judge" : "confirms"} ${quoted(goal)}`);
  }
  return { status: "confirmed", call: callOf(question, values) };
}

/** On a call that returned, no exception was raised. */
const returning = (expression: Expression): Expression =>
  mapExpression(expression, (node) => (node.kind === "raises" ? { kind: "boolean", value: false } : node));

const quoted = ({ expression }: Claim): string => `\`${printExpression(expression).slice(0, 120).toWellFormed()}\``;

function lastOf(output: string): SExpression | null {
  try {
    return readSExpressions(output).at(-1) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // cut off
    throw error;
  }
}

/** How a caller writes the call. Arguments of which nothing is known are `...`; those with a default are left out. */
function callOf(question: Question, { entry, exit }: Record<Moment, Map<string, Value>>): CallWitness {
  const texts = new Map([...entry].map(([name, value]) => [name, textOf(value)]));
  let named = false;
  const parts = question.parameters.flatMap(({ name, from }, index) => {
    if (from === null || (index === 0 && (from.name === "self" || from.name === "cls"))) return [];
    const text = texts.get(name);
    if (from.kind === "var_positional" || from.kind === "var_keyword") {
      const spread = from.kind === "var_positional" ? `*${text ?? "..."}` : "";
      return text === undefined || text === "()" ? [] : [spread];
    }
    if (text === undefined && from.default !== null) {
      named = true;
      return [];
    }
    return named || from.kind === "keyword_only" ? [`${from.name}=${text ?? "..."}`] : [text ?? "..."];
  });
  const returned = [...exit].map(([name, value]) => [name === "result" ? name : `${name} on return`, textOf(value)]);
  return {
    call: `${question.function}(${parts.join(", ")})`,
    values: Object.fromEntries([...texts, ...returned]),
  };
}

function textOf(value: Value): string {
  try {
    return literal(value);
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return "...";
    throw error;
  }
}

import type { Expression } from "../ir/expression/ast.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { expressionText } from "../ir/expression/text.ts";
import { namesOf } from "../ir/expression/walk.ts";
import type { ClauseId, HoleId } from "../ir/ids.ts";
import type { Assertion, IR } from "../ir/ir.ts";
import { evaluate } from "../logic/evaluate/evaluate.ts";
import { literal, type Value } from "../logic/evaluate/value.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes-between.ts";
import { guardOf, probesOf } from "./contradict/probes.ts";
import { literalValue } from "./literal.ts";
import { textOf } from "./pointer.ts";
import type { Asker } from "./satisfiable.ts";
import { inputOf } from "./try/inputs.ts";
import { callsOf, supposing } from "./with-clause.ts";

export interface Guarded {
  /** What stood before the answer, its clauses with the same guards: they mean what they meant. */
  before: IR;
  ir: IR;
  changes: Change[];
}

/** A case that somebody decided, and a clause that may say nothing in it. */
interface Doubt {
  condition: string;
  clause: Assertion;
}

/**
 * The contract with a guard around each clause that says nothing in a case that is decided: `result == min(xs)` raises ValueError for an empty list, and where somebody said what comes out of that one, it means
 * `implies(len(xs) > 0, result == min(xs))`. The answer may be the case or the clause. A clause is guarded, also a locked one, only where it is shown that it raises in the whole case whatever the result: then no result could meet it there, and
 * none is lost.
 */
export async function guardUndefined(before: IR, after: IR, cause: HoleId, asker: Asker): Promise<Guarded> {
  const guards = new Map<ClauseId, Set<string>>();
  const undefinedIn = await shown([...ofClauses(before, after), ...ofExamples(before, after)], after, asker);
  for (const { clause, condition } of undefinedIn)
    guards.set(clause.id, (guards.get(clause.id) ?? new Set()).add(condition));
  if (guards.size === 0) return { before, ir: after, changes: [] };
  const withGuards = (ir: IR): IR => ({
    ...ir,
    assertions: ir.assertions.map((one) => {
      const conditions = guards.get(one.id);
      const text = after.assertions.find(({ id }) => id === one.id)?.expression.text;
      if (conditions === undefined || text !== one.expression.text) return one;
      return { ...one, expression: expressionText([...conditions].sort().reduce(guarded, text)) };
    }),
  });
  const ir = withGuards(after);
  const texts = undefinedIn.map(
    ({ clause, condition }) => `\`${clause.expression.text}\` raises where \`${condition}\``,
  );
  const reason = `It says nothing in a case that was decided: ${texts.join("; ")}.`;
  return { before: withGuards(before), ir, changes: changesBetween(after, ir, cause, reason.slice(0, 2000)) };
}

const guarded = (text: string, condition: string): string => `implies(${negated(condition)}, ${text})`;

/** Where a condition does not hold, as a person would write it. Comparisons of lengths are turned around, which that of floats would not allow. */
function negated(condition: string): string {
  const parsed = parseExpression(condition);
  const [link, ...others] = parsed.kind === "comparison" ? parsed.rest : [];
  if (parsed.kind !== "comparison" || link === undefined || others.length > 0 || !isLength(parsed.first))
    return parsed.kind === "unary" && parsed.operator === "not"
      ? printExpression(parsed.operand)
      : `not (${condition})`;
  const isZero = link.operand.kind === "integer" && link.operand.value === 0n;
  if (link.operator === "==" && isZero) return `${printExpression(parsed.first)} > 0`;
  const turned = new Map([
    ["==", "!="],
    ["<", ">="],
    ["<=", ">"],
    [">", "<="],
    [">=", "<"],
  ]).get(link.operator);
  return turned === undefined || link.operand.kind !== "integer"
    ? `not (${condition})`
    : `${printExpression(parsed.first)} ${turned} ${printExpression(link.operand)}`;
}

const isLength = (expression: Expression): boolean =>
  expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === "len";

/** Those of the doubts of which the solver knows that the clause raises on every call of the case, and that there are such calls. */
async function shown(doubts: readonly Doubt[], after: IR, asker: Asker): Promise<Doubt[]> {
  const inCase = (ir: IR, condition: string) => supposing(ir, "precondition", condition);
  const never = await asker.unsatisfiable(doubts.map((doubt) => inCase(evaluating(after, doubt), doubt.condition)));
  const suspects = doubts.filter((_, index) => never[index]);
  const calls = await asker.satisfiable(suspects.map(({ condition }) => inCase(callsOf(after), condition)));
  return suspects.filter((_, index) => calls[index]?.status === "sat");
}

/** Clauses beside those that decide a case, where the one or the other is new. */
function ofClauses(before: IR, after: IR): Doubt[] {
  const old = new Set(before.assertions.map(({ id, expression }) => `${id} ${expression.text}`));
  const isNew = ({ id, expression }: Assertion) => !old.has(`${id} ${expression.text}`);
  const decided = new Set(probesOf(after).map(({ text }) => text));
  const cases = after.assertions.flatMap((clause) => {
    const guard = guardOf(parseExpression(clause.expression.text));
    const condition = guard === null ? null : printExpression(guard);
    // Where calls of the case may raise, no probe is the condition alone, and nothing has to be left.
    return condition === null || !decided.has(condition) ? [] : [{ clause, condition }];
  });
  return cases.flatMap(({ clause: own, condition }) =>
    after.assertions
      .filter((clause) => clause.id !== own.id && speaksOfResult(clause) && (isNew(own) || isNew(clause)))
      .filter((clause) => !cases.some((one) => one.clause.id === clause.id && one.condition === condition))
      .map((clause): Doubt => ({ condition, clause })),
  );
}

const speaksOfResult = ({ category, expression }: Assertion): boolean =>
  category === "postcondition" &&
  expression.unsupported.length === 0 &&
  namesOf(parseExpression(expression.text)).includes("result");

/** The calls on which a clause evaluates, to whatever: `c or True` raises where `c` does, and is true everywhere else. */
function evaluating(after: IR, { clause }: Doubt): IR {
  const calls = callsOf(after);
  const evaluates = { ...clause, expression: expressionText(`(${clause.expression.text}) or True`) };
  return { ...calls, assertions: [...calls.assertions, evaluates] };
}

/** Clauses that raise on the call of an example to which the answer has given a result. */
function ofExamples(before: IR, after: IR): Doubt[] {
  const old = new Set(before.examples.map(textOf));
  return after.examples.flatMap((example) => {
    const input = inputOf(after.signature.parameters, example);
    const returns = literalValue(example.returns ?? "");
    if (old.has(textOf(example)) || input === null || returns === null) return [];
    return after.assertions.filter(speaksOfResult).flatMap((clause): Doubt[] => {
      const parsed = parseExpression(clause.expression.text);
      const named = [...input].filter(([name]) => namesOf(parsed).includes(name));
      const values = new Map([...input, ["result", returns] as const]);
      if (named.length === 0 || evaluate(parsed, { values, old: input }).status !== "raises") return [];
      return [{ clause, condition: named.map(([name, value]) => isValue(name, value)).join(" and ") }];
    });
  });
}

function isValue(name: string, value: Value): string {
  const isEmpty =
    ((value.kind === "list" || value.kind === "tuple" || value.kind === "set") && value.items.length === 0) ||
    (value.kind === "str" && value.value === "") ||
    (value.kind === "dict" && value.entries.length === 0);
  return isEmpty ? `len(${name}) == 0` : `${name} == ${literal(value)}`;
}

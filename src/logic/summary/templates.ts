import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import type { IR } from "../../ir/ir.ts";
import type { ExecutedParameter, Execution } from "../execution/execution.ts";
import { changeable, type Setting } from "../prove/setting.ts";
import { isMutable, type PythonType } from "../types/python-type.ts";
import { call, compare, integer, len, name, old, RESULT } from "./build.ts";
import { type Proposal, RANK } from "./cases.ts";
import { kindsOfResult } from "./result-kinds.ts";

/** Parameters of which templates speak: more make too many questions. */
const MAX_PARAMETERS = 4;

/** Weaker properties that are worth a proof where the result itself cannot be said: its range, length, membership, and what stays unchanged. */
export function templateProposals(setting: Setting, ir: IR): Proposal[] {
  const { execution } = setting;
  if (execution.parameters.some(({ name: parameter }) => parameter === "result")) return [];
  const kinds = kindsOfResult(execution);
  const [only] = kinds;
  const changed = changeable(setting);
  const parameters = execution.parameters.slice(0, MAX_PARAMETERS).map((parameter) => ({
    ...parameter,
    value: changed.has(parameter.name) ? old(name(parameter.name)) : name(parameter.name),
  }));
  const proposals: Proposal[] = [];
  const propose = (rationale: string, ...expressions: Expression[]) => {
    for (const expression of expressions) proposals.push({ expression, rank: RANK.bounds, rationale, span: null });
  };
  const hint = ir.signature.returns.type_hint;
  if (kinds.size > 0 && !kinds.has("none") && (hint === null || /\bNone\b|Optional/.test(hint)))
    propose("never None", compare(RESULT, "is not", { kind: "none" }));
  if (kinds.size === 1 && only === "int") propose("range of the result", ...ofInteger(parameters));
  if (kinds.size === 1 && only === "bool")
    for (const expression of ofTruth(parameters))
      proposals.push({ expression, rank: RANK.exact, rationale: "what the result tells", span: null });
  if (kinds.size === 1 && only === "str") propose("size of the result", ...ofText(parameters));
  if (kinds.size === 1 && only === "list") propose("size and items of the result", ...ofList(parameters));
  return [...proposals, ...onParameters(execution)];
}

type Input = ExecutedParameter & { value: Expression };

const ORDER: ComparisonOperator[] = ["==", ">=", "<="];

function ofInteger(parameters: readonly Input[]): Expression[] {
  const zero = integer(0);
  const found = [
    compare(RESULT, ">", zero),
    compare(RESULT, ">=", zero),
    compare(RESULT, "<=", zero),
    compare(RESULT, ">=", integer(-1)),
  ];
  for (const { value, type } of parameters) {
    if (type.kind === "int") found.push(...ORDER.map((operator) => compare(RESULT, operator, value)));
    if (hasLength(type))
      found.push(
        ...ORDER.slice(0, 1).map((operator) => compare(RESULT, operator, len(value))),
        compare(RESULT, "<", len(value)),
        compare(RESULT, "<=", len(value)),
      );
    if (type.kind === "sequence" && type.element.kind === "int")
      found.push(
        compare(RESULT, "in", value),
        every(value, (item) => compare(RESULT, ">=", item)),
        every(value, (item) => compare(RESULT, "<=", item)),
      );
  }
  return found;
}

/** Whether one parameter is an item of another. */
function ofTruth(parameters: readonly Input[]): Expression[] {
  return parameters.flatMap(({ value: items, type }) =>
    parameters
      .filter((item) => type.kind === "sequence" && type.element.kind === item.type.kind)
      .flatMap(({ value }) =>
        (["in", "not in"] as const).map((operator) => compare(RESULT, "==", compare(value, operator, items))),
      ),
  );
}

function ofText(parameters: readonly Input[]): Expression[] {
  const found = [compare(len(RESULT), ">", integer(0))];
  for (const { value, type } of parameters)
    if (type.kind === "str")
      found.push(
        compare(len(RESULT), "==", len(value)),
        compare(len(RESULT), "<=", len(value)),
        compare(len(RESULT), ">=", len(value)),
        compare(RESULT, "in", value),
      );
  return found;
}

function ofList(parameters: readonly Input[]): Expression[] {
  const found = [compare(len(RESULT), ">", integer(0))];
  for (const { value, type } of parameters) {
    if (type.kind === "sequence") {
      found.push(
        compare(len(RESULT), "==", len(value)),
        compare(len(RESULT), "<=", len(value)),
        compare(len(RESULT), ">=", len(value)),
      );
      found.push(every(RESULT, (item) => compare(item, "in", value)));
    }
    if (type.kind === "str") found.push(compare(len(RESULT), "==", len(value)), compare(len(RESULT), "<=", len(value)));
    if (type.kind === "int") found.push(compare(len(RESULT), "==", value));
  }
  return found;
}

function every(items: Expression, condition: (item: Expression) => Expression): Expression {
  const item = name("x");
  return call("all", {
    kind: "comprehension",
    form: "generator",
    element: condition(item),
    clauses: [{ target: item, iterable: items, conditions: [] }],
  });
}

const hasLength = ({ kind }: PythonType): boolean => kind === "sequence" || kind === "str" || kind === "tuple";

/** Of each object that could change: that it does not, or how its length does. */
function onParameters({ parameters, paths }: Execution): Proposal[] {
  const proposals: Proposal[] = [];
  for (const { name: parameter, type } of parameters) {
    if (!isMutable(type) || type.kind === "opaque" || type.kind === "union") continue;
    const [now, before] = [name(parameter), old(name(parameter))];
    const add = (expression: Expression, rationale: string, rank: number) =>
      proposals.push({ expression, rank, rationale, span: null });
    add(compare(now, "==", before), "the argument is left as it is", RANK.purity);
    if (!paths.some(({ exit }) => exit.has(parameter))) continue;
    if (!hasLength(type)) continue;
    const plus = (operator: "+" | "-"): Expression => ({
      kind: "binary",
      operator,
      left: len(before),
      right: integer(1),
    });
    for (const size of [len(before), plus("+"), plus("-"), integer(0)])
      add(compare(len(now), "==", size), "how the argument's length changes", RANK.bounds);
    for (const other of parameters)
      if (type.kind === "sequence" && type.flavour === "list" && other.type.kind === type.element.kind)
        add(
          compare(now, "==", {
            kind: "binary",
            operator: "+",
            left: before,
            right: { kind: "list", items: [name(other.name)] },
          }),
          "what is added to the argument",
          RANK.exact,
        );
  }
  return proposals;
}

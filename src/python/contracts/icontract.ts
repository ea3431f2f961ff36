import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { mapExpression, namesOf } from "../../ir/expression/walk.ts";
import { argumentOf, stringOf } from "./arguments.ts";
import { type Condition, conditionOf, rewrittenText, withDefaults } from "./condition.ts";
import type { ContractDecorator } from "./decorators.ts";
import { exceptionName } from "./exceptions.ts";
import { addAssertion, addEvidence, addProblem, addRaises, type ContractContext, DECLARED } from "./findings.ts";

/** Arguments that icontract gives to conditions beside the function's own (icontract documentation, "Usage"). */
const GIVEN = new Set(["result", "OLD", "_ARGS", "_KWARGS", "self"]);

/** icontract's decorators of one function, in the order of the source: `require`, `ensure` and the snapshots that `OLD` speaks of. */
export function icontractClauses(context: ContractContext, decorators: readonly ContractDecorator[]): void {
  const own = decorators.filter(({ library }) => library === "icontract");
  const snapshots = snapshotsOf(context, own);
  for (const decorator of own) {
    if (decorator.name === "require") requirement(context, decorator);
    else if (decorator.name === "ensure") guarantee(context, decorator, snapshots);
  }
}

function requirement(context: ContractContext, decorator: ContractDecorator): void {
  const condition = readCondition(context, decorator);
  if (!condition) return;
  const text = rewrittenText(
    condition.text,
    (expression) => withDefaults(condition, context.parameters, expression),
    [...condition.defaults.keys()],
    condition.unsupported,
  );
  const item = addEvidence(
    context,
    "icontract-require",
    `A precondition declared with icontract${remark(decorator)}.`,
    decorator.node,
  );
  addAssertion(context, "precondition", text, rationaleOf(decorator), DECLARED, [item]);
  const error = argumentOf(decorator.call, 5, "error");
  const raised = error?.nodeType === "Lambda" ? error.body : error;
  const exception = raised ? exceptionName(context.module, raised) : null;
  if (exception === null) return;
  const negated: Expression = { kind: "unary", operator: "not", operand: parseExpression(text.text) };
  const when = text.unsupported.length > 0 ? null : expressionText(printExpression(negated));
  addRaises(context, exception, when, null, DECLARED, [item]);
}

function guarantee(
  context: ContractContext,
  decorator: ContractDecorator,
  snapshots: ReadonlyMap<string, Expression>,
): void {
  const condition = readCondition(context, decorator);
  if (!condition) return;
  const usesOld = condition.parameters?.includes("OLD") ?? false;
  const missing = usesOld ? unknownSnapshots(condition.text, snapshots) : [];
  const text = rewrittenText(
    condition.text,
    (expression) => {
      const bound = withDefaults(condition, context.parameters, expression);
      return usesOld ? withOld(bound, snapshots) : bound;
    },
    [...condition.defaults.keys(), ...(usesOld ? ["OLD"] : [])],
    [...condition.unsupported, ...(missing.length > 0 ? ["unknown_snapshot"] : [])],
  );
  const item = addEvidence(
    context,
    "icontract-ensure",
    `A postcondition declared with icontract${remark(decorator)}.`,
    decorator.node,
  );
  addAssertion(context, "postcondition", text, rationaleOf(decorator), DECLARED, [item]);
}

/** `OLD.x` becomes the value on entry of what the snapshot `x` captures. */
function withOld(expression: Expression, snapshots: ReadonlyMap<string, Expression>): Expression {
  return mapExpression(expression, (node) => {
    if (node.kind !== "attribute" || node.object.kind !== "name" || node.object.name !== "OLD") return node;
    const captured = snapshots.get(node.attribute);
    return captured ? { kind: "old", value: captured } : node;
  });
}

function unknownSnapshots(text: string, snapshots: ReadonlyMap<string, Expression>): string[] {
  return namesOf(withOld(parseExpression(text), snapshots)).filter((name) => name === "OLD");
}

/** Snapshots by name: the one given, or else the captured function's only parameter. */
function snapshotsOf(context: ContractContext, decorators: readonly ContractDecorator[]): Map<string, Expression> {
  const snapshots = new Map<string, Expression>();
  for (const { name, call, node } of decorators) {
    if (name !== "snapshot") continue;
    addEvidence(context, "icontract-snapshot", "A snapshot of a value on entry, taken with icontract.", node);
    const capture = argumentOf(call, 0, "capture");
    const condition = capture ? conditionOf(context.module, capture) : null;
    const only = condition?.parameters?.length === 1 ? condition.parameters[0] : undefined;
    const given = argumentOf(call, 1, "name");
    const key = given ? stringOf(given) : (only ?? null);
    if (!condition || condition.unsupported.length > 0 || key === null) {
      addProblem(context, "snapshot_unreadable", "This snapshot's name or value cannot be read from the source.", node);
      continue;
    }
    snapshots.set(key, withDefaults(condition, context.parameters, parseExpression(condition.text)));
  }
  return snapshots;
}

function readCondition(context: ContractContext, { call, node, name }: ContractDecorator): Condition | null {
  const argument = argumentOf(call, 0, "condition");
  if (!argument) {
    addProblem(context, "contract_without_condition", `icontract's ${name} is used without a condition.`, node);
    return null;
  }
  const condition = conditionOf(context.module, argument);
  for (const parameter of condition.parameters ?? []) {
    const known = context.parameters.includes(parameter) || GIVEN.has(parameter) || condition.defaults.has(parameter);
    if (known) continue;
    addProblem(
      context,
      "unknown_argument",
      `The condition takes ${parameter}, which the function does not have.`,
      node,
    );
  }
  return condition;
}

function rationaleOf({ call }: ContractDecorator): string | null {
  return stringOf(argumentOf(call, 1, "description"));
}

/** `enabled=` decides whether the contract is checked when the program runs; it is declared either way. */
function remark({ call }: ContractDecorator): string {
  return call?.keywords.some(({ arg }) => arg === "enabled") ? ", checked at run time only where enabled" : "";
}

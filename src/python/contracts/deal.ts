import type { ExprNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { ExpressionText } from "../../ir/ir.ts";
import { expressionSource } from "../parse-slices.ts";
import { isGenerator } from "../signature/generator.ts";
import { argumentOf, stringOf } from "./arguments.ts";
import { type Condition, conditionOf, rewrittenText, withDefaults } from "./condition.ts";
import type { ContractDecorator } from "./decorators.ts";
import { exampleFrom } from "./doctests.ts";
import { exceptionName } from "./exceptions.ts";
import { addAssertion, addEvidence, addProblem, addRaises, type ContractContext, DECLARED } from "./findings.ts";

/**
 * deal's decorators of one function (deal documentation, "Values", "Exceptions", "Side-effects"). Validators get the arguments as the call gives them, so
 * their parameters are the function's by position when the names differ; one parameter `_` is an object with the arguments and `result`.
 */
export function dealClauses(context: ContractContext, decorators: readonly ContractDecorator[]): void {
  for (const decorator of decorators) {
    if (decorator.library === "deal") dealClause(context, decorator);
  }
}

function dealClause(context: ContractContext, decorator: ContractDecorator): void {
  switch (decorator.name) {
    case "pre":
      validated(context, decorator, "precondition", argumentOf(decorator.call, 0, "validator"));
      return;
    case "post":
    case "ensure":
      validated(context, decorator, "postcondition", argumentOf(decorator.call, 0, "validator"));
      return;
    case "raises":
      raisesOnly(context, decorator);
      return;
    case "safe":
      neverRaises(context, decorator);
      return;
    case "pure":
      addEvidence(context, "deal-has", "deal.pure declares that there are no side effects.", decorator.node);
      neverRaises(context, decorator);
      return;
    case "reason":
      reason(context, decorator);
      return;
    case "has": {
      const markers = (decorator.call?.args ?? []).map((argument) => stringOf(argument) ?? "?");
      const message = markers.length > 0 ? `only these side effects: ${markers.join(", ")}` : "no side effects";
      addEvidence(context, "deal-has", `deal.has declares ${message}.`, decorator.node);
      return;
    }
    case "example":
      example(context, decorator);
      return;
    default:
      addProblem(
        context,
        "contract_not_followed",
        `deal.${decorator.name} takes contracts from elsewhere.`,
        decorator.node,
      );
  }
}

function validated(
  context: ContractContext,
  decorator: ContractDecorator,
  category: "precondition" | "postcondition",
  validator: ExprNode | null,
): void {
  if (!validator) {
    addProblem(
      context,
      "contract_without_condition",
      `deal.${decorator.name} is used without a validator.`,
      decorator.node,
    );
    return;
  }
  const text = validatorText(context, decorator, validator);
  const item = addEvidence(context, `deal-${decorator.name}`, `A ${category} declared with deal.`, decorator.node);
  addAssertion(context, category, text, messageOf(decorator), DECLARED, [item]);
}

function validatorText(context: ContractContext, decorator: ContractDecorator, validator: ExprNode): ExpressionText {
  const condition = conditionOf(context.module, validator);
  const { parameters } = condition;
  if (parameters === null) return rewrittenText(condition.text, (expression) => expression, [], condition.unsupported);
  const unsupported = [...condition.unsupported];
  if (decorator.name === "post" || decorator.name === "ensure") {
    // deal checks generators at every item: `result` would then be an item and not what the call returns.
    if (isGenerator(context.fn)) unsupported.push("yielded_value");
  }
  if (parameters.length === 1 && parameters[0] === "_") {
    if (decorator.name === "post") unsupported.push("simplified_post");
    const text = rewrittenText(condition.text, unpacked, ["_"], unsupported);
    return leavesUnderscore(condition)
      ? { text: condition.text, unsupported: [...text.unsupported, "contract_notation"] }
      : text;
  }
  const renamed = decorator.name === "post" ? resultName(condition) : byPosition(context, parameters);
  return rewrittenText(
    condition.text,
    (expression) => substitute(withDefaults(condition, context.parameters, expression), renamed),
    [...renamed.keys(), ...condition.defaults.keys()],
    unsupported,
  );
}

/** The one parameter of a `post` validator is what the function returns. */
function resultName({ parameters }: Condition): Map<string, Expression> {
  const only = parameters?.[0];
  return new Map(only === undefined || only === "result" ? [] : [[only, { kind: "name", name: "result" }]]);
}

function byPosition(context: ContractContext, parameters: readonly string[]): Map<string, Expression> {
  const renamed = new Map<string, Expression>();
  const own = parameters.filter((name) => name !== "result");
  own.forEach((name, index) => {
    const actual = context.parameters[index];
    const taken = actual === undefined || own.includes(actual);
    if (!context.parameters.includes(name) && !taken) renamed.set(name, { kind: "name", name: actual });
  });
  return renamed;
}

/** `_.x` and `_["x"]` are the argument `x`, `_.result` is what the function returns. */
function unpacked(expression: Expression): Expression {
  return mapExpression(expression, (node) => {
    if (node.kind === "attribute" && isUnderscore(node.object)) return { kind: "name", name: node.attribute };
    if (node.kind === "subscript" && isUnderscore(node.object) && node.index.kind === "string") {
      return { kind: "name", name: node.index.value };
    }
    return node;
  });
}

function isUnderscore(expression: Expression): boolean {
  return expression.kind === "name" && expression.name === "_";
}

function leavesUnderscore(condition: Condition): boolean {
  let left = false;
  rewrittenText(
    condition.text,
    (expression) => {
      const rewritten = unpacked(expression);
      left = namesOf(rewritten).includes("_");
      return rewritten;
    },
    ["_"],
  );
  return left;
}

function raisesOnly(context: ContractContext, decorator: ContractDecorator): void {
  const exceptions = decorator.call?.args ?? [];
  if (exceptions.length === 0) {
    neverRaises(context, decorator);
    return;
  }
  const item = addEvidence(
    context,
    "deal-raises",
    "deal.raises lists every exception the function may raise.",
    decorator.node,
  );
  for (const exception of exceptions) {
    const name = exceptionName(context.module, exception) ?? expressionSource(context.module, exception);
    addRaises(context, name, null, messageOf(decorator), DECLARED, [item]);
  }
}

function neverRaises(context: ContractContext, decorator: ContractDecorator): void {
  const item = addEvidence(
    context,
    "no-exception",
    `deal.${decorator.name} declares that no exception is raised.`,
    decorator.node,
  );
  addAssertion(context, "postcondition", expressionText("not raises(Exception)"), messageOf(decorator), DECLARED, [
    item,
  ]);
}

/** What holds whenever the exception is raised; it does not say that the exception is raised whenever it holds. */
function reason(context: ContractContext, decorator: ContractDecorator): void {
  const event = argumentOf(decorator.call, 0, "event");
  const validator = argumentOf(decorator.call, 1, "validator");
  const exception = event ? exceptionName(context.module, event) : null;
  if (!event || !validator || exception === null) {
    addProblem(
      context,
      "contract_without_condition",
      "deal.reason is used without an exception or a validator.",
      decorator.node,
    );
    return;
  }
  const item = addEvidence(
    context,
    "raises-reason",
    `deal.reason states what holds whenever ${exception} is raised.`,
    decorator.node,
  );
  const condition = validatorText(context, decorator, validator);
  const text =
    condition.unsupported.length > 0 ? condition : expressionText(`implies(raises(${exception}), ${condition.text})`);
  addAssertion(context, "postcondition", text, messageOf(decorator), DECLARED, [item]);
  addRaises(context, exception, null, messageOf(decorator), DECLARED, [item]);
}

function example(context: ContractContext, decorator: ContractDecorator): void {
  const validator = argumentOf(decorator.call, 0, "validator");
  const item = addEvidence(context, "deal-example", "An example declared with deal.", decorator.node);
  if (validator?.nodeType !== "Lambda") return;
  const found = exampleFrom(context, expressionSource(context.module, validator.body), "True", item);
  if (found) context.found.examples.push(found);
}

function messageOf({ call }: ContractDecorator): string | null {
  return stringOf(argumentOf(call, Number.POSITIVE_INFINITY, "message"));
}

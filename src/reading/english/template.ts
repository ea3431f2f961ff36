import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression, substitute } from "../../ir/expression/walk.ts";
import type { Constituent } from "./constituent.ts";

const parsed = new Map<string, Expression>();

/** The expression of a template; the same text is parsed once. */
export function templateOf(text: string): Expression {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const expression = parseExpression(text);
  parsed.set(text, expression);
  return expression;
}

const SUBJECT = "_";

/** The body of a property, feature or kind, said of an expression. */
export function applyTo(body: Expression, subject: Expression): Expression {
  return substitute(body, new Map([[SUBJECT, subject]]));
}

/** Fills a template with the constituents of its slots. */
export function fill(
  template: Expression,
  slots: ReadonlyMap<string, Constituent>,
  names: ReadonlyMap<string, Expression>,
): Expression {
  const applied = mapExpression(template, (node) => application(node, slots));
  return substitute(applied, names);
}

function application(node: Expression, slots: ReadonlyMap<string, Constituent>): Expression {
  if (node.kind !== "call") return node;
  const [first, second] = node.arguments;
  if (first === undefined) return node;
  if (node.callee.kind === "name") {
    if (node.callee.name === "like" && second !== undefined && first.kind === "name")
      return alike(slots.get(first.name)?.types[0]?.name ?? "list", second);
    const parts = slots.get(node.callee.name)?.parts;
    const body = parts?.p ?? parts?.k;
    return body === undefined ? node : applyTo(body, first);
  }
  if (node.callee.kind === "attribute" && node.callee.object.kind === "name") {
    const body = slots.get(node.callee.object.name)?.parts[node.callee.attribute];
    return body === undefined ? node : applyTo(body, first);
  }
  return node;
}

/** A list given the type of another collection. */
function alike(type: string, list: Expression): Expression {
  const call = (callee: Expression): Expression => ({ kind: "call", callee, arguments: [list], keywords: [] });
  if (type === "str" || type === "char" || type === "word")
    return call({ kind: "attribute", object: { kind: "string", value: "" }, attribute: "join" });
  if (type === "tuple" || type === "set") return call({ kind: "name", name: type });
  return list;
}

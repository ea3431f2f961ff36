import type { ExprNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { PythonModule } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import { expressionSource } from "../../python/parse-slices.ts";

const known = new WeakMap<ExprNode, Expression>();

/** An expression of the file in Lift's language, f-strings as sums of their parts. */
export function expressionOf(module: PythonModule, node: ExprNode): Expression {
  const cached = known.get(node);
  if (cached !== undefined) return cached;
  const expression = plain(expressionSource(module, node));
  known.set(node, expression);
  return expression;
}

const plain = (text: string): Expression =>
  mapExpression(parseExpression(text), (part) =>
    part.kind === "unsupported" && part.construct === "f_string" ? (interpolation(part.text) ?? part) : part,
  );

/** `f"a{b}c"` as `"a" + str(b) + "c"`; null where a part is formatted in a way of its own. */
function interpolation(text: string): Expression | null {
  const node = alone(text);
  if (node === null || node.value.nodeType !== "JoinedStr") return null;
  const parts: Expression[] = [];
  for (const value of node.value.values) {
    if (value.nodeType === "Constant" && typeof value.value === "string") {
      parts.push({ kind: "string", value: value.value });
      continue;
    }
    if (value.nodeType !== "FormattedValue" || value.format_spec !== undefined) return null;
    const convert = CONVERSIONS[value.conversion];
    if (convert === undefined) return null;
    const inner = plain(expressionSource(node.module, value.value));
    parts.push({ kind: "call", callee: { kind: "name", name: convert }, arguments: [inner], keywords: [] });
  }
  return parts.reduce<Expression>((left, right) => ({ kind: "binary", operator: "+", left, right }), {
    kind: "string",
    value: "",
  });
}

const CONVERSIONS: Record<number, string> = { [-1]: "str", 115: "str", 114: "repr" };

/** `name := value` of an expression that the language lacks. */
export function assignmentIn(text: string): { name: string; value: Expression } | null {
  const node = alone(text);
  if (node === null || node.value.nodeType !== "NamedExpr" || node.value.target.nodeType !== "Name") return null;
  return { name: node.value.target.id, value: plain(expressionSource(node.module, node.value.value)) };
}

function alone(text: string): { module: PythonModule; value: ExprNode } | null {
  const parsed = parseModule(`(${text}\n)`);
  const statement = parsed.ok ? parsed.module.tree.body[0] : undefined;
  return parsed.ok && statement?.nodeType === "Expr" ? { module: parsed.module, value: statement.value } : null;
}

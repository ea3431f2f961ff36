import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { BUILTINS } from "./builtins/table.ts";
import { exhausted } from "./comprehension.ts";
import { attributeOf, method } from "./method.ts";
import { type Scope, translate } from "./translate.ts";
import { after, inOrder, type Meaning } from "./value.ts";

/** A call of a built-in function or of a method with an exact meaning. A name bound to something else hides the built-in. */
export function call(expression: Expression & { kind: "call" }, scope: Scope): Meaning {
  const { callee, keywords } = expression;
  if (expression.arguments.some((part) => part.kind === "starred") || keywords.some(({ name }) => name === null))
    throw new UnsupportedConstruct("starred");
  if (callee.kind === "attribute") {
    if (keywords.length > 0) throw new UnsupportedConstruct(`method:${callee.attribute}`);
    const object = translate(callee.object, scope);
    const operands = expression.arguments.map((part) =>
      callee.attribute === "join" ? exhausted(part, scope) : translate(part, scope),
    );
    return after(
      inOrder(object, attributeOf(callee.attribute, object.value), ...operands),
      method(
        callee.attribute,
        object.value,
        operands.map(({ value }) => value),
        scope.fresh,
      ),
    );
  }
  if (callee.kind !== "name") throw new UnsupportedConstruct("call");
  const builtin = Object.hasOwn(BUILTINS, callee.name) ? BUILTINS[callee.name] : undefined;
  if (builtin === undefined || scope.binds(callee.name)) throw new UnsupportedConstruct(`call:${callee.name}`);
  const known = new Map(keywords.map(({ name, value }) => [name ?? "", value]));
  if (known.size !== keywords.length || [...known.keys()].some((name) => !builtin.keywords.includes(name)))
    throw new UnsupportedConstruct(`call:${callee.name}`);
  return builtin.call({ name: callee.name, parts: expression.arguments, keywords: known, scope });
}

import type { Expression } from "../../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../../unsupported.ts";
import { extended } from "../binding.ts";
import { exhausted } from "../comprehension.ts";
import type { KeyOf } from "../order.ts";
import { type Scope, translate } from "../translate.ts";
import { after, type Meaning, map, type Pure, type Symbolic } from "../value.ts";

/** A call of a built-in function: its positional arguments, and its keywords, which are evaluated after them. */
export interface BuiltinCall {
  name: string;
  parts: Expression[];
  keywords: ReadonlyMap<string, Expression>;
  scope: Scope;
}

export interface Builtin {
  keywords: readonly string[];
  call: (call: BuiltinCall) => Meaning;
}

export const builtin = (run: (call: BuiltinCall) => Meaning, keywords: readonly string[] = []): Builtin => ({
  keywords,
  call: run,
});

export const unsupportedCall = ({ name }: BuiltinCall): UnsupportedConstruct =>
  new UnsupportedConstruct(`call:${name}`);

/** A built-in of one argument, given by type. A generator is exhausted at once. */
export const ofOne = (operation: (value: Pure, call: BuiltinCall) => Meaning): Builtin =>
  builtin((call) => {
    const [only, ...others] = call.parts;
    if (only === undefined || others.length > 0) throw unsupportedCall(call);
    const operand = exhausted(only, call.scope);
    return after(
      operand,
      map(operand.value, (value) => operation(value, call)),
    );
  });

/** `ofOne` that may also be called without an argument. */
export const ofOneOrNone = (none: () => Meaning, operation: (value: Pure, call: BuiltinCall) => Meaning): Builtin =>
  builtin((call) => (call.parts.length === 0 ? none() : ofOne(operation).call(call)));

/** Name of the argument in calls of functions that are given by name; no Python name has a space. */
const ARGUMENT = "the argument";

/** The function that an expression names, or writes as a lambda, of one argument. Null stands for `None`, the identity. */
export function functionOf(expression: Expression | undefined, scope: Scope): KeyOf {
  if (expression === undefined || expression.kind === "none")
    return (value) => ({ value, defined: "true", faults: [] });
  const [parameter, ...others] = expression.kind === "lambda" ? expression.parameters : [ARGUMENT];
  if (parameter === undefined || others.length > 0) throw new UnsupportedConstruct("lambda");
  if (expression.kind !== "lambda" && expression.kind !== "name") throw new UnsupportedConstruct("function_value");
  const body: Expression =
    expression.kind === "lambda"
      ? expression.body
      : { kind: "call", callee: expression, arguments: [{ kind: "name", name: ARGUMENT }], keywords: [] };
  return (item: Symbolic) => translate(body, extended(scope, new Map([[parameter, item]])));
}

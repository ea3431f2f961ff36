import type { Expression } from "../../ir/expression/ast.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { CHANGES, containerOf } from "./change-table.ts";
import { evaluate, evaluateAll, moduleOf, type Operand, operate, type Place, withTemporaries } from "./evaluate.ts";
import type { Closure } from "./frame.ts";
import { invoke } from "./invoke.ts";
import { kept } from "./iterator.ts";
import { lookup } from "./lookup.ts";
import { mathematics } from "./mathematics.ts";
import { holdsMutable } from "./mutability.ts";
import { mutate } from "./mutate.ts";
import { observed } from "./observe.ts";
import { andThen, type Location, NONE, objectAt, type Result, type State, type Value } from "./state.ts";

type Call = Expression & { kind: "call" };

/** Built-ins that ask one item of a generator after the other and may stop early. */
const LAZY = new Set(["any", "all", "next", "zip", "enumerate", "map", "filter", "iter"]);

/** A call, its parts evaluated in CPython's order: the callee, positional arguments, keywords. */
export function call(place: Place, state: State, expression: Call): Result<Value>[] {
  const { callee } = expression;
  if (expression.keywords.some(({ name }) => name === null)) throw new UnsupportedConstruct("starred");
  if (callee.kind === "attribute") return method(place, state, expression, callee);
  if (callee.kind === "lambda")
    return andThen(evaluate(place, state, callee), (value, after) => callValue(place, after, value, expression));
  if (callee.kind !== "name") throw new UnsupportedConstruct("call");
  const found = lookup(place.run, state, place.frame, callee.name);
  switch (found.kind) {
    case "unbound":
      return [{ state, raised: { exception: found.exception, explicit: false, span: place.span } }];
    case "unknown": {
      const path = bindingsOf(place.run.module).imports.get(callee.name);
      const known = path?.startsWith("math.") ? mathematics(path.slice(5), expression) : null;
      if (known !== null) return evaluate(place, state, known);
      throw new UnsupportedConstruct(path === undefined ? found.construct : `call:${path}`);
    }
    case "builtin":
      return callee.name === "print" ? print(place, state, expression) : builtin(place, state, expression);
    default:
      return callValue(place, state, found, expression);
  }
}

function callValue(place: Place, state: State, value: Value, expression: Call): Result<Value>[] {
  switch (value.kind) {
    case "function":
      return callFunction(place, state, value.closure, expression);
    case "exception": // making one only evaluates its arguments
      return andThen(observedAll(place, state, expression), (_, after) => [{ state: after, value }]);
    default:
      throw new UnsupportedConstruct("call");
  }
}

function callFunction(place: Place, state: State, closure: Closure, expression: Call): Result<Value>[] {
  return andThen(evaluateArguments(place, state, expression), (operands, after) => {
    const count = operands.length - expression.keywords.length;
    const positional = operands.slice(0, count);
    const keywords = new Map(
      expression.keywords.flatMap(({ name }, index) => {
        const operand = operands[count + index];
        return name === null || operand === undefined ? [] : [[name, operand] as const];
      }),
    );
    return invoke(place, after, closure, positional, keywords);
  });
}

/** Values of the arguments, displays after a star item by item. */
function evaluateArguments(place: Place, state: State, expression: Call): Result<Value[]>[] {
  const parts = [...expression.arguments, ...expression.keywords.map(({ value }) => value)];
  let results: Result<Value[]>[] = [{ state, value: [] }];
  for (const part of parts)
    results = andThen(results, (values, after) =>
      part.kind === "starred"
        ? andThen(kept(place, after, part.value), (value, last) => [
            { state: last, value: [...values, ...itemsOfDisplay(last, value)] },
          ])
        : andThen(kept(place, after, part), (value, last) => [{ state: last, value: [...values, value] }]),
    );
  return results;
}

function itemsOfDisplay(state: State, value: Value): Value[] {
  const symbolic = value.kind === "plain" ? value.symbolic : [];
  const [only, ...others] = symbolic;
  if (only?.value.kind !== "fixed" || others.length > 0 || holdsMutable(symbolic))
    throw new UnsupportedConstruct("starred");
  void state;
  return only.value.items.map((item) => ({ kind: "plain", symbolic: item, reading: null }));
}

/** Arguments of which nothing is kept that anybody sees. */
function observedAll(place: Place, state: State, expression: Call): Result<null>[] {
  let results: Result<null>[] = [{ state, value: null }];
  for (const part of [...expression.arguments, ...expression.keywords.map(({ value }) => value)])
    results = andThen(results, (_, after) => observed(place, after, part));
  return results;
}

/** Its arguments are turned into text; nothing else is seen of it by the function. */
function print(place: Place, state: State, expression: Call): Result<Value>[] {
  return andThen(observedAll(place, state, expression), (_, after) => [{ state: after, value: NONE }]);
}

/** A built-in over arguments that are evaluated first. */
function builtin(place: Place, state: State, expression: Call): Result<Value>[] {
  if (expression.callee.kind !== "name") throw new UnsupportedConstruct("call");
  const { name } = expression.callee;
  const parts = [...expression.arguments, ...expression.keywords.map(({ value }) => value)];
  const generator = parts.some((part) => part.kind === "comprehension" && part.form === "generator");
  if (generator && LAZY.has(name)) throw new UnsupportedConstruct(`call:${name}`);
  const results = andThen(evaluateAll(place, state, parts), (operands, after) =>
    operateCall(place, after, expression, operands),
  );
  // The function may have raised at an earlier item than the generator did: only that something is raised is certain.
  if (!generator || name === "list" || name === "tuple") return results;
  return results.map((result) =>
    "raised" in result ? { ...result, raised: { ...result.raised, exception: null } } : result,
  );
}

function operateCall(place: Place, state: State, expression: Call, operands: Operand[]): Result<Value>[] {
  return withTemporaries(place, state, operands, (names, inner) =>
    operate(place, inner, {
      ...expression,
      arguments: names.slice(0, expression.arguments.length),
      keywords: expression.keywords.map((keyword, index) => ({
        ...keyword,
        value: names[expression.arguments.length + index] ?? keyword.value,
      })),
    }),
  );
}

function method(
  place: Place,
  state: State,
  expression: Call,
  callee: Expression & { kind: "attribute" },
): Result<Value>[] {
  const { object, attribute } = callee;
  const module = object.kind === "name" ? moduleOf(place, state, object.name) : null;
  if (module !== null) {
    const known = module === "math" ? mathematics(attribute, expression) : null;
    if (known !== null) return evaluate(place, state, known);
    throw new UnsupportedConstruct(`call:${module}.${attribute}`);
  }
  const keywords = expression.keywords.map(({ value }) => value);
  return andThen(evaluateAll(place, state, [object, ...expression.arguments, ...keywords]), (operands, after) => {
    const [target, ...rest] = operands;
    if (target?.kind === "object" && isChange(after, target.location, attribute)) {
      return withTemporaries(place, after, rest, (names, inner) =>
        mutate(place, inner, target.location, attribute, {
          positional: names.slice(0, expression.arguments.length),
          keywords: expression.keywords.map(({ name }, index) => ({
            name,
            value: names[expression.arguments.length + index] ?? { kind: "none" },
          })),
        }),
      );
    }
    return withTemporaries(place, after, operands, ([first, ...names], inner) =>
      operate(place, inner, {
        ...expression,
        callee: { ...callee, object: first ?? object },
        arguments: names.slice(0, expression.arguments.length),
        keywords: expression.keywords.map((keyword, index) => ({
          ...keyword,
          value: names[expression.arguments.length + index] ?? keyword.value,
        })),
      }),
    );
  });
}

/** Whether the method changes an object of this kind. */
function isChange(state: State, location: Location, name: string): boolean {
  const container = containerOf(objectAt(state, location)?.symbolic ?? []);
  return container !== null && Object.hasOwn(CHANGES[container], name);
}

import type { BinaryOperator, ComprehensionClause, Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { callBuiltin, type Key, methodOf, NO_KEYWORDS, takesKeywords } from "./builtins.ts";
import { compare, equals, requireHashable } from "./compare.ts";
import { arithmetic, integerOf, isNumber } from "./number.ts";
import { item, iterate, slice } from "./sequence.ts";
import { bool, float, int, NONE, PythonError, str, truthy, typeError, type Value } from "./value.ts";

/** The values of names; `old` are those on entry to the function. */
export interface Environment {
  values: ReadonlyMap<string, Value>;
  old: ReadonlyMap<string, Value> | null;
}

export type Outcome =
  | { status: "value"; value: Value }
  | { status: "raises"; exception: string }
  | { status: "unsupported"; construct: string };

/** Evaluation steps (nodes and loop turns) before it is given up as `too_long`. */
const MAX_STEPS = 200_000;

/** Evaluates an expression with CPython's meaning. Total: what the evaluator does not know is `unsupported`. */
export function evaluate(expression: Expression, environment: Environment, most = MAX_STEPS): Outcome {
  try {
    return { status: "value", value: new Evaluator(most).run(expression, environment) };
  } catch (error) {
    if (error instanceof PythonError) return { status: "raises", exception: error.exception };
    if (error instanceof UnsupportedConstruct) return { status: "unsupported", construct: error.construct };
    throw error;
  }
}

/** Whether a clause holds: it evaluates without an exception to something true. Null when the evaluator cannot tell. */
export function holds(expression: Expression, environment: Environment, most = MAX_STEPS): boolean | null {
  const outcome = evaluate(expression, environment, most);
  if (outcome.status === "unsupported") return null;
  return outcome.status === "value" && truthy(outcome.value);
}

class Evaluator {
  readonly #most: number;
  #steps = 0;

  constructor(most: number) {
    this.#most = most;
  }

  #count(): void {
    this.#steps += 1;
    if (this.#steps > this.#most) throw new UnsupportedConstruct("too_long");
  }

  run(expression: Expression, environment: Environment): Value {
    this.#count();
    const recur = (part: Expression) => this.run(part, environment);
    switch (expression.kind) {
      case "integer":
        return int(expression.value);
      case "float":
        return float(Number(expression.text.replaceAll("_", "")));
      case "string":
        return str(expression.value);
      case "boolean":
        return bool(expression.value);
      case "none":
        return NONE;
      case "name": {
        const value = environment.values.get(expression.name);
        if (value === undefined) throw new UnsupportedConstruct(`name:${expression.name}`);
        return value;
      }
      case "list":
      case "tuple":
        return { kind: expression.kind, items: this.#display(expression.items, environment) };
      case "set":
        return setOf(this.#display(expression.items, environment));
      case "dict":
        return dictOf(
          expression.entries.map(({ key, value }) => {
            if (key === null) throw new UnsupportedConstruct("dict_unpacking");
            return { key: recur(key), value: recur(value) };
          }),
        );
      case "unary":
        return unary(expression.operator, recur(expression.operand));
      case "binary":
        return binary(expression.operator, recur(expression.left), recur(expression.right));
      case "logical": {
        let value: Value = NONE;
        for (const operand of expression.operands) {
          value = recur(operand);
          if (truthy(value) === (expression.operator === "or")) return value;
        }
        return value;
      }
      case "comparison": {
        let left = recur(expression.first);
        for (const { operator, operand } of expression.rest) {
          const right = recur(operand);
          if (!compare(operator, left, right)) return bool(false);
          left = right;
        }
        return bool(true);
      }
      case "conditional":
        return truthy(recur(expression.test)) ? recur(expression.body) : recur(expression.otherwise);
      case "implies":
        return bool(!truthy(recur(expression.left)) || truthy(recur(expression.right)));
      case "subscript": {
        const container = recur(expression.object);
        const { index } = expression;
        if (index.kind !== "slice") return item(container, recur(index));
        const bound = (part: Expression | null) => (part === null ? null : recur(part));
        return slice(container, [bound(index.start), bound(index.stop), bound(index.step)]);
      }
      case "comprehension": {
        const items = this.#comprehend(expression.clauses, environment, (inner) => this.run(expression.element, inner));
        if (expression.form === "generator") return { kind: "iterator", items };
        return expression.form === "list" ? { kind: "list", items: [...items] } : setOf([...items]);
      }
      case "dict_comprehension":
        return dictOf([
          ...this.#comprehend(expression.clauses, environment, (inner) => ({
            key: this.run(expression.key, inner),
            value: this.run(expression.value, inner),
          })),
        ]);
      case "call":
        return this.#call(expression, environment);
      case "old": {
        if (environment.old === null) throw new UnsupportedConstruct("old");
        return this.run(expression.value, { values: environment.old, old: null });
      }
      case "attribute":
        throw new UnsupportedConstruct(`attribute:${expression.attribute}`);
      case "unsupported":
        throw new UnsupportedConstruct(expression.construct);
      default:
        throw new UnsupportedConstruct(expression.kind);
    }
  }

  #display(parts: Expression[], environment: Environment): Value[] {
    return parts.flatMap((part) =>
      part.kind === "starred" ? [...iterate(this.run(part.value, environment))] : [this.run(part, environment)],
    );
  }

  /** The outermost iterable is evaluated at once, everything else as items are asked for. */
  #comprehend<Item>(
    clauses: ComprehensionClause[],
    environment: Environment,
    element: (inner: Environment) => Item,
  ): Iterable<Item> {
    const [first] = clauses;
    if (first === undefined) throw new UnsupportedConstruct("comprehension");
    const outermost = iterate(this.run(first.iterable, environment));
    const turns = (rest: ComprehensionClause[], inner: Environment, known: Iterable<Value> | null): Iterable<Item> =>
      this.#turns(rest, inner, known, turns, element);
    return turns(clauses, environment, outermost);
  }

  *#turns<Item>(
    clauses: ComprehensionClause[],
    environment: Environment,
    known: Iterable<Value> | null,
    deeper: (clauses: ComprehensionClause[], inner: Environment, known: Iterable<Value> | null) => Iterable<Item>,
    element: (inner: Environment) => Item,
  ): Generator<Item> {
    const [clause, ...rest] = clauses;
    if (clause === undefined) {
      yield element(environment);
      return;
    }
    for (const value of known ?? iterate(this.run(clause.iterable, environment))) {
      this.#count();
      const names = new Map<string, Value>();
      bind(clause.target, value, names);
      const extend = (outer: ReadonlyMap<string, Value>) => new Map([...outer, ...names]);
      const inner: Environment = {
        values: extend(environment.values),
        old: environment.old === null ? null : extend(environment.old),
      };
      if (clause.conditions.every((condition) => truthy(this.run(condition, inner)))) yield* deeper(rest, inner, null);
    }
  }

  #call(expression: Expression & { kind: "call" }, environment: Environment): Value {
    const { callee } = expression;
    const keywords = new Map<string, Value>();
    let key: Key | null = null;
    const evaluateOperands = (): Value[] => {
      const operands = this.#display(expression.arguments, environment);
      for (const { name, value } of expression.keywords) {
        if (name === null) throw new UnsupportedConstruct("starred");
        if (name === "key") key = this.#key(value, environment);
        else keywords.set(name, this.run(value, environment));
      }
      return operands;
    };
    if (callee.kind === "attribute") {
      const method = methodOf(callee.attribute, this.run(callee.object, environment));
      if (expression.keywords.length > 0) throw new UnsupportedConstruct(`method:${callee.attribute}`);
      return method(evaluateOperands(), keywords);
    }
    if (callee.kind !== "name" || environment.values.has(callee.name)) throw new UnsupportedConstruct("call");
    if (callee.name === "isinstance") return bool(this.#isInstance(expression.arguments, environment));
    if (expression.keywords.length > 0 && !takesKeywords(callee.name))
      throw new UnsupportedConstruct(`call:${callee.name}`);
    const operands = evaluateOperands();
    return callBuiltin(callee.name, operands, { keywords, key }, () => this.#count());
  }

  /** What `key=` says: a function of one item, or None. */
  #key(expression: Expression, environment: Environment): Key | null {
    if (expression.kind === "none") return null;
    if (expression.kind === "name" && !environment.values.has(expression.name)) {
      const { name } = expression;
      return (item) => callBuiltin(name, [item], NO_KEYWORDS, () => this.#count());
    }
    if (expression.kind !== "lambda") throw new UnsupportedConstruct("key");
    const { parameters, body } = expression;
    const [parameter, ...others] = parameters;
    if (parameter === undefined || others.length > 0) throw new UnsupportedConstruct("key");
    return (item) => {
      this.#count();
      const extend = (outer: ReadonlyMap<string, Value>) => new Map([...outer, [parameter, item] as const]);
      return this.run(body, {
        values: extend(environment.values),
        old: environment.old === null ? null : extend(environment.old),
      });
    };
  }

  #isInstance(parts: Expression[], environment: Environment): boolean {
    const [object, classes, ...others] = parts;
    if (object === undefined || classes === undefined || others.length > 0)
      throw new UnsupportedConstruct("call:isinstance");
    const value = this.run(object, environment);
    return (classes.kind === "tuple" ? classes.items : [classes]).some((part) => {
      if (part.kind !== "name" || environment.values.has(part.name)) throw new UnsupportedConstruct("call:isinstance");
      if (!["int", "bool", "float", "str", "list", "tuple", "set", "dict", "range"].includes(part.name))
        throw new UnsupportedConstruct("call:isinstance");
      return value.kind === part.name || (part.name === "int" && value.kind === "bool");
    });
  }
}

function bind(target: Expression, value: Value, names: Map<string, Value>): void {
  if (target.kind === "name") names.set(target.name, value);
  else if (target.kind === "tuple" || target.kind === "list") {
    const parts = [...iterate(value)];
    if (target.items.some((part) => part.kind === "starred")) throw new UnsupportedConstruct("unpacking");
    if (parts.length !== target.items.length) throw new PythonError("ValueError");
    for (const [index, part] of parts.entries()) {
      const inner = target.items[index];
      if (inner !== undefined) bind(inner, part, names);
    }
  } else throw new UnsupportedConstruct("unpacking");
}

export function setOf(items: Value[]): Value {
  const kept: Value[] = [];
  for (const candidate of items) {
    requireHashable(candidate);
    if (!kept.some((known) => equals(known, candidate))) kept.push(candidate);
  }
  return { kind: "set", items: kept };
}

function dictOf(entries: { key: Value; value: Value }[]): Value {
  const kept: { key: Value; value: Value }[] = [];
  for (const entry of entries) {
    requireHashable(entry.key);
    const known = kept.find(({ key }) => equals(key, entry.key));
    if (known === undefined) kept.push(entry);
    else known.value = entry.value;
  }
  return { kind: "dict", entries: kept };
}

function unary(operator: "-" | "+" | "~" | "not", operand: Value): Value {
  if (operator === "not") return bool(!truthy(operand));
  if (!isNumber(operand)) throw typeError();
  if (operand.kind === "float") {
    if (operator === "~") throw typeError();
    return float(operator === "-" ? -operand.value : operand.value);
  }
  const value = integerOf(operand);
  return int(operator === "-" ? -value : operator === "~" ? ~value : value);
}

function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right)) return arithmetic(operator, left, right);
  if (operator === "+") {
    if (left.kind === "str" && right.kind === "str") return str(left.value + right.value);
    if ((left.kind === "list" && right.kind === "list") || (left.kind === "tuple" && right.kind === "tuple"))
      return { kind: left.kind, items: [...left.items, ...right.items] };
    throw typeError();
  }
  if (operator === "*") {
    const [container, count] = isNumber(left) ? [right, left] : [left, right];
    if (!isNumber(count) || count.kind === "float") throw typeError();
    if (container.kind !== "str" && container.kind !== "list" && container.kind !== "tuple") throw typeError();
    const times = integerOf(count);
    if (times > 10_000n) throw new UnsupportedConstruct("too_long");
    const turns = Math.max(0, Number(times));
    if (container.kind === "str") return str(container.value.repeat(turns));
    return { kind: container.kind, items: Array.from({ length: turns }, () => container.items).flat() };
  }
  if (operator === "%" && left.kind === "str") throw new UnsupportedConstruct("string_formatting");
  if ([left, right].some(({ kind }) => kind === "set" || kind === "dict"))
    throw new UnsupportedConstruct(`operator:${operator}`);
  throw typeError();
}

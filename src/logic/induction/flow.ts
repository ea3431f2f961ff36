import type { StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { targetNames } from "../../ir/expression/scopes.ts";
import { namesOf, substitute, unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { PositionedNode, PythonModule } from "../../python/module.ts";
import { expressionSource } from "../../python/parse-slices.ts";
import { walkOwn } from "../../python/parse-walk.ts";
import { add, binary, not, type Range } from "./build.ts";

/**
 * A reading of straight-line code and branches as expressions over the values at its start, to guess invariants from. Nothing rests on it: what it
 * misreads gives a candidate that fails.
 */

/** Values of names by the names' values at the start; null where no expression is known. A name that is absent has its own value. */
export type Values = ReadonlyMap<string, Expression | null>;

export interface Way {
  /** What decided the branches, over the values at the start; null for a condition that cannot be said. */
  conditions: (Expression | null)[];
  values: Values;
  end: "next" | "continue" | "break" | "return" | "raise";
  /** Of a `return`. */
  result: Expression | null;
  /** Loops inside the code in which the way ends, outermost first: its conditions speak of one of their turns. */
  within: Range[];
  /** Items stored by `xs[i] = e`, over the values at the start. */
  stores: { name: string; index: Expression; value: Expression }[];
}

/** Ways beyond this number are not followed. */
const MAX_WAYS = 24;
/** Nodes of an expression beyond which a value counts as unknown. */
const MAX_SIZE = 120;

/** The ways through some statements, each with its conditions, from given values on. */
export function waysThrough(module: PythonModule, statements: readonly StmtNode[], values: Values = new Map()): Way[] {
  return new Reader(module).run(statements, {
    conditions: [],
    values,
    end: "next",
    result: null,
    within: [],
    stores: [],
  });
}

/** Every name that the statements assign or change by a method call, as far as the text tells. */
export function changedNames(statements: StmtNode[]): Set<string> {
  const names = new Set<string>();
  for (const node of walkOwn(statements)) {
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load") names.add(node.id);
    if (node.nodeType === "Subscript" && node.ctx.nodeType !== "Load" && node.value.nodeType === "Name")
      names.add(node.value.id);
    if (
      node.nodeType === "Call" &&
      node.func.nodeType === "Attribute" &&
      node.func.value.nodeType === "Name" &&
      MUTATORS.has(node.func.attr)
    )
      names.add(node.func.value.id);
  }
  return names;
}

const MUTATORS = new Set(
  "add append appendleft clear discard extend insert pop popleft popitem remove reverse setdefault sort update".split(
    " ",
  ),
);

/** A node's source as an expression; null for what the expression language does not have. */
export function expressionOf(module: PythonModule, node: PositionedNode): Expression | null {
  const expression = parseExpression(expressionSource(module, node));
  return unsupportedConstructs(expression).length > 0 ? null : expression;
}

class Reader {
  readonly #module: PythonModule;

  constructor(module: PythonModule) {
    this.#module = module;
  }

  run(statements: readonly StmtNode[], start: Way): Way[] {
    let open: Way[] = [start];
    const ended: Way[] = [];
    for (const statement of statements) {
      const after = open.flatMap((way) => this.#statement(statement, way));
      open = after.filter(({ end }) => end === "next");
      ended.push(...after.filter(({ end }) => end !== "next"));
      if (open.length + ended.length > MAX_WAYS) open = open.slice(0, Math.max(1, MAX_WAYS - ended.length));
    }
    return [...open, ...ended];
  }

  #statement(statement: StmtNode, way: Way): Way[] {
    switch (statement.nodeType) {
      case "Assign": {
        let values = way;
        for (const target of statement.targets)
          values = this.#assign(target, this.#value(statement.value, way), values);
        return [values];
      }
      case "AnnAssign":
        return statement.value === undefined || statement.value === null
          ? [way]
          : [this.#assign(statement.target, this.#value(statement.value, way), way)];
      case "AugAssign": {
        const [left, right] = [this.#value(statement.target, way), this.#value(statement.value, way)];
        const operator = OPERATORS[statement.op.nodeType];
        const value =
          left === null || right === null || operator === undefined
            ? null
            : operator === "+"
              ? add(left, right)
              : binary(left, operator, right);
        return [this.#assign(statement.target, value, way)];
      }
      case "Expr":
        return [this.#effect(statement.value, way)];
      case "If": {
        const test = this.#value(statement.test, way);
        const negated = test === null ? null : not(test);
        return [
          ...this.run(statement.body, { ...way, conditions: [...way.conditions, test] }),
          ...this.run(statement.orelse, { ...way, conditions: [...way.conditions, negated] }),
        ];
      }
      case "For":
      case "While":
        return this.#loop(statement, way);
      case "Assert": {
        const test = this.#value(statement.test, way);
        return [{ ...way, conditions: [...way.conditions, test] }];
      }
      case "Return":
        return [
          { ...way, end: "return", result: statement.value === undefined ? null : this.#value(statement.value, way) },
        ];
      case "Raise":
        return [{ ...way, end: "raise" }];
      case "Break":
        return [{ ...way, end: "break" }];
      case "Continue":
        return [{ ...way, end: "continue" }];
      case "Pass":
      case "FunctionDef":
      case "Import":
      case "ImportFrom":
        return [way];
      default:
        return [this.#forget(changedNames([statement]), way)];
    }
  }

  /** After an inner loop what it changes is unknown; its early exits end the way in one of its turns. */
  #loop(statement: StmtNode & { nodeType: "For" | "While" }, way: Way): Way[] {
    const forgotten = this.#forget(changedNames([statement]), way);
    const exits: Way[] = [];
    if (statement.nodeType === "For") {
      const target = expressionOf(this.#module, statement.target);
      const iterable = this.#value(statement.iter, way);
      if (target !== null && iterable !== null) {
        const values = new Map(forgotten.values);
        for (const bound of targetNames(target)) values.delete(bound);
        const inner = this.run(statement.body, { ...forgotten, values, within: [...way.within, { target, iterable }] });
        exits.push(...inner.filter(({ end }) => end === "return" || end === "raise"));
      }
    }
    return [forgotten, ...exits];
  }

  #forget(names: Iterable<string>, way: Way): Way {
    const values = new Map(way.values);
    for (const name of names) values.set(name, null);
    return { ...way, values };
  }

  #assign(target: PositionedNode & { nodeType: string }, value: Expression | null, way: Way): Way {
    const place = expressionOf(this.#module, target);
    if (place === null) return way;
    return assignTo(place, value, way, (expression) => resolve(expression, way.values));
  }

  #effect(node: PositionedNode, way: Way): Way {
    const expression = expressionOf(this.#module, node);
    if (expression?.kind !== "call" || expression.callee.kind !== "attribute") return way;
    const { object, attribute } = expression.callee;
    if (object.kind !== "name" || !MUTATORS.has(attribute)) return way;
    const current = resolve(object, way.values);
    const [operand, ...others] = expression.arguments.map((part) => resolve(part, way.values));
    const values = new Map(way.values);
    const isAppend = attribute === "append" && others.length === 0 && expression.keywords.length === 0;
    const appended: Expression | null =
      isAppend && operand !== undefined && operand !== null ? { kind: "list", items: [operand] } : null;
    values.set(object.name, current === null || appended === null ? null : bounded(binary(current, "+", appended)));
    return { ...way, values };
  }

  #value(node: PositionedNode, way: Way): Expression | null {
    const expression = expressionOf(this.#module, node);
    return expression === null ? null : resolve(expression, way.values);
  }
}

function assignTo(
  place: Expression,
  value: Expression | null,
  way: Way,
  read: (expression: Expression) => Expression | null,
): Way {
  const values = new Map(way.values);
  if (place.kind === "name") {
    values.set(place.name, value);
    return { ...way, values };
  }
  if (place.kind === "tuple" || place.kind === "list") {
    let after = way;
    for (const [index, part] of place.items.entries()) {
      const item =
        value !== null && (value.kind === "tuple" || value.kind === "list") && value.items.length === place.items.length
          ? (value.items[index] ?? null)
          : null;
      after = assignTo(part, item, after, read);
    }
    return after;
  }
  if (place.kind === "subscript" && place.object.kind === "name") {
    const { name } = place.object;
    const index = read(place.index);
    values.set(name, null);
    if (index === null || value === null) return { ...way, values };
    return { ...way, values, stores: [...way.stores, { name, index, value }] };
  }
  return way;
}

/** The expression over the values at the start; null where a name in it has none. */
export function resolve(expression: Expression, values: Values): Expression | null {
  const replacements = new Map<string, Expression>();
  for (const free of namesOf(expression)) {
    const value = values.get(free);
    if (value === null) return null;
    if (value !== undefined) replacements.set(free, value);
  }
  return bounded(replacements.size === 0 ? expression : substitute(expression, replacements));
}

function bounded(expression: Expression): Expression | null {
  let size = 0;
  for (const _ of descendants(expression)) if (++size > MAX_SIZE) return null;
  return expression;
}

const OPERATORS: Record<string, "+" | "-" | "*" | "/" | "//" | "%" | "**" | "<<" | ">>" | "&" | "|" | "^"> = {
  Add: "+",
  Sub: "-",
  Mult: "*",
  Div: "/",
  FloorDiv: "//",
  Mod: "%",
  Pow: "**",
  LShift: "<<",
  RShift: ">>",
  BitAnd: "&",
  BitOr: "|",
  BitXor: "^",
};

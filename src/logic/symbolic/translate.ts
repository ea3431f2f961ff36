import type { ComprehensionClause, Expression } from "../../ir/expression/ast.ts";
import { and, integer, not, or, real, string, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { binary, isNumeric, unary } from "./arithmetic.ts";
import { call } from "./call.ts";
import { compare } from "./compare.ts";
import type { Fresh } from "./fresh.ts";
import { indexed, itemsOf, quantify, type Step, sliced } from "./iterate.ts";
import {
  after,
  boolean,
  certain,
  choose,
  type Ending,
  inOrder,
  int,
  type Meaning,
  map,
  map2,
  onlyIf,
  pure,
  raises,
  type Symbolic,
  total,
  truth,
} from "./value.ts";

/** What names mean at some point of an expression. `old` is the scope on entry to the function; null where `old` has no meaning. */
export interface Scope {
  /** The name's value; throws UnsupportedConstruct for names the question does not know. */
  lookup(name: string): Symbolic;
  /** Whether the name is a parameter, `result` or a bound variable, and so hides a built-in. */
  binds(name: string): boolean;
  old: Scope | null;
  fresh: Fresh;
}

/**
 * Python's meaning of an expression as SMT-LIB terms. Throws UnsupportedConstruct for whatever has no exact translation.
 * Evaluation order and short circuits are kept: `defined` says that evaluating the expression raises nothing.
 */
export function translate(expression: Expression, scope: Scope): Meaning {
  const recur = (part: Expression) => translate(part, scope);
  switch (expression.kind) {
    case "integer":
      return total(int(integer(expression.value)));
    case "float": {
      const term = real(Number(expression.text.replaceAll("_", "")));
      if (term === null) throw new UnsupportedConstruct("infinite_float");
      return total({ kind: "float", term });
    }
    case "string": {
      const term = string(expression.value);
      if (term === null) throw new UnsupportedConstruct("character_above_U+2FFFF");
      return total({ kind: "str", term });
    }
    case "boolean":
      return total(boolean(expression.value ? "true" : "false"));
    case "none":
      return total({ kind: "none" });
    case "name":
      return certain(scope.lookup(expression.name));
    case "list":
    case "tuple":
    case "set":
      return display(expression.kind, expression.items, scope);
    case "unary": {
      const operand = recur(expression.operand);
      if (expression.operator === "not") return { ...operand, value: pure(boolean(not(truth(operand.value)))) };
      const { operator } = expression;
      return after(
        operand,
        map(operand.value, (value) => unary(operator, value)),
      );
    }
    case "binary": {
      const [left, right] = [recur(expression.left), recur(expression.right)];
      return after(
        inOrder(left, right),
        map2(left.value, right.value, (a, b) => binary(expression.operator, a, b)),
      );
    }
    case "logical":
      return logical(expression.operator, expression.operands.map(recur));
    case "comparison":
      return comparison(expression, scope);
    case "conditional": {
      const [test, body, otherwise] = [recur(expression.test), recur(expression.body), recur(expression.otherwise)];
      const condition = truth(test.value);
      return {
        value: choose(condition, body.value, otherwise.value),
        ...inOrder(test, onlyIf(condition, body), onlyIf(not(condition), otherwise)),
      };
    }
    case "implies": {
      const [left, right] = [recur(expression.left), recur(expression.right)];
      const condition = truth(left.value);
      return {
        value: pure(boolean(or(not(condition), truth(right.value)))),
        ...inOrder(left, onlyIf(condition, right)),
      };
    }
    case "subscript":
      return subscript(expression.object, expression.index, scope);
    case "call":
      return call(expression, scope);
    case "old":
      if (scope.old === null) throw new UnsupportedConstruct("old");
      return translate(expression.value, scope.old);
    case "unsupported":
      throw new UnsupportedConstruct(expression.construct);
    case "attribute":
      throw new UnsupportedConstruct(`attribute:${expression.attribute}`);
    default:
      throw new UnsupportedConstruct(expression.kind);
  }
}

function display(flavour: "list" | "tuple" | "set", parts: Expression[], scope: Scope): Meaning {
  if (parts.some((part) => part.kind === "starred")) throw new UnsupportedConstruct("starred");
  const items = parts.map((part) => translate(part, scope));
  if (
    flavour === "set" &&
    items.some((item) =>
      item.value.some(({ value }) => !(isNumeric(value) || value.kind === "str" || value.kind === "none")),
    )
  )
    throw new UnsupportedConstruct("set_of_unhashable");
  return {
    value: pure({ kind: "fixed", flavour, items: items.map((item) => item.value) }),
    ...inOrder(...items),
  };
}

/** `and` and `or` answer one of their operands and evaluate the next only when needed. */
function logical(operator: "and" | "or", operands: Meaning[]): Meaning {
  return operands.reduceRight((rest, operand) => {
    const condition = truth(operand.value);
    const goesOn = operator === "and" ? condition : not(condition);
    return {
      value:
        operator === "and"
          ? choose(condition, rest.value, operand.value)
          : choose(condition, operand.value, rest.value),
      ...inOrder(operand, onlyIf(goesOn, rest)),
    };
  });
}

function comparison(expression: Expression & { kind: "comparison" }, scope: Scope): Meaning {
  let left = translate(expression.first, scope);
  const before = left;
  const links: Meaning[] = [];
  for (const { operator, operand } of expression.rest) {
    const right = comparedWith(operator, operand, scope, left);
    if (right.kind === "done") links.push(right.meaning);
    else {
      const { value } = right.operand;
      links.push(
        after(
          right.operand,
          map2(left.value, value, (a, b) => compare(operator, a, b, scope.fresh)),
        ),
      );
      left = right.operand;
    }
  }
  return after(before, logical("and", links));
}

/** `x in [f(y) for y in ys]` searches the items; every other operand is translated as it stands. */
function comparedWith(
  operator: string,
  operand: Expression,
  scope: Scope,
  left: Meaning,
): { kind: "done"; meaning: Meaning } | { kind: "operand"; operand: Meaning } {
  if (operand.kind !== "comprehension" || operand.form === "set" || (operator !== "in" && operator !== "not in"))
    return { kind: "operand", operand: translate(operand, scope) };
  const found = searchComprehension("any", operand, scope, (item) => ({
    ...certain([]),
    truth: truth(map2(left.value, item, (a, b) => compare("==", a, b, scope.fresh)).value),
  }));
  if (operator === "in") return { kind: "done", meaning: found };
  return { kind: "done", meaning: { ...found, value: pure(boolean(not(truth(found.value)))) } };
}

function subscript(object: Expression, index: Expression, scope: Scope): Meaning {
  const container = translate(object, scope);
  if (index.kind !== "slice") {
    const position = translate(index, scope);
    return after(inOrder(container, position), map2(container.value, position.value, indexed));
  }
  if (index.step !== null && !(index.step.kind === "integer" && index.step.value === 1n) && index.step.kind !== "none")
    throw new UnsupportedConstruct("slice_step");
  const bound = (part: Expression | null) => (part === null ? total({ kind: "none" }) : translate(part, scope));
  const [start, stop] = [bound(index.start), bound(index.stop)];
  return after(
    inOrder(container, start, stop),
    map(container.value, (value) => map2(start.value, stop.value, (from, to) => sliced(value, from, to))),
  );
}

/**
 * `all` or `any` over the elements of a comprehension, clause by clause; `judge` says of an element whether judging it raises nothing and
 * whether it is true.
 */
export function searchComprehension(
  which: "all" | "any",
  expression: Expression & { kind: "comprehension" },
  scope: Scope,
  judge: (element: Symbolic) => Ending & { truth: Term },
): Meaning {
  const eager = expression.form !== "generator";
  const level = (clauses: ComprehensionClause[], inner: Scope): Meaning => {
    const [clause, ...rest] = clauses;
    if (clause === undefined) {
      const element = translate(expression.element, inner);
      const judged = judge(element.value);
      return { value: pure(boolean(judged.truth)), ...inOrder(element, judged) };
    }
    const iterable = translate(clause.iterable, inner);
    const searched = map(iterable.value, (value) => {
      const items = itemsOf(value);
      if (items === null) return raises("TypeError");
      return quantify(which, items, eager, (item) => oneItem(which, clause, rest, item, inner, level), inner.fresh);
    });
    return after(iterable, searched);
  };
  return level(expression.clauses, scope);
}

function oneItem(
  which: "all" | "any",
  clause: ComprehensionClause,
  rest: ComprehensionClause[],
  item: Symbolic,
  scope: Scope,
  level: (clauses: ComprehensionClause[], scope: Scope) => Meaning,
): Step {
  const inside = bind(clause.target, item, scope);
  const conditions = clause.conditions.map((condition) => translate(condition, inside));
  const [first, ...others] = conditions;
  const selected = first === undefined ? null : logical("and", [first, ...others]);
  const chosen = selected === null ? TRUE : truth(selected.value);
  const body = level(rest, inside);
  const holds = truth(body.value);
  return {
    ...inOrder(...(selected === null ? [] : [selected]), onlyIf(chosen, body)),
    stops: and(chosen, which === "any" ? holds : not(holds)),
  };
}

/** Binds the target of a `for` clause: a name, or a tuple of names for items that are displays of the same length. */
export function bind(target: Expression, item: Symbolic, scope: Scope): Scope {
  const names = new Map<string, Symbolic>();
  if (target.kind === "name") names.set(target.name, item);
  else if (target.kind === "tuple" || target.kind === "list") {
    const [only, ...others] = item;
    if (
      only === undefined ||
      others.length > 0 ||
      only.value.kind !== "fixed" ||
      only.value.items.length !== target.items.length
    )
      throw new UnsupportedConstruct("unpacking");
    for (const [index, part] of target.items.entries()) {
      if (part.kind !== "name") throw new UnsupportedConstruct("unpacking");
      names.set(part.name, only.value.items[index] ?? []);
    }
  } else throw new UnsupportedConstruct("unpacking");
  const extend = (outer: Scope): Scope => ({
    lookup: (name) => names.get(name) ?? outer.lookup(name),
    binds: (name) => names.has(name) || outer.binds(name),
    old: outer.old === null ? null : extend(outer.old),
    fresh: outer.fresh,
  });
  return extend(scope);
}

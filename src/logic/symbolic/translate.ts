import type { ComprehensionClause, Expression } from "../../ir/expression/ast.ts";
import { and, integer, not, or, real, string, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { binary, unary } from "./arithmetic.ts";
import { bind } from "./binding.ts";
import { call } from "./call.ts";
import { compare } from "./compare.ts";
import { comprehension } from "./comprehension.ts";
import { converted } from "./conversion.ts";
import { dictOfDisplay } from "./dict.ts";
import { holdsFloats } from "./floats.ts";
import { formatted } from "./format.ts";
import type { Fresh } from "./fresh.ts";
import { indexed, itemsOf, quantify, type Step } from "./iterate.ts";
import { isHashable } from "./key.ts";
import { sliced } from "./slice.ts";
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
  type Pure,
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
  const meaning = translated(expression, scope);
  if (!scope.fresh.reals) scope.fresh.reals = holdsFloats(meaning.value);
  return meaning;
}

function translated(expression: Expression, scope: Scope): Meaning {
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
        map2(left.value, right.value, (a, b) => binary(expression.operator, a, b, scope.fresh)),
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
    case "dict":
      return dictDisplay(expression.entries, scope);
    case "comprehension":
      if (expression.form === "generator") throw new UnsupportedConstruct("generator");
      return comprehension(expression, scope);
    case "dict_comprehension":
      return comprehension(expression, scope);
    case "subscript":
      return subscript(expression.object, expression.index, scope);
    case "call":
      return call(expression, scope);
    case "old":
      if (scope.old === null) throw new UnsupportedConstruct("old");
      return translate(expression.value, scope.old);
    case "unsupported":
      if (expression.construct === "f_string") return formatted(expression.text, scope);
      throw new UnsupportedConstruct(expression.construct);
    case "attribute":
      throw new UnsupportedConstruct(`attribute:${expression.attribute}`);
    default:
      throw new UnsupportedConstruct(expression.kind);
  }
}

function display(flavour: "list" | "tuple" | "set", parts: Expression[], scope: Scope): Meaning {
  if (parts.some((part) => part.kind === "starred")) return unpackedDisplay(flavour, parts, scope);
  const items = parts.map((part) => translate(part, scope));
  const ending = inOrder(...items);
  const whole: Pure = { kind: "fixed", flavour, items: items.map((item) => item.value) };
  if (flavour !== "set") return { value: pure(whole), ...ending };
  return after(ending, inOrderOf(whole.items.map(hashed), pure(whole)));
}

const inOrderOf = (endings: Ending[], value: Symbolic): Meaning => ({ value, ...inOrder(...endings) });

/** Whether an item can be put into a set or used as a key. */
const hashed = (item: Symbolic): Ending =>
  map(item, (value) => (isHashable(value) ? certain([]) : raises("TypeError")));

/** A display with `*items` in it: concatenated from its parts. */
function unpackedDisplay(flavour: "list" | "tuple" | "set", parts: Expression[], scope: Scope): Meaning {
  if (flavour === "set") throw new UnsupportedConstruct("starred");
  const pieces = parts.map((part): Meaning => {
    if (part.kind !== "starred") {
      const item = translate(part, scope);
      return { ...item, value: pure({ kind: "fixed", flavour, items: [item.value] }) };
    }
    const iterable = translate(part.value, scope);
    return after(
      iterable,
      map(iterable.value, (value) => converted(flavour, value, scope.fresh)),
    );
  });
  const empty: Symbolic = pure({ kind: "fixed", flavour, items: [] });
  return pieces.reduce<Meaning>(
    (whole, piece) =>
      after(
        inOrder(whole, piece),
        map2(whole.value, piece.value, (a, b) => binary("+", a, b, scope.fresh)),
      ),
    certain(empty),
  );
}

function dictDisplay(entries: { key: Expression | null; value: Expression }[], scope: Scope): Meaning {
  const parts = entries.map(({ key, value }) => {
    if (key === null) throw new UnsupportedConstruct("dict_unpacking");
    return { key: translate(key, scope), value: translate(value, scope) };
  });
  return after(
    inOrder(...parts.flatMap(({ key, value }) => [key, value])),
    dictOfDisplay(parts.map(({ key, value }) => ({ key: key.value, value: value.value }))),
  );
}

/** `and` and `or` answer one of their operands and evaluate the next only when needed. */
export function logical(operator: "and" | "or", operands: Meaning[]): Meaning {
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
  const bound = (part: Expression | null) => (part === null ? total({ kind: "none" }) : translate(part, scope));
  const [start, stop, step] = [bound(index.start), bound(index.stop), bound(index.step)];
  return after(
    inOrder(container, start, stop, step),
    map(container.value, (value) =>
      map(step.value, (by) => map2(start.value, stop.value, (from, to) => sliced(value, from, to, by, scope.fresh))),
    ),
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
  const conditions = clause.conditions.map((condition) => translate(condition, inside.scope));
  const [first, ...others] = conditions;
  const selected = first === undefined ? null : logical("and", [first, ...others]);
  const chosen = selected === null ? TRUE : truth(selected.value);
  const body = level(rest, inside.scope);
  const holds = truth(body.value);
  return {
    ...inOrder(inside, ...(selected === null ? [] : [selected]), onlyIf(chosen, body)),
    stops: and(chosen, which === "any" ? holds : not(holds)),
  };
}

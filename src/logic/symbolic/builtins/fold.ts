import type { Expression } from "../../../ir/expression/ast.ts";
import { apply, equal, not } from "../../smt/term.ts";
import { UnsupportedConstruct } from "../../unsupported.ts";
import { asInteger, asReal, binary, isNumeric } from "../arithmetic.ts";
import { compare } from "../compare.ts";
import { accumulated, elementType, exhausted } from "../comprehension.ts";
import { converted } from "../conversion.ts";
import type { Items } from "../iterate.ts";
import { accumulate, type Contribution, INTEGERS, type Monoid, REALS, rowOf, typeOfItems } from "../loop.ts";
import { extremeOf, type KeyOf, sortedRow } from "../order.ts";
import { type Scope, translate } from "../translate.ts";
import {
  after,
  certain,
  choose,
  inOrder,
  int,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  pure,
  raises,
  type Symbolic,
  total,
  truth,
  unless,
} from "../value.ts";
import { type Builtin, type BuiltinCall, builtin, functionOf, unsupportedCall } from "./builtin.ts";
import { overUnordered } from "./collection.ts";

/** Functions that go through all items: `sum`, `min`, `max`, `sorted`. */
export const FOLD_BUILTINS: Record<string, Builtin> = {
  sum: builtin(sum, ["start"]),
  min: builtin((call) => extreme("<", call), ["key", "default"]),
  max: builtin((call) => extreme(">", call), ["key", "default"]),
  sorted: builtin(sorted, ["key", "reverse"]),
};

function sum(call: BuiltinCall): Meaning {
  const [iterable, second, ...others] = call.parts;
  const { scope } = call;
  const from = second ?? call.keywords.get("start");
  if (iterable === undefined || others.length > 0) throw unsupportedCall(call);
  const start = from === undefined ? total(int("0")) : translate(from, scope);
  if (start.value.some(({ value }) => !isNumeric(value))) throw unsupportedCall(call);
  const direct = sumOfComprehension(iterable, scope);
  if (direct !== null)
    return after(
      inOrder(direct, start),
      map2(start.value, direct.value, (a, b) => binary("+", a, b, scope.fresh)),
    );
  const operand = exhausted(iterable, scope);
  return after(
    inOrder(operand, start),
    map2(operand.value, start.value, (value, first) =>
      overUnordered(value, call, (items) => sumOfItems(items, first, call)),
    ),
  );
}

/** `sum(f(x) for x in xs if ...)` of ints, without the list between. */
function sumOfComprehension(part: Expression, scope: Scope): Meaning | null {
  if (part.kind !== "comprehension" || part.form === "set") return null;
  const type = elementType(part.element, part.clauses, scope);
  if (type?.kind !== "int" && type?.kind !== "bool") return null;
  const { term, ...ending } = accumulated(part.clauses, scope, INTEGERS, (inner): Contribution => {
    const { value, ...evaluated } = translate(part.element, inner);
    const [only] = value;
    return { term: only !== undefined && isNumeric(only.value) ? asInteger(only.value) : "0", ...evaluated };
  });
  return { value: pure(int(term)), ...ending };
}

function sumOfItems(items: Items, start: Pure, call: BuiltinCall): Meaning {
  const { fresh } = call.scope;
  if (items.kind === "fixed")
    return items.items.reduce<Meaning>(
      (whole, item) =>
        after(
          inOrder(whole, item),
          map2(whole.value, item.value, (a, b) => binary("+", a, b, fresh)),
        ),
      total(start),
    );
  const type = typeOfItems(items, fresh);
  const empty = equal(items.length, "0");
  if (type?.kind === "int" || type?.kind === "bool" || type?.kind === "float") {
    const monoid: Monoid = type.kind === "float" ? REALS : INTEGERS;
    const { term, ...ending } = accumulate(items, monoid, (item) => contribution(item, type.kind === "float"), fresh);
    const whole: Pure = { kind: type.kind === "float" ? "float" : "int", term };
    const added = binary("+", start, whole, fresh);
    const value =
      type.kind === "float" && start.kind !== "float" ? choose(empty, pure(start), added.value) : added.value;
    return { value, ...ending };
  }
  if (type === null || type.kind === "union" || type.kind === "opaque") throw unsupportedCall(call);
  return unless("TypeError", empty, pure(start));
}

function contribution(item: Symbolic, real: boolean): Contribution {
  const [only] = item;
  if (only === undefined || !isNumeric(only.value)) throw new UnsupportedConstruct("call:sum");
  return { term: real ? asReal(only.value) : asInteger(only.value), ...certain([]) };
}

/** `min` and `max`; the first of equal ones is answered. */
function extreme(operator: "<" | ">", call: BuiltinCall): Meaning {
  const { parts, keywords, scope } = call;
  const key = functionOf(keywords.get("key"), scope);
  const otherwise = keywords.get("default");
  const [only, ...others] = parts;
  if (only === undefined) return raises("TypeError");
  if (others.length > 0) {
    if (otherwise !== undefined) return raises("TypeError");
    const meanings = parts.map((part) => translate(part, scope));
    const best = extremeOfKnown(
      operator,
      meanings.map(({ value }) => certain(value)),
      key,
      scope,
    );
    return after(inOrder(...meanings), best);
  }
  const operand = exhausted(only, scope);
  const fallback = otherwise === undefined ? null : translate(otherwise, scope);
  const found = map(operand.value, (value) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    const hasKey = keywords.has("key");
    const search = (items: Items): Meaning => extremeOfItems(operator, items, key, fallback, call);
    if (!hasKey) return overUnordered(value, call, search);
    if (value.kind === "set" || (value.kind === "fixed" && value.flavour === "set"))
      throw new UnsupportedConstruct("iteration_over_set");
    return overUnordered(value, call, search);
  });
  return after(inOrder(operand, ...(fallback === null ? [] : [fallback])), found);
}

function extremeOfItems(
  operator: "<" | ">",
  items: Items,
  key: KeyOf,
  fallback: Meaning | null,
  { scope }: BuiltinCall,
): Meaning {
  const none: Meaning = fallback === null ? raises("ValueError") : certain(fallback.value);
  if (items.kind === "fixed")
    return items.items.length === 0 ? none : extremeOfKnown(operator, items.items, key, scope);
  const row = rowOf(items, scope.fresh);
  const best = extremeOf(operator, row, key, scope.fresh);
  const empty = equal(row.length, "0");
  if (fallback !== null) return certain(choose(empty, none.value, best));
  return unless("ValueError", not(empty), best);
}

function extremeOfKnown(operator: "<" | ">", items: Meaning[], key: KeyOf, { fresh }: Scope): Meaning {
  const [first, ...rest] = items;
  if (first === undefined) return raises("ValueError");
  let best: Meaning = first;
  let by = key(first.value);
  let ending = inOrder(first, by);
  for (const next of rest) {
    const candidate = key(next.value);
    const better = map2(candidate.value, by.value, (a, b) => compare(operator, a, b, fresh));
    const wins = truth(better.value);
    ending = inOrder(ending, next, candidate, better);
    best = { ...best, value: choose(wins, next.value, best.value) };
    by = { ...by, value: choose(wins, candidate.value, by.value) };
  }
  return { value: best.value, ...ending };
}

function sorted(call: BuiltinCall): Meaning {
  const { parts, keywords, scope } = call;
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) throw unsupportedCall(call);
  const operand = exhausted(only, scope);
  const key = functionOf(keywords.get("key"), scope);
  const given = keywords.get("reverse");
  if (given !== undefined && given.kind !== "boolean") throw unsupportedCall(call);
  const reverse = given?.kind === "boolean" && given.value;
  return after(
    operand,
    map(operand.value, (value) => {
      if (value.kind === "opaque") throw opaqueUse(value);
      const isSet = value.kind === "set" || (value.kind === "fixed" && value.flavour === "set");
      if (isSet && keywords.has("key")) throw new UnsupportedConstruct("iteration_over_set");
      return overUnordered(value, call, (items) => {
        if (items.kind === "fixed" && items.items.length <= 1) return sortedFew(items.items, key);
        if (items.kind === "indexed") return sortedItems(items, key, reverse, scope);
        return total(sortedRow(rowOf(items, scope.fresh), key, reverse, scope.fresh));
      });
    }),
  );
}

function sortedFew(items: Meaning[], key: KeyOf): Meaning {
  const keys = items.map(({ value }) => key(value));
  const list: Pure = { kind: "fixed", flavour: "list", items: items.map(({ value }) => value) };
  return { value: pure(list), ...inOrder(...items, ...keys) };
}

/** All items are reached before any is compared. */
function sortedItems(items: Items & { kind: "indexed" }, key: KeyOf, reverse: boolean, scope: Scope): Meaning {
  const list = converted("list", { kind: "items", length: items.length, at: items.at }, scope.fresh);
  if (list.faults.length === 0) return total(sortedRow(rowOf(items, scope.fresh), key, reverse, scope.fresh));
  return after(
    list,
    map(list.value, (value) => {
      if (value.kind !== "sequence") throw new UnsupportedConstruct("call:sorted");
      const { element: type, term } = value;
      const row = { type, length: apply("seq.len", term), at: (index: string) => apply("seq.nth", term, index) };
      return total(sortedRow(row, key, reverse, scope.fresh));
    }),
  );
}

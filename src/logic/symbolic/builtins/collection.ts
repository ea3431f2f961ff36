import type { Expression } from "../../../ir/expression/ast.ts";
import { apply, not, type Term } from "../../smt/term.ts";
import { asInteger } from "../arithmetic.ts";
import { comprehension } from "../comprehension.ts";
import { converted } from "../conversion.ts";
import { dictOfPairs } from "../dict.ts";
import { enumerateItems, type Items, itemAt, itemsOf, lengthOfItems, paired, quantify } from "../iterate.ts";
import { asSet, setOfItems, unordered } from "../set.ts";
import { searchComprehension, translate } from "../translate.ts";
import {
  after,
  certain,
  inOrder,
  int,
  lengthOf,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  raises,
  type Symbolic,
  total,
  truth,
} from "../value.ts";
import { type Builtin, type BuiltinCall, builtin, functionOf, ofOne, ofOneOrNone, unsupportedCall } from "./builtin.ts";
import { rangeOf } from "./range.ts";

/** Functions of collections and iterators. */
export const COLLECTION_BUILTINS: Record<string, Builtin> = {
  len: ofOne((value, { scope }) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    if (value.kind === "items") return value.view === true ? total(int(value.length)) : raises("TypeError");
    if (value.kind === "fixed" && value.flavour === "set") {
      const set = asSet(value, scope.fresh);
      return total(int(set === null ? "0" : lengthOf(set)));
    }
    return isCollection(value) ? total(int(lengthOf(value))) : raises("TypeError");
  }),
  list: ofOneOrNone(
    () => total({ kind: "fixed", flavour: "list", items: [] }),
    (value, { scope }) => converted("list", value, scope.fresh),
  ),
  tuple: ofOneOrNone(
    () => total({ kind: "fixed", flavour: "tuple", items: [] }),
    (value, { scope }) => converted("tuple", value, scope.fresh),
  ),
  set: ofOneOrNone(
    () => total({ kind: "fixed", flavour: "set", items: [] }),
    (value, { scope }) => {
      if (value.kind === "set" || (value.kind === "fixed" && value.flavour === "set")) return total(value);
      return overItems(value, (items) => setOfItems(items, scope.fresh));
    },
  ),
  dict: ofOneOrNone(
    () => total({ kind: "dict", of: null }),
    (value, { scope }) => {
      if (value.kind === "dict") return total(value);
      return overItems(value, (items) => dictOfPairs(items, scope.fresh));
    },
  ),
  all: builtin((call) => quantified("all", call)),
  any: builtin((call) => quantified("any", call)),
  range: builtin((call) => rangeOf(call)),
  enumerate: builtin(
    (call) => {
      const [iterable, second, ...others] = call.parts;
      const from = second ?? call.keywords.get("start");
      if (iterable === undefined || others.length > 0) throw unsupportedCall(call);
      const items = translate(iterable, call.scope);
      const start = from === undefined ? total(int("0")) : translate(from, call.scope);
      return after(
        inOrder(items, start),
        map2(items.value, start.value, (value, by) => {
          if (by.kind !== "int" && by.kind !== "bool") throw unsupportedCall(call);
          return overItems(value, (known) => total(enumerateItems(known, asInteger(by))));
        }),
      );
    },
    ["start"],
  ),
  zip: builtin((call) => {
    const { parts, scope } = call;
    if (parts.length === 0) throw unsupportedCall(call);
    const meanings = parts.map((part) => translate(part, scope));
    const all = (rest: Meaning[], known: Items[]): Meaning => {
      const [first, ...others] = rest;
      if (first === undefined) return total(paired(known));
      return map(first.value, (value) => overItems(value, (items) => all(others, [...known, items])));
    };
    return after(inOrder(...meanings), all(meanings, []));
  }),
  reversed: ofOne((value) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    if (value.kind === "set" || (value.kind === "fixed" && value.flavour === "set")) return raises("TypeError");
    if (value.kind === "items" && value.view !== true) return raises("TypeError");
    return overItems(value, (items) => total(backwards(items)));
  }),
  map: builtin((call) => {
    const [given, iterable, ...others] = call.parts;
    if (given === undefined || iterable === undefined || others.length > 0) throw unsupportedCall(call);
    const applied = functionOf(given, call.scope);
    const operand = translate(iterable, call.scope);
    return after(
      operand,
      map(operand.value, (value) => overItems(value, (items) => total(mapped(items, applied)))),
    );
  }),
  filter: builtin((call) => filtered(call)),
};

/** `filter(f, xs)` as the items that `[x for x in xs if f(x)]` lists. */
function filtered(call: BuiltinCall): Meaning {
  const [given, iterable, ...others] = call.parts;
  if (given === undefined || iterable === undefined || others.length > 0) throw unsupportedCall(call);
  const [parameter, ...more] = given.kind === "lambda" ? given.parameters : ["the item"];
  if (parameter === undefined || more.length > 0) throw unsupportedCall(call);
  const item: Expression = { kind: "name", name: parameter };
  const condition: Expression =
    given.kind === "none"
      ? item
      : given.kind === "lambda"
        ? given.body
        : { kind: "call", callee: given, arguments: [item], keywords: [] };
  const clauses = [{ target: item, iterable, conditions: [condition] }];
  const list = comprehension({ kind: "comprehension", form: "list", element: item, clauses }, call.scope);
  return after(
    list,
    map(list.value, (value) => overItems(value, (items) => total(iterator(items)))),
  );
}

function iterator(items: Items): Pure {
  const at = (index: Term) => itemAt(items, index);
  const length = lengthOfItems(items);
  return items.kind === "fixed" ? { kind: "items", length, known: items.items, at } : { kind: "items", length, at };
}

function isCollection(value: Pure): value is Pure & { kind: "str" | "sequence" | "fixed" | "range" | "dict" | "set" } {
  return ["str", "sequence", "fixed", "range", "dict", "set"].includes(value.kind);
}

/** An operation on the items of a value; raises TypeError for what has none. */
export function overItems(value: Pure, operation: (items: Items) => Meaning): Meaning {
  const items = itemsOf(value);
  return items === null ? raises("TypeError") : operation(items);
}

/** The items of a value where their order does not matter. */
export function overUnordered(value: Pure, call: BuiltinCall, operation: (items: Items) => Meaning): Meaning {
  const set = asSet(value, call.scope.fresh);
  if (set !== null) return operation(unordered(set));
  if (value.kind === "fixed" && value.flavour === "set") return operation({ kind: "fixed", items: [] });
  return overItems(value, operation);
}

function mapped(items: Items, applied: (item: Symbolic) => Meaning): Pure {
  const turn = (item: Meaning): Meaning => after(item, applied(item.value));
  return iterator(
    items.kind === "fixed"
      ? { kind: "fixed", items: items.items.map(turn) }
      : { kind: "indexed", length: items.length, at: (index) => turn(items.at(index)) },
  );
}

function backwards(items: Items): Pure {
  if (items.kind === "fixed") return iterator({ kind: "fixed", items: items.items.toReversed() });
  const { length } = items;
  return iterator({
    kind: "indexed",
    length,
    at: (index) => items.at(apply("-", apply("-", length, "1"), index)),
  });
}

function quantified(which: "all" | "any", call: BuiltinCall): Meaning {
  const { parts, scope } = call;
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) throw unsupportedCall(call);
  if (only.kind === "comprehension" && only.form !== "set")
    return searchComprehension(which, only, scope, (element) => ({ ...certain([]), truth: truth(element) }));
  const operand = translate(only, scope);
  return after(
    operand,
    map(operand.value, (value) =>
      overUnordered(value, call, (items) =>
        quantify(
          which,
          items,
          false,
          (item) => ({ ...certain([]), stops: which === "any" ? truth(item) : not(truth(item)) }),
          scope.fresh,
        ),
      ),
    ),
  );
}

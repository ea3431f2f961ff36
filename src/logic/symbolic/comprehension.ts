import type { ComprehensionClause, Expression } from "../../ir/expression/ast.ts";
import { and, apply, ite, type Term } from "../smt/term.ts";
import { type PythonType, unionOf } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { bind } from "./binding.ts";
import { dictOfPairs } from "./dict.ts";
import { type Items, itemsOf } from "./iterate.ts";
import { accumulate, type Contribution, encoded, lists, type Monoid, statePointwise } from "./loop.ts";
import { setOfItems } from "./set.ts";
import { logical, type Scope, translate } from "./translate.ts";
import { typeOf } from "./type-of.ts";
import { after, certain, inOrder, type Meaning, map, onlyIf, pure, raises, type Symbolic, truth } from "./value.ts";

type Comprehension = Expression & { kind: "comprehension" | "dict_comprehension" };

/** What a comprehension, or a generator that is exhausted at once, gives. */
export function comprehension(expression: Comprehension, scope: Scope): Meaning {
  if (expression.kind === "dict_comprehension") {
    const pairs = listOf({ kind: "tuple", items: [expression.key, expression.value] }, expression.clauses, scope);
    return after(
      pairs,
      map(pairs.value, (value) => dictOfPairs(requireItems(value), scope.fresh)),
    );
  }
  const list = listOf(expression.element, expression.clauses, scope);
  if (expression.form !== "set") return list;
  return after(
    list,
    map(list.value, (value) => setOfItems(requireItems(value), scope.fresh)),
  );
}

function requireItems(value: Parameters<typeof itemsOf>[0]): Items {
  const items = itemsOf(value);
  if (items === null) throw new UnsupportedConstruct("iteration");
  return items;
}

function listOf(element: Expression, clauses: ComprehensionClause[], scope: Scope): Meaning {
  const display = displayOf(element, clauses, scope);
  if (display !== null) return display;
  const type = elementType(element, clauses, scope);
  // No item is ever reached: only a display without items has no turns to tell the type.
  if (type === null) throw new UnsupportedConstruct("items_of_unknown_type");
  const leaf = (inner: Scope): Contribution => {
    const { value, ...ending } = translate(element, inner);
    return { term: apply("seq.unit", encoded(type, value)), ...ending };
  };
  const { term, ...ending } = accumulated(clauses, scope, lists(type), leaf);
  stateItems(term, element, clauses, scope, type);
  return { value: pure({ kind: "sequence", flavour: "list", element: type, term }), ...ending };
}

/** A comprehension over one display without conditions is a display itself. */
function displayOf(element: Expression, clauses: ComprehensionClause[], scope: Scope): Meaning | null {
  const [clause, ...others] = clauses;
  if (clause === undefined || others.length > 0 || clause.conditions.length > 0) return null;
  const iterable = translate(clause.iterable, scope);
  const [only, ...more] = iterable.value;
  if (only === undefined || more.length > 0 || only.value.kind !== "fixed" || only.value.flavour === "set") return null;
  const turns = only.value.items.map((item) => {
    const inside = bind(clause.target, item, scope);
    return after(inside, translate(element, inside.scope));
  });
  return {
    value: pure({ kind: "fixed", flavour: "list", items: turns.map(({ value }) => value) }),
    ...inOrder(iterable, ...turns),
  };
}

/** Everything that `leaf` contributes, clause by clause. */
export function accumulated(
  clauses: ComprehensionClause[],
  scope: Scope,
  monoid: Monoid,
  leaf: (inner: Scope) => Contribution,
): Contribution {
  const [clause, ...rest] = clauses;
  if (clause === undefined) return leaf(scope);
  const iterable = translate(clause.iterable, scope);
  const parts = iterable.value.map(({ guard, value }) => {
    const items = itemsOf(value);
    if (items === null) return { guard, term: monoid.empty, ending: raises("TypeError") };
    const turn = (item: Symbolic): Contribution => {
      const { chosen, ending, inner } = selection(clause, item, scope);
      const done = accumulated(rest, inner, monoid, leaf);
      return { term: ite(chosen, done.term, monoid.empty), ...inOrder(ending, onlyIf(chosen, done)) };
    };
    const { term, ...ending } = accumulate(items, monoid, turn, scope.fresh);
    return { guard, term, ending: { ...certain([]), ...ending } };
  });
  return {
    term: parts.reduceRight<Term>(
      (other, { guard, term }, index) => (index === parts.length - 1 ? term : ite(guard, term, other)),
      monoid.empty,
    ),
    ...inOrder(iterable, ...parts.map(({ guard, ending }) => onlyIf(guard, ending))),
  };
}

/** Whether a clause takes an item, and the scope that then holds. */
function selection(clause: ComprehensionClause, item: Symbolic, scope: Scope) {
  const inside = bind(clause.target, item, scope);
  const [first, ...others] = clause.conditions.map((condition) => translate(condition, inside.scope));
  if (first === undefined) return { chosen: "true", ending: inOrder(inside), inner: inside.scope };
  const selected = logical("and", [first, ...others]);
  return { chosen: truth(selected.value), ending: inOrder(inside, selected), inner: inside.scope };
}

/** The type of the elements, found by a turn of which nothing is known. */
export function elementType(element: Expression, clauses: ComprehensionClause[], scope: Scope): PythonType | null {
  const types: (PythonType | null)[] = [];
  const probe = (rest: ComprehensionClause[], inner: Scope): void => {
    const [clause, ...others] = rest;
    if (clause === undefined) {
      types.push(typeOf(translate(element, inner).value));
      return;
    }
    for (const { value } of translate(clause.iterable, inner).value) {
      const items = itemsOf(value);
      if (items?.kind === "fixed")
        for (const item of items.items) probe(others, bind(clause.target, item.value, inner).scope);
      else if (items?.kind === "indexed")
        inner.fresh.probe((index) => probe(others, bind(clause.target, items.at(index).value, inner).scope));
    }
  };
  scope.fresh.probe(() => probe(clauses, scope));
  const known = types.filter((type) => type !== null);
  return known.length === 0 || known.length !== types.length ? null : unionOf(known);
}

/** States of a comprehension over one iterable how long it is and where its items come from. */
function stateItems(
  term: Term,
  element: Expression,
  [clause, ...others]: ComprehensionClause[],
  scope: Scope,
  type: PythonType,
): void {
  if (clause === undefined || others.length > 0) return;
  const [only, ...more] = translate(clause.iterable, scope).value;
  const items = only === undefined || more.length > 0 ? null : itemsOf(only.value);
  if (items?.kind !== "indexed") return;
  const turn = (index: Term): { chosen: Term; item: Term } => {
    const { chosen, inner } = selection(clause, items.at(index).value, scope);
    return { chosen, item: encoded(type, translate(element, inner).value) };
  };
  const { fresh } = scope;
  if (clause.conditions.length === 0) {
    statePointwise(term, items.length, (index) => turn(index).item, fresh);
    return;
  }
  const length = apply("seq.len", term);
  fresh.lemma(() => apply("<=", length, items.length));
  const from = (position: Term, index: Term): Term => {
    const { chosen, item } = turn(index);
    return and(chosen, apply("=", apply("seq.nth", term, position), item));
  };
  fresh.lemma(() => fresh.forAll(length, (at) => fresh.exists(items.length, (index) => from(at, index))));
  fresh.lemma(() =>
    fresh.forAll(items.length, (index) =>
      ite(
        turn(index).chosen,
        fresh.exists(length, (at) => from(at, index)),
        "true",
      ),
    ),
  );
}

/** An argument that is exhausted at once: a generator gives what its list would. */
export function exhausted(part: Expression, scope: Scope): Meaning {
  return part.kind === "comprehension" && part.form === "generator"
    ? comprehension(part, scope)
    : translate(part, scope);
}

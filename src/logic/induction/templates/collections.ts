import type { Expression } from "../../../ir/expression/ast.ts";
import { namesOf, substitute } from "../../../ir/expression/walk.ts";
import { add, and, at, compare, integer, integerOf, length, name, over, upTo } from "../build.ts";
import {
  addedTo,
  atTurn,
  conditionOf,
  finished,
  isChanged,
  type LoopContext,
  mentions,
  nextValues,
  someTurn,
  typeOf,
} from "../context.ts";
import type { Way } from "../flow.ts";

/** Lists and strings that grow by the turn, and lists whose items are set by position. */
export function collectionCandidates(context: LoopContext): Expression[] {
  return context.site.changed.flatMap(({ name: wanted, type }) => {
    if (type.kind !== "sequence" && type.kind !== "str") return [];
    const values = nextValues(context, wanted);
    return values === null ? stored(context, wanted) : grown(context, wanted, values);
  });
}

function grown(context: LoopContext, wanted: string, values: { way: Way; value: Expression }[]): Expression[] {
  const additions = values.map(({ way, value }) => ({ way, added: addition(wanted, value) }));
  if (additions.some(({ added }) => added === null)) return [];
  const growing = additions.flatMap(({ way, added }) =>
    added === null || added === "nothing" ? [] : [{ way, added }],
  );
  const [only, ...others] = growing;
  if (only === undefined) return [];
  const found: Expression[] = [];
  const out = name(wanted);
  const turn = name(context.turn);
  const always = growing.length === additions.length;
  if (others.length === 0) {
    const item = atTurn(context, only.added, turn);
    if (item !== null && always) found.push(...mapped(context, wanted, item));
    if (item !== null && !always) found.push(...filtered(context, wanted, only.way, only.added, item));
  }
  if (typeOf(context, wanted)?.kind === "sequence") {
    const member = { target: name(context.turn), iterable: out };
    const conditions = growing.map(({ way, added }) => ofMember(context, way, added));
    if (conditions.every((condition) => condition !== null)) found.push(over("all", orAll(conditions), [member]));
    for (const operator of [">=", "<="] as const)
      if (growing.every(({ added }) => integerOf(added) === null))
        found.push(over("all", compare(name(context.turn), operator, integer(0)), [member]));
  }
  return found;
}

const orAll = (conditions: Expression[]): Expression => {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { kind: "logical", operator: "or", operands: conditions };
};

/** What is appended to the name: the item of `x + [item]`, `"nothing"` for the name itself, null for anything else. */
function addition(wanted: string, value: Expression): Expression | "nothing" | null {
  if (value.kind === "name" && value.name === wanted) return "nothing";
  const added = addedTo(wanted, value);
  if (added === null) return null;
  if (added.kind !== "list") return added;
  const [item, ...others] = added.items;
  return item !== undefined && others.length === 0 ? item : null;
}

/** One item a turn: item `j` is that of turn `j`, after what was there before. */
function mapped(context: LoopContext, wanted: string, item: Expression): Expression[] {
  const out = name(wanted);
  const turn = name(context.turn);
  const start = context.code.start(wanted);
  if (start === null) return [];
  const isEmpty =
    (start.kind === "list" && start.items.length === 0) || (start.kind === "string" && start.value === "");
  const offset = isEmpty ? integer(0) : length(start);
  const found = [
    compare(length(out), "==", add(offset, context.counter)),
    over("all", compare(at(out, add(offset, turn)), "==", item), [finished(context)]),
  ];
  if (isEmpty && item.kind === "subscript" && item.index.kind === "name" && item.index.name === context.turn)
    found.push(compare(out, "==", upTo(item.object, context.counter)));
  if (!isEmpty)
    found.push(over("all", compare(at(out, turn), "==", at(start, turn)), [rangeOf(context, length(start))]));
  return found;
}

const rangeOf = ({ turn }: LoopContext, stop: Expression) => ({
  target: name(turn),
  iterable: { kind: "call", callee: name("range"), arguments: [stop], keywords: [] } satisfies Expression,
});

/** Some turns give an item: every item is that of some turn. */
function filtered(context: LoopContext, wanted: string, way: Way, added: Expression, item: Expression): Expression[] {
  const found: Expression[] = [compare(length(name(wanted)), "<=", context.counter)];
  const member = `${context.turn}_member`;
  const condition = conditionOf(way);
  const when = condition === null ? null : atTurn(context, condition, name(context.turn));
  const same = compare(name(member), "==", item);
  const members = { target: name(member), iterable: name(wanted) };
  if (typeOf(context, wanted)?.kind === "sequence" && context.code.start(wanted)?.kind === "list") {
    found.push(over("all", someTurn(context, same), [members]));
    if (when !== null) {
      found.push(over("all", someTurn(context, and(when, same)), [members]));
      if (!mentions(added, wanted))
        found.push(
          over("all", { kind: "implies", left: when, right: compare(item, "in", name(wanted)) }, [finished(context)]),
        );
    }
  }
  return found;
}

/** The way's conditions with the appended item replaced by the member, when they speak of it alone. */
function ofMember(context: LoopContext, way: Way, added: Expression): Expression | null {
  const condition = conditionOf(way);
  if (added.kind !== "name" || condition === null || way.conditions.length === 0) return null;
  const free = namesOf(condition).filter((known) => known !== added.name && isChanged(context, known));
  if (free.length > 0 || !mentions(condition, added.name)) return null;
  return substitute(condition, new Map([[added.name, name(context.turn)]]));
}

/** `xs[index] = value` in each turn, at an index that moves by one: what is done and what is still as it was. */
function stored(context: LoopContext, wanted: string): Expression[] {
  const start = context.code.start(wanted);
  const found: Expression[] = [];
  if (start === null) return found;
  const turn = name(context.turn);
  for (const way of context.code.turns)
    for (const { name: target, index, value } of way.stores) {
      if (target !== wanted) continue;
      const [place, item] = [atTurn(context, index, turn), atTurnOf(context, wanted, start, value, turn)];
      if (place === null || item === null) continue;
      found.push(over("all", compare(at(name(wanted), place), "==", item), [finished(context)]));
      const rest = {
        target: turn,
        iterable: {
          kind: "call",
          callee: name("range"),
          arguments: [context.counter, length(start)],
          keywords: [],
        } satisfies Expression,
      };
      found.push(over("all", compare(at(name(wanted), turn), "==", at(start, turn)), [rest]));
    }
  return found;
}

/** A stored value that may read the list itself: at the stored index, where it still is as it was. */
function atTurnOf(
  context: LoopContext,
  wanted: string,
  start: Expression,
  value: Expression,
  turn: Expression,
): Expression | null {
  const marker = `${context.turn}_start`;
  const found = atTurn(context, substitute(value, new Map([[wanted, name(marker)]])), turn);
  return found === null ? null : substitute(found, new Map([[marker, start]]));
}

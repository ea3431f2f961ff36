import { python } from "../smt/prelude.ts";
import { apply, ite, type Term } from "../smt/term.ts";
import { literalOf } from "./arithmetic.ts";
import type { Fresh } from "./fresh.ts";
import { encoded, lists, type Monoid, type Row, recursion, rowOf, TEXTS } from "./loop.ts";
import { certain, lengthOf, type Meaning, type Pure, pure, type Symbolic } from "./value.ts";

/** Longest display that a repetition by a constant writes out. */
const MAX_ITEMS = 64;
/** `container * count`; nothing for a negative count. Sizes that memory does not hold are a limit of resources. */
export function repetition(
  container: Pure & { kind: "str" | "sequence" | "fixed" },
  by: Pure & { kind: "int" | "bool" },
  fresh: Fresh,
): Meaning {
  const count = by.kind === "bool" ? python("py.int", by.term) : by.term;
  const known = literalOf(count);
  if (container.kind === "fixed" && known !== null && known * BigInt(container.items.length) <= BigInt(MAX_ITEMS)) {
    const items = Array.from({ length: Math.max(0, Number(known)) }, () => container.items).flat();
    return certain(pure({ ...container, items }));
  }
  fresh.unlimited = true;
  return certain(repeated(container, count, fresh));
}

function repeated(container: Pure & { kind: "str" | "sequence" | "fixed" }, count: Term, fresh: Fresh): Symbolic {
  if (container.kind === "str") {
    const term = times(TEXTS, container.term, count, fresh);
    stateLength("str.len", term, lengthOf(container), count, fresh);
    return pure({ kind: "str", term });
  }
  if (container.kind === "fixed" && container.items.length === 0) return pure(container);
  const row = wholeOf(container, fresh);
  const term = times(lists(row.type), row.whole, count, fresh);
  const { length } = row;
  const size = stateLength("seq.len", term, length, count, fresh);
  fresh.lemma(() =>
    fresh.forAll(size, (index) =>
      apply("=", apply("seq.nth", term, index), row.at(length === "1" ? "0" : apply("mod", index, length))),
    ),
  );
  return pure({
    kind: "sequence",
    flavour: container.flavour === "set" ? "list" : container.flavour,
    element: row.type,
    term,
  });
}

function wholeOf(container: Pure & { kind: "sequence" | "fixed" }, fresh: Fresh): Row & { whole: Term } {
  if (container.kind === "fixed") {
    const row = rowOf({ kind: "fixed", items: container.items.map(certain) }, fresh);
    const items = container.items.map((item) => apply("seq.unit", encoded(row.type, item)));
    return { ...row, whole: items.length === 1 ? (items[0] ?? "") : apply("seq.++", ...items) };
  }
  const { element: type, term } = container;
  return { type, length: lengthOf(container), at: (index) => apply("seq.nth", term, index), whole: term };
}

const times = (monoid: Monoid, whole: Term, count: Term, fresh: Fresh): Term =>
  recursion(monoid.type, monoid.empty, (state) => monoid.join(state, whole), fresh)(count);

function stateLength(operator: string, term: Term, length: Term, count: Term, fresh: Fresh): Term {
  const turns = ite(apply("<", count, "0"), "0", count);
  const size = length === "1" ? turns : apply("*", length, turns);
  fresh.lemma(() => apply("=", apply(operator, term), size));
  return size;
}

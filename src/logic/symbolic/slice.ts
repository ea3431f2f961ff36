import { python } from "../smt/prelude.ts";
import { apply, integer, type Term } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { literalOf } from "./arithmetic.ts";
import { decode } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import { accumulate, encoded, lists, statePointwise, TEXTS } from "./loop.ts";
import { certain, int, lengthOf, type Meaning, opaqueUse, type Pure, pure, raises, total } from "./value.ts";

type Sliceable = Pure & { kind: "str" | "sequence" | "fixed" | "range" };

/** `container[start:stop:step]` for a constant step; bounds beyond the ends are clamped and None is as good as absent. */
export function sliced(container: Pure, start: Pure, stop: Pure, step: Pure, fresh: Fresh): Meaning {
  if (container.kind === "opaque") throw opaqueUse(container);
  if (container.kind === "items") throw new UnsupportedConstruct("slice");
  // A slice has a hash from Python 3.12 on only: dicts raise TypeError before and KeyError since.
  if (container.kind === "dict") throw new UnsupportedConstruct("slice_of_dict");
  if (container.kind === "fixed" && container.flavour === "set") return raises("TypeError");
  if (
    container.kind !== "str" &&
    container.kind !== "sequence" &&
    container.kind !== "fixed" &&
    container.kind !== "range"
  )
    return raises("TypeError");
  for (const bound of [start, stop, step]) {
    if (bound.kind === "opaque") throw opaqueUse(bound);
    if (bound.kind !== "int" && bound.kind !== "bool" && bound.kind !== "none") return raises("TypeError");
  }
  const by = step.kind === "none" ? 1n : literalOf(asIndex(step) ?? "");
  if (by === null) throw new UnsupportedConstruct("slice_step");
  if (by === 0n) return raises("ValueError");
  return by === 1n ? contiguous(container, start, stop, fresh) : strided(container, start, stop, by, fresh);
}

function asIndex(bound: Pure): Term | null {
  if (bound.kind === "bool")
    return bound.term === "true" ? "1" : bound.term === "false" ? "0" : python("py.int", bound.term);
  return bound.kind === "int" ? bound.term : null;
}

function contiguous(container: Sliceable, start: Pure, stop: Pure, fresh: Fresh): Meaning {
  const length = lengthOf(container);
  const [first, last] = [asIndex(start), asIndex(stop)];
  if (container.kind === "fixed") {
    const [from, to] = [
      first === null ? 0n : literalOf(first),
      last === null ? BigInt(container.items.length) : literalOf(last),
    ];
    if (from !== null && to !== null)
      return total({ ...container, items: container.items.slice(Number(from), Number(to)) });
  }
  if (container.kind === "range" || container.kind === "fixed") return strided(container, start, stop, 1n, fresh);
  const from = first === null ? "0" : clamped(first, length);
  const to = last === null ? length : clamped(last, length);
  const count = from === "0" ? to : apply("-", to, from);
  return total({
    ...container,
    term: apply(container.kind === "str" ? "str.substr" : "seq.extract", container.term, from, count),
  });
}

const clamped = (bound: Term, length: Term): Term => (bound === "0" ? "0" : python("py.clamp", bound, length));

/** Slices of which every item is named by its position (CPython's `PySlice_AdjustIndices`). */
function strided(container: Sliceable, start: Pure, stop: Pure, step: bigint, fresh: Fresh): Meaning {
  const length = lengthOf(container);
  const [first, last] = [asIndex(start), asIndex(stop)];
  if (container.kind === "fixed") {
    const known = [first, last].map((bound) => (bound === null ? null : literalOf(bound)));
    if ((first !== null && known[0] === null) || (last !== null && known[1] === null))
      throw new UnsupportedConstruct("slice_of_display");
    const positions = positionsOf(container.items.length, known[0] ?? null, known[1] ?? null, step);
    return total({ ...container, items: positions.flatMap((position) => [container.items[position] ?? []]) });
  }
  const down = step < 0n;
  const clamp = (bound: Term) => python(down ? "py.clamp_down" : "py.clamp", bound, length);
  const from = first === null ? (down ? apply("-", length, "1") : "0") : clamp(first);
  const to = last === null ? (down ? "(- 1)" : length) : clamp(last);
  if (container.kind === "range") {
    const at = (index: Term) => apply("+", container.start, apply("*", integer(container.step), index));
    return total({ kind: "range", start: at(from), stop: at(to), step: container.step * step });
  }
  const count = python("py.range_length", from, to, integer(step));
  const position = (index: Term): Term => apply("+", from, apply("*", integer(step), index));
  if (container.kind === "str") {
    const at = (index: Term) => apply("str.at", container.term, position(index));
    const { term } = accumulate(
      { kind: "indexed", length: count, at: (index) => total({ kind: "str", term: at(index) }) },
      TEXTS,
      (item) => ({ term: encoded({ kind: "str" }, item), ...certain([]) }),
      fresh,
    );
    fresh.lemma(() => apply("=", apply("str.len", term), count));
    fresh.lemma(() => fresh.forAll(count, (index) => apply("=", apply("str.at", term, index), at(index))));
    return certain(pure({ kind: "str", term }));
  }
  const at = (index: Term) => apply("seq.nth", container.term, position(index));
  const { term } = accumulate(
    { kind: "indexed", length: count, at: (index) => certain(decode(container.element, at(index))) },
    lists(container.element),
    (item) => ({ term: apply("seq.unit", encoded(container.element, item)), ...certain([]) }),
    fresh,
  );
  statePointwise(term, count, at, fresh);
  return total({ ...container, term });
}

function positionsOf(length: number, start: bigint | null, stop: bigint | null, step: bigint): number[] {
  const [low, high] = step > 0n ? [0n, BigInt(length)] : [-1n, BigInt(length) - 1n];
  const clamp = (bound: bigint): bigint => {
    const normal = bound < 0n ? bound + BigInt(length) : bound;
    return normal < low ? low : normal > high ? high : normal;
  };
  const from = start === null ? (step > 0n ? low : high) : clamp(start);
  const to = stop === null ? (step > 0n ? high : low) : clamp(stop);
  const positions: number[] = [];
  for (let at = from; step > 0n ? at < to : at > to; at += step) positions.push(Number(at));
  return positions;
}

export const reversal = (container: Pure, fresh: Fresh): Meaning =>
  sliced(container, { kind: "none" }, { kind: "none" }, int("(- 1)"), fresh);

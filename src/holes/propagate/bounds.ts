import { parseExpression } from "../../ir/expression/parse.ts";
import type { IR } from "../../ir/ir.ts";
import { evaluate } from "../../logic/evaluate/evaluate.ts";
import { environmentOf } from "../../logic/example.ts";
import type { Asker } from "../satisfiable.ts";
import { supposing } from "../with-clause.ts";

/** What the contract leaves of an integer: bounds that were proved, in decimal digits as they may be of any size; null where none was. `attained` when the bound itself is known to be possible. */
export interface Range {
  /** `result`, `x`, or `len(xs)`. */
  measure: string;
  lowest: string | null;
  highest: string | null;
  lowest_attained: boolean;
  highest_attained: boolean;
}

/** Distances that are tried before a bound is searched for in between: a bound further from zero than the last is not found. */
const STEPS = [0n, 1n, 4n, 16n, 64n, 1024n, 1_048_576n, 1_000_000_000n];
/** Those of the distances, from the far end, with which a search begins. */
const FAR = [0, 2, 4];
/** Points of one round of the search. */
const WIDTH = 15n;

/** The integers that the contract leaves for a measure. A bound is claimed only where the solver shows that nothing lies beyond it. */
export async function rangeOf(ir: IR, measure: string, asker: Asker): Promise<Range> {
  // Asked together, the questions of both sides share a session, and cost nothing when they are asked again.
  await asker.unsatisfiable(SIDES.flatMap((side) => beyond(ir, measure, side, firstPoints(ir, measure, side, asker))));
  const lowest = await bound(ir, measure, "<", asker);
  const highest = await bound(ir, measure, ">", asker);
  const attained = async (value: bigint | null) => {
    if (value === null) return false;
    const [found] = await asker.satisfiable([supposing(ir, categoryOf(ir, measure), `${measure} == ${value}`)]);
    return found?.status === "sat";
  };
  return {
    measure,
    lowest: lowest === null ? null : String(lowest),
    highest: highest === null ? null : String(highest),
    lowest_attained: await attained(lowest),
    highest_attained: await attained(highest),
  };
}

type Side = "<" | ">";
const SIDES: readonly Side[] = ["<", ">"];

const categoryOf = ({ signature }: IR, measure: string) =>
  signature.parameters.some(({ name }) => measure === name || measure === `len(${name})`)
    ? "precondition"
    : "postcondition";

const beyond = (ir: IR, measure: string, side: Side, points: readonly bigint[]): IR[] =>
  points.map((point) => supposing(ir, categoryOf(ir, measure), `${measure} ${side} ${point}`));

/** From the far end of what a bound excludes towards what it does not: -10^9, ..., 0, ..., 10^9. */
const ordered = (side: Side): bigint[] => {
  const points = [
    ...STEPS.slice(1)
      .map((step) => -step)
      .reverse(),
    ...STEPS,
  ];
  return side === "<" ? points : points.toReversed();
};

/** The value furthest out that is known to be possible; null where none is known. */
function furthest(ir: IR, measure: string, side: Side, asker: Asker): bigint | null {
  const expression = parseExpression(measure);
  const values = asker.witnesses(ir).flatMap((known) => {
    const outcome = evaluate(expression, environmentOf(known, "exit"));
    return outcome.status === "value" && outcome.value.kind === "int" ? [outcome.value.value] : [];
  });
  return values.reduce<bigint | null>(
    (best, value) => (best === null || isBefore(value, best, side) ? value : best),
    null,
  );
}

const isBefore = (one: bigint, other: bigint, side: Side): boolean => (side === "<" ? one < other : one > other);

/** Most integers have no bound: three points far out and near tell, where the solver can. Where there is one it is mostly the furthest value that is known. */
function firstPoints(ir: IR, measure: string, side: Side, asker: Asker): bigint[] {
  const known = furthest(ir, measure, side, asker);
  return [...FAR.flatMap((index) => ordered(side)[index] ?? []), ...(known === null ? [] : [known])];
}

/** The greatest value below which there is none, or the least above which there is none; null when no value that is tried has this property. */
async function bound(ir: IR, measure: string, side: Side, asker: Asker): Promise<bigint | null> {
  const excludes = (points: readonly bigint[]) => asker.unsatisfiable(beyond(ir, measure, side, points));
  const known = furthest(ir, measure, side, asker);
  const first = await excludes(firstPoints(ir, measure, side, asker));
  if (known !== null && first[FAR.length]) return known;
  if (!first.slice(0, FAR.length).includes(true)) return null;
  const points = ordered(side);
  const excluded = await excludes(points);
  const last = excluded.lastIndexOf(true);
  const tight = points[last];
  if (last < 0 || tight === undefined) return null;
  const loose = points[last + 1];
  return loose === undefined ? tight : narrowed(tight, loose, excludes, () => furthest(ir, measure, side, asker));
}

/** The tightest bound between one that is known and a value that is none, as far as questions tell. `possible` is the furthest value of which it is known that it is possible. */
async function narrowed(
  known: bigint,
  end: bigint,
  excludes: (points: readonly bigint[]) => Promise<boolean[]>,
  possible: () => bigint | null,
): Promise<bigint> {
  const sign = end > known ? 1n : -1n;
  let [tight, loose] = [known, end];
  while (distance(tight, loose) > 1n) {
    const value = possible();
    const next = value === null ? loose : value + sign;
    if ((next - tight) * sign > 0n && (loose - next) * sign > 0n) loose = next;
    const between = pointsBetween(tight, loose);
    const found = await excludes(between);
    const best = found.lastIndexOf(true);
    loose = between[best + 1] ?? loose;
    tight = between[best] ?? tight;
  }
  return tight;
}

/** Values to try between a bound and what is none, the last one next to the latter: where that is known from a possible value, it mostly is the bound. */
function pointsBetween(tight: bigint, loose: bigint): bigint[] {
  const gap = distance(tight, loose);
  const sign = loose > tight ? 1n : -1n;
  const step = gap / (WIDTH + 1n) + 1n;
  const points: bigint[] = [];
  for (let away = step; away < gap; away += step) points.push(tight + sign * away);
  const last = loose - sign;
  return gap <= 1n || points.at(-1) === last ? points : [...points, last];
}

const distance = (one: bigint, other: bigint): bigint => (one > other ? one - other : other - one);

import type { IR } from "../../ir/ir.ts";
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
/** Points of one round of the search. */
const WIDTH = 15n;

/** The integers that the contract leaves for a measure. A bound is claimed only where the solver shows that nothing lies beyond it. */
export async function rangeOf(ir: IR, measure: string, asker: Asker): Promise<Range> {
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

const categoryOf = ({ signature }: IR, measure: string) =>
  signature.parameters.some(({ name }) => measure === name || measure === `len(${name})`)
    ? "precondition"
    : "postcondition";

/** The greatest value below which there is none, or the least above which there is none; null when no value that is tried has this property. */
async function bound(ir: IR, measure: string, side: "<" | ">", asker: Asker): Promise<bigint | null> {
  const category = categoryOf(ir, measure);
  const isBound = async (values: readonly bigint[]) =>
    asker.unsatisfiable(values.map((value) => supposing(ir, category, `${measure} ${side} ${value}`)));
  // From the far end of what is excluded towards what is not: -10^9, ..., 0, ..., 10^9.
  const tried = [
    ...STEPS.slice(1)
      .map((step) => -step)
      .reverse(),
    ...STEPS,
  ];
  const ordered = side === "<" ? tried : tried.toReversed();
  // Most integers have no bound: three points far out and near tell, where the solver can.
  const far = await isBound([0, 2, 4].flatMap((index) => ordered[index] ?? []));
  if (!far.includes(true)) return null;
  const excluded = await isBound(ordered);
  const last = excluded.lastIndexOf(true);
  let tight = ordered[last];
  if (last < 0 || tight === undefined) return null;
  let loose = ordered[last + 1];
  if (loose === undefined) return tight;
  // `tight` is a bound and `loose` is none that is known.
  for (let gap = distance(tight, loose); gap > 1n; gap = distance(tight, loose)) {
    const step = gap / (WIDTH + 1n) + 1n;
    const sign = loose > tight ? 1n : -1n;
    const points: bigint[] = [];
    for (let point = tight + sign * step; distance(tight, point) < gap; point += sign * step) points.push(point);
    const known = await isBound(points);
    const best = known.lastIndexOf(true);
    loose = points[best + 1] ?? loose;
    tight = points[best] ?? tight;
  }
  return tight;
}

const distance = (one: bigint, other: bigint): bigint => (one > other ? one - other : other - one);

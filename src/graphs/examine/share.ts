/** A node that examines functions is given up after this long: what is left of it then is not kept. */
export const EXAMINE_LEASE_MS = 300_000;

/** Budgets are for one function of a small file; in a large one each function gets its share, so that the node ends within its lease. */
const FULL_SHARE = 12;

/** The part of `whole` that one of `count` functions may spend, never below `least`. */
export function shareOf(whole: number, count: number, least: number): number {
  return Math.max(least, Math.floor((whole * FULL_SHARE) / Math.max(FULL_SHARE, count)));
}

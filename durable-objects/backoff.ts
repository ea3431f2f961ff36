/**
 * Delay before the next try after `failures` earlier ones, drawn from the upper half of [0, min(max, base * 2^failures)].
 * Times are milliseconds; `random` is uniform in [0, 1).
 */
export function backoff(failures: number, limits: { base_ms: number; max_ms: number }, random: () => number): number {
  const ceiling = Math.min(limits.max_ms, limits.base_ms * 2 ** Math.min(failures, 30));
  return Math.round(ceiling / 2 + random() * (ceiling / 2));
}

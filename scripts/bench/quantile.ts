/** Nearest-rank quantile, rounded to tenths. */
export function quantile(unordered: readonly number[], q: number): number {
  const ascending = unordered.toSorted((a, b) => a - b);
  return tenths(ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? 0);
}

export const tenths = (value: number): number => Math.round(value * 10) / 10;

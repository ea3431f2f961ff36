/** Seeded randomness, so that a failing run can be run again from its number alone. */
export interface Random {
  /** Uniform in [0, 1). */
  next: () => number;
  /** True with this probability. */
  chance: (probability: number) => boolean;
  /** A whole number from `least` to `most`, both included. */
  whole: (least: number, most: number) => number;
  pick: <T>(from: readonly [T, ...T[]]) => T;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to spread faults. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    whole,
    pick: (from) => from[whole(0, from.length - 1)] ?? from[0],
  };
}

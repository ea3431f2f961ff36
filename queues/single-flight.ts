/**
 * Shares one computation among concurrent callers with an equal key.
 *
 * Guaranteed: within one isolate, while a computation for a key is under way, others wait for it up to `patience_ms` and take its value if
 * there is one. Not guaranteed: anything across isolates, where equal work may be done twice with equal results. A leader that fails, dies
 * or is slower than the patience costs its followers only the wait; they compute for themselves.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T | null>>();

  /** `compute` answers null for "nothing to share". */
  async run(
    key: string,
    patience_ms: number,
    compute: () => Promise<T | null>,
  ): Promise<{ value: T | null; shared: boolean }> {
    const leader = this.#flights.get(key);
    if (leader !== undefined) {
      const value = await within(leader, patience_ms);
      if (value !== null) return { value, shared: true };
    }
    const flight = compute();
    this.#flights.set(
      key,
      flight.catch(() => null),
    );
    const mine = this.#flights.get(key);
    try {
      return { value: await flight, shared: false };
    } finally {
      if (this.#flights.get(key) === mine) this.#flights.delete(key);
    }
  }
}

async function within<T>(work: Promise<T | null>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

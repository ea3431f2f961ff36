/** More callers than this get their answer at once; they poll. */
const WAITERS_PER_RUN = 256;

/**
 * Long polls of one run, in memory alone: an eviction drops the connections with them. Nobody is notified of a change before its commit.
 */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** Resolves at the next change or after `ms`. False, at once, when too many wait already. */
  async change(ms: number): Promise<boolean> {
    if (this.#waiting.size >= WAITERS_PER_RUN) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const timer = setTimeout(resolve, ms);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(resolve);
    }
    return true;
  }

  notify(): void {
    for (const resolve of this.#waiting) resolve();
  }
}

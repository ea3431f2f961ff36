/** Z3 ran longer than a session may. */
export class Z3Timeout extends Error {
  override readonly name = "Z3Timeout";
}

/**
 * Ends what Z3's own resource count does not bound, such as printing and some tactics: a loop there would hold the isolate for ever. It is far
 * above what the count allows on any machine, so that no ordinary answer depends on the clock. On Cloudflare the clock stands still while code
 * computes, and the platform's CPU limit takes this place.
 */
export class Stopwatch {
  readonly #limit_ms: number;
  readonly #now: () => number;
  #until: number;

  constructor(limit_ms: number, now: () => number) {
    this.#limit_ms = limit_ms;
    this.#now = now;
    this.#until = now() + limit_ms;
  }

  start(): void {
    this.#until = this.#now() + this.#limit_ms;
  }

  /** @throws Z3Timeout once the time is over. */
  look(): void {
    if (this.#now() > this.#until) throw new Z3Timeout(`stopped after ${this.#limit_ms / 1000} s`);
  }
}

/** The first moment of 2026, in nanoseconds since 1970. */
const START = 1_767_225_600_000_000_000n;
/** Each look at the clock takes a millisecond, so that a program that waits for time to pass ends. */
const STEP = 1_000_000n;

/** Time that depends only on how often it was asked for. */
export class VirtualClock {
  #passed = 0n;

  /** Nanoseconds since 1970. */
  now(): bigint {
    return START + this.elapsed();
  }

  /** Nanoseconds since the run began. */
  elapsed(): bigint {
    this.#passed += STEP;
    return this.#passed;
  }
}

/** The same bytes in every run: xorshift32 (G. Marsaglia, "Xorshift RNGs", 2003). Nothing that runs here may keep a secret. */
export class Entropy {
  #state = 0x9e3779b9;

  fill(into: Uint8Array): void {
    let state = this.#state;
    for (let index = 0; index < into.length; index += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      into[index] = state;
    }
    this.#state = state;
  }
}

import { PredictionError } from "../signatures/predictor.ts";
import type { Transport } from "./transport.ts";

/** A fair semaphore: who waits longest is next. */
export class Slots {
  readonly #limit: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError("a limit of concurrency is a positive integer");
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  async take(signal: AbortSignal | null): Promise<void> {
    if (signal?.aborted === true) throw aborted();
    if (this.#taken < this.#limit) {
      this.#taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const granted = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const abort = () => {
        const place = this.#waiting.indexOf(granted);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(aborted());
      };
      this.#waiting.push(granted);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Hands the slot to who waits longest, or frees it. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken--;
    else next();
  }
}

function aborted(): PredictionError {
  return new PredictionError("aborted", "aborted while waiting for a free slot of the provider");
}

/** At most so many requests of one provider at a time in this isolate. Waiting counts toward no timeout. */
export function withSlots(inner: Transport, slots: Slots): Transport {
  return {
    ...inner,
    async send(request, signal) {
      await slots.take(signal);
      try {
        return await inner.send(request, signal);
      } finally {
        slots.give();
      }
    },
  };
}

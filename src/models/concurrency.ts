import { PredictionError } from "../signatures/predictor.ts";
import type { Transport } from "./transport.ts";

export interface SlotOptions {
  limit: number;
  /** Milliseconds after which a slot that was not given back is free again: a Worker's request may end without running `finally`. */
  lease_ms: number;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal | null) => Promise<void>;
}

/** How often who waits looks again, and how long who looks no more keeps its place. */
const POLL_MS = 20;
const ABSENT_MS = 5_000;

/**
 * A fair semaphore across the requests of one isolate: who waits longest is next. Waiting is by timer and not by a promise that another request resolves: workerd
 * ends a request whose only hope is another one.
 */
export class Slots {
  readonly #options: SlotOptions;
  readonly #held = new Map<number, number>();
  readonly #waiting = new Map<number, number>();
  #next = 0;

  constructor(options: SlotOptions) {
    if (!Number.isInteger(options.limit) || options.limit < 1)
      throw new RangeError("a limit of concurrency is a positive integer");
    this.#options = options;
  }

  get taken(): number {
    return this.#held.size;
  }

  /** Resolves to the slot, which has to be given back. Rejects when the signal aborts. */
  async take(signal: AbortSignal | null): Promise<number> {
    if (signal?.aborted === true) throw aborted();
    const ticket = this.#next++;
    try {
      for (;;) {
        const now = this.#options.now();
        this.#waiting.set(ticket, now);
        this.#forget(now);
        const [first] = this.#waiting.keys();
        if (first === ticket && this.#held.size < this.#options.limit) {
          this.#held.set(ticket, now + this.#options.lease_ms);
          return ticket;
        }
        await this.#options.sleep(POLL_MS, signal);
      }
    } finally {
      this.#waiting.delete(ticket);
    }
  }

  give(slot: number): void {
    this.#held.delete(slot);
  }

  #forget(now: number): void {
    for (const [slot, until] of this.#held) if (until <= now) this.#held.delete(slot);
    for (const [ticket, seen] of this.#waiting) if (seen + ABSENT_MS < now) this.#waiting.delete(ticket);
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
      const slot = await slots.take(signal);
      try {
        return await inner.send(request, signal);
      } finally {
        slots.give(slot);
      }
    },
  };
}

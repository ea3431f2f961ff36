import type { Usage } from "../signatures/predictor.ts";

/** What a budget limits. Money is integer micro-USD. */
export interface Amounts {
  calls: number;
  tokens: number;
  micro_usd: number;
}

/** Upper limits of one budget; null is no limit. */
export type Limits = { [K in keyof Amounts]: number | null };

/**
 * The most that one call can cost, before it is made. `micro_usd` is null when the model's price is not known: a budget that limits money then refuses the call,
 * because nobody could say whether it keeps within.
 */
export interface Estimate {
  calls: number;
  tokens: number;
  micro_usd: number | null;
}

export type Reservation =
  | { ok: true; id: string }
  | { ok: false; limit: keyof Amounts; allowed: number; used: number; wanted: number | null };

/**
 * The account of one budget. A reservation holds its estimate until it is settled, so that what is spent and held together never exceeds a limit, however calls interleave.
 * Implementations differ in where they keep it: here in memory, elsewhere in a Durable Object.
 */
export interface Ledger {
  /** Holds the estimate, or names the limit that it would exceed. Nothing is held then. */
  reserve(estimate: Estimate): Promise<Reservation>;
  /**
   * Replaces the reservation by what was really used; null when nobody can know (the connection broke after the request was sent), which books the whole estimate.
   * A usage without calls books nothing. Settling twice, or an unknown id, changes nothing.
   */
  settle(id: string, usage: Usage | null): Promise<void>;
}

/** State of a ledger as plain data, so that it can be stored. */
export interface LedgerState {
  limits: Limits;
  spent: Amounts;
  held: Readonly<Record<string, Estimate>>;
}

export function openLedger(limits: Limits): LedgerState {
  return { limits, spent: { calls: 0, tokens: 0, micro_usd: 0 }, held: {} };
}

/** Spent and held together. */
export function committed(state: LedgerState): Amounts {
  const total = { ...state.spent };
  for (const estimate of Object.values(state.held)) {
    total.calls += estimate.calls;
    total.tokens += estimate.tokens;
    total.micro_usd += estimate.micro_usd ?? 0;
  }
  return total;
}

const KINDS = ["calls", "tokens", "micro_usd"] as const;

export function reserve(state: LedgerState, id: string, estimate: Estimate): [LedgerState, Reservation] {
  if (id in state.held) throw new Error(`the reservation ${id} exists already`);
  const now = committed(state);
  for (const limit of KINDS) {
    const allowed = state.limits[limit];
    if (allowed === null) continue;
    const wanted = estimate[limit];
    if (wanted === null || now[limit] + wanted > allowed) {
      return [state, { ok: false, limit, allowed, used: now[limit], wanted }];
    }
  }
  return [
    { ...state, held: { ...state.held, [id]: estimate } },
    { ok: true, id },
  ];
}

export function settle(state: LedgerState, id: string, usage: Usage | null): LedgerState {
  const estimate = state.held[id];
  if (estimate === undefined) return state;
  const { [id]: _settled, ...held } = state.held;
  const used = usage === null ? estimate : usedAmounts(usage, estimate);
  return {
    ...state,
    held,
    spent: {
      calls: state.spent.calls + used.calls,
      tokens: state.spent.tokens + used.tokens,
      micro_usd: state.spent.micro_usd + (used.micro_usd ?? 0),
    },
  };
}

/** A usage without a price books the money of the estimate. */
function usedAmounts(usage: Usage, estimate: Estimate): Estimate {
  if (usage.calls === 0) return { calls: 0, tokens: 0, micro_usd: 0 };
  return {
    calls: usage.calls,
    tokens: usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
    micro_usd: usage.micro_usd ?? estimate.micro_usd,
  };
}

/** A ledger that ends with the process. */
export function memoryLedger(limits: Limits): Ledger & { state(): LedgerState } {
  let state = openLedger(limits);
  let next = 0;
  return {
    state: () => state,
    async reserve(estimate) {
      const [after, reservation] = reserve(state, `reservation-${next++}`, estimate);
      state = after;
      return reservation;
    },
    async settle(id, usage) {
      state = settle(state, id, usage);
    },
  };
}

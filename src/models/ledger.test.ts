import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Usage } from "../signatures/predictor.ts";
import { committed, type Estimate, type Limits, memoryLedger, openLedger, reserve, settle } from "./ledger.ts";

const usage = (calls: number, tokens: number, micro_usd: number | null): Usage => ({
  model: "m",
  calls,
  input_tokens: tokens,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  micro_usd,
});

const limits = fc.record({
  calls: fc.option(fc.nat(20)),
  tokens: fc.option(fc.nat(2_000)),
  micro_usd: fc.option(fc.nat(5_000)),
}) satisfies fc.Arbitrary<Limits>;
const estimate: fc.Arbitrary<Estimate> = fc.record({
  calls: fc.constant(1),
  tokens: fc.nat(500),
  micro_usd: fc.option(fc.nat(1_000)),
});

/** One step of many callers: someone reserves, or someone settles with a part of what was estimated, or with an unknown cost. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("reserve" as const), estimate }),
  fc.record({
    kind: fc.constant("settle" as const),
    which: fc.nat(),
    part: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
);

describe("a ledger", () => {
  it("never has more spent and held than a limit allows, under any interleaving", () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 60 }), (bounds, steps) => {
        let state = openLedger(bounds);
        const open: { id: string; estimate: Estimate }[] = [];
        for (const [index, one] of steps.entries()) {
          if (one.kind === "reserve") {
            const [after, reservation] = reserve(state, `r${index}`, one.estimate);
            if (reservation.ok) open.push({ id: reservation.id, estimate: one.estimate });
            else expect(after).toBe(state);
            state = after;
          } else if (open.length > 0) {
            const [settled] = open.splice(one.which % open.length, 1);
            if (settled === undefined) continue;
            const { part } = one;
            const of = (amount: number) => Math.floor(amount * (part ?? 0));
            const money = settled.estimate.micro_usd;
            state = settle(
              state,
              settled.id,
              part === null ? null : usage(1, of(settled.estimate.tokens), money === null ? null : of(money)),
            );
          }
          const total = committed(state);
          for (const kind of ["calls", "tokens", "micro_usd"] as const) {
            const limit = bounds[kind];
            if (limit !== null) expect(total[kind]).toBeLessThanOrEqual(limit);
          }
        }
        expect(Object.keys(state.held).sort()).toEqual(open.map(({ id }) => id).sort());
      }),
    );
  });

  it("refuses nothing that fits: a reservation fails only where the sum would exceed the limit it names", () => {
    fc.assert(
      fc.property(limits, fc.array(estimate, { maxLength: 30 }), (bounds, estimates) => {
        let state = openLedger(bounds);
        for (const [index, one] of estimates.entries()) {
          const before = committed(state);
          const [after, answer] = reserve(state, `r${index}`, one);
          if (!answer.ok) {
            const wanted = one[answer.limit];
            expect(wanted === null || before[answer.limit] + wanted > answer.allowed).toBe(true);
            expect(answer).toMatchObject({ used: before[answer.limit], wanted, allowed: bounds[answer.limit] });
          }
          state = after;
        }
      }),
    );
  });

  it("with a limit of money refuses a call whose price is not known, and without one counts it as nothing", () => {
    const unknown = { calls: 1, tokens: 10, micro_usd: null };
    const [, refused] = reserve(openLedger({ calls: null, tokens: null, micro_usd: 100 }), "a", unknown);
    expect(refused).toMatchObject({ ok: false, limit: "micro_usd", wanted: null });
    const [, allowed] = reserve(openLedger({ calls: 1, tokens: 10, micro_usd: null }), "a", unknown);
    expect(allowed.ok).toBe(true);
  });

  it("books the whole estimate when nobody knows the cost, and settles once", async () => {
    const ledger = memoryLedger({ calls: 5, tokens: 100, micro_usd: 100 });
    const first = await ledger.reserve({ calls: 1, tokens: 40, micro_usd: 30 });
    if (!first.ok) throw new Error("refused");
    await ledger.settle(first.id, null);
    await ledger.settle(first.id, usage(1, 7, 7));
    await ledger.settle("nobody", usage(1, 7, 7));
    expect(ledger.state()).toMatchObject({ spent: { calls: 1, tokens: 40, micro_usd: 30 }, held: {} });
  });

  it("lets parallel reservations through one by one", async () => {
    const ledger = memoryLedger({ calls: 3, tokens: null, micro_usd: null });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.reserve({ calls: 1, tokens: 0, micro_usd: 0 })));
    expect(answers.filter(({ ok }) => ok).length).toBe(3);
  });
});

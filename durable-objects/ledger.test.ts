import { env, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Usage } from "../src/signatures/predictor.ts";
import { LedgerTable } from "./ledger-table.ts";
import { migrate } from "./migrations.ts";
import { Bench, TENANT } from "./testing/bench.ts";

const LIMITS = { calls: 2, tokens: null, micro_usd: 1_000 };
const ESTIMATE = { calls: 1, tokens: 100, micro_usd: 400 };
const USED: Usage = {
  model: "m",
  calls: 1,
  input_tokens: 10,
  output_tokens: 5,
  cache_read_tokens: 3,
  cache_write_tokens: 2,
  micro_usd: 40,
};

const inLedger = (test: (ledger: LedgerTable) => void) =>
  runInDurableObject(env.RUNS.getByName(`ledger-${crypto.randomUUID()}`), (_, { storage }) => {
    migrate(storage, 0);
    test(new LedgerTable(storage.sql));
  });

describe("the ledger of a run", () => {
  it("never lets what is held and spent exceed a limit, and says which one it would be", async () => {
    await inLedger((ledger) => {
      expect(ledger.reserve("a", ESTIMATE, LIMITS, 1)).toEqual({ ok: true, id: "a" });
      expect(ledger.reserve("b", { ...ESTIMATE, micro_usd: 601 }, LIMITS, 2)).toEqual({
        ok: false,
        limit: "micro_usd",
        allowed: 1_000,
        used: 400,
        wanted: 601,
      });
      expect(ledger.reserve("b", ESTIMATE, LIMITS, 2).ok).toBe(true);
      expect(ledger.reserve("c", { ...ESTIMATE, micro_usd: 0 }, LIMITS, 3)).toMatchObject({
        ok: false,
        limit: "calls",
      });
    });
  });

  it("counts a request once, however often it is reserved and settled", async () => {
    await inLedger((ledger) => {
      for (const at of [1, 2]) expect(ledger.reserve("a", ESTIMATE, LIMITS, at).ok).toBe(true);
      expect(ledger.settle("a", USED, 3)).toBe(true);
      expect(ledger.settle("a", { ...USED, micro_usd: 900 }, 4)).toBe(false);
      expect(ledger.settle("stranger", USED, 5)).toBe(false);
      expect(ledger.usage()).toEqual({ llm_calls: 1, input_tokens: 15, output_tokens: 5, micro_usd: 40 });
    });
  });

  it("books the whole estimate where nobody knows what was used, and shows nothing that is only held", async () => {
    await inLedger((ledger) => {
      ledger.reserve("a", ESTIMATE, LIMITS, 1);
      expect(ledger.usage()).toEqual({ llm_calls: 0, input_tokens: 0, output_tokens: 0, micro_usd: 0 });
      ledger.settle("a", null, 2);
      expect(ledger.usage()).toMatchObject({ llm_calls: 1, micro_usd: 400 });
    });
  });

  it("is part of the run: its usage shows, its revision grows, and deletion takes it along", async () => {
    const bench = new Bench({ always_replay: true });
    const run = await bench.start("line");
    const { revision } = await run.read();
    expect(await run.rpc.reserve({ id: "a", estimate: ESTIMATE })).toEqual({ ok: true, id: "a" });
    await run.rpc.settle({ id: "a", usage: USED });
    const after = await run.read();
    expect(after.usage).toMatchObject({ llm_calls: 1, micro_usd: 40 });
    expect(after.revision).toBeGreaterThan(revision);
    await run.finish();
    await run.rpc.remove({ tenant: TENANT });
    expect(await run.rpc.reserve({ id: "b", estimate: ESTIMATE })).toMatchObject({ ok: false });
  });
});

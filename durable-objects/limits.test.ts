import { env, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { BLOB_PART_BYTES, Blobs, toValue, VALUE_BYTES, ValueTooLarge } from "./blobs.ts";
import { boundError, EVENT_BYTES } from "./journal.ts";
import { migrate } from "./migrations.ts";
import { Bench, MODES } from "./testing/bench.ts";
import { checkInvariants } from "./testing/invariants.ts";

const jsonOf = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));

describe("blobs", () => {
  it("fault 32: a value one byte under, at and over a row's limit comes back as it was, in rows under the limit", async () => {
    await runInDurableObject(env.RUNS.getByName(`blobs-${crypto.randomUUID()}`), (_, { storage }) => {
      migrate(storage, 0);
      const blobs = new Blobs(storage.sql);
      for (const bytes of [2, BLOB_PART_BYTES - 1, BLOB_PART_BYTES, BLOB_PART_BYTES + 1, 3 * BLOB_PART_BYTES + 7]) {
        const value = toValue(jsonOf(bytes));
        blobs.put(value);
        blobs.put(value);
        expect(blobs.get(value.ref)).toBe(jsonOf(bytes));
        const rows = storage.sql
          .exec<{ size: number }>("SELECT length(bytes) AS size FROM blobs WHERE hash = ?", value.ref.hash)
          .toArray();
        expect(rows).toHaveLength(Math.ceil(bytes / BLOB_PART_BYTES));
        expect(Math.max(...rows.map((row) => row.size))).toBeLessThanOrEqual(BLOB_PART_BYTES);
      }
    });
  });

  it("fault 32: a value of many bytes per character is cut anywhere and comes back whole", async () => {
    await runInDurableObject(env.RUNS.getByName(`blobs-${crypto.randomUUID()}`), (_, { storage }) => {
      migrate(storage, 0);
      const blobs = new Blobs(storage.sql);
      const text = JSON.stringify(`\ufeff${"語🎈".repeat(BLOB_PART_BYTES / 5)}`);
      const value = toValue(text);
      blobs.put(value);
      expect(blobs.get(value.ref) === text).toBe(true);
    });
  });

  it("fault 32: refuses a value over the hard limit and a run over its limit, each with its code", async () => {
    expect(toValue(jsonOf(1000), 1000).ref.bytes).toBe(1000);
    expect(() => toValue(jsonOf(1001), 1000)).toThrow(new ValueTooLarge("value_too_large", 1001, 1000));
    await runInDurableObject(env.RUNS.getByName(`blobs-${crypto.randomUUID()}`), (_, { storage }) => {
      migrate(storage, 0);
      const blobs = new Blobs(storage.sql, 200_000);
      expect(() => blobs.put(toValue(jsonOf(200_000)))).toThrow(/the run of \d+ bytes is larger than 200000 bytes/);
    });
  });
});

describe("errors in the journal", () => {
  it("fault 32: are cut to what a row may hold, and say what was left out", () => {
    const detail = { pointer: null, line: 1, column: 1, detail: "語".repeat(5_000) };
    const message = "m".repeat(3_000);
    const error = {
      class: "terminal",
      code: "c".repeat(100),
      message,
      retry_after_ms: null,
      details: Array(250).fill(detail),
    } as const;
    const bounded = boundError({ ...error, details: [...error.details] });
    expect(bounded.details).toHaveLength(101);
    expect(bounded.details.at(-1)?.detail).toBe("150 more were left out");
    expect(bounded.message).toHaveLength(2_000);
    expect(new TextEncoder().encode(JSON.stringify(bounded)).length).toBeLessThan(EVENT_BYTES);
  });
});

describe.each(MODES)("large results, $mode", ({ always_replay }) => {
  it("fault 32: a result larger than a row goes through the run unchanged", async () => {
    const bench = new Bench({ always_replay });
    const large = "y".repeat(2_500_000);
    bench.bodies.replace("second", () => large);
    const run = await bench.start("line");
    expect((await run.finish()).outcome?.solver?.output).toBe(`${large}>third`);
    await checkInvariants(run);
  });

  it("fault 32: a result over the hard limit fails its node with a code, at once", async () => {
    const bench = new Bench({ always_replay });
    bench.bodies.replace("second", () => "z".repeat(VALUE_BYTES));
    const run = await bench.start("line");
    await run.untilSent();
    expect((await bench.deliverSent()).acked).toEqual([0]);
    expect(await run.finish()).toMatchObject({
      status: "failed",
      error: { code: "value_too_large", node: "second", retryable: false },
    });
    expect(bench.bodies.count("second")).toBe(1);
    await checkInvariants(run);
  });
});

import { createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Bench, MODES } from "../durable-objects/testing/bench.ts";
import { checkInvariants } from "../durable-objects/testing/invariants.ts";
import { deadLettersOf } from "../src/store/dead-letters.ts";
import { consumeDeadLetters } from "./dead-letters.ts";

async function deliverDead(bodies: readonly unknown[]) {
  const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 4, body }));
  const batch = createMessageBatch("lift-dead-letters", messages);
  const context = createExecutionContext();
  await consumeDeadLetters(batch, env);
  return getQueueResult(batch, context);
}

/** A dead-letter queue that keeps what it is given. */
function deadLetterQueue(bench: Bench): unknown[] {
  const letters: unknown[] = [];
  bench.bindings.DEAD_LETTERS = {
    send: async (body: unknown) => {
      letters.push(body);
    },
  } as unknown as Queue;
  return letters;
}

describe.each(MODES)("dead letters, $mode", ({ always_replay }) => {
  it("fault 6: poison messages are recorded and acked, and their batch mates are not affected", async () => {
    const bench = new Bench({ always_replay });
    const letters = deadLetterQueue(bench);
    const run = await bench.start("line");
    await run.untilSent();
    const good = bench.sent.splice(0)[0];
    const unknown_run = `run_${crypto.randomUUID().replaceAll("-", "")}`;
    const poison = [
      "not an object",
      { ...good, v: 2 },
      { ...good, lease: undefined },
      { ...good, extra: true },
      null,
      { ...good, run: unknown_run },
    ];
    const result = await bench.deliver([...poison, good]);
    expect(result).toMatchObject({ acked: [0, 1, 2, 3, 4, 5, 6], again: [] });
    expect(letters).toHaveLength(6);
    expect(bench.bodies.count("second")).toBe(1);

    expect((await deliverDead(letters)).explicitAcks).toHaveLength(6);
    expect(await deadLettersOf(env.DB, unknown_run)).toMatchObject([
      { queue: "lift-nodes", reason: "unknown_run", node: "second", attempts: 1 },
    ]);
    expect((await deadLettersOf(env.DB, run.id)).map((letter) => letter.reason)).toEqual(
      Array(3).fill("invalid_message"),
    );
    await run.finish();
    await checkInvariants(run);
  });

  it("fails the node whose message the queue gave up, and its run with it", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const [work] = bench.sent.splice(0);
    await deliverDead([work]);
    expect(await run.read()).toMatchObject({ status: "failed", error: { code: "dead_lettered", node: "second" } });
    expect(await deadLettersOf(env.DB, run.id)).toMatchObject([{ reason: "deliveries_exhausted", node: "second" }]);
    await deliverDead([work]);
    await checkInvariants(run);
  });

  it("keeps a dead letter in the queue while D1 is down", async () => {
    const bench = new Bench({ always_replay });
    bench.bindings.DB = {
      prepare: () => {
        throw new Error("D1 is down");
      },
    } as unknown as D1Database;
    const result = await deliverDead(["junk"]);
    expect(result.explicitAcks).toEqual([]);
    expect(result.retryMessages).toHaveLength(1);
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Bench, MODES } from "../durable-objects/testing/bench.ts";
import { checkInvariants } from "../durable-objects/testing/invariants.ts";
import type { NodeWork } from "./messages.ts";

const only = (works: readonly NodeWork[]): NodeWork => {
  const [work] = works;
  if (work === undefined || works.length !== 1) throw new Error(`${works.length} messages, not one`);
  return work;
};

describe.each(MODES)("messages of nodes, $mode", ({ always_replay }) => {
  it("fault 1: a message delivered twice, in one batch and later, runs its node once", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const work = only(bench.sent.splice(0));
    const twice = await bench.deliver([work, work]);
    expect(twice.acked).toEqual([0, 1]);
    await bench.deliver([work]);
    expect(bench.bodies.count("second")).toBe(1);
    await run.finish();
    await bench.deliver([work]);
    expect(bench.bodies.count("second")).toBe(1);
    await checkInvariants(run);
  });

  it("fault 2: a lost message is sent again with the same lease when nobody has claimed it in time, and burns no attempt", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const lost = only(bench.sent.splice(0));
    await run.alarm(10_500);
    await run.untilSent();
    expect(only(bench.sent)).toEqual(lost);
    await checkInvariants(run);
    expect((await run.finish()).status).toBe("succeeded");
    expect(bench.bodies.count("second")).toBe(1);
  });

  it("fault 3: the result of an attempt that was given up is journaled as discarded and changes nothing", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const old = only(bench.sent.splice(0));
    expect((await run.rpc.claim(old, "gone")).status).toBe("claimed");
    await run.alarm(61_000);
    await run.alarm(2_000);
    await run.untilSent();
    expect(bench.sent[0]).toMatchObject({ node: "second", attempt: 2 });
    const outcome = { ok: true, writes: { b: '"stale"' }, cache: "none", choice: null } as const;
    expect(await run.rpc.report({ work: old, outcome })).toMatchObject({ accepted: false });
    const done = await run.finish();
    expect(done.outcome?.solver?.output).toBe(`${bench.input}>first>second>third`);
    expect((await run.events()).filter((event) => event.type === "result_discarded")).toMatchObject([
      { node: "second", attempt: 1, reason: "stale_lease" },
    ]);
    expect((await run.rows("SELECT 1 AS one FROM blobs WHERE CAST(bytes AS TEXT) LIKE '%stale%'")).length).toBe(0);
    await checkInvariants(run);
  });

  it("fault 4: a consumer that dies between the effect and the report costs a second run of the body, with the same idempotency key", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.failAt("before_report", 1);
    const result = await bench.deliverSent();
    expect(result.again).toEqual([0]);
    await bench.deliverSent();
    await run.alarm(61_000);
    expect((await run.finish()).status).toBe("succeeded");
    const keys = bench.bodies.ran.filter((entry) => entry.node === "second").map((entry) => entry.idempotency_key);
    expect(keys).toEqual([`${run.id}/second/0`, `${run.id}/second/0`]);
    await checkInvariants(run);
  });

  it("fault 5: a message delivered again after its report changes nothing and is acked", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const work = only(bench.sent);
    bench.failAt("before_ack", 1);
    expect((await bench.deliverSent()).again).toEqual([0]);
    const before = await run.types();
    expect((await bench.deliver([work])).acked).toEqual([0]);
    expect((await run.types()).slice(0, before.length)).toEqual(before);
    expect(bench.bodies.count("second")).toBe(1);
    bench.sent.splice(bench.sent.indexOf(work), 1);
    await run.finish();
    await checkInvariants(run);
  });

  it("fault 7: a node that throws until its attempts end fails the run with its code, and a dead letter of it changes nothing", async () => {
    const bench = new Bench({ always_replay });
    bench.bodies.replace("second", () => {
      throw new Error("no luck");
    });
    const run = await bench.start("line");
    const failed = await run.finish(200);
    expect(failed).toMatchObject({ status: "failed", error: { code: "unexpected", node: "second", retryable: true } });
    expect(bench.bodies.count("second")).toBe(5);
    const last = bench.all_sent.at(-1);
    if (last === undefined) throw new Error("nothing was sent");
    expect(await run.rpc.poke({ why: "dead_lettered", work: last })).toEqual({ status: "failed" });
    expect((await run.read()).error).toEqual(failed.error);
    await checkInvariants(run);
  });

  it("fault 8: when the handling of one message in a batch of ten fails, the other nine are acked and not run again", async () => {
    const bench = new Bench({ always_replay });
    const runs = await Promise.all(Array.from({ length: 10 }, () => bench.start("lift")));
    bench.bodies.replace("lifted", () => "[]");
    for (const run of runs) await run.untilSent(10);
    const unlucky = bench.sent[3];
    bench.on_reach = (point, at) => {
      if (point === "before_report" && at.run === unlucky?.run) throw new Error("the consumer stumbled");
    };
    const works = bench.sent.splice(0);
    const result = await bench.deliver(works);
    expect(result.acked).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
    expect(result.again).toEqual([3]);
    bench.on_reach = () => undefined;
    bench.ahead += 61_000;
    for (const run of runs) {
      expect((await run.finish()).status).toBe("succeeded");
      await checkInvariants(run);
    }
    expect(bench.bodies.count("lifted")).toBe(11);
  });

  it("fault 17: a retryable RPC error is tried again with a new stub, an overloaded object is left alone", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    let stubs = 0;
    let failures: object[] = [{ retryable: true }, { retryable: true }];
    bench.bindings.RUNS = {
      getByName: (name: string) => {
        stubs += 1;
        const failure = failures.shift();
        const call = async () => {
          throw Object.assign(new Error("the object did not answer"), failure);
        };
        return failure === undefined ? env.RUNS.getByName(name) : { claim: call, report: call };
      },
    } as unknown as typeof env.RUNS;
    const result = await bench.deliverSent();
    expect(result.acked).toEqual([0]);
    expect(stubs, "claim three times, report twice").toBe(5);
    expect((await run.read()).status).toBe("succeeded");

    const other = await bench.start("fan");
    await other.untilSent(3);
    bench.sent.splice(1);
    failures = [{ retryable: true, overloaded: true }];
    stubs = 0;
    const refused = await bench.deliverSent();
    expect(refused.again).toEqual([0]);
    expect(stubs).toBe(1);
    expect((await other.finish()).status).toBe("succeeded");
    await checkInvariants(other);
  });

  it("goes on with the only next node without a message, and leaves parallel ones to the queue", async () => {
    const bench = new Bench({ always_replay });
    const line = await bench.start("line");
    await line.untilSent();
    await bench.deliverSent();
    expect((await line.read()).status).toBe("succeeded");
    expect(bench.all_sent.map((work) => work.node)).toEqual(["second"]);
    expect((await line.types()).filter((type) => type.endsWith("third"))).toEqual([
      "node_scheduled third",
      "node_claimed third",
      "node_succeeded third",
    ]);
    const fan = await bench.start("fan");
    await fan.untilSent(3);
    await bench.deliver(bench.sent.slice(0, 1));
    expect((await fan.types()).filter((type) => type.startsWith("node_claimed"))).toEqual(["node_claimed left"]);
    await checkInvariants(line);
    await checkInvariants(fan);
  });

  it("takes no more nodes once it has held its batch up long enough", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.bodies.replace("second", async () => {
      bench.ahead += 1_000;
      return undefined;
    });
    await bench.deliverSent();
    await run.untilSent();
    expect(bench.sent.map((work) => work.node)).toEqual(["third"]);
    expect((await run.finish()).status).toBe("succeeded");
  });

  it("gets the same next node again when the report's answer was lost, and runs it once", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const work = only(bench.sent.splice(0));
    await run.rpc.claim(work, "me");
    const outcome = { ok: true, writes: { b: '"b"' }, cache: "none", choice: null } as const;
    const first = await run.rpc.report({ work, outcome, continue_as: "me again" });
    expect(first).toMatchObject({ accepted: true, next: { work: { node: "third" }, claim: { inputs: { b: '"b"' } } } });
    expect(await run.rpc.report({ work, outcome, continue_as: "me again" })).toMatchObject({
      accepted: false,
      next: first.next,
    });
    expect(await run.rpc.report({ work, outcome, continue_as: "somebody" })).toMatchObject({
      accepted: false,
      next: null,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.sent).toEqual([]);
    await run.alarm(61_000);
    expect((await run.finish()).status).toBe("succeeded");
    await checkInvariants(run);
  });

  it("gives a claim repeated by the same claimant the same answer, so that a lost answer costs nothing", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const work = only(bench.sent);
    const first = await run.rpc.claim(work, "me");
    expect(await run.rpc.claim(work, "me")).toEqual(first);
    expect(await run.rpc.claim(work, "you")).toEqual({ status: "discarded", reason: "duplicate" });
    await checkInvariants(run);
  });

  it("times a body out when its lease ends, whether or not it listens to the signal", async () => {
    const bench = new Bench({ always_replay });
    let aborted = false;
    bench.bodies.replace("second", (_, context) => {
      context.signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise(() => undefined);
    });
    const run = await bench.start("line");
    await run.untilSent();
    bench.on_reach = (point) => {
      if (point === "after_claim") bench.ahead += 59_950;
    };
    await bench.deliverSent();
    expect(aborted).toBe(true);
    await run.alarm(1_000);
    expect((await run.events()).find((event) => event.type === "node_failed")).toMatchObject({
      error: { class: "timeout" },
    });
    await checkInvariants(run);
  });
});

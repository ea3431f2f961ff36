import { describe, expect, it } from "vitest";
import { NodeId } from "../src/graph/ids.ts";
import { Bench, MODES, TENANT, type TestRun } from "./testing/bench.ts";
import { checkInvariants } from "./testing/invariants.ts";

const node = NodeId.parse("question");

async function tokenOf(run: TestRun): Promise<string> {
  const opened = (await run.events()).find((event) => event.type === "wait_opened");
  if (opened?.type !== "wait_opened") throw new Error("no wait is open");
  return opened.token;
}

describe.each(MODES)("a person's answer, $mode", ({ always_replay }) => {
  it("lets the run go on with the value, once", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    const answer = { tenant: TENANT, node, token: await tokenOf(run), value: "yes" };
    expect(await run.rpc.answer(answer)).toEqual({ status: "accepted" });
    expect(await run.rpc.answer(answer)).toEqual({ status: "discarded", reason: "duplicate" });
    expect((await run.finish()).status).toBe("succeeded");
    await checkInvariants(run);
  });

  it("under another token is discarded and the run goes on waiting", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    const answer = { tenant: TENANT, node, token: "another-token", value: "yes" };
    expect(await run.rpc.answer(answer)).toEqual({ status: "discarded", reason: "superseded" });
    expect((await run.read()).status).toBe("waiting");
  });

  it("of another shape than the channel's is refused with what is wrong, before anything is journaled", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    const before = (await run.events()).length;
    const answer = { tenant: TENANT, node, token: await tokenOf(run), value: 7 };
    expect(await run.rpc.answer(answer)).toMatchObject({ status: "invalid", issues: [{ pointer: "" }] });
    expect(await run.events()).toHaveLength(before);
  });

  it("after a cancel is discarded", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    const token = await tokenOf(run);
    await run.rpc.cancel({ tenant: TENANT, by: "tester" });
    const answered = await run.rpc.answer({ tenant: TENANT, node, token, value: "yes" });
    expect(answered).toEqual({ status: "discarded", reason: "terminal" });
    await checkInvariants(run);
  });
});

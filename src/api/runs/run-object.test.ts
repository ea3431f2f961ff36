import { describe, expect, it } from "vitest";
import { RunId } from "../../graphs/run.ts";
import { callWith, ORIGIN, problemOf } from "../testing.ts";
import { callRun } from "./run-object.ts";

const ID = RunId.parse("run_0000000000");

/** A namespace whose stubs fail with the given errors in turn, each stub once, and then answer null. */
function failing(...errors: object[]) {
  const seen = { stubs: 0, calls: 0 };
  const RUNS = {
    idFromName: (name: string) => name,
    get: () => {
      seen.stubs += 1;
      return {
        read: async () => {
          seen.calls += 1;
          const error = errors.shift();
          if (error !== undefined) throw error;
          return null;
        },
      };
    },
  };
  return { RUNS: RUNS as unknown as Cloudflare.Env["RUNS"], seen };
}
const rpcError = (flags: object) => Object.assign(new Error("Network connection lost."), { remote: false, ...flags });
const read = (RUNS: Cloudflare.Env["RUNS"]) => callRun({ RUNS }, ID, (run) => run.read({ tenant: "t" as never }));

describe("calling a run's object", () => {
  it("that fails in a retryable way is called again on a new stub", async () => {
    const { RUNS, seen } = failing(rpcError({ retryable: true }), rpcError({ retryable: true }));
    expect(await read(RUNS)).toBeNull();
    expect(seen).toEqual({ stubs: 3, calls: 3 });
  });

  it("that keeps failing is given up after three calls, as a retryable 503", async () => {
    const errors = Array.from({ length: 3 }, () => rpcError({ retryable: true }));
    const { RUNS, seen } = failing(...errors);
    const response = await callWith({ RUNS }, `${ORIGIN}/v1/runs/${ID}`);
    expect([response.status, seen.calls]).toEqual([503, 3]);
    expect(await problemOf(response)).toMatchObject({ code: "run_unavailable", retryable: true });
  });

  it("that is overloaded is not called again, and the caller is told to slow down", async () => {
    const { RUNS, seen } = failing(rpcError({ retryable: true, overloaded: true }));
    const response = await callWith({ RUNS }, `${ORIGIN}/v1/runs/${ID}`);
    expect([response.status, response.headers.get("Retry-After"), seen.calls]).toEqual([429, "2", 1]);
  });

  it("that fails for another reason is not called again, and the caller learns nothing of the reason", async () => {
    const { RUNS, seen } = failing(Object.assign(new Error("secret detail"), { remote: true }));
    const response = await callWith({ RUNS }, `${ORIGIN}/v1/runs/${ID}`);
    const text = await response.text();
    expect([response.status, seen.calls]).toEqual([500, 1]);
    expect(text).not.toContain("secret");
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";

const LIMITS = { fuel: 200_000_000, memory_bytes: 64 << 20 };
const request = (module: string, calls: string[][], rest = {}) => ({
  tenant: "tests",
  module,
  function: "f",
  calls: calls.map((args) => ({ args, kwargs: {} })),
  assume: [],
  checks: [],
  limits: LIMITS,
  ...rest,
});

describe("the sandbox", () => {
  it("runs a call", async () => {
    const r = await env.PYTHON.run(request("def f(x): return x + 1", [["1"]], { checks: ["result == x + 1"] }));
    expect(r).toMatchObject({
      status: "ran",
      outcomes: [{ kind: "returned", value: "2", type: "int", checks: ["true"] }],
    });
  });
});

import { describe, expect, it } from "vitest";
import { sampleIr } from "../../src/ir/ir.sample.ts";
import { EXIT, exitCode, requestOf, UsageProblem } from "./command-line.ts";

const files = { isFile: (path: string) => path === "bank.py", read: (path: string) => `# ${path}\n` };

describe("a command line", () => {
  it("lifts what ends in .py", () => {
    expect(requestOf("bank.py", { function: "withdraw", seed: "7" }, files)).toEqual({
      graph: "reverse",
      input: { source: "# bank.py\n", path: "bank.py", function: "withdraw" },
      options: { seed: 7 },
    });
  });

  it("asks what a file leaves open where somebody answers", () => {
    expect(requestOf("bank.py", { asks: true }, files)).toEqual({
      graph: "reverse",
      input: { source: "# bank.py\n", path: "bank.py" },
      options: { hole_policy: "ask" },
    });
  });

  it("takes everything else for a request in words, and - for one on stdin", () => {
    expect(requestOf("Return the sum of a and b", { candidates: "3", assertions: "off" }, files)).toEqual({
      graph: "forward",
      input: { prompt: "Return the sum of a and b" },
      options: { candidates: 3, assertion_mode: "off" },
    });
    expect(requestOf("-", {}, files)).toEqual({ graph: "forward", input: { prompt: "# -\n" } });
  });

  it("refuses what cannot be meant, and says why", () => {
    expect(() => requestOf("shop.py", {}, files)).toThrow(UsageProblem);
    expect(() => requestOf("bank.py", { candidates: "3" }, files)).toThrow(/--candidates is for sentences/);
    expect(() => requestOf("add", { seed: "many" }, files)).toThrow(/--seed takes a whole number/);
    expect(() => requestOf("  ", {}, files)).toThrow(/empty/);
  });
});

describe("the exit code", () => {
  const run = (status: string, outcome: unknown = null) => ({ status, outcome }) as never;
  const refuted = { status: "refuted", counterexample: { x: "0" }, observed: null };

  it("tells a refuted contract from a kept one", () => {
    expect(exitCode(run("succeeded", { irs: [] }))).toBe(EXIT.fine);
    expect(exitCode(run("succeeded", { irs: [], verdict: refuted }))).toBe(EXIT.refuted);
    const ir = sampleIr();
    const assertions = ir.assertions.map((assertion) => ({ ...assertion, verdict: refuted }));
    expect(exitCode(run("succeeded", { irs: [{ ir: { ...ir, assertions } }] }))).toBe(EXIT.refuted);
  });

  it("tells a run that waits from one that failed", () => {
    expect(exitCode(run("waiting"))).toBe(EXIT.waiting);
    expect(exitCode(run("expired"))).toBe(EXIT.failed);
  });
});

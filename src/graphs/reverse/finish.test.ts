import { describe, expect, it } from "vitest";
import { type FileReport, LIMITS, RunId, TenantId } from "../run.ts";
import { draft } from "./draft.fixture.ts";
import { finish, withAnswers } from "./finish.ts";

const REPORT: FileReport = { functions_found: 2, functions_lifted: 2, skipped: [] };

const identity = (run: string, tenant = "shop") => ({
  run: RunId.parse(`run_${run.padEnd(12, "0")}`),
  tenant: TenantId.parse(tenant),
  timestamp: "2026-01-01T00:00:00.000Z",
});
const inRepository = (repo: string | null) => {
  const ir = draft({});
  return { ...ir, metadata: { ...ir.metadata, repo, path: "a.py" } };
};
const idOf = (repo: string | null, run: string, tenant?: string) =>
  finish([inRepository(repo)], REPORT, identity(run, tenant)).irs[0]?.id;

describe("finish", () => {
  it("gives a function of a repository one id in every run", () => {
    expect(idOf("shop/a", "one")).toBe(idOf("shop/a", "two"));
  });

  it("gives a function without a repository an id of its run", () => {
    expect(idOf(null, "one")).not.toBe(idOf(null, "two"));
  });

  it("never gives two tenants one id", () => {
    expect(idOf("shop/a", "one", "shop")).not.toBe(idOf("shop/a", "one", "other"));
  });

  it("stamps every statement with the time of the run", () => {
    const ir = finish(
      [draft({ parameters: [{ name: "x", type_hint: "int", confidence: 1 }] })],
      REPORT,
      identity("one"),
    ).irs[0]?.ir;
    const stamped = [ir?.intent, ir?.signature, ir?.signature.returns, ...(ir?.signature.parameters ?? [])];
    expect(stamped.map((element) => element?.provenance.timestamp)).toEqual(Array(4).fill("2026-01-01T00:00:00.000Z"));
  });

  it("puts what people said of types and calls to the verdict of the whole, and clauses once", () => {
    const tested = { status: "tested", executions: 5 } as const;
    const refuted = { status: "refuted", counterexample: { x: "1" }, observed: "returned 1" } as const;
    const { irs, file, verdict } = finish([draft({})], REPORT, identity("one"));
    const result = { irs, file, verdict };
    expect(withAnswers(result, [])).toEqual(result);
    expect(withAnswers(result, [{ clause: "return", text: "f returns str", verdict: refuted }]).verdict).toMatchObject({
      status: "refuted",
      observed: expect.stringContaining("f returns str"),
    });
    expect(withAnswers(result, [{ clause: "return", text: "f returns int", verdict: tested }]).verdict).toEqual(tested);
    const worse = { ...result, verdict: { status: "vacuous", detail: "No input." } as const };
    expect(withAnswers(worse, [{ clause: "return", text: "f returns int", verdict: tested }])).toEqual(worse);
  });

  it("never calls a file whose contracts were only checked for contradictions a pass", () => {
    expect(finish([draft({})], REPORT, identity("one")).verdict.status).toBe("unknown");
  });

  describe("of an IR that is too large", () => {
    /** Its decorator fills the IR up to the limit; each "é" counts as two bytes. */
    const sized = (name: string, bytes: number) => {
      const ir = draft({ name });
      return { ...ir, signature: { ...ir.signature, decorators: ["é".repeat(bytes / 2)] } };
    };

    it("names the function, its line and the size instead of handing it on", () => {
      const { irs, file } = finish([draft({ name: "a" }), sized("b", LIMITS.ir_bytes)], REPORT, identity("one"));
      expect(irs.map(({ ir }) => ir.signature.name)).toEqual(["a"]);
      expect(file).toMatchObject({
        functions_found: 2,
        functions_lifted: 1,
        skipped: [{ function: "b", line: 1, code: "ir_too_large", detail: expect.stringMatching(/has 26\d{4} bytes/) }],
      });
    });

    it("keeps what the report said before", () => {
      const skipped = [{ function: "z", line: 9, code: "function_limit", detail: "" }];
      const { file } = finish([sized("b", LIMITS.ir_bytes)], { ...REPORT, skipped }, identity("one"));
      expect(file.skipped.map(({ function: name, code }) => [name, code])).toEqual([
        ["z", "function_limit"],
        ["b", "ir_too_large"],
      ]);
    });

    it("hands on one that is just small enough", () => {
      const room = LIMITS.ir_bytes - 5_000;
      expect(finish([sized("b", room - (room % 2))], REPORT, identity("one")).file).toEqual(REPORT);
    });
  });
});

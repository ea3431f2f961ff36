import { describe, expect, it } from "vitest";
import { RunId, TenantId } from "../run.ts";
import { draft } from "./draft.fixture.ts";
import { finish } from "./finish.ts";

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
  finish([inRepository(repo)], identity(run, tenant)).irs[0]?.id;

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
    const ir = finish([draft({ parameters: [{ name: "x", type_hint: "int", confidence: 1 }] })], identity("one")).irs[0]
      ?.ir;
    const stamped = [ir?.intent, ir?.signature, ir?.signature.returns, ...(ir?.signature.parameters ?? [])];
    expect(stamped.map((element) => element?.provenance.timestamp)).toEqual(Array(4).fill("2026-01-01T00:00:00.000Z"));
  });

  it("never calls a file whose contracts were only checked for contradictions a pass", () => {
    expect(finish([draft({})], identity("one")).verdict.status).toBe("unknown");
  });
});

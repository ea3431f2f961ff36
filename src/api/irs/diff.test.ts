import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { RunId, TenantId } from "../../graphs/run.ts";
import { type Sketch, sketch } from "../../logic/semantic-diff/sketch.fixture.ts";
import { emptyStore, irItem } from "../../store/fixtures.ts";
import { projectIr } from "../../store/project-ir.ts";
import { call, callWith, DOWN, ORIGIN, problemOf } from "../testing.ts";
import { IrDiffResource } from "./diff-resource.ts";

const tenant = TenantId.parse("default");
const WITHDRAW: Sketch = { name: "withdraw", parameters: { amount: "int" }, returns: "int" };

/** Stores the next revision of ir_clamp with these preconditions. */
function revise(pre: string[], owner = tenant) {
  const ir = sketch({ ...WITHDRAW, pre });
  const content_hash = `${pre.join(" and ")} of all`.padStart(20);
  return projectIr(
    env.DB,
    irItem(`run${pre.length}`, "", {
      tenant: owner,
      ir,
      content_hash,
      run_id: RunId.parse(`run_${crypto.randomUUID()}`),
    }),
  );
}

const diffOf = async (query = "") => IrDiffResource.parse(await (await call(`/v1/irs/ir_clamp/diff${query}`)).json());

beforeEach(() => emptyStore(env.DB));

describe("comparing revisions of an IR", () => {
  it("compares the newest with the one before it, by id and by meaning", async () => {
    await revise(["amount >= 0"]);
    await revise(["amount > 0"]);
    expect(await diffOf()).toMatchObject({
      id: "ir_clamp",
      from: { revision: 1 },
      to: { revision: 2 },
      breaking: true,
      reasons: [
        {
          kind: "precondition_stronger",
          message: "`withdraw(0)` was allowed and no longer is: the precondition `amount > 0` does not admit it.",
          witness: { call: "withdraw(0)", values: { amount: "0" } },
        },
      ],
      clause_diff: { identical: false, changes: [{ kind: "removed" }, { kind: "added" }].map(() => expect.anything()) },
      semantic_diff: { preconditions: { relation: "stronger" }, clauses: [{ relation: "stronger" }] },
    });
  });

  it("compares any two revisions, in either direction and with itself", async () => {
    await revise(["amount >= 0"]);
    await revise(["amount > 0"]);
    await revise(["amount >= 1"]);
    expect(await diffOf()).toMatchObject({ breaking: false, from: { revision: 2 }, to: { revision: 3 } });
    expect(await diffOf("?from=1")).toMatchObject({ breaking: true, from: { revision: 1 }, to: { revision: 3 } });
    expect(await diffOf("?to=2")).toMatchObject({ breaking: true, from: { revision: 1 }, to: { revision: 2 } });
    expect(await diffOf("?from=2&to=1")).toMatchObject({
      breaking: false,
      semantic_diff: { preconditions: { relation: "weaker" } },
    });
    expect(await diffOf("?from=1&to=1")).toMatchObject({
      breaking: false,
      clause_diff: { identical: true, changes: [] },
    });
  });

  it("is 304 for who has it", async () => {
    await revise(["amount >= 0"]);
    await revise(["amount > 0"]);
    const etag = (await call("/v1/irs/ir_clamp/diff")).headers.get("ETag") ?? "";
    const again = await call("/v1/irs/ir_clamp/diff?from=1&to=2", { headers: { "If-None-Match": etag } });
    expect([again.status, again.headers.get("ETag")]).toEqual([304, etag]);
    expect((await call("/v1/irs/ir_clamp/diff?from=2&to=1", { headers: { "If-None-Match": etag } })).status).toBe(200);
  });

  it("is 404 for revisions that are not there and for another tenant's, and 422 for what is no revision", async () => {
    await revise(["amount >= 0"], TenantId.parse("other"));
    await revise(["amount > 0"], TenantId.parse("other"));
    await revise(["amount > 0"]);
    for (const query of ["", "?from=1&to=2", "?from=2", "?to=9"]) {
      const response = await call(`/v1/irs/ir_clamp/diff${query}`);
      expect([query, response.status, (await problemOf(response)).code]).toEqual([query, 404, "ir_not_found"]);
    }
    expect((await call("/v1/irs/ir_none/diff")).status).toBe(404);
    for (const query of ["?from=0", "?to=x", "?from=-1"])
      expect((await call(`/v1/irs/ir_clamp/diff${query}`)).status).toBe(422);
  });

  it("answers unknown while the solver is down, and is not to be kept", async () => {
    await revise(["amount >= 0"]);
    await revise(["amount > 0"]);
    const solver = { checkMany: () => Promise.reject(new Error("gone")) } as unknown as typeof env.SOLVER;
    const response = await callWith({ SOLVER: solver }, `${ORIGIN}/v1/irs/ir_clamp/diff`);
    expect([response.status, response.headers.get("ETag"), response.headers.get("Cache-Control")]).toEqual([
      200,
      null,
      "no-store",
    ]);
    expect(await response.json()).toMatchObject({ breaking: "unknown", reasons: [{ reason: "solver_failure" }] });
  });

  it("is a retryable 503 while the database is down", async () => {
    expect((await callWith({ DB: DOWN }, `${ORIGIN}/v1/irs/ir_clamp/diff`)).status).toBe(503);
  });
});

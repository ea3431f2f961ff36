import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { reach, StoreUnavailable, ValueRefused } from "./failure.ts";
import { emptyStore, irItem, runRow, tenant } from "./fixtures.ts";
import { listRevisions } from "./irs.ts";
import { nodeCache } from "./node-cache.ts";
import { projectIr } from "./project-ir.ts";
import { listRuns, projectRun } from "./runs.ts";

beforeEach(() => emptyStore(env.DB));

/** A D1 whose every answer is lost: the statement is carried out, and then the connection breaks. */
function losingAnswers(db: D1Database): D1Database {
  const lose = () => Promise.reject(new Error("D1_ERROR: Network connection lost."));
  const statement = (inner: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(inner, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values));
        if (name === "run" || name === "all" || name === "raw") return () => target.run().then(lose);
        return Reflect.get(target, name);
      },
    });
  return new Proxy(db, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => statement(target.prepare(sql));
      if (name === "batch") return (statements: D1PreparedStatement[]) => target.batch(statements).then(lose);
      return Reflect.get(target, name);
    },
  });
}

const down = new Proxy(env.DB, {
  get: () => () => {
    throw new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
  },
});

describe("a store that fails", () => {
  it("is a typed, retryable failure for reads and writes", async () => {
    await expect(listRuns(down, { tenant }, 10, null)).rejects.toThrow(StoreUnavailable);
    await expect(projectRun(down, runRow("a"))).rejects.toMatchObject({ reason: "failed", retryable: true });
    await expect(projectIr(down, irItem("a", "one"))).rejects.toThrow(StoreUnavailable);
  });

  it("that does not answer is given up after the deadline", async () => {
    const started = Date.now();
    await expect(reach(() => new Promise(() => undefined), 30)).rejects.toMatchObject({ reason: "timeout" });
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it("says of a value that is too large that it never will be taken", async () => {
    const refusing = new Proxy(env.DB, {
      get: () => () => {
        throw new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
      },
    });
    await expect(projectIr(refusing, irItem("a", "one"))).rejects.toThrow(ValueRefused);
  });

  it("does not hide a defect of a statement behind an outage", async () => {
    const wrong = reach(() => env.DB.prepare("SELECT a FROM nowhere").all());
    await expect(wrong).rejects.toThrow(/no such table/);
    await expect(wrong).rejects.not.toThrow(StoreUnavailable);
  });
});

describe("a write whose answer was lost after it committed", () => {
  it("can be repeated for a run without another effect", async () => {
    await expect(projectRun(losingAnswers(env.DB), runRow("a"))).rejects.toThrow(StoreUnavailable);
    await projectRun(env.DB, runRow("a"));
    expect((await listRuns(env.DB, { tenant }, 10, null)).rows).toEqual([runRow("a")]);
  });

  it("can be repeated for an IR and answers the revision it made", async () => {
    await expect(projectIr(losingAnswers(env.DB), irItem("a", "one"))).rejects.toThrow(StoreUnavailable);
    await projectIr(env.DB, irItem("b", "two"));
    expect(await projectIr(env.DB, irItem("a", "one"))).toEqual({ revision: 1 });
    expect((await listRevisions(env.DB, tenant, "ir_clamp", 10, null)).rows).toHaveLength(2);
  });
});

describe("the node cache", () => {
  const refusing = new Proxy(env.NODE_CACHE, {
    get: () => () => Promise.reject(new Error("KV PUT failed: 429 Too Many Requests")),
  });

  it("gives back what was put, null for what was not, and nothing after a deletion", async () => {
    const cache = nodeCache(env.NODE_CACHE);
    await cache.put("k", '{"v":1}');
    expect([await cache.get("k"), await cache.get("other")]).toEqual(['{"v":1}', null]);
    await cache.delete(["k", "never"]);
    expect(await cache.get("k")).toBeNull();
  });

  it("turns a failing KV into a miss and a skipped write", async () => {
    const cache = nodeCache(refusing);
    await cache.put("k", "{}");
    expect(await cache.get("k")).toBeNull();
  });

  it("says so when a deletion failed", async () => {
    await expect(nodeCache(refusing).delete(["k"])).rejects.toThrow(StoreUnavailable);
  });
});

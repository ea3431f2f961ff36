import { env } from "cloudflare:test";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Learned } from "../graphs/holes/learned.ts";
import { TenantId } from "../graphs/run.ts";
import { NO_HISTORY } from "../holes/suggest/history.ts";
import { holeId } from "../ir/hash.ts";
import { emptyStore, runId, tenant } from "./fixtures.ts";
import { historyIn } from "./history.ts";
import { type DecidedRun, earlierDecisions, projectDecisions } from "./hole-decisions.ts";
import { deleteRun } from "./runs.ts";
import { suggestionCounts } from "./suggestion-metrics.ts";

beforeEach(() => emptyStore(env.DB));

const QUESTION = { clause: "assertion", kind: "spec" } as const;

const learned = (hole: string, rank: number | null, accepted: boolean, parts: Partial<Learned> = {}): Learned => ({
  ...QUESTION,
  hole: holeId("assertion", hole),
  about: "empty _",
  features: ["same:empty _:é 'x'", 'anywhere:"y"'],
  value: `é 'x' "y" ${rank}`,
  names: [{ name: "xs", type: null, place: 0 }],
  accepted,
  at: 5_000,
  rank,
  by: "ada",
  ...parts,
});
const run = (name: string, revision: number, ...rows: Learned[]): DecidedRun => ({
  id: runId(name),
  tenant,
  created_at: 1_000,
  revision,
  learned: rows,
});
const all = (most = 100, of = tenant) => earlierDecisions(env.DB, of, QUESTION, most);
const values = async () => (await all()).map(({ value }) => value);

describe("the decisions of a run in D1", () => {
  it("come back as they were given, the newest first, and not more than are asked for", async () => {
    const [old, fresh] = [learned("a", 1, false), learned("a", 2, true, { at: 6_000, value: null, about: null })];
    await projectDecisions(env.DB, run("a", 1, old, fresh));
    const shown = ({ hole: _hole, rank: _rank, by: _by, ...decision }: Learned) => decision;
    expect(await all()).toEqual([shown(fresh), shown(old)]);
    expect(await all(1)).toEqual([shown(fresh)]);
  });

  it("are those of the newest revision whatever order, and however often, revisions arrive", async () => {
    const at = (revision: number) =>
      run("a", revision, ...Array.from({ length: revision % 4 }, (_, index) => learned("a", index + 1, index === 0)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), async (order) => {
        await emptyStore(env.DB);
        for (const revision of order) await projectDecisions(env.DB, at(revision));
        expect(await all()).toHaveLength(Math.max(...order) % 4);
      }),
      { numRuns: 12 },
    );
  });

  it("go when the answer is taken back, and a late older write does not bring them back", async () => {
    await projectDecisions(env.DB, run("a", 3, learned("a", 1, true)));
    await projectDecisions(env.DB, run("a", 5));
    expect(await values()).toEqual([]);
    await projectDecisions(env.DB, run("a", 4, learned("a", 1, true)));
    expect(await values()).toEqual([]);
  });

  it("go with the run, and a late write does not bring them back", async () => {
    await projectDecisions(env.DB, run("a", 3, learned("a", 1, true)));
    await projectDecisions(env.DB, run("b", 3, learned("b", 2, true)));
    await deleteRun(env.DB, runId("a"), 9_000);
    await projectDecisions(env.DB, run("a", 4, learned("a", 1, true)));
    expect(await values()).toEqual([learned("b", 2, true).value]);
    expect((await env.DB.prepare("SELECT run_id FROM decided_runs").all()).results).toEqual([{ run_id: runId("b") }]);
  });

  it("can be more than one statement takes", async () => {
    const rows = Array.from({ length: 230 }, (_, index) => learned(`hole ${index}`, 1, true));
    await projectDecisions(env.DB, run("a", 1, ...rows));
    expect(await all(500)).toHaveLength(230);
  });

  it("are read for their tenant, clause and kind alone, by an index", async () => {
    await projectDecisions(env.DB, run("a", 1, learned("a", 1, true), learned("b", 1, true, { kind: "type" })));
    expect(await all()).toHaveLength(1);
    expect(await all(100, TenantId.parse("other"))).toEqual([]);
    const plan = await env.DB.prepare(
      "EXPLAIN QUERY PLAN SELECT value FROM hole_decisions WHERE tenant = 'a' AND clause = 'b' AND kind = 'c' ORDER BY at DESC LIMIT 500",
    ).all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail).join()).toMatch(
      /^SEARCH hole_decisions USING INDEX hole_decisions_by_question[^,]*$/,
    );
  });
});

describe("the history of a tenant", () => {
  it("is as of the moment when it was read, and read once for each kind", async () => {
    await projectDecisions(env.DB, run("a", 1, learned("a", 1, true)));
    const source = historyIn(env.DB, tenant, () => 7_000);
    const history = await source.of(QUESTION);
    expect(history).toMatchObject({ as_of: 7_000, decisions: [{ accepted: true }] });
    await projectDecisions(env.DB, run("b", 1, learned("b", 1, true)));
    expect(await source.of(QUESTION)).toBe(history);
    expect((await source.of({ clause: "signature", kind: "type" })).decisions).toEqual([]);
  });

  it("is none where D1 does not answer, which is asked once", async () => {
    let asked = 0;
    const down = new Proxy(env.DB, {
      get: () => () => {
        asked += 1;
        throw new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
      },
    });
    const source = historyIn(down, tenant, Date.now);
    expect(await source.of(QUESTION)).toEqual(NO_HISTORY);
    expect(await source.of({ clause: "signature", kind: "type" })).toEqual(NO_HISTORY);
    expect(asked).toBe(1);
  });
});

describe("the figures of suggestions", () => {
  it("count holes by kind, with the place of what was taken", async () => {
    const type = { clause: "signature", kind: "type" } as const;
    await projectDecisions(
      env.DB,
      run(
        "a",
        1,
        ...[learned("first", 1, true), learned("first", 2, false)],
        ...[1, 2, 3, 4].map((rank) => learned("fourth", rank, rank === 4)),
        ...[learned("skipped", 1, false), learned("skipped", 2, false)],
        ...[learned("own", 1, false), learned("own", null, true)],
        learned("unasked", null, true, type),
        learned("old", 1, true, { ...type, at: 4_999 }),
      ),
    );
    expect(await suggestionCounts(env.DB, tenant, 5_000)).toEqual([
      { ...QUESTION, offered: 4, accepted: 2, own_values: 1, mean_rank: 2.5, first: 1, within_3: 1 },
      { ...type, offered: 0, accepted: 0, own_values: 1, mean_rank: null, first: 0, within_3: 0 },
    ]);
    expect(await suggestionCounts(env.DB, TenantId.parse("other"), 0)).toEqual([]);
  });
});

import { env, evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import { usePlatform } from "../durable-objects/platform.ts";
import type { Run } from "../src/api/runs/resource.ts";
import { boundGraph, inputsOf } from "../src/graphs/registry.ts";
import { irWith, openHole, suggesting } from "../src/holes/holes.fixture.ts";
import { canonicalJson } from "../src/ir/canonical.ts";
import type { IR } from "../src/ir/ir.ts";
import type { Body } from "./hole-client.ts";
import { answer, bodyOf, holesOf, irOf, rest, send, start, textsOf, undo } from "./hole-client.ts";

/** Holes from the outside: the real Worker, queue and Z3, and no model. */

const resolve = (ir: IR, options: Body = {}, wait = true) => start({ graph: "resolve", input: { ir }, options }, wait);

const UPPER = openHole("upper", { suggestions: suggesting("result <= n + 10", "result <= n + 20") });
const PARITY = openHole("parity", { suggestions: suggesting("result % 2 == 0", "result % 2 == 1") });
/** Any number that is at least as large as the argument. */
const contract = () =>
  irWith(
    { name: "raised", parameters: { n: "int" }, returns: "int", pre: ["n >= 0"], post: ["result >= n"] },
    UPPER,
    PARITY,
  );

/** Skips whatever else is found open. */
async function skipOthers(run: Run): Promise<Run> {
  for (const hole of await holesOf(run))
    if (hole.awaited && hole.id !== UPPER.id && hole.id !== PARITY.id) {
      expect((await answer(run, hole.id, { skip: true })).status).toBe(202);
      await rest(run);
    }
  return rest(run);
}

describe("a resolve run", { timeout: 90_000 }, () => {
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  it("asks, refuses what contradicts, applies, takes back byte for byte, and ends with the contract", async () => {
    const run = await skipOthers(await resolve(contract()));
    expect(run.status).toBe("waiting");
    const before = canonicalJson(irOf(run));

    const refused = await answer(run, UPPER.id, { value: "result < n" });
    expect(refused.status).toBe(409);
    const problem = await bodyOf(refused);
    expect(problem).toMatchObject({ code: "hole_contradiction", type: expect.stringContaining("/docs/problems/") });
    expect(problem.counterexample).toMatchObject({ n: expect.any(String) });
    expect(problem.core).toEqual(
      expect.arrayContaining([
        { clause: expect.any(String), text: "result >= n" },
        { clause: expect.any(String), text: "result < n" },
      ]),
    );
    expect(problem.fixes).toEqual(expect.arrayContaining([expect.objectContaining({ text: expect.any(String) })]));
    expect(canonicalJson(irOf(await rest(run)))).toBe(before);

    const odd = await answer(run, UPPER.id, { value: "whatever(" });
    expect(odd.status).toBe(422);
    expect(JSON.stringify(await odd.json())).toContain("what fits");
    expect((await answer(run, "hole_0000000000000000", { value: "x" })).status).toBe(404);
    expect((await answer(run, UPPER.id, { suggestion: 7 })).status).toBe(422);
    expect((await answer(run, UPPER.id, { value: "result <= n + 10", skip: true })).status).toBe(422);

    expect((await answer(run, UPPER.id, { value: "result <= n + 10" })).status).toBe(202);
    const answered = await rest(run);
    expect(textsOf(answered)).toContain("result <= n + 10");
    expect(irOf(answered).assertions.find(({ expression }) => expression.text === "result <= n + 10")).toMatchObject({
      locked: true,
      provenance: { source: "human" },
    });
    const hole = (await holesOf(answered)).find(({ id }) => id === UPPER.id);
    expect(hole).toMatchObject({ status: "resolved", awaited: false });
    expect(hole?.changes.length).toBeGreaterThan(0);
    expect((await answer(run, UPPER.id, { value: "result <= n + 10" })).status).toBe(202);
    const other = await answer(run, UPPER.id, { value: "result <= n + 11" });
    expect(other.status).toBe(409);
    expect(await bodyOf(other)).toMatchObject({
      code: "hole_already_resolved",
      resolution: { value: "result <= n + 10", by: expect.any(String), at: expect.any(String) },
    });

    expect((await undo(run, UPPER.id)).status).toBe(202);
    expect(canonicalJson(irOf(await rest(run)))).toBe(before);
    expect((await undo(run, UPPER.id)).status).toBe(409);

    expect((await answer(run, PARITY.id, { dont_know: true })).status).toBe(202);
    expect((await holesOf(await rest(run))).filter(({ awaited }) => awaited).map(({ id }) => id)).toEqual([
      UPPER.id,
      PARITY.id,
    ]);
    expect((await answer(run, UPPER.id, { suggestion: 1 })).status).toBe(202);
    await rest(run);
    expect((await answer(run, PARITY.id, { suggestion: 0 })).status).toBe(202);
    const done = await rest(run);
    expect(done).toMatchObject({ status: "succeeded", error: null });
    expect(textsOf(done)).toEqual(expect.arrayContaining(["result <= n + 20", "result % 2 == 0"]));
    expect((await undo(run, UPPER.id)).status).toBe(409);
  });

  it("keeps later answers that do not depend on the one that is taken back", async () => {
    const run = await skipOthers(await resolve(contract()));
    await answer(run, UPPER.id, { suggestion: 0 });
    await rest(run);
    const hold = openHole("upper").id;
    expect((await answer(run, PARITY.id, { dont_know: true })).status).toBe(202);
    await rest(run);
    expect((await undo(run, hold)).status).toBe(202);
    const after = await rest(run);
    expect(textsOf(after)).not.toContain("result <= n + 10");
    expect(after.outcome?.decisions?.answers.at(-1)?.answer).toMatchObject({ hole: PARITY.id });
  });

  it("takes several answers at once or none of them", async () => {
    const run = await skipOthers(await resolve(contract()));
    const before = canonicalJson(irOf(run));
    const all = (answers: Body[], headers = {}) => send(`/v1/runs/${run.id}/holes/resolutions`, { answers }, headers);
    const bad = await all([
      { hole: UPPER.id, suggestion: 0 },
      { hole: PARITY.id, value: "result < n" },
    ]);
    expect(bad.status).toBe(409);
    expect(canonicalJson(irOf(await rest(run)))).toBe(before);
    expect(
      (
        await all([
          { hole: UPPER.id, suggestion: 0 },
          { hole: UPPER.id, suggestion: 1 },
        ])
      ).status,
    ).toBe(422);
    const good = [
      { hole: UPPER.id, suggestion: 0 },
      { hole: PARITY.id, suggestion: 0 },
    ];
    expect((await all(good, { "idempotency-key": "both" })).status).toBe(202);
    expect((await all(good, { "idempotency-key": "both" })).status).toBe(202);
    expect((await all(good.slice(1), { "idempotency-key": "both" })).status).toBe(422);
    const done = await rest(run);
    expect(done.status).toBe("succeeded");
    expect((await all(good)).status).toBe(202);
  });

  it("fault 27: keeps an answer that comes early, also over an eviction, and refuses a different one", async () => {
    const run = await resolve(contract(), {}, false);
    const first = await answer(run, UPPER.id, { suggestion: 1 });
    expect(first.status).toBe(202);
    await evictDurableObject(env.RUNS.get(env.RUNS.idFromName(run.id)));
    expect((await answer(run, UPPER.id, { suggestion: 1 })).status).toBe(202);
    expect((await answer(run, UPPER.id, { suggestion: 0 })).status).toBe(409);
    const waiting = await rest(run);
    expect(textsOf(waiting)).toContain("result <= n + 20");
    expect((await holesOf(waiting)).find(({ id }) => id === UPPER.id)?.status).toBe("resolved");
  });

  it("says of an early answer that cannot be taken why not, and asks", async () => {
    // What is not in the cache takes the queue and the solver, and the answer comes first.
    const run = await resolve(contract(), { cache: false }, false);
    expect((await answer(run, UPPER.id, { value: "result < n" })).status).toBe(202);
    const waiting = await rest(run);
    expect(waiting.status).toBe("waiting");
    const hole = (await holesOf(waiting)).find(({ id }) => id === UPPER.id);
    expect(hole).toMatchObject({ status: "open", awaited: true, refused: [{ code: "contradiction" }] });
  });

  it("fault 27: lets one of two people win and tells the other what happened", async () => {
    const run = await skipOthers(await resolve(contract()));
    const both = await Promise.all([
      answer(run, UPPER.id, { value: "result <= n + 10" }),
      answer(run, UPPER.id, { value: "result <= n + 20" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    const lost = both.find(({ status }) => status === 409);
    const bounds = textsOf(await rest(run)).filter((text) => text.startsWith("result <= n +"));
    expect(bounds).toHaveLength(1);
    expect(lost && (await bodyOf(lost))).toMatchObject({
      code: "hole_already_resolved",
      resolution: { value: bounds[0] },
    });
  });

  it("fault 27: takes no answer after a cancel", async () => {
    const run = await resolve(contract());
    await send(`/v1/runs/${run.id}/cancel`, {});
    const late = await answer(run, UPPER.id, { suggestion: 0 });
    expect(late.status).toBe(409);
    expect(await bodyOf(late)).toMatchObject({ code: "hole_not_awaited" });
  });

  it("survives an eviction while it waits", async () => {
    const run = await skipOthers(await resolve(contract()));
    await evictDurableObject(env.RUNS.get(env.RUNS.idFromName(run.id)));
    expect((await answer(run, UPPER.id, { suggestion: 0 })).status).toBe(202);
    await evictDurableObject(env.RUNS.get(env.RUNS.idFromName(run.id)));
    expect((await answer(run, PARITY.id, { suggestion: 0 })).status).toBe(202);
    expect((await rest(run)).status).toBe("succeeded");
  });

  it("fault 29: goes on with its own version while a newer one is current, and ends with a named error where it is gone", async () => {
    const [kept, lost] = [await skipOthers(await resolve(contract())), await skipOthers(await resolve(contract()))];
    const old = boundGraph("resolve");
    if (old === null) throw new Error("there is no such graph");
    const newer = { ...old, graph: { ...old.graph, version: "next" } };
    const deploy = (versions: (typeof old)[]) =>
      usePlatform({
        graphs: {
          select: () => newer,
          bound: (_, version) => versions.find(({ graph }) => graph.version === version) ?? null,
          inputs: (request) => inputsOf(request),
        },
      });
    const object = ({ id }: Run) => env.RUNS.get(env.RUNS.idFromName(id));
    restore = deploy([newer, old]);
    await evictDurableObject(object(kept));
    const answers = [
      { hole: UPPER.id, suggestion: 0 },
      { hole: PARITY.id, suggestion: 0 },
    ];
    expect((await send(`/v1/runs/${kept.id}/holes/resolutions`, { answers })).status).toBe(202);
    expect(await rest(kept)).toMatchObject({ status: "succeeded", graph_version: old.graph.version });
    restore();
    restore = deploy([newer]);
    await evictDurableObject(object(lost));
    expect((await answer(lost, UPPER.id, { suggestion: 0 })).status).toBe(409);
    expect(await rest(lost)).toMatchObject({ status: "failed", error: { code: "graph_version_gone" } });
  });

  it("takes suggestions above the threshold with `auto`, and ends at once with `fail`", async () => {
    const taken = await resolve(contract(), { hole_policy: "auto", confidence_threshold: 0.1 });
    expect(taken.status).not.toBe("failed");
    expect(textsOf(taken).filter((text) => text.startsWith("result <= n +"))).toHaveLength(1);
    expect(await resolve(contract(), { hole_policy: "fail" })).toMatchObject({
      status: "failed",
      error: { code: "unfilled_holes" },
    });
  });

  it("ends as unanswered at its deadline for answers", async () => {
    const run = await resolve(contract(), { answer_deadline_s: 1 });
    expect(run.status).toBe("waiting");
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await rest(run)).toMatchObject({ status: "failed", error: { code: "unanswered" } });
  });
});

describe("holes of a forward run", { timeout: 90_000 }, () => {
  it("turns answers about an ambiguous sentence into contract and code, and takes one back", async () => {
    const prompt = "Write a function closest(xs: list[int]) -> int that returns the closest number to zero in a list.";
    const run = await start({ graph: "forward", input: { prompt } });
    expect(run.status).toBe("waiting");
    const holes = await holesOf(run);
    const empty = holes.find(({ suggestions }) => suggestions.some(({ value }) => /len\(\w+\) == 0/.test(value)));
    const ties = holes.find(({ suggestions }) => suggestions.some(({ value }) => value.startsWith("result == min(")));
    expect(empty?.suggestions.length).toBeGreaterThanOrEqual(2);
    expect(ties?.suggestions.length).toBeGreaterThanOrEqual(2);
    expect(empty?.context).toContain("[]");
    expect(holes.some(({ subject }) => subject.startsWith("ties"))).toBe(false);
    expect(ties?.context).toMatch(/\[-?\d/);
    if (empty === undefined || ties === undefined) throw new Error("the sentence leaves nothing open");
    const contractBefore = (ir: IR) =>
      canonicalJson({ ...ir, holes: ir.holes.filter(({ clause }) => clause !== "implementation") });
    const before = contractBefore(irOf(run));
    const at = empty.suggestions.findIndex(({ value }) => value.includes("raises(ValueError)"));
    expect((await answer(run, empty.id, { suggestion: at })).status).toBe(202);
    expect(textsOf(await rest(run)).some((text) => text.includes("ValueError"))).toBe(true);
    expect((await undo(run, empty.id)).status).toBe(202);
    expect(contractBefore(irOf(await rest(run)))).toBe(before);
    const which = ties.suggestions.findIndex(({ value }) => value.startsWith("result == min("));
    const answers = [
      { hole: empty.id, suggestion: at },
      { hole: ties.id, suggestion: which },
    ];
    expect((await send(`/v1/runs/${run.id}/holes/resolutions`, { answers })).status).toBe(202);
    const done = await rest(run);
    expect(textsOf(done)).toContain(ties.suggestions[which]?.value);
    expect(done.status).toBe("succeeded");
    expect(done.outcome?.code).toContain("min(xs, key=");
  });

  it("takes an early answer to a hole that it does not wait for", async () => {
    const prompt = "Write a function add(a: int, b: int) -> int that returns the sum of a and b.";
    const done = await start({ graph: "forward", input: { prompt } });
    expect(done.status).toBe("succeeded");
    const again = await start({ graph: "forward", input: { prompt } }, false);
    const unknown = await answer(again, "hole_00000000000000ff", { value: "result == a + b" });
    expect(unknown.status).toBe(202);
    expect((await rest(again)).status).toBe("succeeded");
  });
});

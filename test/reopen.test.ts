import { describe, expect, it } from "vitest";
import type { Run } from "../src/api/runs/resource.ts";
import { irWith, openHole, suggesting } from "../src/holes/holes.fixture.ts";
import { canonicalJson } from "../src/ir/canonical.ts";
import type { Body } from "./hole-client.ts";
import { answer, bodyOf, holesOf, irOf, readRun, rest, send, start, textsOf, undo } from "./hole-client.ts";

/** Answers of runs that have ended, taken back in a linked run. */

const retry = (run: Run, body: Body, headers: Record<string, string> = {}) =>
  send(`/v1/runs/${run.id}/retry`, body, headers);

async function reopened(run: Run, body: Body): Promise<Run> {
  const response = await retry(run, body);
  expect(response.status).toBe(202);
  const linked = await readRun(response);
  expect(linked).toMatchObject({ rerun_of: run.id });
  expect(linked.id).not.toBe(run.id);
  return rest(linked);
}

/** The contract without what no two runs share: its id, and when people answered. */
const contractOf = (run: Run): string => {
  const { id: _, ...ir } = irOf(run);
  return canonicalJson(ir).replaceAll(/"timestamp":"[^"]*"/g, '"timestamp":""');
};

const nodesOf = async (run: Run): Promise<{ id: string; cache: string | null; state: string }[]> =>
  (
    await (
      await send(`/v1/runs/${run.id}/graph`)
    ).json<{ nodes: { id: string; cache: string | null; state: string }[] }>()
  ).nodes;

const UPPER = openHole("upper", { suggestions: suggesting("result <= n + 10", "result <= n + 20") });
const PARITY = openHole("parity", { suggestions: suggesting("result % 2 == 0", "result % 2 == 1") });
const contract = () =>
  irWith(
    { name: "raised", parameters: { n: "int" }, returns: "int", pre: ["n >= 0"], post: ["result >= n"] },
    UPPER,
    PARITY,
  );

/** Gives an answer to each hole that is asked: that of `answers`, else a skip. */
async function answered(run: Run, answers: Record<string, Body>): Promise<Run> {
  let now = await rest(run);
  for (let rounds = 0; rounds < 10 && now.status === "waiting"; rounds++) {
    const hole = (await holesOf(now)).find(({ awaited }) => awaited);
    if (hole === undefined) throw new Error("the run asks nothing");
    const said = answers[hole.id] ?? answers[hole.subject] ?? { skip: true };
    expect((await answer(now, hole.id, said)).status).toBe(202);
    now = await rest(now);
  }
  expect(now.status).toBe("succeeded");
  return now;
}

describe("an answer of a run that has ended", { timeout: 90_000 }, () => {
  it("is taken back in a linked run, of a resolve run, and given again it makes the same contract", async () => {
    const run = await answered(await start({ graph: "resolve", input: { ir: contract() } }), {
      [UPPER.id]: { suggestion: 1 },
      [PARITY.id]: { value: "result % 2 == 0" },
    });
    const late = await undo(run, UPPER.id);
    expect(late.status).toBe(409);
    const problem = await bodyOf(late);
    expect(problem.code).toBe("hole_not_awaited");
    expect(problem.detail).toContain(`/v1/runs/${run.id}/retry`);
    const [, body = ""] = /with (\{.*?\}) makes/.exec(problem.detail) ?? [];
    const linked = await reopened(run, JSON.parse(body));
    expect(linked.status).toBe("waiting");
    expect((await holesOf(linked)).filter(({ awaited }) => awaited).map(({ id }) => id)).toEqual([UPPER.id]);
    expect(textsOf(linked)).toContain("result % 2 == 0");
    expect(textsOf(linked)).not.toContain("result <= n + 20");
    expect(await rest(run)).toEqual(run);
    expect((await answer(linked, UPPER.id, { value: "result <= n + 20" })).status).toBe(202);
    const again = await rest(linked);
    expect(again.status).toBe("succeeded");
    expect(contractOf(again)).toBe(contractOf(run));
    const kept = again.outcome?.decisions?.answers.find((one) => one.answer.hole === PARITY.id)?.answer;
    expect(kept).toEqual(run.outcome?.decisions?.answers.find((one) => one.answer.hole === PARITY.id)?.answer);
    // Taken back once more, and answered otherwise.
    const third = await answered(await reopened(again, { without: [UPPER.id, PARITY.id] }), {
      [UPPER.id]: { value: "result <= n + 10" },
    });
    expect(textsOf(third)).toContain("result <= n + 10");
  });

  it("is refused in the linked run where it does not stand any more, and names what cannot be reopened", async () => {
    const run = await answered(await start({ graph: "resolve", input: { ir: contract() } }), {
      [UPPER.id]: { suggestion: 0 },
    });
    expect((await retry(run, { without: ["hole_00000000000000ff"] })).status).toBe(404);
    expect((await retry(run, { from: "finish", without: [UPPER.id] })).status).toBe(422);
    expect((await retry(run, { from: "nowhere", without: [UPPER.id] })).status).toBe(422);
    const key = { "idempotency-key": "reopened" };
    const [one, same, other] = [
      await retry(run, { without: [UPPER.id] }, key),
      await retry(run, { without: [UPPER.id] }, key),
      await retry(run, { without: [PARITY.id] }, key),
    ];
    expect([one.status, same.status, other.status]).toEqual([202, 202, 422]);
    expect((await readRun(one)).id).toBe((await readRun(same)).id);
    const silent = await start({ graph: "reverse", input: { source: "def f(x):\n    return x\n" } });
    expect((await retry(silent, { without: [UPPER.id] })).status).toBe(409);
  });

  it("is taken back of a forward run, which reuses what it read from the request", async () => {
    const prompt = "Write a function closest(xs: list[int]) -> int that returns the closest number to zero in a list.";
    const first = await start({ graph: "forward", input: { prompt } });
    const holes = await holesOf(first);
    const empty = holes.find(({ suggestions }) => suggestions.some((one) => one.value.includes("len(xs) == 0")));
    const ties = holes.find(({ suggestions }) => suggestions.some((one) => one.value.startsWith("result == min(")));
    if (empty === undefined || ties === undefined) throw new Error("the sentence leaves nothing open");
    const value = ties.suggestions.find((one) => one.value.startsWith("result == min("))?.value ?? "";
    const answers = [
      { hole: empty.id, value: `implies(len(xs) == 0, raises(ValueError))` },
      { hole: ties.id, value },
    ];
    expect((await send(`/v1/runs/${first.id}/holes/resolutions`, { answers })).status).toBe(202);
    const run = await rest(first);
    expect(run.status).toBe("succeeded");
    const linked = await reopened(run, { from: "holes", without: [ties.id] });
    expect(linked.status).toBe("waiting");
    expect((await holesOf(linked)).find(({ id }) => id === ties.id)).toMatchObject({ awaited: true, status: "open" });
    expect(textsOf(linked)).toContain("implies(len(xs) == 0, raises(ValueError))");
    const reused = (await nodesOf(linked)).filter(({ id }) => id.startsWith("extract_") || id === "generate_signature");
    expect(reused.map(({ cache }) => cache)).toEqual(["hit", "hit", "hit"]);
    expect((await answer(linked, ties.id, { value })).status).toBe(202);
    const again = await rest(linked);
    expect(again.status).toBe("succeeded");
    expect(contractOf(again)).toBe(contractOf(run));
    expect(again.outcome?.code).toBe(run.outcome?.code);
  });

  it("is taken back of a reverse run, and the code is held against the other answer", async () => {
    const source =
      'def mean(xs: list[int]) -> float:\n    """The mean of the numbers."""\n    return sum(xs) / len(xs)\n';
    const run = await answered(
      await start({ graph: "reverse", input: { source }, options: { hole_policy: "ask", cache: false } }),
      { "empty xs": { value: "implies(len(xs) == 0, result == 0)" } },
    );
    expect(run.outcome?.verdict?.status).toBe("refuted");
    const [hole] = run.outcome?.decisions?.answers ?? [];
    const linked = await reopened(run, { without: [hole?.answer.hole] });
    expect(linked).toMatchObject({ status: "waiting" });
    const same = await answered(linked, { "empty xs": { value: "implies(len(xs) == 0, result == 0)" } });
    expect(contractOf(same)).toBe(contractOf(run));
    const other = await answered(await reopened(run, { without: [hole?.answer.hole] }), {
      "empty xs": { value: "implies(len(xs) == 0, raises(ZeroDivisionError))" },
    });
    expect(other.outcome?.verdict?.status).not.toBe("refuted");
  });

  it("asks for it also where the run took what it found good enough, or did not ask for it", async () => {
    const run = await start({
      graph: "resolve",
      input: { ir: contract() },
      options: { hole_policy: "auto", confidence_threshold: 0.1 },
    });
    const done = await answered(run, {});
    expect(done.outcome?.decisions?.answers.map((one) => one.answer.source)).toContain("refinement");
    const linked = await reopened(done, { without: [UPPER.id] });
    expect(linked.status).toBe("waiting");
    expect((await holesOf(linked)).filter(({ awaited }) => awaited).map(({ id }) => id)).toEqual([UPPER.id]);
  });
});

describe("a linked run that begins at a node", { timeout: 90_000 }, () => {
  it("asks again from the start of the subgraph, or goes on with all answers behind it", async () => {
    const run = await answered(await start({ graph: "resolve", input: { ir: contract() } }), {
      [UPPER.id]: { suggestion: 0 },
      [PARITY.id]: { suggestion: 0 },
    });
    const afresh = await reopened(run, { from: "holes" });
    expect(afresh.status).toBe("waiting");
    expect(textsOf(afresh)).toEqual(textsOf(await start({ graph: "resolve", input: { ir: contract() } })));
    const behind = await reopened(run, { from: "finish" });
    expect(behind.status).toBe("succeeded");
    expect(contractOf(behind)).toBe(contractOf(run));
    const kept = await reopened(run, { without: [] });
    expect(contractOf(kept)).toBe(contractOf(run));
    const last = await reopened(run, { from: "holes/await_answer" });
    expect(last.status).toBe("waiting");
  });
});

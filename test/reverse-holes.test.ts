import { env, evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import { usePlatform } from "../durable-objects/platform.ts";
import type { Run } from "../src/api/runs/resource.ts";
import { boundGraph, inputsOf } from "../src/graphs/registry.ts";
import { canonicalJson } from "../src/ir/canonical.ts";
import type { Body, ListedHole } from "./hole-client.ts";
import { answer, bodyOf, holesOf, irOf, rest, send, start, textsOf, undo } from "./hole-client.ts";

/** What a lifted function leaves open, asked and held against its code: the real Worker, queue, Z3 and sandbox, and no model. */

const MEAN = `def mean(xs: list[int]) -> float:
    """The mean of the numbers."""
    return sum(xs) / len(xs)
`;
/** Neither its parameter nor its result has a type, and it says what it is for. */
const ECHO = `def echo(x):
    """Gives back what it gets."""
    return x
`;

const lift = (source: string, options: Body = { hole_policy: "ask" }, input: Body = {}, wait = true) =>
  start({ graph: "reverse", input: { source, ...input }, options }, wait);

const holeAbout = async (run: Run, about: (hole: ListedHole) => boolean): Promise<ListedHole> => {
  const hole = (await holesOf(run)).find((one) => one.awaited && about(one));
  if (hole === undefined) throw new Error("the run does not ask this");
  return hole;
};
const empty = (run: Run) => holeAbout(run, ({ subject }) => subject === "empty xs");
const typed = (run: Run, subject: string) => holeAbout(run, (hole) => hole.kind === "type" && hole.subject === subject);

const verdictOf = ({ outcome }: Run, clause: string) =>
  outcome?.answer_verdicts?.find(({ text }) => text === clause)?.verdict;

describe("a reverse run with a hole policy", { timeout: 90_000 }, () => {
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  it("asks nobody without one, also where much is open, and takes no answer", async () => {
    const run = await lift(ECHO, {});
    expect(run).toMatchObject({ status: "succeeded", graph_version: "3" });
    expect(run.outcome).not.toHaveProperty("decisions");
    const [hole] = await holesOf(run);
    expect(hole).toMatchObject({ status: "open", awaited: false });
    const late = await answer(run, hole?.id ?? "", { value: "int" });
    expect(late.status).toBe(409);
    expect((await bodyOf(late)).detail).toContain("hole_policy");
  });

  it("offers what the code does, and proves it again as an answer", async () => {
    const run = await lift('def first(xs: list[int]) -> int:\n    """The first number."""\n    return xs[0]\n');
    const hole = await empty(run);
    const raises = "implies(len(xs) == 0, raises(IndexError))";
    const place = hole.suggestions.findIndex(({ value }) => value === raises);
    expect(hole.suggestions[place]).toMatchObject({ rationale: "What the code does: it ends in IndexError there." });
    expect((await answer(run, hole.id, { suggestion: place })).status).toBe(202);
    expect(verdictOf(await rest(run), raises)).toMatchObject({ status: "proved" });
  });

  it("waits with what is open, says what the code does there, and refutes what it does not do", async () => {
    const run = await lift(MEAN);
    expect(run.status).toBe("waiting");
    const hole = await empty(run);
    expect(hole.suggestions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ value: "len(xs) > 0", rationale: expect.stringContaining("raises") }),
      ]),
    );
    expect(hole.ir).toBe(run.outcome?.irs?.[0]?.id);
    const said = "implies(len(xs) == 0, result == 0)";
    expect((await answer(run, hole.id, { value: said })).status).toBe(202);
    const done = await rest(run);
    expect(done).toMatchObject({ status: "succeeded", outcome: { irs: [{ id: hole.ir }] } });
    const refuted = {
      status: "refuted",
      counterexample: { xs: "[]" },
      observed: expect.stringContaining("ZeroDivision"),
    };
    expect(verdictOf(done, said)).toMatchObject(refuted);
    expect(irOf(done).assertions.find(({ expression }) => expression.text === said)).toMatchObject({
      locked: true,
      provenance: { source: "human" },
      verdict: refuted,
    });
    expect(done.outcome?.verdict).toMatchObject({ status: "refuted" });
    // A precondition that excludes the case of which somebody said what happens is not proposed beside it.
    expect(textsOf(done)).not.toContain("len(xs) > 0");
    expect((await holesOf(done)).find(({ id }) => id === hole.id)).toMatchObject({ status: "resolved" });
  });

  it("proves what the code does, answered by suggestion", async () => {
    const run = await lift(MEAN);
    const hole = await empty(run);
    const at = hole.suggestions.findIndex(({ value }) => value === "len(xs) > 0");
    expect((await answer(run, hole.id, { suggestion: at })).status).toBe(202);
    const done = await rest(run);
    expect(done.status).toBe("succeeded");
    expect(irOf(done).assertions.find(({ expression }) => expression.text === "len(xs) > 0")).toMatchObject({
      category: "precondition",
      locked: true,
    });
    expect(["tested", "proved"]).toContain(done.outcome?.verdict?.status);
  });

  it("holds an answered type of the result against the code", async () => {
    const answers = async (result: string) => {
      const run = await lift(ECHO, { hole_policy: "ask", cache: false });
      expect((await answer(run, (await typed(run, "param_x")).id, { value: "int" })).status).toBe(202);
      let now = await rest(run);
      for (let rounds = 0; rounds < 5 && now.status === "waiting"; rounds++) {
        const hole = await holeAbout(now, () => true);
        await answer(now, hole.id, hole.subject === "return" ? { value: result } : { skip: true });
        now = await rest(now);
      }
      return now;
    };
    const wrong = await answers("str");
    expect(wrong).toMatchObject({ status: "succeeded", outcome: { verdict: { status: "refuted" } } });
    expect(verdictOf(wrong, "echo returns str")).toMatchObject({
      status: "refuted",
      counterexample: { x: expect.any(String) },
    });
    expect(irOf(wrong).signature.returns).toMatchObject({ type_hint: "str", provenance: { source: "human" } });
    const right = await answers("int");
    expect(verdictOf(right, "echo returns int")?.status).toMatch(/^(proved|tested)$/);
    expect(irOf(right).signature.parameters[0]).toMatchObject({ type_hint: "int", provenance: { source: "human" } });
  });

  it("refuses an answer that contradicts what the source states, and changes nothing", async () => {
    const whole = MEAN.replace("float", "int").replace(" / ", " // ");
    const run = await lift(`import icontract\n\n\n@icontract.ensure(lambda result: result >= 0)\n${whole}`);
    const hole = await empty(run);
    const before = canonicalJson(irOf(run));
    const refused = await answer(run, hole.id, { value: "implies(len(xs) == 0, result == -1)" });
    expect(refused.status).toBe(409);
    const problem = await bodyOf(refused);
    expect(problem).toMatchObject({ code: "hole_contradiction", counterexample: { xs: "[]" } });
    expect(problem.core).toEqual(expect.arrayContaining([expect.objectContaining({ text: "result >= 0" })]));
    expect(canonicalJson(irOf(await rest(run)))).toBe(before);
  });

  it("keeps an early answer, takes it back, and takes back an answer byte for byte", async () => {
    const known = await lift(MEAN);
    const { id } = await empty(known);
    const run = await lift(MEAN, { hole_policy: "ask", cache: false }, {}, false);
    expect((await answer(run, id, { value: "result >= 0" })).status).toBe(202);
    expect((await undo(run, id)).status).toBe(202);
    expect((await answer(run, id, { value: "implies(len(xs) == 0, result == 0)" })).status).toBe(202);
    const done = await rest(run);
    expect(done.status).toBe("succeeded");
    expect(textsOf(done)).toContain("implies(len(xs) == 0, result == 0)");
    expect(textsOf(done)).not.toContain("result >= 0");

    const two = await lift(ECHO);
    const before = canonicalJson(irOf(two));
    const hole = await typed(two, "param_x");
    expect((await answer(two, hole.id, { value: "list[int]" })).status).toBe(202);
    const answered = await rest(two);
    expect(answered.status).toBe("waiting");
    expect((await undo(two, hole.id)).status).toBe(202);
    expect(canonicalJson(irOf(await rest(two)))).toBe(before);
  });

  it("takes answers that come while the code is held against others, and holds it again", async () => {
    const source = `def clamp(x: int, low: int, high: int) -> int:
    if x < low:
        return low
    return min(x, high)
`;
    const run = await lift(source, { hole_policy: "ask", cache: false });
    const holes = await holesOf(run);
    const purpose = holes.find(({ clause }) => clause === "intent");
    const negative = holes.find(({ subject }) => subject === "negative high");
    expect(negative).toMatchObject({ priority: "low", awaited: false });
    expect((await answer(run, purpose?.id ?? "", { value: "Keeps x in bounds." })).status).toBe(202);
    // No question is left: the run examines the code, and takes what comes meanwhile.
    expect((await answer(run, negative?.id ?? "", { value: "implies(high < 0, raises(ValueError))" })).status).toBe(
      202,
    );
    const done = await rest(run);
    expect(done.status).toBe("succeeded");
    expect(irOf(done).intent).toMatchObject({ summary: "Keeps x in bounds.", provenance: { source: "human" } });
    expect(verdictOf(done, "implies(high < 0, raises(ValueError))")).toMatchObject({ status: "refuted" });
  });

  it("asks which of two stated outcomes holds, and makes the call", async () => {
    const source = `def up(x: int) -> int:
    """The next number.

    >>> up(1)
    2
    >>> up(1)
    3
    """
    return x + 1
`;
    const play = async (outcome: string) => {
      const run = await lift(source);
      const hole = await holeAbout(run, ({ subject }) => subject === "outcome of up(1)");
      expect((await answer(run, hole.id, { value: outcome })).status).toBe(202);
      return rest(run);
    };
    expect(verdictOf(await play("3"), "up(1) == 3")).toMatchObject({ status: "refuted", counterexample: { x: "1" } });
    expect(verdictOf(await play("2"), "up(1) == 2")).toMatchObject({ status: "tested" });
  });

  it("claims nothing of answers where the code is not examined", async () => {
    const run = await lift(MEAN, { hole_policy: "ask" }, { symbolic: false, dynamic: false });
    const said = "implies(len(xs) == 0, result == 0)";
    expect((await answer(run, (await empty(run)).id, { value: said })).status).toBe(202);
    expect(verdictOf(await rest(run), said)).toMatchObject({ status: "unknown", reason: "not_attempted" });
  });

  it("takes suggestions with `auto`, ends with `fail`, and names the functions where one is needed", async () => {
    const taken = await lift(MEAN, { hole_policy: "auto", confidence_threshold: 0.15 });
    expect(taken).toMatchObject({ status: "succeeded" });
    expect(taken.outcome?.decisions?.answers[0]?.answer).toMatchObject({ by: "lift", source: "refinement" });
    expect(await lift(MEAN, { hole_policy: "fail" })).toMatchObject({
      status: "failed",
      error: { code: "unfilled_holes" },
    });
    const several = await lift(`${MEAN}\n\n${ECHO}`);
    expect(several).toMatchObject({ status: "failed", error: { code: "function_needed" } });
    expect(several.error?.message).toContain("mean, echo");
    expect(await lift(`${MEAN}\n\n${ECHO}`, { hole_policy: "ask" }, { function: "mean" })).toMatchObject({
      status: "waiting",
    });
    const refused = await send("/v1/runs", {
      graph: "reverse",
      input: { source: MEAN },
      options: { answer_deadline_s: 5 },
    });
    expect(refused.status).toBe(422);
  });

  it("ends as unanswered at its deadline for answers", async () => {
    const run = await lift(MEAN, { hole_policy: "ask", answer_deadline_s: 1 });
    expect(run.status).toBe("waiting");
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await rest(run)).toMatchObject({ status: "failed", error: { code: "unanswered" } });
  });

  it("fault 29: goes on with version 2 where a run is pinned to it", async () => {
    const [current, old] = [boundGraph("reverse"), boundGraph("reverse", "2")];
    if (current === null || old === null) throw new Error("there is no such graph");
    const graphs = { bound: boundGraph, inputs: inputsOf };
    restore = usePlatform({
      graphs: {
        ...graphs,
        select: () => old,
        inputs: (request) =>
          Object.fromEntries(
            Object.entries(inputsOf(request)).filter(([name]) => old.graph.input.some((channel) => channel === name)),
          ),
      },
    });
    const run = await lift(ECHO, { cache: false }, {}, false);
    restore();
    await evictDurableObject(env.RUNS.get(env.RUNS.idFromName(run.id)));
    const done = await rest(run);
    expect(done).toMatchObject({ status: "succeeded", graph_version: "2" });
    expect((await holesOf(done)).some(({ status }) => status === "open")).toBe(true);
  });
});

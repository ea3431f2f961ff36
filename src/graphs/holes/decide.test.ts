import { describe, expect, it } from "vitest";
import { AT, answerTo, irWith, openHole, suggesting } from "../../holes/holes.fixture.ts";
import { canonicalJson } from "../../ir/canonical.ts";
import type { IR } from "../../ir/ir.ts";
import { choose } from "./choose.ts";
import { carryOut, decideAll, standsAlready, takeBack } from "./decide.ts";
import { NO_DECISIONS } from "./decisions.ts";
import { FORGETFUL } from "./history-source.ts";
import { ignorant } from "./solver.fixture.ts";

const asking = { policy: "ask", threshold: 0.7, asks: "medium", graph: "resolve" } as const;
const options = { solver: ignorant, asking, text: "", history: FORGETFUL };
const one = openHole("one");
const other = openHole("other");
const sketch = { parameters: { n: "int" }, returns: "int", pre: ["n >= 0"] };
const start = () => ({ ir: irWith(sketch, one, other), decisions: NO_DECISIONS });
const undoOf = (hole: typeof one) => ({ kind: "undo", hole: hole.id, by: "eve", at: AT }) as const;

async function given(...answers: Parameters<typeof answerTo>[]) {
  const decided = await decideAll(
    start(),
    answers.map((parts) => answerTo(...parts)),
    options,
  );
  if (!decided.ok) throw new Error(decided.problem.kind);
  return decided.contract;
}
const json = ({ ir }: { ir: IR }) => canonicalJson(ir);

describe("answers and their journal", () => {
  it("takes an answer back byte for byte, and leaves no trace in the answers", async () => {
    const taken = await takeBack(await given([one, "result >= n"]), one.id, undoOf(one), options);
    expect(taken.ok && json(taken.contract)).toBe(json(start()));
    expect(taken.ok && taken.contract.decisions).toEqual(NO_DECISIONS);
  });

  it("keeps a later answer as if it had been the only one", async () => {
    const both = await given([one, "result >= n"], [other, "result <= 9"]);
    const taken = await takeBack(both, one.id, undoOf(one), options);
    expect(taken.ok && json(taken.contract)).toBe(json(await given([other, "result <= 9"])));
  });

  it("takes a suggestion that was chosen earlier by what it said then, and the same place as the same answer", async () => {
    const listed = openHole("one", { suggestions: suggesting("result >= 1", "result >= 2") });
    const begin = { ir: irWith(sketch, listed), decisions: NO_DECISIONS };
    const chosen = answerTo(listed, { kind: "suggestion", suggestion: 0, value: "result >= 2" });
    const decided = await decideAll(begin, [chosen], options);
    if (!decided.ok) throw new Error(decided.problem.kind);
    expect(decided.contract.ir.holes.find(({ id }) => id === listed.id)?.resolution?.value).toBe("result >= 2");
    expect(standsAlready(decided.contract, answerTo(listed, { kind: "suggestion", suggestion: 0 }))).toBe(true);
    expect(standsAlready(decided.contract, answerTo(listed, { kind: "suggestion", suggestion: 1 }))).toBe(false);
  });

  it("takes all answers or none, and the same answer twice as one", async () => {
    const bad = await decideAll(start(), [answerTo(one, "result >= n"), answerTo(other, "what(")], options);
    expect(bad).toMatchObject({ ok: false, problem: { kind: "invalid_value", hole: other.id } });
    const twice = await given([one, "result >= n"], [one, "result >= n"]);
    expect(twice.decisions.answers).toHaveLength(1);
  });

  it("carries out kept commands one by one and notes those that it cannot", async () => {
    const commands = [
      { kind: "answer", answer: answerTo(one, "what(") },
      { kind: "answer", answer: answerTo(other, "result <= 9") },
      undoOf(one),
    ] as const;
    const { decisions } = await carryOut(start(), commands, options);
    expect(decisions.answers.map(({ answer }) => answer.hole)).toEqual([other.id]);
    expect(decisions.refused.map(({ code }) => code)).toEqual(["invalid_value", "not_answered"]);
  });

  it("asks until nothing of medium priority is open; `skip` fills a hole and `dont_know` does not", async () => {
    const contract = await given([one, { kind: "skip" }], [other, { kind: "dont_know" }]);
    const skipped = { ...contract, ir: { ...contract.ir, holes: contract.ir.holes.filter(({ id }) => id === one.id) } };
    expect(choose(skipped, asking)).toBe("clear");
    expect(choose(contract, asking)).toBe("ask");
    expect(choose(contract, { ...asking, policy: "fail" })).toBe("fail");
    expect(choose(contract, { ...asking, asks: "critical" })).toBe("clear");
  });
});

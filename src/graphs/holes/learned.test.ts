import { describe, expect, it } from "vitest";
import type { HoleAnswer } from "../../holes/answer.ts";
import { AT, answerTo, irWith, openHole, suggesting } from "../../holes/holes.fixture.ts";
import { decideAll, takeBack } from "./decide.ts";
import { NO_DECISIONS } from "./decisions.ts";
import { FORGETFUL } from "./history-source.ts";
import { learnedFrom } from "./learned.ts";
import { ignorant } from "./solver.fixture.ts";

const EMPTY = openHole("empty xs", {
  suggestions: suggesting(
    "implies(len(xs) == 0, result == 0)",
    "implies(len(xs) == 0, raises(ValueError))",
    "len(xs) > 0",
  ),
});
const OTHER = openHole("other", { suggestions: suggesting("result >= 0") });
const ir = () => irWith({ parameters: { xs: "list[int]" }, returns: "int" }, EMPTY, OTHER);
const asking = { policy: "ask", threshold: 0.7, asks: "medium", graph: "resolve" } as const;
const options = { solver: ignorant, asking, text: null, history: FORGETFUL };

async function decided(...answers: HoleAnswer[]) {
  const result = await decideAll({ ir: ir(), decisions: NO_DECISIONS }, answers, options);
  if (!result.ok) throw new Error(result.problem.kind);
  return result.contract;
}
const learned = async (...answers: HoleAnswer[]) =>
  learnedFrom(await decided(...answers), null)
    .filter(({ hole }) => hole === EMPTY.id)
    .map(({ rank, accepted }) => [rank, accepted]);

describe("what an answer says about the suggestions that were shown", () => {
  it("is that the one that was taken is accepted and the others are not", async () => {
    expect(await learned(answerTo(EMPTY, { kind: "suggestion", suggestion: 1 }))).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  it("is the same when the text of one is given, however it is spaced", async () => {
    expect(await learned(answerTo(EMPTY, " len(xs)>0 "))).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it("is that of the text where a place was chosen in a list that has changed since", async () => {
    const chosen = (value: string) => answerTo(EMPTY, { kind: "suggestion", suggestion: 0, value });
    expect(await learned(chosen("len(xs) > 0"))).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((await learned(chosen("len(xs) > 1"))).at(-1)).toEqual([null, true]);
  });

  it("has a row of its own for what was none of them", async () => {
    const contract = await decided(answerTo(EMPTY, "implies(len(xs)==0, result == -1)"));
    const own = learnedFrom(contract, null).at(-1);
    expect(own).toEqual({
      hole: EMPTY.id,
      clause: "assertion",
      kind: "spec",
      about: "empty _",
      rank: null,
      accepted: true,
      by: "ada",
      at: Date.parse(AT),
      value: "implies(len(xs) == 0, result == -1)",
      names: [
        { name: "xs", type: "list[int]", place: 0 },
        { name: "result", type: "int", place: null },
      ],
      features: [
        "same:empty _:implies(len(xs) == 0, result == -1)",
        "shape:empty _:implies(len(p1) == 0, result == -1)",
        "form:empty _:implies(len(p1) == C, result == C)",
        "anywhere:implies(len(p1) == C, result == C)",
      ],
    });
  });

  it("is that none was taken when the hole is skipped, and nothing when somebody does not know", async () => {
    expect(await learned(answerTo(EMPTY, { kind: "skip" }))).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(await learned(answerTo(EMPTY, { kind: "dont_know" }))).toEqual([]);
    const later = [answerTo(EMPTY, { kind: "dont_know" }), answerTo(EMPTY, { kind: "suggestion", suggestion: 0 })];
    expect((await learned(...later)).filter(([, accepted]) => accepted)).toEqual([[1, true]]);
  });

  it("is nothing when a machine answered", async () => {
    const by_machine = { ...answerTo(EMPTY, "len(xs) > 0", "lift"), source: "refinement" as const };
    expect(await learned(by_machine)).toEqual([]);
  });

  it("is nothing any more when the answer was taken back", async () => {
    const both = await decided(answerTo(EMPTY, "len(xs) > 0"), answerTo(OTHER, "result >= 0"));
    const undone = await takeBack(both, EMPTY.id, { kind: "undo", hole: EMPTY.id, by: "eve", at: AT }, options);
    if (!undone.ok) throw new Error(undone.problem.kind);
    expect(learnedFrom(both, null).map(({ hole }) => hole)).toContain(EMPTY.id);
    expect(new Set(learnedFrom(undone.contract, null).map(({ hole }) => hole))).toEqual(new Set([OTHER.id]));
  });

  it("belongs to the run in which it was given", async () => {
    const contract = await decided(answerTo(EMPTY, "len(xs) > 0"));
    expect(learnedFrom(contract, Date.parse(AT) + 1)).toEqual([]);
    expect(learnedFrom(contract, Date.parse(AT))).not.toEqual([]);
  });

  it("counts a text that is too long for an example without keeping it", async () => {
    const long = `len(xs) > 0 and ${Array.from({ length: 300 }, (_, index) => `result != ${index}`).join(" and ")}`;
    expect(learnedFrom(await decided(answerTo(EMPTY, long)), null).at(-1)).toMatchObject({
      rank: null,
      value: null,
      features: [],
      names: [],
    });
  });
});

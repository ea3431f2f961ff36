import { describe, expect, it } from "vitest";
import type { Verdict } from "../../ir/verdict.ts";
import { bestOf, boardOf, standing } from "./board.ts";
import { contract } from "./facts.fixture.ts";
import type { Draft, ForwardSettings, Judged } from "./facts.ts";

const TESTED: Verdict = { status: "tested", executions: 3 };
const PROVED: Verdict = { status: "proved", by: "z3", assumptions: [] };
const REFUTED: Verdict = { status: "refuted", counterexample: { a: "1" }, observed: null };
const UNKNOWN: Verdict = { status: "unknown", reason: "budget", detail: "" };

const settings = (max_repairs: number): ForwardSettings => ({
  candidates: 3,
  max_repairs,
  hole_policy: "ask",
  threshold: 0.7,
  assertion_mode: "assert",
  examination: { symbolic: true, dynamic: true, seed: 1 },
});

function judged(candidate: number, verdict: Verdict | null, draft: Partial<Draft> = {}): Judged {
  return {
    draft: { candidate, repair: 0, by: "m", parts: null, source: "x".repeat(10), missing: null, ...draft },
    verdict,
    clauses: verdict === null ? [] : [{ clause: "c", text: "c", verdict }],
    settled: false,
    failures: verdict?.status === "refuted" ? [{ clause: "c", verdict: "refuted", counterexample: null }] : [],
    ir: contract(),
    calls: [],
  };
}

const best = (...items: (Judged | null)[]) => bestOf(boardOf(undefined, items))?.draft.candidate ?? null;

describe("selecting a code", () => {
  it("goes by verdict, whatever else there is", () => {
    const order: Verdict[] = [UNKNOWN, REFUTED, TESTED, { status: "bounded", bound: "3", assumptions: [] }, PROVED];
    expect(best(...order.map((verdict, index) => judged(index + 1, verdict)))).toBe(5);
    expect(best(judged(1, REFUTED), judged(2, UNKNOWN))).toBe(2);
  });

  it("of equal verdicts takes fewer assumptions, then the shorter code, then the earlier", () => {
    const assuming: Verdict = { status: "proved", by: "z3", assumptions: ["types-as-annotated"] };
    expect(best(judged(1, assuming, { source: "x" }), judged(2, PROVED))).toBe(2);
    expect(best(judged(1, PROVED), judged(2, PROVED, { source: "x" }))).toBe(2);
    expect(best(judged(2, PROVED), judged(1, PROVED))).toBe(1);
  });

  it("has no best without a code", () => {
    expect(best(null, judged(1, null, { source: null, missing: { code: "no_answer", message: "" } }))).toBeNull();
  });

  it("repairs what is refuted as often as it may, and no more", () => {
    const first = boardOf(undefined, [judged(1, REFUTED)]);
    expect([standing(first, settings(1)), standing(first, settings(0))]).toEqual(["repair", "missing"]);
    const second = boardOf(first, [judged(1, REFUTED), judged(1, REFUTED, { repair: 1 })]);
    expect([second.judged.length, second.repairs, standing(second, settings(1))]).toEqual([2, 1, "missing"]);
    expect(standing(boardOf(first, [judged(1, TESTED, { repair: 1 })]), settings(1))).toBe("found");
  });

  it("repairs neither what lies with the judges nor after the budget is spent or a correction stayed out", () => {
    expect(standing(boardOf(undefined, [judged(1, UNKNOWN)]), settings(2))).toBe("missing");
    const without = (code: string, repair: number) =>
      judged(2, null, { repair, source: null, missing: { code, message: "" } });
    expect(standing(boardOf(undefined, [judged(1, REFUTED), without("budget_exhausted", 0)]), settings(2))).toBe(
      "missing",
    );
    expect(standing(boardOf(undefined, [judged(1, REFUTED), without("no_answer", 1)]), settings(2))).toBe("missing");
  });
});

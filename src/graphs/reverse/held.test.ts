import { describe, expect, it } from "vitest";
import { applyAnswer } from "../../holes/apply-answer.ts";
import { answerTo, irWith, openHole } from "../../holes/holes.fixture.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { clauseId } from "../../ir/hash.ts";
import type { Assertion, Hole, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import type { DynamicFindings, SymbolicFindings } from "../../logic/examination/findings.ts";
import { NOTHING_RUN } from "../examine/dynamic.ts";
import { NOTHING_EXECUTED } from "../examine/symbolic.ts";
import { askedContract, isAnswered } from "./asked.ts";
import { conclude, heldContract, withoutExcluding } from "./held.ts";
import { withObserved } from "./observed.ts";

const REFUTED: Verdict = { status: "refuted", counterexample: { xs: "[]" }, observed: "raised" };
const TESTED: Verdict = { status: "tested", executions: 9 };
const NOTHING = { symbolic: [], dynamic: [], proofs: [], calls: { examples: [], clauses: {} } };

const mean = (...holes: Hole[]): IR =>
  irWith({ name: "mean", parameters: { xs: "list[int]" }, returns: "float", post: ["result >= 0"] }, ...holes);
const EMPTY = openHole("empty xs", { description: "What is the result when xs is empty?" });
const ON_EMPTY = "implies(len(xs) == 0, result == 0)";

function answered(ir: IR, hole: Hole, value: string): IR {
  const applied = applyAnswer(ir, answerTo(hole, value));
  if (!applied.ok) throw new Error(JSON.stringify(applied.problem));
  return applied.ir;
}

function clause(text: string, category: Assertion["category"], verdict: Verdict = TESTED): Assertion {
  const provenance = { source: "dynamic", confidence: 0.85, author: null, timestamp: null, evidence_refs: [] } as const;
  const expression = expressionText(text);
  const id = clauseId(category, expression.text);
  return {
    id,
    category,
    expression,
    rationale: null,
    verdict,
    locked: false,
    applies_to: ["xs"],
    provenance: { ...provenance, evidence_refs: [] },
  };
}
const found = (ir: IR, text: string) => ir.assertions.find(({ expression }) => expression.text === text);
const symbolic = (parts: Partial<SymbolicFindings>): SymbolicFindings => ({ ...NOTHING_EXECUTED, ...parts });
const dynamic = (parts: Partial<DynamicFindings>): DynamicFindings => ({ ...NOTHING_RUN, ...parts });

describe("the contract that people are asked about", () => {
  const merged = mean();
  const draft: IR = {
    ...merged,
    assertions: [
      ...merged.assertions.map((assertion) => ({ ...assertion, verdict: REFUTED })),
      clause("xs == old(xs)", "postcondition"),
      clause("len(xs) > 0", "precondition", { status: "proved", by: "z3", assumptions: [] }),
    ],
    examples: [
      {
        call: "mean([])",
        args: ["[]"],
        kwargs: {},
        returns: null,
        raises: "ZeroDivisionError",
        source: "execution",
        evidence_refs: [],
      },
    ],
  };

  it("holds what the source states, with its verdicts, and nothing that was found out about the code", () => {
    const asked = askedContract(merged, draft);
    expect(asked.assertions.map(({ expression, verdict }) => [expression.text, verdict.status])).toEqual([
      ["result >= 0", "refuted"],
    ]);
    expect(asked.examples).toEqual([]);
  });

  it("says in a hole what the code does in its case, and suggests it", async () => {
    const asked = await withObserved(askedContract(merged, draft), draft);
    const hole = asked.holes.find(({ subject }) => subject === "empty xs") ?? asked.holes[0];
    expect(hole?.context).toContain("The code: mean([]) raises ZeroDivisionError.");
    expect(hole?.suggestions.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["implies(len(xs) == 0, raises(ZeroDivisionError))"]),
    );
    expect(hole?.suggestions.find(({ value }) => value === "len(xs) > 0")?.rationale).toContain("raises");
    expect(hole?.priority).toBe("medium");
  });

  it("leaves last what the code was proved to do there as everywhere", async () => {
    const whole = irWith({ name: "twice", parameters: { n: "int" }, returns: "int" });
    const proved = clause("result == 2 * n", "postcondition", { status: "proved", by: "z3", assumptions: [] });
    const [open, last] = [
      await withObserved(whole, whole),
      await withObserved(whole, { ...whole, assertions: [proved] }),
    ];
    expect(open.holes.map(({ priority }) => priority)).toContain("medium");
    expect(last.holes.map(({ id }) => id)).toEqual(open.holes.map(({ id }) => id));
    expect(last.holes.every(({ priority }) => priority === "low")).toBe(true);
  });
});

describe("the code held against what people said", () => {
  it("forgets verdicts from before the answers, as an answer may change what they rest on", () => {
    const ir = answered(mean(EMPTY), EMPTY, "len(xs) > 0");
    const before = { ...ir, assertions: ir.assertions.map((one) => ({ ...one, verdict: REFUTED })) };
    expect(heldContract(before).assertions.map(({ verdict }) => verdict.status)).toEqual(["unknown", "unknown"]);
    const { draft } = conclude(before, NOTHING, 0.7);
    expect(found(draft, "result >= 0")?.verdict.status).toBe("unknown");
  });

  it("gives each answer its verdict, and leaves it as it was said", () => {
    const ir = answered(mean(EMPTY), EMPTY, ON_EMPTY);
    const id = found(ir, ON_EMPTY)?.id ?? "";
    const { draft, answers } = conclude(ir, { ...NOTHING, dynamic: [dynamic({ verdicts: { [id]: REFUTED } })] }, 0.7);
    expect(answers).toEqual([{ clause: id, text: ON_EMPTY, verdict: REFUTED }]);
    expect(found(draft, ON_EMPTY)).toMatchObject({ locked: true, provenance: { source: "human" }, verdict: REFUTED });
  });

  it("claims nothing where nothing was examined", () => {
    const ir = answered(mean(EMPTY), EMPTY, ON_EMPTY);
    expect(conclude(ir, NOTHING, 0.7).answers).toMatchObject([{ verdict: { status: "unknown" } }]);
  });

  it("takes a call that raises in the case of an answer for its refutation, whatever calls that return show", () => {
    const ir = answered(mean(EMPTY), EMPTY, ON_EMPTY);
    const id = found(ir, ON_EMPTY)?.id ?? "";
    const shown = { ...NOTHING, dynamic: [dynamic({ verdicts: { [id]: TESTED } })] };
    expect(conclude(ir, shown, 0.7).answers).toMatchObject([{ verdict: { status: "tested" } }]);
    const calls = { examples: [], clauses: { [id]: REFUTED } };
    expect(conclude(ir, { ...shown, calls }, 0.7).answers).toMatchObject([{ verdict: { status: "refuted" } }]);
  });

  it("proposes no precondition that excludes what people spoke of", () => {
    const ir = answered(mean(EMPTY), EMPTY, ON_EMPTY);
    const proposed = [clause("len(xs) > 0", "precondition"), clause("len(xs) < 100", "precondition")];
    const texts = withoutExcluding(ir, symbolic({ proposed })).proposed.map(({ expression }) => expression.text);
    expect(texts).toEqual(["len(xs) < 100"]);
    expect(withoutExcluding(mean(), symbolic({ proposed })).proposed).toHaveLength(2);
  });

  it("does not propose again what people were asked about and did not mean", () => {
    const proposal = clause("xs == old(xs)", "postcondition");
    const doubt = openHole("doubt", { subject: proposal.id });
    const applied = applyAnswer(mean(doubt), answerTo(doubt, { kind: "skip" }));
    if (!applied.ok) throw new Error("not skipped");
    const shown = { ...NOTHING, symbolic: [symbolic({ proposed: [proposal] })] };
    expect(found(conclude(applied.ir, shown, 0.7).draft, "xs == old(xs)")).toBeUndefined();
    expect(found(conclude(mean(doubt), shown, 0.7).draft, "xs == old(xs)")).toBeDefined();
  });

  it("judges an answered type of the result as a clause that stands nowhere else", () => {
    const hole = openHole("type", { clause: "signature", kind: "type", subject: "return" });
    const open = irWith({ name: "f", parameters: { x: "int" }, returns: "int" }, hole);
    const ir = answered(
      { ...open, signature: { ...open.signature, returns: { ...open.signature.returns, type_hint: null } } },
      hole,
      "str",
    );
    const contract = heldContract(ir);
    const [type] = contract.assertions;
    expect(type?.expression.text).toBe("isinstance(result, str)");
    const shown = { ...NOTHING, dynamic: [dynamic({ verdicts: { [type?.id ?? ""]: REFUTED } })] };
    const { draft, answers } = conclude(ir, shown, 0.7);
    expect(answers).toEqual([{ clause: "return", text: "f returns str", verdict: REFUTED }]);
    expect(draft.assertions).toEqual([]);
    expect(isAnswered(draft.signature.returns)).toBe(true);
  });
});

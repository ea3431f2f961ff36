import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyAnswer } from "../../src/holes/apply-answer.ts";
import { guardOf, probesOf } from "../../src/holes/contradict/probes.ts";
import { answerTo, irWith, openHole, suggesting } from "../../src/holes/holes.fixture.ts";
import { rangeOf } from "../../src/holes/propagate/bounds.ts";
import { excludedSuggestions } from "../../src/holes/propagate/conditions.ts";
import { Asker } from "../../src/holes/satisfiable.ts";
import { callsOf, supposing } from "../../src/holes/with-clause.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { printExpression } from "../../src/ir/expression/print.ts";
import type { Hole, IR } from "../../src/ir/ir.ts";
import { questionOf, renderScript } from "../../src/logic/question.ts";

/** What is not decided within it is `unknown`, of which nothing is expected. */
const LIMITS = { rlimit: 200_000 };

/** One script of its own, whatever is known: the plain meaning of a question. */
async function alone(ir: IR): Promise<"sat" | "unsat" | "unknown"> {
  const question = questionOf(ir, "clauses_consistent") ?? questionOf(ir, "preconditions_satisfiable");
  if (question === null || question.reliable.length === 0) return "sat";
  const { status } = await env.SOLVER.check(renderScript(question, question.reliable, "values"), LIMITS);
  return status === "rejected" ? "unknown" : status;
}

/** What is asked of one suggestion, each question by itself. */
async function judgedAlone(after: IR, hole: Hole, value: string): Promise<"excluded" | "kept" | "unknown"> {
  const taken = applyAnswer(after, answerTo(hole, value));
  if (!taken.ok) return "kept";
  const guard = guardOf(parseExpression(value));
  const condition = guard === null ? null : printExpression(guard);
  const probe = probesOf(taken.ir).some(({ text }) => text === condition) ? condition : null;
  const given = (ir: IR) => (probe === null ? ir : supposing(ir, "precondition", probe));
  const own = await alone(given(taken.ir));
  if (own !== "unsat") return own === "sat" ? "kept" : "unknown";
  const already = await alone(given(after));
  if (already !== "sat") return already === "unsat" ? "kept" : "unknown";
  return probe === null || (await alone(given(callsOf(after)))) === "sat" ? "excluded" : "unknown";
}

const number = fc.integer({ min: -40, max: 40 });
const operator = fc.constantFrom("<", "<=", "==", "!=", ">", ">=");
const comparison = (...sides: string[]) =>
  fc.tuple(fc.constantFrom(...sides), operator, number).map(([side, sign, at]) => `${side} ${sign} ${at}`);
const ofIntegers = fc.oneof(
  comparison("result", "result - x", "x + 2 * y + result"),
  fc.tuple(comparison("x", "y"), comparison("result")).map(([when, then]) => `implies(${when}, ${then})`),
  fc.constantFrom("result == x * y", "result in (x, y)", "implies(x == y, result == 0)", "result % 3 == 1"),
);
const ofLists = fc.oneof(
  comparison("result", "len(xs) + result"),
  fc.constantFrom("result in xs", "all(result <= v for v in xs)", "implies(len(xs) == 0, result == 0)", "xs == [3, 4]"),
  fc.tuple(comparison("len(xs)"), comparison("result")).map(([when, then]) => `implies(${when}, ${then})`),
);
const INTEGERS = { parameters: { x: "int", y: "int" }, returns: "int" };
const LISTS = { parameters: { xs: "list[int]" }, returns: "int" };
const cases = fc.oneof(
  fc.record({ of: fc.constant(INTEGERS), post: fc.array(ofIntegers, { maxLength: 3 }), suggested: texts(ofIntegers) }),
  fc.record({ of: fc.constant(LISTS), post: fc.array(ofLists, { maxLength: 2 }), suggested: texts(ofLists) }),
);

function texts(clause: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(clause, { minLength: 1, maxLength: 5 });
}

describe("what known calls, shared sessions and remembered answers say of suggestions", { timeout: 120_000 }, () => {
  it("is what each question says when it is asked alone", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ of, post, suggested }) => {
        const hole = openHole("open", { suggestions: suggesting(...suggested) });
        const ir = irWith({ ...of, post }, hole);
        const asker = new Asker(env.SOLVER, LIMITS);
        const gone = (await excludedSuggestions(ir, ir, [hole], asker)).map(({ value }) => value);
        for (const value of suggested) {
          const verdict = await judgedAlone(ir, hole, value);
          if (verdict !== "unknown") expect([value, gone.includes(value)]).toEqual([value, verdict === "excluded"]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("holds of ranges: nothing lies beyond a bound, and something at the bound", async () => {
    const far = fc.integer({ min: -3_000, max: 3_000 });
    const clause = fc
      .tuple(fc.constantFrom("x", "2 * x", "x - y", "y"), operator, far)
      .map(([side, sign, at]) => `${side} ${sign} ${at}`);
    await fc.assert(
      fc.asyncProperty(fc.array(clause, { minLength: 1, maxLength: 4 }), async (pre) => {
        const ir = irWith({ parameters: { x: "int", y: "int" }, pre });
        if ((await alone(ir)) !== "sat") return;
        const { lowest, highest } = await rangeOf(ir, "x", new Asker(env.SOLVER, LIMITS));
        const status = (text: string) => alone(supposing(ir, "precondition", text));
        expect(await status(lowest === null ? "x < -1000000000" : `x < ${lowest}`)).toBe(
          lowest === null ? "sat" : "unsat",
        );
        expect(await status(highest === null ? "x > 1000000000" : `x > ${highest}`)).toBe(
          highest === null ? "sat" : "unsat",
        );
        for (const end of [lowest, highest]) if (end !== null) expect(await status(`x == ${end}`)).toBe("sat");
      }),
      { numRuns: 25 },
    );
  });
});

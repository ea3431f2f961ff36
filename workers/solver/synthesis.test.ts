import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { evaluate as evaluatePython } from "../../src/logic/evaluate/evaluate.ts";
import { int } from "../../src/logic/evaluate/value.ts";
import { answerSygus } from "../../src/synthesis/cegis/answer.ts";
import { Questions } from "../../src/synthesis/cegis/questions.ts";
import { definitionsOf } from "../../src/synthesis/cegis/solution.ts";
import { solveProblem } from "../../src/synthesis/cegis/solve.ts";
import { synthesizeByCegis } from "../../src/synthesis/cegis/synthesize.ts";
import { synthesizeByDefinition } from "../../src/synthesis/definition/define.ts";
import type { SynthesisProblem } from "../../src/synthesis/problem.ts";
import { parseSygus } from "../../src/synthesis/sygus/parse.ts";
import { evaluate } from "../../src/synthesis/term/evaluate.ts";

/** Milliseconds of a test, on a machine that has much else to do. */
const SLOW = 60_000;

const MAXIMUM = `(set-logic LIA) (synth-fun most ((a Int) (b Int) (c Int)) Int) (declare-var x Int) (declare-var y Int) (declare-var z Int)
  (constraint (>= (most x y z) x)) (constraint (>= (most x y z) y)) (constraint (>= (most x y z) z))
  (constraint (or (= (most x y z) x) (= (most x y z) y) (= (most x y z) z)))`;
const ABSOLUTE = `(synth-fun size ((n Int)) Int) (declare-var n Int)
  (constraint (>= (size n) 0)) (constraint (or (= (size n) n) (= (size n) (- n))))`;
const SWAPPED = `(synth-fun f ((x Int) (y Int)) Int) (declare-var x Int) (declare-var y Int)
  (constraint (= (+ (f x y) (f y x)) (* 3 (+ x y)))) (constraint (= (f x 0) (* 2 x)))`;
const COUNTING = `(set-logic LIA) (synth-inv inv ((i Int) (n Int) (total Int)))
  (define-fun pre ((i Int) (n Int) (total Int)) Bool (and (= i 0) (= total 0) (>= n 0)))
  (define-fun trans ((i Int) (n Int) (total Int) (i! Int) (n! Int) (total! Int)) Bool
    (and (< i n) (= i! (+ i 1)) (= total! (+ total 2)) (= n! n)))
  (define-fun post ((i Int) (n Int) (total Int)) Bool (=> (>= i n) (>= total (* 2 n))))
  (inv-constraint inv pre trans post)`;
const GRAMMAR = `(synth-fun f ((x Int) (y Int)) Int ((S Int) (B Bool)) ((S Int (0 1 x y (+ S S) (ite B S S))) (B Bool ((<= S S)))))
  (declare-var x Int) (declare-var y Int) (constraint (= (f x y) (ite (> x (+ y 2)) (+ x x x) (+ y 4))))`;
const PAIR = `(synth-fun low ((x Int) (y Int)) Int) (synth-fun high ((x Int) (y Int)) Int) (declare-var x Int) (declare-var y Int)
  (constraint (<= (low x y) (high x y))) (constraint (= (+ (low x y) (high x y)) (+ x y)))
  (constraint (or (= (low x y) x) (= (low x y) y)))`;

describe("SyGuS problems", () => {
  it.each([
    ["a maximum of three", MAXIMUM],
    ["a magnitude", ABSOLUTE],
    ["a function that is called at two places", SWAPPED],
    ["an invariant", COUNTING],
    ["a function in the terms of a grammar", GRAMMAR],
    ["two functions at once", PAIR],
  ])("are solved: %s, and the solution meets the constraints on any input", { timeout: SLOW }, async (_, text) => {
    const read = parseSygus(text);
    if (read.status !== "read") throw new Error(JSON.stringify(read));
    const { problem } = read;
    const solved = await solveProblem(problem, new Questions(env.SOLVER));
    if (solved.status !== "solved") throw new Error(solved.detail);
    const definitions = new Map(definitionsOf(problem.targets, solved.solution).map((one) => [one.name, one]));
    for (let round = 0; round < 300; round += 1) {
      const values = problem.variables.map(
        ({ name }, column) => [name, BigInt(((round * 7919 + column * 104729) % 61) - 30)] as const,
      );
      for (const constraint of problem.constraints)
        expect(evaluate(constraint, new Map(values), definitions)).toBe(true);
    }
  });

  it("are infeasible where no result is right, or no term of the grammar", { timeout: SLOW }, async () => {
    const none = "(synth-fun f ((x Int)) Int) (declare-var x Int) (constraint (> (f x) x)) (constraint (< (f x) 5))";
    expect(await answerSygus(none, env.SOLVER)).toMatchObject({ status: "infeasible", solution: null });
    const poor =
      "(synth-fun f ((x Int)) Int ((S Int)) ((S Int (x 0)))) (declare-var x Int) (constraint (= (f x) (+ x 1)))";
    expect(await answerSygus(poor, env.SOLVER)).toMatchObject({ status: "infeasible", solution: null });
  });

  it("end unknown when the budget is spent", { timeout: SLOW }, async () => {
    const budget = { questions: 2, rlimit: 100_000, total_rlimit: 1_000_000 };
    expect(await answerSygus(MAXIMUM, env.SOLVER, { budget })).toEqual({
      status: "unknown",
      solution: null,
      detail: "the budget of 2 questions to the solver is spent",
    });
  });

  it("beyond integers are named, and errors have a place", async () => {
    expect(await answerSygus("(synth-fun f ((x Real)) Real)", env.SOLVER)).toMatchObject({
      status: "out_of_scope",
      detail: "line 1: sort:Real",
    });
    expect(await answerSygus("(synth-fun f", env.SOLVER)).toMatchObject({ status: "invalid", line: 1, column: 1 });
  });
});

const contract = (change: Partial<SynthesisProblem>): SynthesisProblem => ({
  name: "f",
  parameters: [
    { name: "a", type_hint: "int" },
    { name: "b", type_hint: "int" },
  ],
  returns: "int",
  preconditions: [],
  postconditions: [],
  examples: [],
  words: "",
  ...change,
});

const bodyOf = async (change: Partial<SynthesisProblem>): Promise<string> => {
  const synthesis = await synthesizeByCegis(contract(change), env.SOLVER);
  return synthesis.status === "found"
    ? synthesis.found.map(({ code }) => code.body).join("\n---\n")
    : `(${synthesis.missing})`;
};

describe("contracts over ints and bools", () => {
  it("become code where they leave one result", { timeout: SLOW }, async () => {
    const larger = ["result >= a", "result >= b", "result == a or result == b"];
    expect(await bodyOf({ postconditions: larger })).toBe("if a >= b:\n    return a\nelse:\n    return b");
    expect(await bodyOf({ postconditions: ["2 * result <= a < 2 * result + 2"] })).toBe("return a // 2");
    const even = ["implies(result, a % 2 == 0)", "implies(a % 2 == 0, result)"];
    expect(await bodyOf({ returns: "bool", postconditions: even })).toBe("return a % 2 == 0");
  });

  it("take preconditions as given", { timeout: SLOW }, async () => {
    const preconditions = ["a < b", "(a + b) % 2 == 0"];
    expect(await bodyOf({ preconditions, postconditions: ["result - a == b - result"] })).toBe("return (a + b) // 2");
  });

  it("stay undecided where an input has two results, which are shown", { timeout: SLOW }, async () => {
    const synthesis = await synthesizeByCegis(contract({ postconditions: ["result >= a"] }), env.SOLVER);
    if (synthesis.status !== "undecided") throw new Error(synthesis.status);
    const [disagreement] = synthesis.disagreements;
    const values = new Map(disagreement?.args.map((text, index) => [["a", "b"][index] ?? "", int(BigInt(text))]) ?? []);
    const returns = disagreement?.outcomes.map((outcome) => outcome.returns) ?? [];
    expect(new Set(returns).size).toBe(2);
    for (const text of returns) {
      const met = evaluatePython(parseExpression(`${text} >= a`), { values, old: null });
      expect(met).toEqual({ status: "value", value: { kind: "bool", value: true } });
    }
  });

  it("have no code where they contradict themselves or an example", { timeout: SLOW }, async () => {
    expect(await bodyOf({ postconditions: ["result > a", "result < a"] })).toContain(
      "a result that meets the postconditions",
    );
    const examples = [{ args: ["1", "2"], kwargs: [], returns: "9", raises: null }];
    expect(await bodyOf({ postconditions: ["result - a == b"], examples })).toMatch(
      /a result that meets the postconditions|contradict an example/,
    );
  });

  it("are left alone where they speak of other types", async () => {
    const parameters = [{ name: "a", type_hint: "float" }];
    expect(await bodyOf({ parameters, postconditions: ["result > a"] })).toBe(
      "(`a` is not declared as an int or a bool)",
    );
  });
});

describe("definitions by cases", () => {
  const of = async (change: Partial<SynthesisProblem>) => {
    const synthesis = await synthesizeByDefinition(contract(change), env.SOLVER);
    return synthesis.status === "found" ? synthesis.found[0]?.code.body : `(${synthesis.missing})`;
  };

  it("are code where the solver shows that they cover everything", { timeout: SLOW }, async () => {
    const postconditions = ["implies(a > b, result == a)", "implies(a < b, result == b)"];
    expect(await of({ postconditions, preconditions: ["a != b"] })).toBe(
      "if a > b:\n    return a\nelse:\n    return b",
    );
    expect(await of({ postconditions })).toBe("(the result where none of `a > b`, `a < b` holds)");
  });

  it("are none where two of them say different things", { timeout: SLOW }, async () => {
    const postconditions = ["implies(a >= b, result == 1)", "implies(a <= b, result == 0)"];
    expect(await of({ postconditions })).toBe("(which of `a >= b` and `a <= b` decides where both hold)");
  });
});

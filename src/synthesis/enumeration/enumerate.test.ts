import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { evaluate } from "../../logic/evaluate/evaluate.ts";
import type { SynthesisProblem } from "../problem.ts";
import { enumerateFromExamples } from "./enumerate.ts";

type Calls = readonly (readonly [args: readonly string[], returns: string])[];

function problem(
  words: string,
  parameters: readonly (readonly [string, string | null])[],
  calls: Calls,
): SynthesisProblem {
  return {
    name: "wanted",
    parameters: parameters.map(([name, type_hint]) => ({ name, type_hint })),
    returns: null,
    preconditions: [],
    postconditions: [],
    examples: calls.map(([args, returns]) => ({ args: [...args], kwargs: [], returns, raises: null })),
    words,
  };
}

const solve = (stated: SynthesisProblem, seed = 1) =>
  enumerateFromExamples(stated, { seed, budget: { programs: 60_000 } });

function bodyOf(stated: SynthesisProblem): string {
  const answer = solve(stated);
  return answer.status === "found" ? (answer.found[0]?.code.body ?? "") : `${answer.status}: ${answer.missing}`;
}

describe("finds small programs from examples and words", () => {
  it.each<[words: string, parameters: readonly (readonly [string, string | null])[], calls: Calls, body: string]>([
    [
      "The length of the text",
      [["text", "str"]],
      [
        [["''"], "0"],
        [["'abcd'"], "4"],
      ],
      "return len(text)",
    ],
    [
      "Keep only the odd numbers",
      [["xs", "list[int]"]],
      [
        [["[1, 2, 3, 4, 7]"], "[1, 3, 7]"],
        [["[10, 5]"], "[5]"],
        [["[8]"], "[]"],
      ],
      "return [x for x in xs if x % 2 == 1]",
    ],
    [
      "Sum of the squares of the numbers",
      [["xs", "list[int]"]],
      [
        [["[1, 2, 3]"], "14"],
        [["[10]"], "100"],
        [["[4, 6]"], "52"],
      ],
      "return sum(x ** 2 for x in xs)",
    ],
    [
      "The longest word",
      [["words", "list[str]"]],
      [
        [["['a', 'bbb', 'cc']"], "'bbb'"],
        [["['hello', 'zz']"], "'hello'"],
      ],
      "return max(words, key=lambda word: len(word))",
    ],
    [
      "The absolute difference of each pair of scores and guesses at the same index",
      [
        ["a", null],
        ["b", null],
      ],
      [
        [["[1, 2, 3]", "[3, 2, 0]"], "[2, 0, 3]"],
        [["[10, 0]", "[4, 9]"], "[6, 9]"],
      ],
      "return [abs(a_ - b_) for a_, b_ in zip(a, b)]",
    ],
  ])("%s", (words, parameters, calls, body) => {
    expect(bodyOf(problem(words, parameters, calls))).toBe(body);
  });

  it("brings the helper definitions and imports that the program needs", () => {
    const answer = solve(
      problem(
        "The greatest common divisor",
        [
          ["a", "int"],
          ["b", "int"],
        ],
        [
          [["12", "18"], "6"],
          [["35", "14"], "7"],
          [["9", "4"], "1"],
        ],
      ),
    );
    expect(answer).toMatchObject({
      status: "found",
      found: [{ code: { imports: ["import math"], body: "return math.gcd(a, b)" } }],
    });
    const primes = solve(
      problem(
        "Keep the prime numbers",
        [["xs", "list[int]"]],
        [
          [["[2, 4, 5, 9, 11]"], "[2, 5, 11]"],
          [["[15, 13, 1, 17]"], "[13, 17]"],
        ],
      ),
    );
    expect(primes.status === "found" && primes.found[0]?.code.helpers).toContain("def is_prime(n):");
  });

  it("calls nothing that a parameter hides", () => {
    const answer = solve(
      problem(
        "The length of the text",
        [["len", "str"]],
        [
          [["'ab'"], "2"],
          [["'abcd'"], "4"],
        ],
      ),
    );
    expect(JSON.stringify(answer)).not.toContain("len(");
  });
});

describe("does not guess", () => {
  it("is undecided when one example leaves more than one program", () => {
    const answer = solve(
      problem(
        "Do something with the numbers",
        [
          ["a", "int"],
          ["b", "int"],
        ],
        [[["2", "2"], "4"]],
      ),
    );
    expect(answer.status).toBe("undecided");
    if (answer.status !== "undecided") return;
    const [disagreement] = answer.disagreements;
    expect(disagreement?.args).toHaveLength(2);
    expect(disagreement?.outcomes[0]?.returns).not.toBe(disagreement?.outcomes[1]?.returns);
  });

  it("is undecided when the program looks at one parameter alone", () => {
    const answer = solve(
      problem(
        "The smallest number",
        [
          ["xs", "list[int]"],
          ["n", "int"],
        ],
        [
          [["[3, 1, 2]", "3"], "1"],
          [["[5, 4]", "2"], "4"],
        ],
      ),
    );
    expect(answer.status).not.toBe("found");
  });

  it("finds nothing for examples that contradict each other", () => {
    const answer = solve(
      problem(
        "Double it",
        [["n", "int"]],
        [
          [["2"], "4"],
          [["2"], "5"],
        ],
      ),
    );
    expect(answer).toEqual({ status: "none", missing: "two examples give different outcomes for the same arguments" });
  });

  it("says what is missing without examples and with values it does not represent", () => {
    expect(solve(problem("Double it", [["n", "int"]], []))).toMatchObject({
      status: "none",
      missing: expect.stringContaining("examples"),
    });
    const large = problem("Double it", [["n", "int"]], [[["9007199254740993"], "18014398509481986"]]);
    expect(solve(large)).toMatchObject({ status: "none", missing: expect.stringContaining("does not represent") });
  });

  it("stops when it is told to", () => {
    const stated = problem(
      "The length",
      [["text", "str"]],
      [
        [["'a'"], "1"],
        [["'ab'"], "2"],
      ],
    );
    const answer = enumerateFromExamples(stated, {
      seed: 1,
      budget: { programs: 60_000 },
      signal: AbortSignal.abort(),
    });
    expect(answer.status).toBe("none");
  });
});

describe("whatever the examples", () => {
  const lists = fc.array(fc.integer({ min: -9, max: 20 }), { maxLength: 5 });
  const outcomes: Record<string, (xs: readonly number[]) => number | readonly number[]> = {
    "sum of the numbers": (xs) => xs.reduce((a, b) => a + b, 0),
    "the numbers sorted": (xs) => [...xs].sort((a, b) => a - b),
    "the positive numbers": (xs) => xs.filter((x) => x > 0),
    "how many numbers": (xs) => xs.length,
    "the numbers reversed": (xs) => [...xs].reverse(),
    "something strange": (xs) => xs.reduce((a, b) => (a * 31 + b) % 97, 7),
  };

  it("a program that is found fits every example, by an evaluator of its own; and the same comes out twice", () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(outcomes)),
        fc.uniqueArray(lists, { minLength: 2, maxLength: 4, selector: String }),
        (words, inputs) => {
          const compute = outcomes[words];
          const show = (value: number | readonly number[] | undefined) =>
            typeof value === "number" ? String(value) : `[${value?.join(", ")}]`;
          const calls: Calls = inputs.map((xs) => [[show(xs)], show(compute?.(xs))]);
          const stated = problem(words, [["xs", "list[int]"]], calls);
          const options = { seed: 3, budget: { programs: 8_000 } };
          const answer = enumerateFromExamples(stated, options);
          expect(enumerateFromExamples(stated, options)).toEqual(answer);
          if (answer.status !== "found") return;
          const [first] = answer.found;
          if (
            first === undefined ||
            first.code.helpers !== "" ||
            first.code.imports.length > 0 ||
            !/^return [^\n]*$/.test(first.code.body)
          )
            return;
          for (const [[argument = ""], returns] of calls) {
            const text = `(lambda xs: ${first.code.body.slice("return ".length)})`;
            const values = evaluate(parseExpression(argument), { values: new Map(), old: null });
            if (values.status !== "value") throw new Error(argument);
            const body = parseExpression(text);
            const expression = body.kind === "lambda" ? body.body : body;
            const outcome = evaluate(expression, { values: new Map([["xs", values.value]]), old: null });
            if (outcome.status === "unsupported") return;
            const expected = evaluate(parseExpression(returns), { values: new Map(), old: null });
            expect(outcome).toEqual(expected);
            found++;
          }
        },
      ),
      { numRuns: 40, seed: 11 },
    );
    expect(found).toBeGreaterThan(10);
  });
});

import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { parseModule } from "../../python/parse.ts";
import { shapeOfAnnotation } from "./annotation-shape.ts";
import { Coverage } from "./coverage.ts";
import { Exhaustion } from "./exhaustion.ts";
import { guardOf } from "./guard.ts";
import { hypothesesFor } from "./hypotheses.ts";
import type { Slot } from "./input.ts";
import { integer } from "./literal.ts";
import { obligationsOf } from "./obligations.ts";
import { poolOf } from "./pool.ts";
import { almostEqual, attained, screen } from "./screen.ts";
import type { Execution } from "./session.ts";
import { INT, listOf, type Shape } from "./shape.ts";
import { returnedLiterals, splitsOf } from "./splits.ts";
import { select } from "./strength.ts";

function parsed(source: string) {
  const result = parseModule(source);
  const fn = result.ok ? result.module.functions.at(-1) : undefined;
  if (!result.ok || fn === undefined) throw new Error("not parsed");
  return { module: result.module, fn };
}

const slotOf = (name: string, shape: Shape): Slot => ({
  name,
  kind: "positional_or_keyword",
  shape,
  assumed: false,
  optional: false,
});

const returned = (args: Record<string, string>, value: string, after: Record<string, string> = {}): Execution => ({
  input: Object.values(args).map(parseExpression),
  outcome: { kind: "returned", value, type: "int", checks: [], before: args, after },
});

describe("what the source suggests", () => {
  const { module, fn } = parsed(
    'LIMIT = 7\ndef g(n):\n    return n + LIMIT\ndef f(n, xs):\n    """99"""\n    if n > 3 and len(xs) == 0:\n        return "low"\n    xs = g(n)\n    return "high" if n < 0 else "mid"\n',
  );

  it("takes literals from everything the function reaches, but from no docstring", () => {
    expect(poolOf(module, fn)).toEqual({
      integers: expect.arrayContaining([3n, 0n, 7n]),
      floats: [],
      strings: ["low", "high", "mid"],
    });
    expect(poolOf(module, fn).integers).not.toContain(99n);
  });

  it("splits by the code's own conditions, but not by those of variables it assigns", () => {
    expect(splitsOf(module, fn, ["n", "xs"])).toEqual(["n > 3", "n < 0"]);
  });

  it("knows what can be returned when every return says so", () => {
    expect(returnedLiterals(module, fn)?.toSorted()).toEqual(["'high'", "'low'", "'mid'"]);
    expect(returnedLiterals(module, parsed("def f(n):\n    return n\n").fn)).toBeNull();
  });
});

describe("hypotheses", () => {
  const pool = { integers: [], floats: [], strings: [] };

  it("keep a template's own names apart from the parameters'", () => {
    const executions = [returned({ x: "[1]" }, "[1]"), returned({ x: "[2, 3]" }, "[3]")];
    const { clauses } = hypothesesFor([slotOf("x", listOf(INT))], [listOf(INT)], executions, pool, [], null);
    expect(clauses).toContain("sorted(result) == sorted(x)");
    expect(clauses).toContain("result == list(x_1 for x_1 in x if x.count(x_1) == 1)");
  });

  it("speak of the entry value of what a call changed", () => {
    const executions = [returned({ xs: "[1]" }, "1", { xs: "[1, 2]" })];
    const asked = hypothesesFor([slotOf("xs", listOf(INT))], [listOf(INT)], executions, pool, [], null);
    expect(asked.clauses).toContain("result == len(old(xs))");
    expect(asked.clauses).toContain("xs == list(sorted(old(xs)))");
    expect(asked.unchanged).toEqual([]);
  });
});

describe("screening", () => {
  const rows = (...columns: string[]) =>
    Array.from(columns[0] ?? "", (_, row) =>
      columns.map((column) =>
        column[row] === "+" ? ("true" as const) : column[row] === "-" ? ("false" as const) : ("error" as const),
      ),
    );
  const hypotheses = {
    clauses: ["result == n", "result >= 0"],
    conditions: ["n > 0"],
    natural: 1,
    truths: [],
    changed: [],
    unchanged: [],
  };

  it("puts a clause under the condition that explains where it fails", () => {
    const found = screen(hypotheses, rows("++++++++----", "++++++++++++", "++++++++----"));
    expect(found.map(({ text }) => text)).toEqual(["result >= 0", "implies(n > 0, result == n)"]);
  });

  it("drops a clause that nothing explains", () => {
    expect(
      screen(hypotheses, rows("+++-++++----", "+++++++++++!", "++++++++----")).map(({ text }) => text),
    ).not.toContain("implies(n > 0, result == n)");
  });

  it("sees a truth value and a condition that always agree", () => {
    const found = screen({ ...hypotheses, clauses: [], truths: ["result"] }, rows("+++---++", "+++---++"));
    expect(found.map(({ text }) => text)).toEqual(["result == (n > 0)"]);
  });

  it("asks that numbers said to differ come close to each other", () => {
    expect(almostEqual("result != n")).toMatch(/ and abs\(result - n\) <= 1$/);
    expect(almostEqual("result < n")).toBeNull();
    const found = screen({ ...hypotheses, clauses: ["result != n"] }, rows("+++", "---"));
    expect(found).toEqual([{ text: "result != n", kind: "always", cases: almostEqual("result != n") }]);
  });

  it("asks that a constant bound be reached", () => {
    expect(attained("result <= 9")).toBe("result == 9");
    expect(attained("result < 10")).toBe("result == 9");
    expect(attained("result in (0, 1)")).toBe("result == 1");
    expect(attained("result >= 0")).toBeNull();
    expect(attained("result <= n")).toBeNull();
  });
});

describe("choosing", () => {
  it("takes the strongest first and leaves out what adds nothing", () => {
    const columns = [
      [true, false, false, false],
      [true, true, true, false],
      [false, true, false, false],
      [false, false, false, true],
    ];
    expect(select(columns, [], [0, 1, 2, 3], 10)).toEqual([
      { index: 1, rejects: 3 },
      { index: 3, rejects: 1 },
    ]);
  });

  it("counts nothing twice that a declared clause rejects", () => {
    expect(
      select(
        [
          [true, true],
          [true, false],
        ],
        [0],
        [1],
        10,
      ),
    ).toEqual([]);
  });
});

describe("obligations", () => {
  const { module, fn } = parsed(
    "def f(n):\n    if n < 0:\n        raise ValueError\n    if n > 9 and n % 2:\n        n = 9\n    return n\n",
  );
  const obligations = obligationsOf(module, fn);

  it("ask for every statement but those on the way to an exception", () => {
    expect(obligations.parts.map(([line]) => line)).toEqual([2, 4, 4, 5, 6]);
  });

  it("ask for both outcomes of a condition", () => {
    expect(obligations.tests.map(({ place: [line], sole }) => [line, sole])).toContainEqual([4, false]);
  });

  it("are met part by part", () => {
    const coverage = new Coverage(obligations);
    expect(coverage.add([0, 1, 2])).toBe(true);
    expect(coverage.add([1, 2])).toBe(false);
    expect(coverage.isIncomplete()).toBe(true);
    coverage.add([3, 4]);
    expect(coverage.isIncomplete()).toBe(false);
  });
});

describe("exhaustion", () => {
  it("keeps away from magnitudes that took too long", () => {
    const exhaustion = new Exhaustion();
    for (const value of [1, 5, 9, 20]) exhaustion.note([integer(value)], "returned");
    for (const value of [90, 100, 400, 1000]) exhaustion.note([integer(value)], "fuel_exhausted");
    expect(exhaustion.lighter([[integer(10)], [integer(95)]])).toEqual([[integer(10)]]);
  });

  it("blames no magnitude where small numbers exhaust it too", () => {
    const exhaustion = new Exhaustion();
    for (const value of [10, 50, 90]) exhaustion.note([integer(value)], "returned");
    for (const value of [1, 2, 3, 4]) exhaustion.note([integer(value)], "fuel_exhausted");
    expect(exhaustion.lighter([[integer(95)]])).toHaveLength(1);
  });
});

describe("shapes and guards", () => {
  const { module } = parsed(
    "from dataclasses import dataclass\nfrom enum import Enum\n@dataclass\nclass P:\n    x: int\n    y: str\nclass E(Enum):\n    A = 1\n    B = 2\nV = list[int]\ndef f(): pass\n",
  );

  it.each([
    ["Optional[int]", { kind: "union", members: [INT, { kind: "none" }] }],
    ["V", listOf(INT)],
    ["E", { kind: "choice", texts: ["E.A", "E.B"] }],
    ["Literal[1, 'a']", { kind: "choice", texts: ["1", "'a'"] }],
    ["tuple[int, ...]", { kind: "tuple_of", element: INT }],
    ["socket", null],
  ])("%s", (annotation, shape) => {
    expect(shapeOfAnnotation(module, annotation)).toEqual(shape);
  });

  it("make dataclasses by their constructor", () => {
    expect(shapeOfAnnotation(module, "P")).toMatchObject({ kind: "record", constructor: "P" });
  });

  it("say what was assumed", () => {
    expect(guardOf(listOf(INT), "xs")).toBe("isinstance(xs, list) and all(isinstance(x, int) for x in xs)");
    expect(guardOf({ kind: "callable", parameters: 1, returns: INT }, "f")).toBeNull();
  });
});

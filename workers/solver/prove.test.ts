import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { lifted, stated } from "../../src/logic/examination/symbolic.fixture.ts";
import { examineSymbolically } from "../../src/logic/examination/symbolic.ts";

interface Program {
  title: string;
  code: string;
  pre?: string[];
  holds?: string[];
  /** False for some input, though often in one corner only. */
  fails?: string[];
}

const PROGRAMS: Program[] = [
  {
    title: "floor division and remainder by negatives",
    code: "def f(a: int, b: int) -> int:\n    return a % b\n",
    holds: [
      "implies(b > 0, 0 <= result < b)",
      "implies(b < 0, b < result <= 0)",
      "implies(raises(ZeroDivisionError), b == 0)",
    ],
    fails: [
      "result >= 0",
      "abs(result) <= abs(a)",
      "implies(raises(ZeroDivisionError), a != 0)",
      "not raises(ArithmeticError)",
    ],
  },
  {
    title: "rounding towards the floor",
    code: "def f(n: int) -> int:\n    return n // 2\n",
    holds: ["2 * result <= n", "n - 2 * result in (0, 1)"],
    fails: ["abs(result) <= abs(n) // 2", "result * 2 == n", "implies(n < 0, result > n)"],
  },
  {
    title: "branches",
    code: "def f(x: int) -> int:\n    if x > 10:\n        return x - 10\n    elif x < -10:\n        return x + 10\n    return 0\n",
    holds: [
      "abs(result) < abs(x) or result == 0",
      "implies(x > 10, result > 0)",
      "implies(result == 0, -10 <= x <= 10)",
    ],
    fails: ["abs(result) < abs(x)", "implies(x >= 10, result > 0)", "result <= x"],
  },
  {
    title: "values of `and` and `or`",
    code: "def f(x: int, y: int) -> int:\n    return x or y\n",
    holds: ["implies(x != 0, result == x)", "implies(x == 0, result == y)", "bool(result) == (x != 0 or y != 0)"],
    fails: ["result == 1 or result == 0", "result == max(x, y)", "implies(y != 0, result == y)"],
  },
  {
    title: "booleans as integers",
    code: "def f(a: bool, b: bool) -> int:\n    return a + b\n",
    holds: ["0 <= result <= 2", "(result == 2) == (a and b)"],
    fails: ["result <= 1", "result == (a or b)"],
  },
  {
    title: "negative indices",
    code: "def f(xs: list[int], i: int) -> int:\n    return xs[i]\n",
    holds: [
      "implies(raises(IndexError), i >= len(xs) or i < -len(xs))",
      "implies(0 <= i, result == xs[i])",
      "result in xs",
    ],
    fails: ["implies(i < 0, raises(IndexError))", "implies(i == -1, result == xs[0])", "i >= 0"],
  },
  {
    title: "slices that clamp",
    code: "def f(xs: list[int], n: int) -> list[int]:\n    return xs[:n]\n",
    holds: ["len(result) <= len(xs)", "implies(n >= len(xs), len(result) == len(xs))"],
    fails: ["implies(n < 0, len(result) == 0)", "len(result) == n", "len(result) == min(n, len(xs))"],
  },
  {
    title: "an argument that is changed",
    code: "def f(xs: list[int], v: int) -> None:\n    xs.append(v)\n",
    holds: ["len(xs) == len(old(xs)) + 1", "xs[-1] == v", "result is None"],
    fails: ["xs == old(xs)", "len(xs) == len(old(xs))", "v not in old(xs)", "xs[0] == v"],
  },
  {
    title: "two names that may be one list",
    code: "def f(xs: list[int], ys: list[int]) -> int:\n    xs.append(1)\n    return len(ys)\n",
    fails: ["result == len(old(ys))", "ys == old(ys)", "implies(len(old(ys)) == 0, result == 0)"],
  },
  {
    title: "None among the values",
    code: "from typing import Optional\n\ndef f(x: Optional[int]) -> int:\n    if x is None:\n        return 0\n    return x\n",
    holds: ["implies(x is None, result == 0)", "implies(x is not None, result == x)", "result is not None"],
    fails: ["result > 0 or x is None", "implies(result == 0, x is None)"],
  },
  {
    title: "exceptions that are caught",
    code: "def f(a: int, b: int) -> int:\n    try:\n        return a // b\n    except ZeroDivisionError:\n        return 0\n",
    holds: ["implies(b == 0, result == 0)", "not raises(ZeroDivisionError)"],
    fails: ["implies(result == 0, b == 0)", "raises(ZeroDivisionError)"],
  },
  {
    title: "exceptions and their bases",
    code: "def f(x: int) -> int:\n    if x < 0:\n        raise ValueError('negative')\n    if x == 0:\n        raise KeyError(x)\n    return x\n",
    holds: [
      "raises(ValueError) == (x < 0)",
      "implies(x == 0, raises(LookupError))",
      "implies(raises(Exception), x <= 0)",
      "result > 0",
    ],
    fails: [
      "implies(x <= 0, raises(ValueError))",
      "implies(raises(LookupError), x < 0)",
      "not raises(ArithmeticError) and not raises(KeyError)",
    ],
  },
  {
    title: "preconditions",
    code: "def f(x: int, y: int) -> int:\n    return x - y\n",
    pre: ["x >= y"],
    holds: ["result >= 0", "implies(y >= 0, result <= x)"],
    fails: ["result > 0", "result <= x"],
  },
  {
    title: "text",
    code: "def f(s: str, t: str) -> str:\n    return s + t\n",
    holds: ["len(result) == len(s) + len(t)", "result.startswith(s)", "implies(t == '', result == s)"],
    fails: ["len(result) > len(s)", "result.endswith(s)", "result == t + s"],
  },
  {
    title: "a class of the module as an exception",
    code: "class Broken(RuntimeError):\n    pass\n\ndef f(x: int) -> int:\n    if x == 7:\n        raise Broken()\n    return x\n",
    holds: ["implies(x == 7, raises(Broken))", "implies(raises(RuntimeError), x == 7)", "result != 7"],
    fails: ["implies(raises(RuntimeError), x < 7)", "implies(x == 7, raises(ValueError))"],
  },
  {
    title: "clauses that raise where they are read",
    code: "def f(x: int) -> int:\n    return x\n",
    fails: ["10 // result > -100 or True", "[1, 2, 3][result] > 0", "result / 0 == 1 or x == x"],
    holds: ["result == 0 or 10 // result <= 10", "x == x or 1 // 0 == 1"],
  },
  {
    title: "floats, which no proof over the reals covers",
    code: "def f(x: float, y: float) -> float:\n    return x + y\n",
    fails: ["result - x == y", "result == x + y", "implies(x > 0 and y > 0, result > x)", "x == x"],
  },
  {
    title: "integers that become floats",
    code: "def f(n: int) -> bool:\n    return n / 3 * 3 == n\n",
    fails: ["result", "result == True"],
  },
  {
    title: "loops that add up",
    code: "def f(n: int) -> int:\n    total = 0\n    for i in range(n):\n        total += 1\n    return total\n",
    pre: ["n >= 0"],
    holds: ["result == n"],
    fails: ["result < 4", "result != 100", "result <= 3 or result > n"],
  },
];

/** Milliseconds of a test, on a machine that has much else to do. */
const SLOW = 60_000;

async function statuses(code: string, pre: readonly string[], post: readonly string[]) {
  const { module, fn, ir } = lifted(code);
  const assertions = [
    ...pre.map((text) => stated("precondition", text)),
    ...post.map((text) => stated("postcondition", text)),
  ];
  const { verdicts } = await examineSymbolically(module, fn, { ...ir, assertions }, env.SOLVER);
  return assertions
    .filter(({ category }) => category === "postcondition")
    .map(({ id, expression }) => [expression.text, verdicts[id]?.status]);
}

describe("examineSymbolically on stated clauses", () => {
  it.each(PROGRAMS.filter(({ holds }) => holds))(
    "proves what is true: $title",
    async ({ code, pre = [], holds = [] }) => {
      const found = await statuses(code, pre, holds);
      expect(found.filter(([, status]) => status !== "proved")).toEqual([]);
    },
  );

  it.each(PROGRAMS.filter(({ fails }) => fails))(
    "does not prove what is false: $title",
    async ({ code, pre = [], fails = [] }) => {
      const found = await statuses(code, pre, fails);
      expect(found.filter(([, status]) => status === "proved" || status === "vacuous")).toEqual([]);
    },
  );

  it("says that nothing can be known when no input meets the preconditions", { timeout: SLOW }, async () => {
    expect(await statuses("def f(x: int) -> int:\n    return x\n", ["x > 3", "x < 3"], ["result == 1"])).toEqual([
      ["result == 1", "vacuous"],
    ]);
  });

  it("takes types that nobody declared for no more than an assumption", { timeout: SLOW }, async () => {
    const { module, fn, ir } = lifted("def f(n):\n    return 2 * n\n");
    const parameters = ir.signature.parameters.map((parameter) => ({
      ...parameter,
      type_hint: "int",
      provenance: { ...parameter.provenance, source: "static" as const },
    }));
    const inferred = { ...ir, signature: { ...ir.signature, parameters } };
    const clause = stated("postcondition", "result == n + n");
    const judged = async (...pre: string[]) => {
      const assertions = [...pre.map((text) => stated("precondition", text)), clause];
      return await examineSymbolically(module, fn, { ...inferred, assertions }, env.SOLVER);
    };
    const { verdicts, proposed } = await judged();
    expect(verdicts[clause.id]).toMatchObject({
      status: "unknown",
      detail: expect.stringContaining("isinstance(n, int)"),
    });
    expect(proposed.map(({ expression }) => expression.text)).toContain("implies(isinstance(n, int), result == n + n)");
    expect((await judged("isinstance(n, int)")).verdicts[clause.id]).toMatchObject({ status: "proved" });
  });
});

describe("examineSymbolically on preconditions", () => {
  it("proves those that the body enforces, and no other", { timeout: SLOW }, async () => {
    const { module, fn, ir } = lifted(
      "def f(x: int, y: int) -> int:\n    if x < 0:\n        raise ValueError\n    return x // y\n",
    );
    const texts = ["x >= 0", "y != 0", "x >= 0 and y != 0", "y > 0", "x > 0"];
    const assertions = texts.map((text) => stated("precondition", text));
    const { verdicts } = await examineSymbolically(module, fn, { ...ir, assertions }, env.SOLVER);
    expect(assertions.map(({ id, expression }) => [expression.text, verdicts[id]?.status])).toEqual([
      ["x >= 0", "proved"],
      ["y != 0", "proved"],
      ["x >= 0 and y != 0", "proved"],
      ["y > 0", "unknown"],
      ["x > 0", "unknown"],
    ]);
  });
});

describe("examineSymbolically's witnesses", () => {
  it("is a small call on which the clause fails, and one down each path", { timeout: SLOW }, async () => {
    const { module, fn, ir } = lifted("def f(x: int) -> int:\n    if x > 3:\n        return 0\n    return x\n");
    const clause = stated("postcondition", "result != 2");
    const { witnesses, verdicts } = await examineSymbolically(module, fn, { ...ir, assertions: [clause] }, env.SOLVER);
    expect(witnesses).toContainEqual({ call: { args: ["2"], kwargs: {} }, refutes: clause.id });
    expect(verdicts[clause.id]).toMatchObject({ status: "unknown", detail: expect.stringContaining("f(2)") });
    const inputs = witnesses.filter(({ refutes }) => refutes === null).map(({ call }) => Number(call.args[0]));
    expect(inputs.some((x) => x > 3) && inputs.some((x) => x <= 3)).toBe(true);
  });
});

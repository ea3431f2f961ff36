import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { SymbolicFindings } from "../../src/logic/examination/findings.ts";
import { lifted, stated } from "../../src/logic/examination/symbolic.fixture.ts";
import { examineSymbolically, SYMBOLIC_LIMITS } from "../../src/logic/examination/symbolic.ts";

/** Milliseconds of a test, on a machine that has much else to do. */
const SLOW = 60_000;

async function proposalsOf(code: string, ...post: string[]): Promise<string[]> {
  const { module, fn, ir } = lifted(code);
  const assertions = post.map((text) => stated("postcondition", text));
  const { proposed } = await examineSymbolically(module, fn, { ...ir, assertions }, env.SOLVER);
  expect(proposed.every(({ verdict }) => verdict.status === "proved")).toBe(true);
  return proposed.map(({ category, expression }) => `${category === "precondition" ? "needs " : ""}${expression.text}`);
}

describe("examineSymbolically's proposals", () => {
  it.each([
    ["one result on every path", "def f(x: int) -> int:\n    return x + 1\n", ["result == x + 1"]],
    [
      "cases, each under the weakest condition that was proved",
      "def f(x: int) -> int:\n    if x < 0:\n        return -1\n    if x == 0:\n        return 0\n    return 1\n",
      ["implies(x > 0, result == 1)", "implies(x < 0, result == -1)", "implies(x == 0, result == 0)"],
    ],
    [
      "cases that are one function",
      "def f(x: int) -> int:\n    if x < 0:\n        return -x\n    return x\n",
      ["result == abs(x)"],
    ],
    [
      "a truth value as its condition",
      "def f(n: int) -> bool:\n    if n % 2 == 0:\n        return True\n    return False\n",
      ["result == (n % 2 == 0)"],
    ],
    [
      "ranges joined",
      "def f(s: int) -> str:\n    if s >= 90:\n        return 'A'\n    if s >= 80:\n        return 'B'\n    return 'C'\n",
      ["implies(s < 80, result == 'C')", "implies(s >= 90, result == 'A')", "implies(80 <= s <= 89, result == 'B')"],
    ],
    [
      "what is raised when, and only then",
      "def f(x: int) -> int:\n    if x < 0:\n        raise ValueError\n    return x\n",
      ["result == x", "implies(x < 0, raises(ValueError))", "implies(raises(ValueError), x < 0)"],
    ],
    [
      "the precondition without which an operation raises",
      "def f(a: int, b: int, deep: bool) -> int:\n    if deep:\n        return a // b\n    return a\n",
      ["needs implies(deep, b != 0)", "implies(not deep, result == a)", "implies(deep, result == a // b)"],
    ],
    [
      "the range of an index",
      "def f(xs: list[int], i: int) -> int:\n    return xs[i]\n",
      ["needs -len(xs) <= i < len(xs)", "result == xs[i]"],
    ],
    [
      "what happens to an argument",
      "def f(xs: list[int], v: int) -> None:\n    xs.append(v)\n",
      ["xs == old(xs) + [v]"],
    ],
  ])("say %s", { timeout: SLOW }, async (_, code, expected) => {
    expect(await proposalsOf(code)).toEqual(expected);
  });

  it.each([
    ["an average of floats", "def f(xs: list[float]) -> float:\n    return sum(xs) / len(xs)\n", ["needs len(xs) > 0"]],
    [
      "one whose way floats decide",
      "def f(xs: list[float]) -> float:\n    if xs != xs:\n        return 0.0\n    return sum(xs) / len(xs)\n",
      [],
    ],
  ])("find a missing precondition that rests on no float: %s", { timeout: SLOW }, async (_, code, expected) => {
    expect(await proposalsOf(code)).toEqual(expected);
  });

  it("say of all items what is said of each place", { timeout: SLOW }, async () => {
    const code =
      "def f(xs: list[int]) -> int:\n    n = 0\n    for x in xs:\n        if x % 2 == 0:\n            n += 1\n    return n\n";
    expect((await proposalsOf(code))[0]).toBe("result == sum(1 for x in xs if x % 2 == 0)");
  });

  it("leave out what is stated, and what follows from it", { timeout: SLOW }, async () => {
    const code = "def f(x: int) -> int:\n    if x < 0:\n        return -x\n    return x\n";
    expect(await proposalsOf(code, "result == abs(x)")).toEqual([]);
  });

  it("claim nothing of floats", { timeout: SLOW }, async () => {
    expect(await proposalsOf("def f(x: float) -> float:\n    return x / 2\n")).toEqual([]);
  });

  it("do not refuse an input for which the function returns", { timeout: SLOW }, async () => {
    const code =
      "def f(a: int, b: int) -> int:\n    try:\n        return a // b\n    except ZeroDivisionError:\n        return 0\n";
    expect((await proposalsOf(code)).filter((text) => text.startsWith("needs "))).toEqual([]);
  });

  it("keep to their number, and tell of the rest", { timeout: SLOW }, async () => {
    const branches = Array.from(
      { length: 9 },
      (_, index) => `    if x == ${index}:\n        return ${(index * 7) % 10}\n`,
    );
    const { module, fn, ir } = lifted(`def f(x: int) -> int:\n${branches.join("")}    return x\n`);
    const options = { ...SYMBOLIC_LIMITS, max_proposals: 3 };
    const { proposed, problems } = await examineSymbolically(module, fn, ir, env.SOLVER, options);
    expect(proposed).toHaveLength(3);
    expect(problems.map(({ code }) => code)).toContain("too_many_clauses");
  });

  it("are findings with evidence, the same every time", { timeout: SLOW }, async () => {
    const { module, fn, ir } = lifted(
      "def f(a: int, b: int) -> int:\n    if a > b:\n        return a // b\n    return b\n",
    );
    const first = SymbolicFindings.parse(await examineSymbolically(module, fn, ir, env.SOLVER));
    expect(await examineSymbolically(module, fn, ir, env.SOLVER)).toEqual(first);
    const known = new Set(first.evidence.map(({ id }) => id));
    expect(first.proposed.length).toBeGreaterThan(0);
    for (const { provenance } of first.proposed) {
      expect(provenance.source).toBe("symbolic");
      expect(provenance.evidence_refs.filter((id) => !known.has(id))).toEqual([]);
    }
  });
});

describe("examineSymbolically", () => {
  it("answers without a solver, and says why nothing is known", { timeout: SLOW }, async () => {
    const unreachable = () => Promise.reject(new Error("no such Worker"));
    const { module, fn, ir } = lifted("def f(x: int) -> int:\n    return x\n");
    const clause = stated("postcondition", "result > x");
    const solver = { check: unreachable, checkMany: unreachable, version: unreachable };
    const { verdicts } = await examineSymbolically(module, fn, { ...ir, assertions: [clause] }, solver);
    expect(verdicts[clause.id]).toMatchObject({ status: "unknown", reason: "solver_failure" });
  });

  it.each([
    ["an asynchronous function", "async def f(x: int) -> int:\n    return x\n"],
    ["a generator", "def f(x: int):\n    yield x\n"],
    [
      "what is not executed",
      "def f(x: int) -> int:\n    with open('a') as file:\n        return len(file.read()) + x\n",
    ],
    ["an endless recursion", "def f(x: int) -> int:\n    return f(x + 1)\n"],
    ["a deep expression", `def f(x: int) -> int:\n    return ${"(".repeat(80)}x${" + 1)".repeat(80)}\n`],
  ])("survives %s", { timeout: SLOW }, async (_, code) => {
    const { module, fn, ir } = lifted(code);
    const clause = stated("postcondition", "result == 12345");
    const { verdicts } = await examineSymbolically(module, fn, { ...ir, assertions: [clause] }, env.SOLVER);
    expect(["unknown", "proved"]).toContain(verdicts[clause.id]?.status);
    if (!code.includes("f(x + 1)")) expect(verdicts[clause.id]?.status).toBe("unknown");
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { printExpression } from "../../src/ir/expression/print.ts";
import { induct } from "../../src/logic/induction/induct.ts";
import { INDUCTION_LIMITS } from "../../src/logic/induction/induction.ts";
import { irOf } from "../../src/logic/induction/ir.fixture.ts";
import { moduleOf } from "../../src/logic/induction/loop.fixture.ts";
import { Oracle } from "../../src/logic/prove/oracle.ts";
import { prove } from "../../src/logic/prove/prove.ts";

// A proof is some hundred questions, and a busy machine answers each ten times slower than an idle one.
vi.setConfig({ testTimeout: 120_000 });

interface Program {
  source: string;
  pre?: string[];
  /** Must be proved. */
  true?: string[];
  /** Must not be proved: some input violates each. */
  false?: string[];
}

/** What induction finds of the first function of a source, and the clauses that hold by the execution it gives. */
async function run({ source, pre = [], true: right = [], false: wrong = [] }: Program) {
  const module = moduleOf(source);
  const [fn] = module.functions;
  if (fn === undefined) throw new Error("no function");
  const ir = irOf(module, fn, pre, [...right, ...wrong]);
  const found = await induct(module, fn, ir, env.SOLVER, INDUCTION_LIMITS);
  const oracle = new Oracle(env.SOLVER, { rlimit: 300_000, max_questions: 200 });
  const { verdicts } = await prove(ir, module, found.execution, oracle);
  const proved = ir.assertions
    .filter(({ id, category }) => category === "postcondition" && verdicts[id]?.status === "proved")
    .map(({ expression }) => expression.text);
  return {
    ...found,
    proved,
    invariantTexts: found.invariants.flatMap(({ expressions }) => expressions.map((one) => printExpression(one))),
  };
}

/** Proves the true clauses without a bound and none of the false ones. */
async function judges(program: Program) {
  const found = await run(program);
  expect(found.proved).toEqual(program.true ?? []);
  return found;
}

describe("loops that are proved without a bound", () => {
  it("counts up to a bound, and not beyond", async () => {
    const source = `
def f(n: int) -> int:
    i = 0
    while i < n:
        i += 1
    return i
`;
    await judges({ source, pre: ["n >= 0"], true: ["result == n"], false: ["result == n + 1", "result > 0"] });
    await judges({ source, true: ["result >= 0", "result >= n"], false: ["result == n", "result <= n"] });
  });

  it("runs a range of no turns as well", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    last = -1
    for i in range(n):
        last = i
    return last
`,
      true: ["result >= -1", "implies(n > 0, result == n - 1)"],
      false: ["result == n - 1", "result >= 0"],
    });
  });

  it("goes down by negative steps", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    count = 0
    for i in range(n, 0, -2):
        count += i
    return count
`,
      true: ["result >= 0"],
      false: ["result > 0", "result >= n + 1"],
    });
  });

  it("sums an arithmetic series in closed form", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    total = 0
    for i in range(1, n + 1):
        total += i
    return total
`,
      pre: ["n >= 0"],
      true: ["2 * result == n * (n + 1)"],
      false: ["2 * result == n * (n - 1)", "result == n"],
    });
  });

  it("finds a maximum: no item is above it, and it is one of them", async () => {
    const source = (operator: string) => `
def f(xs: list[int]) -> int:
    best = xs[0]
    for x in xs:
        if x ${operator} best:
            best = x
    return best
`;
    const [greatest, least] = ["all(result >= x for x in xs)", "all(result <= x for x in xs)"];
    await judges({
      source: source(">"),
      true: [greatest, "result in xs"],
      false: ["all(result > x for x in xs)", least],
    });
    await judges({ source: source("<"), true: [least, "result in xs"], false: [greatest, "result >= 0"] });
  });

  it("misses the maximum where the start is wrong", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> int:
    best = 0
    for x in xs:
        if x > best:
            best = x
    return best
`,
      true: ["all(result >= x for x in xs)", "result >= 0"],
      false: ["result in xs", "implies(len(xs) > 0, result in xs)"],
    });
  });

  it("searches: what is returned is found, and nothing is overlooked", async () => {
    await judges({
      source: `
def f(xs: list[int], wanted: int) -> int:
    for i in range(len(xs)):
        if xs[i] == wanted:
            return i
    return -1
`,
      true: ["implies(result >= 0, xs[result] == wanted)", "implies(result == -1, all(x != wanted for x in xs))"],
      false: ["result >= 0", "implies(result == -1, len(xs) == 0)", "wanted in xs"],
    });
  });

  it("overlooks what a search that begins too late overlooks", async () => {
    await judges({
      source: `
def f(xs: list[int], wanted: int) -> bool:
    for i in range(1, len(xs)):
        if xs[i] == wanted:
            return True
    return False
`,
      true: ["implies(result, wanted in xs)"],
      false: ["implies(not result, all(x != wanted for x in xs))"],
    });
  });

  it("tells a break from the end of the loop", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> int:
    i = 0
    while i < len(xs):
        if xs[i] < 0:
            break
        i += 1
    return i
`,
      true: ["0 <= result <= len(xs)", "all(xs[i] >= 0 for i in range(result))"],
      false: ["result == len(xs)", "result < len(xs)"],
    });
  });

  it("keeps to what continue skips", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> int:
    n = 0
    for x in xs:
        if x < 0:
            continue
        n += 1
    return n
`,
      true: ["0 <= result <= len(xs)"],
      false: ["result == len(xs)", "result < len(xs)"],
    });
  });

  it("builds a list item by item", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> list[int]:
    out = []
    for x in xs:
        out.append(x + 1)
    return out
`,
      true: ["len(result) == len(xs)", "all(result[i] == xs[i] + 1 for i in range(len(xs)))"],
      false: ["all(result[i] == xs[i] for i in range(len(xs)))", "len(result) > 0"],
    });
  });

  it("filters a list", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> list[int]:
    out = []
    for x in xs:
        if x > 0:
            out.append(x)
    return out
`,
      true: ["all(x > 0 for x in result)", "len(result) <= len(xs)"],
      false: ["len(result) == len(xs)", "all(x > 1 for x in result)"],
    });
  });

  it("halves an interval", async () => {
    await judges({
      source: `
def f(xs: list[int], wanted: int) -> int:
    low = 0
    high = len(xs) - 1
    while low <= high:
        middle = (low + high) // 2
        if xs[middle] == wanted:
            return middle
        if xs[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1
`,
      true: ["implies(result != -1, xs[result] == wanted)", "-1 <= result < len(xs)"],
      // Nobody says that the list is sorted.
      false: ["implies(result == -1, all(x != wanted for x in xs))"],
    });
  });

  it("takes remainders until none is left", async () => {
    await judges({
      source: `
def f(a: int, b: int) -> int:
    while b != 0:
        a, b = b, a % b
    return a
`,
      pre: ["a >= 0", "b >= 0"],
      true: ["result >= 0"],
      false: ["result > 0", "result <= b"],
    });
  });

  it("follows loops within loops", async () => {
    await judges({
      source: `
def f(n: int, m: int) -> int:
    count = 0
    for i in range(n):
        for j in range(m):
            count += 1
    return count
`,
      true: ["result >= 0"],
      false: ["result > 0", "result == n", "result == n + m"],
    });
  });

  it("proves nothing over floats, whose steps round", async () => {
    const found = await judges({
      source: `
def f(n: int) -> float:
    x = 0.0
    for i in range(n):
        x += 0.1
    return x
`,
      pre: ["n >= 0"],
      false: ["result >= 0", "result * 10 == n"],
    });
    expect(found.problems.map(({ code }) => code)).toContain("induction_over_floats");
  });
});

describe("what a proof may not rest on", () => {
  it("does not take a precondition for something that the body sees to", async () => {
    const source = `
def f(n: int) -> int:
    i = 0
    while i != n:
        i += 1
    return i
`;
    const { execution, proved } = await run({ source, pre: ["n >= 0"], true: ["result >= 0"] });
    expect(proved).toEqual(["result >= 0"]);
    for (const { condition } of execution.paths) expect(condition.join()).toContain("(>= |n| 0)");
  });

  it("says nothing of a loop that changes the list it runs over", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> int:
    n = 0
    for x in xs:
        if len(xs) < 3:
            xs.append(x)
        n += 1
    return n
`,
      false: ["result == len(old(xs))", "len(xs) == len(old(xs))"],
    });
  });

  it("reckons with two names for one list", async () => {
    await judges({
      source: `
def f(xs: list[int], ys: list[int]) -> int:
    i = 0
    while i < len(ys):
        ys[i] = 0
        i += 1
    return len(xs)
`,
      false: ["all(xs[i] == old(xs)[i] for i in range(len(xs)))", "xs == old(xs)"],
    });
  });

  it("proves nothing of inputs that there are none of", async () => {
    await judges({
      source: "def f(n: int) -> int:\n    i = 0\n    while i < n:\n        i += 1\n    return i\n",
      pre: ["n > 0", "n < 0"],
      false: ["result == 7"],
    });
  });

  it("does not use an invariant where it cannot be evaluated", async () => {
    await judges({
      source: `
def f(xs: list[int]) -> int:
    i = 0
    while i < 3:
        assert xs[i] >= 0
        i += 1
    return i
`,
      true: ["result == 3"],
      false: ["len(xs) > 3", "xs[3] >= 0"],
    });
  });

  it("is not led astray by an author's assert that is no invariant", async () => {
    const { invariantTexts } = await judges({
      source: `
def f(n: int) -> int:
    i = 0
    while i < n:
        assert i < 3
        i += 1
    return i
`,
      pre: ["n >= 0"],
      true: ["result == n"],
      false: ["result < 2"],
    });
    expect(invariantTexts).not.toContain("i < 3");
  });

  it("uses an author's assert that is one", async () => {
    const { invariantTexts } = await run({
      source: `
def f(n: int) -> int:
    a = 0
    b = 5
    while a < n:
        assert b == a + 5
        a += 1
        b += 1
    return b
`,
      pre: ["n >= 0"],
      true: ["result == n + 5"],
    });
    expect(invariantTexts).toContain("b == a + 5");
  });

  it("owes nothing that it did not prove", async () => {
    const { execution } = await run({
      source: "def f(n: int) -> int:\n    i = 0\n    while i < n:\n        i += 2\n    return i\n",
      pre: ["n >= 0"],
    });
    expect(execution.obligations).toEqual([]);
    expect(execution.cuts.map(({ bound }) => bound).filter((bound) => /iterations/.test(bound))).toEqual([]);
  });

  it("finds nothing with a solver that cannot be reached, and says no more than the unrolled execution", async () => {
    const module = moduleOf("def f(n: int) -> int:\n    i = 0\n    while i < n:\n        i += 1\n    return i\n");
    const [fn] = module.functions;
    if (fn === undefined) throw new Error("no function");
    const unreachable = () => Promise.reject(new Error("no such Worker"));
    const found = await induct(
      module,
      fn,
      irOf(module, fn, [], ["result >= 0"]),
      { check: unreachable, checkMany: unreachable, version: unreachable },
      INDUCTION_LIMITS,
    );
    expect(found.invariants.flatMap(({ expressions }) => expressions)).toEqual([]);
  });

  it("gives the same answer every time", async () => {
    const source = "def f(n: int) -> int:\n    i = n\n    while i > 0:\n        i -= 1\n    return i\n";
    const [one, other] = [await run({ source }), await run({ source })];
    expect(one.invariantTexts).toEqual(other.invariantTexts);
    expect(one.questions).toBe(other.questions);
  });

  it("keeps to its budget of questions", async () => {
    const module = moduleOf("def f(n: int) -> int:\n    i = 0\n    while i < n:\n        i += 1\n    return i\n");
    const [fn] = module.functions;
    if (fn === undefined) throw new Error("no function");
    const found = await induct(module, fn, irOf(module, fn, [], []), env.SOLVER, {
      ...INDUCTION_LIMITS,
      max_questions: 3,
    });
    expect(found.questions).toBeLessThanOrEqual(3);
    expect(found.invariants.flatMap(({ expressions }) => expressions)).toEqual([]);
  });
});

describe("recursion that is proved without a bound", () => {
  it("proves a function against its own contract", async () => {
    const { contract } = await judges({
      source: `
def f(n: int) -> int:
    if n <= 1:
        return 1
    return n * f(n - 1)
`,
      true: ["result >= 1", "result >= n"],
      false: ["result > n", "result >= 2"],
    });
    expect(contract).not.toBeNull();
  });

  it("proves a closed form by induction", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    if n == 0:
        return 0
    return n + f(n - 1)
`,
      pre: ["n >= 0"],
      true: ["2 * result == n * (n + 1)"],
      false: ["result == n", "2 * result == n * (n - 1)"],
    });
  });

  it("does not believe a contract because it is assumed of the calls", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    if n == 0:
        return 1
    return f(n - 1)
`,
      pre: ["n >= 0"],
      true: ["result == 1"],
      false: ["result == 0", "result == n"],
    });
  });

  it("says nothing of a recursion whose calls leave the precondition", async () => {
    await judges({
      source: `
def f(n: int) -> int:
    if n < -5:
        return n
    return f(n - 2)
`,
      pre: ["n >= 0"],
      true: ["result < 0"],
      false: ["result >= 0", "result == -6"],
    });
  });

  it("does not take what is proved of returning calls for a promise to return", async () => {
    const { execution } = await run({
      source: `
def f(n: int) -> int:
    if n == 3:
        raise ValueError(n)
    if n == 0:
        return 0
    return f(n - 1)
`,
      true: ["result == 0"],
    });
    expect(execution.paths.some(({ outcome }) => outcome.kind === "raise" && outcome.exception === null)).toBe(true);
  });
});

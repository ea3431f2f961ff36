import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Execution, ExecutionOptions } from "./execution.ts";
import { executionOf, moduleOf } from "./testing.ts";

const run = (source: string, options: Partial<ExecutionOptions> = {}): Execution =>
  executionOf(moduleOf(source), null, options);

/** Each path as `condition => end`, both as far as they can be read. */
function readings({ paths }: Execution): string[] {
  return paths.map(({ reading, outcome }) => {
    const condition = reading.condition?.map((part) => printExpression(part)).join(" and ") ?? "?";
    const end =
      outcome.kind === "raise" ? `raise ${outcome.exception}` : reading.result && printExpression(reading.result);
    return `${condition} => ${end ?? "?"}`;
  });
}

const constructs = ({ gaps }: Execution): string[] => gaps.map(({ construct }) => construct);

describe("paths", () => {
  it("follow branches, with the exceptions that operations raise", () => {
    const execution = run(
      "def f(x: int, y: int) -> int:\n    if x > 0:\n        return x // y\n    raise ValueError('x')\n",
    );
    expect(readings(execution)).toEqual([
      "x > 0 => raise ZeroDivisionError",
      "x > 0 => x // y",
      "not x > 0 => raise ValueError",
    ]);
    expect(execution.paths.map(({ outcome }) => outcome.kind === "raise" && outcome.explicit)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("are not forked where a condition is decided by earlier ones", () => {
    const execution = run(
      "def f(n: int) -> int:\n    if n > 3:\n        if n > 1:\n            return 1\n        return 2\n    return 3\n",
    );
    expect(readings(execution)).toEqual(["n > 3 => 1", "not n > 3 => 3"]);
  });

  it("inline functions of the file with defaults and keywords", () => {
    const execution = run("def g(a, b=2):\n    return a - b\ndef f(x: int) -> int:\n    return g(x) + g(b=x, a=1)\n");
    expect(readings(execution)).toEqual([" => x - 2 + (1 - x)"]);
  });
});

describe("objects", () => {
  it("are seen changed under every name, and at the end", () => {
    const execution = run("def f(xs: list[int]) -> list[int]:\n    ys = xs\n    ys.append(1)\n    return xs\n");
    expect(readings(execution)).toEqual([" => xs + [1]"]);
    expect([...(execution.paths[0]?.exit.keys() ?? [])]).toEqual(["xs"]);
  });

  it("of two parameters may be one", () => {
    const execution = run("def f(xs: list[int], ys: list[int]) -> int:\n    xs.append(1)\n    return len(ys)\n");
    expect(execution.paths).toHaveLength(2);
    expect(execution.paths.map(({ exit }) => [...exit.keys()])).toEqual([["xs", "ys"], ["xs"]]);
    expect(execution.declarations.map(({ symbol }) => symbol)).toContain("|xs is ys|");
  });

  it("that another object holds are not changed unseen", () => {
    const source = "def f(x: int) -> int:\n    a = [x]\n    t = (a, 1)\n    a.append(2)\n    return len(t[0])\n";
    expect(constructs(run(source))).toEqual(["mutation_of_shared_object"]);
  });

  it("are not changed while an iterator looks at them", () => {
    const source = "def f(xs: list[int]) -> int:\n    for i, x in enumerate(xs):\n        xs.append(x)\n    return 0\n";
    expect(constructs(run(source))).toContain("mutation_while_iterating");
  });
});

describe("loops", () => {
  const sum = "def f(xs: list[int]) -> int:\n    total = 0\n    for x in xs:\n        total += x\n    return total\n";

  it("are unrolled to the bound, and what goes further is cut", () => {
    const execution = run(sum, { unroll: 2 });
    expect(readings(execution)).toEqual([" => 0", " => 0 + xs[0]", " => 0 + xs[0] + xs[1]"]);
    expect(execution.cuts).toEqual([
      {
        condition: ["(< 0 (seq.len |xs|))", "(< 1 (seq.len |xs|))", "(< 2 (seq.len |xs|))"],
        bound: "2 iterations of the loop at line 3",
      },
    ]);
  });

  it("of a known number of turns run fully", () => {
    const execution = run("def f(x: int) -> int:\n    for i in range(9):\n        x += i\n    return x\n", {
      unroll: 2,
    });
    expect(readings(execution)).toEqual([" => x + 36"]);
    expect(execution.cuts).toEqual([]);
  });

  it("are on record with what they change", () => {
    const [site] = run(sum).loops;
    expect(site?.changed).toEqual([{ name: "total", type: { kind: "int" } }]);
    expect(site?.unchanged.map(({ name }) => name)).toEqual(["xs"]);
    expect(site?.target).toBe("x");
  });

  it("are abstracted by invariants, which are owed on entry and after each turn", () => {
    const id = run(sum).loops[0]?.id ?? "";
    const invariants = new Map([[id, [parseExpression("total >= turns")]]]);
    const execution = run(sum, { invariants });
    expect(execution.cuts).toEqual([]);
    expect(execution.paths.map(({ exact }) => exact)).toEqual([false]);
    expect(execution.obligations.map(({ kind, holds }) => [kind, holds.replaceAll(/!\d+/g, "")])).toEqual([
      ["invariant_entry", "(>= 0 0)"],
      ["invariant_preserved", "(>= (+ |total| (seq.nth |xs| |turns|)) (+ |turns| 1))"],
    ]);
  });

  it("of which an invariant has no meaning owe what cannot be proved", () => {
    const id = run(sum).loops[0]?.id ?? "";
    const { obligations } = run(sum, { invariants: new Map([[id, [parseExpression("nowhere > 0")]]]) });
    expect(obligations.map(({ holds }) => holds)).toEqual(["false", "false"]);
  });
});

describe("calls", () => {
  const source = "def g(a: int) -> int:\n    return a * a\ndef f(x: int) -> int:\n    return g(x) + 1\n";

  it("by contract owe the precondition and know the postcondition alone", () => {
    const contract = {
      preconditions: [parseExpression("a > 0")],
      postconditions: [parseExpression("result >= a")],
      returns: { kind: "int" as const },
    };
    const execution = run(source, { contracts: new Map([["g", contract]]) });
    expect(execution.obligations.map(({ kind, holds }) => [kind, holds])).toEqual([
      ["callee_precondition", "(> |x| 0)"],
    ]);
    expect(execution.paths.map(({ outcome, exact }) => [outcome.kind, exact])).toEqual([
      ["raise", false],
      ["return", false],
    ]);
    expect(execution.paths[1]?.condition.at(-1)).toMatch(/^\(>= \|g!\d+\| \|x\|\)$/);
  });

  it("of a recursive function are cut at the bound", () => {
    const { cuts } = run("def f(n: int) -> int:\n    return 0 if n <= 0 else f(n - 1)\n", { unroll: 2 });
    expect(cuts.map(({ bound }) => bound)).toEqual(["2 nested calls of f"]);
  });
});

describe("gaps", () => {
  it.each([
    ["def f(x):\n    return x + 1\n", "untyped:x"],
    ["def f(x: int):\n    with open('a') as g:\n        return x\n", "statement:With"],
    ["def f(x: int):\n    yield x\n", "generator"],
    ["@wrap\ndef f(x: int):\n    return x\n", "decorator:wrap"],
    ["def g(a=[]):\n    return a\ndef f(x: int):\n    return g()\n", "mutable_default"],
    ["def f(xs: list[int]):\n    it = zip(xs, xs)\n    return list(it)\n", "iterator"],
    ["def f(x: int):\n    global y\n    y = x\n", "statement:Global"],
  ])("name what has no exact meaning: %j", (source, construct) => {
    expect(constructs(run(source))).toEqual([construct]);
  });

  it("are of the paths concerned alone", () => {
    const execution = run("def f(x: int) -> int:\n    if x > 0:\n        return unknown(x)\n    return 1\n");
    expect(execution.gaps.map(({ condition }) => condition)).toEqual([["(> |x| 0)"]]);
    expect(readings(execution)).toEqual(["not x > 0 => 1"]);
  });
});

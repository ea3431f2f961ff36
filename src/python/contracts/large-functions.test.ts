import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { contractsOf } from "./contracts.ts";

function contracts(source: string) {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [fn] = parsed.module.functions;
  if (!fn) throw new Error("no function");
  return contractsOf(parsed.module, fn);
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

describe("contracts of large functions", () => {
  it("keep every assert about parameters", () => {
    const { assertions, problems } = contracts(`def f(x: int):\n${lines(3000, (i) => `    assert x > ${i}`)}\n`);
    expect(assertions.map(({ category, expression }) => [category, expression.text])).toEqual(
      Array.from({ length: 3000 }, (_, index) => ["precondition", `x > ${index}`]),
    );
    expect(problems).toEqual([]);
  });

  it("tell the conditions of exceptions up to 128 earlier ways out, and how many they leave out", () => {
    const guards = lines(200, (i) => `    if x == ${i}:\n        raise KeyError`);
    const { raises, problems } = contracts(`def f(x: int):\n${guards}\n`);
    const told = Array.from({ length: 129 }, (_, index) =>
      [...Array.from({ length: index }, (_, earlier) => `not x == ${earlier}`), `x == ${index}`].join(" and "),
    );
    expect(raises.map(({ when }) => when?.text ?? null)).toEqual([...told, null]);
    expect(raises.at(-1)?.provenance.evidence_refs).toHaveLength(71);
    expect(problems).toMatchObject([{ code: "entry_paths_too_large", span: { line: 261 } }]);
    expect(problems[0]?.detail).toMatch(/^The conditions of 71 asserts and raises are left out/);
  });

  it("do not follow locals that double with every line", () => {
    const doubled = lines(60, (i) => `    a${i + 1} = a${i} + a${i}`);
    const { assertions, problems } = contracts(
      `def f(x: int):\n    a0 = x\n${doubled}\n    assert a3 > 0\n    assert a60 > 0\n`,
    );
    expect(assertions.map(({ category, expression }) => [category, expression.text])).toEqual([
      ["precondition", "x + x + (x + x) + (x + x + (x + x)) > 0"],
      ["invariant", "a60 > 0"],
    ]);
    expect(problems).toMatchObject([{ code: "local_values_too_large" }]);
  });

  it("know a local behind a branch where both sides leave it the same", () => {
    const source = [
      "def f(x: int, y: int):",
      "    a = x",
      "    b = y",
      "    if y > 0:",
      "        b = x",
      "    else:",
      "        c = 1",
      "    assert a > 0",
      "    assert b > 0",
      "    if x > 5:",
      "        return 1",
      "    else:",
      "        d = y",
      "    assert d > 0",
    ].join("\n");
    expect(contracts(source).assertions.map(({ category, expression }) => [category, expression.text])).toEqual([
      ["precondition", "x > 0"],
      ["precondition", "implies(not x > 5, y > 0)"],
      ["invariant", "b > 0"],
    ]);
  });
});

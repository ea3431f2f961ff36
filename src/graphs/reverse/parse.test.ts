import { describe, expect, it } from "vitest";
import { TerminalError } from "../../graph/errors.ts";
import { LIMITS } from "../run.ts";
import type { SourceFile } from "./facts.ts";
import { load } from "./load.ts";
import { parse } from "./parse.ts";

const file = (source: string, rest: Partial<SourceFile> = {}): SourceFile => ({
  source,
  path: "a.py",
  repo: null,
  commit: null,
  function: null,
  module_body: false,
  ...rest,
});

function failure(work: () => unknown): TerminalError {
  try {
    work();
  } catch (error) {
    if (error instanceof TerminalError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("parse", () => {
  it("finds functions, methods, nested and async ones in source order", () => {
    const source =
      "def f():\n  async def g(): pass\nclass C:\n  def m(self): pass\n  class D:\n    def n(self): pass\n";
    expect(parse(file(source)).functions.map(({ key, kind }) => [key, kind])).toEqual([
      ["f", "function"],
      ["f.<locals>.g", "nested"],
      ["C.m", "method"],
      ["C.D.n", "method"],
    ]);
  });

  it("lifts up to the limit and names every other function with its line", () => {
    const count = LIMITS.functions_per_file + 2;
    const { functions, report } = parse(file(Array.from({ length: count }, (_, i) => `def f${i}(): pass`).join("\n")));
    expect(functions).toHaveLength(LIMITS.functions_per_file);
    expect(report).toMatchObject({ functions_found: count, functions_lifted: LIMITS.functions_per_file });
    expect(report.skipped.map(({ function: name, line }) => [name, line])).toEqual([
      ["f200", 201],
      ["f201", 202],
    ]);
  });

  it("counts the module's own statements as no function", () => {
    const { functions, report } = parse(file("print(1)\ndef f(): pass", { module_body: true }));
    expect(functions.map(({ key }) => key)).toEqual(["<module>", "f"]);
    expect(report.functions_found).toBe(1);
  });

  it.each([
    ["source_too_deep", `x = ${"(".repeat(100_000)}1${")".repeat(100_000)}`],
    ["source_too_deep", `x = 1${" + 1".repeat(100_000)}`],
    ["source_not_text", "x = 1\0"],
  ])("does not call a source invalid Python for another reason: %s", (code, source) => {
    const error = failure(() => parse(file(source)));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain("valid Python");
    expect(error.details[0]).toMatchObject({ pointer: "/input/source", line: 1 });
  });

  it("fails for good, with line and column, on a text that is not Python", () => {
    const error = failure(() => parse(file("def f(:\n  pass")));
    expect(error.code).toBe("invalid_python");
    expect(error.details[0]).toMatchObject({ pointer: "/input/source", line: 1 });
  });

  it("fails for good, naming what there is, when the function asked for is not there", () => {
    const error = failure(() => parse(file("def f(): pass", { function: "g" })));
    expect(error.code).toBe("function_not_found");
    expect(error.message).toContain("it has f");
  });
});

describe("load", () => {
  it("refuses a source over the limit in UTF-8 bytes, not characters", () => {
    const source = "é".repeat(LIMITS.source_bytes / 2);
    expect(load({ source }).source).toBe(source);
    expect(failure(() => load({ source: `${source}a` })).code).toBe("source_too_large");
  });
});

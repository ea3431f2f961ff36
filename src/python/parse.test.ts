import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseModule } from "./parse.ts";
import { sliceOf } from "./spans.ts";

function moduleOf(source: string, moduleBody = false) {
  const parsed = parseModule(source, { moduleBody });
  if (!parsed.ok) throw new Error(`${parsed.problem.message} at ${parsed.problem.line}:${parsed.problem.column}`);
  return parsed.module;
}

function problemOf(source: string) {
  const parsed = parseModule(source);
  return parsed.ok ? null : parsed.problem;
}

describe("functions of a module", () => {
  it("lists every definition in source order under its qualified name", () => {
    const source = [
      "def f():",
      "    def g(): pass",
      "    class C:",
      "        def m(self):",
      "            async def h(): pass",
      "    global k",
      "    def k(): pass",
      "if True:",
      "    def f(): pass",
      "try: pass",
      "except E:",
      "    def handler(): pass",
      "match x:",
      "    case 1:",
      "        def in_case(): pass",
    ].join("\n");
    const outlines = moduleOf(source).functions.map(({ outline }) => [outline.key, outline.kind, outline.class_name]);
    expect(outlines).toEqual([
      ["f", "function", null],
      ["f.<locals>.g", "nested", null],
      ["f.<locals>.C.m", "method", "f.<locals>.C"],
      ["f.<locals>.C.m.<locals>.h", "nested", null],
      ["k", "nested", null],
      ["f#2", "function", null],
      ["handler", "function", null],
      ["in_case", "function", null],
    ]);
  });

  it("counts columns in code points and begins at the first decorator", () => {
    const module = moduleOf('x = "𝄞é"; y = 1\nclass A:\n    @a("é")\n    @b\n    def f(self, é="é"): return é  # 𝄞\n');
    expect(module.functions[0]?.outline.span).toEqual({ line: 3, column: 4, end_line: 5, end_column: 32 });
    expect(sliceOf(module, module.functions[0]?.node ?? {})).toBe('@a("é")\n    @b\n    def f(self, é="é"): return é');
  });

  it("reads byte order marks, every line end, form feeds and tabs without moving anything", () => {
    const module = moduleOf("\ufeffclass A:\r\n\tdef f(self):\r\n\t\treturn '\f'\r\f\rdef g(): pass\n\fdef h(): pass");
    expect(
      module.functions.map(({ outline: { qualified_name, span } }) => [qualified_name, span.line, span.column]),
    ).toEqual([
      ["A.f", 2, 1],
      ["g", 5, 0],
      ["h", 6, 1],
    ]);
    expect(module.functions.map(({ node }) => sliceOf(module, node))).toEqual([
      "def f(self):\r\n\t\treturn '\f'",
      "def g(): pass",
      "def h(): pass",
    ]);
  });

  it("lists the module's own statements as a function on request", () => {
    expect(moduleOf("x = 1\n", true).functions.map(({ outline }) => outline.kind)).toEqual(["module_body"]);
    expect(moduleOf("x = 1\n").functions).toEqual([]);
  });

  it("reads a method that was cut out of its class with its indentation", () => {
    const module = moduleOf("    # from a class\n    @p\n    def f(self):\n        return 1\n");
    expect(module.functions[0]?.outline.span).toEqual({ line: 2, column: 4, end_line: 4, end_column: 16 });
    expect(problemOf("    def f(:\n        pass")).toMatchObject({ line: 1 });
  });
});

describe("what is not Python", () => {
  it.each([
    ["a NUL", "x = 1\ny\0", "not_text", 2, 1],
    ["a surrogate without its pair", "é = '\ud800'", "not_text", 1, 5],
    ["a wrong token", "x = (\n  é = = 2", "syntax_error", 2, 4],
    ["a first line that is indented", "  x = 1", "syntax_error", 1, 2],
    ["a try without handler", "try:\n  x\n", "syntax_error", 1, 0],
    ["an old octal number", "x = 0777", "syntax_error", 1, 4],
    ["a doubled underscore in a number", "x = 1__0", "syntax_error", 1, 4],
    ["an assignment expression as a statement", "x := 1", "syntax_error", 1, 0],
    ["an annotated tuple", "(a, b): int", "syntax_error", 1, 0],
    ["a character of no token", "x = é ?", "syntax_error", 1, 6],
  ])("%s is refused with its place", (_, source, code, line, column) => {
    expect(problemOf(source)).toMatchObject({ code, line, column });
  });

  it("tabs and spaces that only agree for one width of tabs are refused", () => {
    expect(problemOf("class A:\n\tdef f(): pass\n        def g(): pass")).toMatchObject({ code: "syntax_error" });
  });

  it.each([
    ["parentheses", `x = ${"(".repeat(20_000)}`],
    ["a sum", `x = ${"1 + ".repeat(5_000)}1`],
    ["calls", `x = f${"()".repeat(5_000)}`],
    ["branches", `if x: pass\n${"elif x: pass\n".repeat(3_000)}`],
  ])("%s nested too deeply are refused, not crashed on", (_, source) => {
    expect(problemOf(source)?.code).toBe("too_deep");
  });

  it("never throws, whatever the text", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("def f(", "):", "\n", "\n    ", "\f", "\t", "'''", '"', "\\", "é", "𝄞", "\r"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const parsed = parseModule(pieces.join(""));
        if (!parsed.ok) expect(parsed.problem.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

it("parses a text once while it is remembered", () => {
  const source = "def once(): pass\n";
  expect(parseModule(source)).toBe(parseModule(source));
  expect(parseModule(source)).not.toBe(parseModule(source, { moduleBody: true }));
});

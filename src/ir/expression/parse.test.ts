import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "./ast.ts";
import { MAX_HEIGHT, MAX_LENGTH, parseExpression } from "./parse.ts";
import { printExpression } from "./print.ts";
import { MAX_NESTING } from "./token-cursor.ts";
import cases from "./unparse.fixture.json";

const x: Expression = { kind: "name", name: "x" };
const y: Expression = { kind: "name", name: "y" };

describe("parseExpression", () => {
  it.each(cases.filter(({ text, unparsed }) => unparsed !== null && !/f['"]/.test(text)))(
    "reads $text as it reads CPython's rewriting of it",
    ({ text, unparsed }) => {
      const canonical = (source: string) => printExpression(parseExpression(source)).replace("1..real", "1.0.real");
      expect(canonical(text)).toBe(canonical(unparsed ?? ""));
    },
  );

  it.each([
    "",
    "   ",
    "# only a comment",
    "x +",
    "x y",
    "(x",
    "x)",
    "[x)",
    "x = 1",
    "x == ",
    "not",
    "a <> b",
    "x.1",
    "x..y",
    "1__0",
    "1_",
    "0777",
    "0b12",
    "1abc",
    "1.__class__",
    "'open",
    "'two\nlines'",
    "'''open''",
    "b'é'",
    "b'a' 'b'",
    "'\\x4'",
    "'\\U00110000'",
    "*x",
    "**x",
    "f(**k, x)",
    "f(k=1, x)",
    "f(**k, *x)",
    "f(k=1, k=2)",
    "f(x for x in y, 1)",
    "f(1, x for x in y)",
    "f(x for x in y,)",
    "f(True=1)",
    "x[]",
    "x[**y]",
    "{**x for x in y}",
    "{*x: 1}",
    "{x: 1, y}",
    "{x, y: 1}",
    "[*x for x in y]",
    "[x for 1 in y]",
    "[x for f() in y]",
    "[x for x in y if a else b]",
    "[x, y for x in z]",
    "x for x in y",
    "lambda: ",
    "lambda x, x: 1",
    "lambda (x): 1",
    "x if y",
    "x else y",
    "return x",
    "x; y",
    "x ? y",
    "$x",
    "x!",
    "pass",
    "if",
    "None = 1",
    "f'{x'",
    "f'{'",
    "\\",
    "x \\ y",
    "\0",
  ])("keeps %j, which is no expression, whole", (text) => {
    expect(parseExpression(text)).toEqual({ kind: "unsupported", construct: "invalid_syntax", text });
  });

  it.each([
    ["f(x) + f'{x}'", "f_string", "f'{x}'"],
    ["g('a' f'{x!r:{w}}' 'b', 1)", "f_string", "'a' f'{x!r:{w}}' 'b'"],
    ["f'{d['k']} {f'{x}'}' == y", "f_string", "f'{d['k']} {f'{x}'}'"],
    ["t'{x}' is y", "t_string", "t'{x}'"],
    ["z - 2j", "imaginary", "2j"],
    ["f(await g(x), y)", "await", "await g(x)"],
    ["[(yield x)]", "yield", "yield x"],
    ["((yield from xs))[0]", "yield_from", "yield from xs"],
    ["f((n := len(x)) > 1)", "walrus", "n := len(x)"],
    ["f(x, k=lambda v=1: v)", "lambda_parameters", "lambda v=1: v"],
    ["sum(v async for v in x)", "async_comprehension", "(v async for v in x)"],
    ["[ {k: v async for k, v in x} ]", "async_comprehension", "{k: v async for k, v in x}"],
    ["x == '\\N{BULLET}'", "named_unicode_escape", "'\\N{BULLET}'"],
    ["x == '\\ud83d\\ude00'", "surrogate_pair", "'\\ud83d\\ude00'"],
    ["x == '\\ud83d' '\\ude00'", "surrogate_pair", "'\\ud83d' '\\ude00'"],
  ])("keeps only what is outside the language of %j", (text, construct, source) => {
    const expression = parseExpression(text);
    expect(expression.kind).not.toBe("unsupported");
    expect(JSON.stringify(expression, (_, value) => (typeof value === "bigint" ? String(value) : value))).toContain(
      JSON.stringify({ kind: "unsupported", construct, text: source }),
    );
  });

  it("recognises the forms of the language by name and number of arguments", () => {
    expect(parseExpression("old(x)")).toEqual({ kind: "old", value: x });
    expect(parseExpression("implies(x, y)")).toEqual({ kind: "implies", left: x, right: y });
    expect(parseExpression("raises(x)")).toEqual({ kind: "raises", exception: x });
    for (const call of ["old()", "old(x, y)", "old(*x)", "old(x=1)", "a.old(x)", "implies(x)", "raises(**x)"])
      expect(parseExpression(call).kind).toBe("call");
  });

  it("decodes string literals as Python does", () => {
    const value = (text: string) => {
      const expression = parseExpression(text);
      return "value" in expression ? expression.value : expression;
    };
    expect(value(String.raw`'\x41\101\u00e9\U0001F600\q\''`)).toBe(`AA\u00e9${String.fromCodePoint(0x1f600)}\\q'`);
    expect(value("'a\\\r\nb'")).toBe("ab");
    expect(value("'''a\r\nb\rc'''")).toBe("a\nb\nc");
    expect(value(String.raw`r'\x41\''`)).toBe("\\x41\\'");
    expect(value(String.raw`'\777'`)).toBe("\u01ff");
    expect(value(String.raw`b'\777\u0041'`)).toBe("\xff\\u0041");
    expect(value("'a' \"b\"\n'''c'''")).toBe("abc");
    expect(value(String.raw`'\ud800'`)).toBe(String.fromCharCode(0xd800));
  });

  it("reads integers exactly and keeps the text of floats", () => {
    expect(parseExpression("123_456_789_012_345_678_901")).toEqual({ kind: "integer", value: 123456789012345678901n });
    expect(parseExpression("0XfF")).toEqual({ kind: "integer", value: 255n });
    expect(parseExpression("1_0.50e-3")).toEqual({ kind: "float", text: "1_0.50e-3" });
  });

  it("reads identifiers in NFKC", () => {
    expect(parseExpression("ﬁ")).toEqual({ kind: "name", name: "fi" });
    expect(parseExpression("ｉｆ")).toMatchObject({ construct: "invalid_syntax" });
  });

  it.each([
    ["brackets", (levels: number) => `${"(".repeat(levels)}x${")".repeat(levels)}`],
    ["lists", (levels: number) => "[".repeat(levels) + "]".repeat(levels)],
    ["dicts", (levels: number) => `${"{1:".repeat(levels)}x${"}".repeat(levels)}`],
    ["calls", (levels: number) => "f(".repeat(levels) + ")".repeat(levels)],
    ["subscripts", (levels: number) => `${"x[".repeat(levels)}0${"]".repeat(levels)}`],
    ["signs", (levels: number) => `${"-".repeat(levels)}x`],
    ["negations", (levels: number) => `${"not ".repeat(levels)}x`],
    ["powers", (levels: number) => `${"x**".repeat(levels)}x`],
    ["lambdas", (levels: number) => `${"lambda:".repeat(levels)}x`],
    ["conditionals", (levels: number) => `${"x if y else ".repeat(levels)}x`],
    ["f-strings", (levels: number) => `${"f'{".repeat(levels)}x${"}'".repeat(levels)}`],
    ["comprehensions", (levels: number) => `${"[x for x in ".repeat(levels)}y${"]".repeat(levels)}`],
  ])("survives any depth of nested %s", (_, nest) => {
    expect(parseExpression(nest(40))).not.toMatchObject({ construct: "nesting_too_deep" });
    const bomb = nest(600);
    expect(parseExpression(bomb)).toEqual({ kind: "unsupported", construct: "nesting_too_deep", text: bomb });
    expect(MAX_NESTING).toBeLessThan(600);
  });

  it("never returns a tree higher than its limit", () => {
    const sum = (terms: number) => Array(terms).fill("a").join("+");
    expect(parseExpression(sum(MAX_HEIGHT)).kind).toBe("binary");
    for (const bomb of [
      sum(MAX_HEIGHT + 1),
      sum(4000),
      `${"a.".repeat(3999)}a`,
      `a${"()".repeat(3999)}`,
      `a${"[0]".repeat(2600)}`,
    ])
      expect(parseExpression(bomb)).toEqual({ kind: "unsupported", construct: "nesting_too_deep", text: bomb });
  });

  it("keeps long conjunctions, comparisons and displays, which are flat", () => {
    for (const separator of [" and ", " or ", "<", ","]) {
      const text = Array(1300).fill("a").join(separator);
      expect(parseExpression(text).kind).not.toBe("unsupported");
    }
  });

  it("refuses a text over the limit", () => {
    const text = "x".repeat(MAX_LENGTH + 1);
    expect(parseExpression(text)).toEqual({ kind: "unsupported", construct: "too_long", text });
    expect(parseExpression("x".repeat(MAX_LENGTH)).kind).toBe("name");
  });

  it("never throws, and what it returns prints to text that parses to the same", () => {
    const pieces =
      "( ) [ ] { } , : . := = == ** * + - not in is and or if else for lambda async await yield x 1 1.5 'a' f'{ }' \\ # \n \" ' old( é".split(
        " ",
      );
    const soup = fc
      .array(fc.constantFrom(...pieces, " ", String.fromCodePoint(0x1f600), String.fromCharCode(0xd800)), {
        maxLength: 25,
      })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), (text) => {
        const expression = parseExpression(text);
        expect(parseExpression(printExpression(expression))).toEqual(expression);
      }),
      { numRuns: 2000 },
    );
  });
});

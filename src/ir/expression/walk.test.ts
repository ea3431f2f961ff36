import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "./ast.ts";
import { childrenOf } from "./children.ts";
import { anyExpression } from "./expression.arbitrary.ts";
import { parseExpression } from "./parse.ts";
import { printExpression } from "./print.ts";
import { withChildren } from "./rebuild.ts";
import { mapExpression, namesOf, substitute, unsupportedConstructs } from "./walk.ts";

const replaced = (text: string, replacements: Record<string, string>) => {
  const map = new Map(Object.entries(replacements).map(([name, value]) => [name, parseExpression(value)]));
  return printExpression(substitute(parseExpression(text), map));
};

describe("namesOf", () => {
  it.each([
    ["x + y.z + x", ["x", "y"]],
    ["f(x, k=v)", ["f", "x", "v"]],
    ["[x + a for x in x if x > b]", ["a", "x", "b"]],
    ["[y for x in xs for y in x]", ["xs"]],
    ["[y for x in y for y in x]", ["y"]],
    ["{k: v for k, (v, *w) in d[i]}", ["d", "i"]],
    ["[0 for a.b in c for d[e] in g]", ["a", "c", "d", "e", "g"]],
    ["lambda x, y: x + y + z", ["z"]],
    ["(lambda x: x)(x)", ["x"]],
    ["old(x) == implies(a, b)", ["x", "a", "b"]],
    ["all(any(x == y for y in xs) for x in ys)", ["all", "any", "xs", "ys"]],
  ])("finds the free names of %s", (text, names) => {
    expect(namesOf(parseExpression(text)).sort()).toEqual([...names].sort());
  });
});

describe("unsupportedConstructs", () => {
  it("names each construct once, in the order of the text", () => {
    expect(unsupportedConstructs(parseExpression("f'a' + 1j + f'b' + (yield)"))).toEqual([
      "f_string",
      "imaginary",
      "yield",
    ]);
    expect(unsupportedConstructs(parseExpression("x > 0"))).toEqual([]);
  });
});

describe("substitute", () => {
  it.each([
    ["x + y", { x: "y", y: "x" }, "y + x"],
    ["x * 2", { x: "a + b" }, "(a + b) * 2"],
    ["x.x(x=x)", { x: "y" }, "y.x(x=y)"],
    ["[x for x in x]", { x: "y" }, "[x for x in y]"],
    ["[x + y for x in xs]", { y: "x" }, "[x_1 + x for x_1 in xs]"],
    ["[x for x in y]", { y: "x" }, "[x for x in x]"],
    ["[x for x in xs if y]", { y: "x + x_1" }, "[x_2 for x_2 in xs if x + x_1]"],
    ["lambda x: x + y", { y: "x" }, "lambda x_1: x_1 + x"],
    ["lambda x: x + y", { x: "z" }, "lambda x: x + y"],
    ["lambda x: lambda x_1: x + x_1 + y", { y: "x" }, "lambda x_2: lambda x_1: x_2 + x_1 + x"],
    ["{k: v for k, v in d for w in k}", { d: "k" }, "{k: v for k, v in k for w in k}"],
    ["{k: d for k in s}", { d: "k" }, "{k_1: k for k_1 in s}"],
    ["[0 for x in a for y in b]", { b: "x" }, "[0 for x_1 in a for y in x]"],
  ])("replaces in %s by %j", (text, replacements, expected) => {
    expect(replaced(text, replacements as Record<string, string>)).toBe(expected);
  });

  it("leaves exactly the free names that the replacements and the untouched rest have", () => {
    fc.assert(
      fc.property(anyExpression, anyExpression, (expression, replacement) => {
        const free = namesOf(expression);
        const result = substitute(expression, new Map([["x", replacement]]));
        const expected = new Set(free.filter((name) => name !== "x"));
        if (free.includes("x")) for (const name of namesOf(replacement)) expected.add(name);
        expect(new Set(namesOf(result))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("mapExpression", () => {
  it("changes children before their parents", () => {
    const swapped = mapExpression(parseExpression("a - (b - c)"), (node) =>
      node.kind === "binary" ? { ...node, left: node.right, right: node.left } : node,
    );
    expect(printExpression(swapped)).toBe("c - b - a");
  });

  it("returns the very tree when nothing changes", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(mapExpression(expression, (node) => node)).toBe(expression);
      }),
    );
  });

  it("rebuilds every node from its own children", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(withChildren(expression, childrenOf(expression))).toEqual(expression);
      }),
    );
  });

  it("walks trees of any height", () => {
    let sum: Expression = { kind: "name", name: "x" };
    for (let link = 0; link < 20_000; link += 1)
      sum = { kind: "binary", operator: "+", left: sum, right: { kind: "name", name: "y" } };
    const result = substitute(
      mapExpression(sum, (node) => ({ ...node })),
      new Map([["x", { kind: "none" } as const]]),
    );
    expect(namesOf(result)).toEqual(["y"]);
    expect(unsupportedConstructs(result)).toEqual([]);
    expect(printExpression(result).startsWith("None + y + y")).toBe(true);
  });
});

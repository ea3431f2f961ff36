import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical.ts";

describe("canonicalJson", () => {
  it("sorts keys by UTF-16 code units, at every level", () => {
    const astral = String.fromCodePoint(0x1f600);
    expect(canonicalJson({ "\ufb33": 1, [astral]: 2, b: { y: 1, x: 2 }, a: [], "": null })).toBe(
      `{"":null,"a":[],"b":{"x":2,"y":1},"${astral}":2,"\ufb33":1}`,
    );
  });

  it("writes numbers as ECMAScript does", () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]",
    );
  });

  it("escapes only what JSON must", () => {
    expect(canonicalJson('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  const cycle: unknown[] = [];
  cycle.push({ cycle });
  it.each([
    ["NaN", [Number.NaN], "/0"],
    ["Infinity", { a: -Infinity }, "/a"],
    ["undefined", { a: { b: undefined } }, "/a/b"],
    ["a hole of an array", new Array(1), "/0"],
    ["bigint", 1n, "the root"],
    ["a symbol", [Symbol.iterator], "/0"],
    ["a function", { f: () => 0 }, "/f"],
    ["a date", [new Date(0)], "/0"],
    ["a map", new Map(), "the root"],
    ["a lone surrogate", [String.fromCharCode(0xd800)], "/0"],
    ["a cycle", cycle, "/0/cycle"],
  ])("refuses %s and says where it stands", (_, value, place) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(`at ${place}`);
  });

  it("escapes lone surrogates when asked", () => {
    expect(canonicalJson(String.fromCharCode(0xd800), "escape")).toBe('"\\ud800"');
  });

  it("is JSON of the same value, whatever the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../../ir/expression/unsupported.ts";
import { FAILURE, fromLiteral, identical, itemsOf, literal, PySet, type Value } from "../values.ts";
import cases from "./cpython.fixture.json" with { type: "json" };
import { HELPERS } from "./helpers.ts";
import { LIBRARY } from "./library.ts";

/** Python literals, and `set([...])`, which has none when it is empty. */
function read(text: string): Value {
  const inner = /^set\((.*)\)$/s.exec(text)?.[1];
  if (inner !== undefined) return new PySet(inner === "" ? [] : (itemsOf(read(inner)) ?? []));
  const value = fromLiteral(parseExpression(text))?.value;
  return value === undefined ? FAILURE : value;
}

describe("the library of idioms", () => {
  const byName = new Map(LIBRARY.map((idiom) => [idiom.name, idiom]));

  it("names every idiom once", () => {
    expect(byName.size).toBe(LIBRARY.length);
  });

  it("has cases from CPython for every idiom", () => {
    const covered = new Set(cases.map(([name]) => name));
    expect([...byName.keys()].filter((name) => !covered.has(name))).toEqual([]);
  });

  it("computes what CPython computes, or nothing", () => {
    const wrong: string[] = [];
    for (const [name, args, answer] of cases as [string, string[], string | null][]) {
      const idiom = byName.get(name);
      const value = idiom?.apply(...args.map(read)) ?? null;
      if (value === FAILURE) continue;
      const expected = answer === null ? FAILURE : read(answer);
      if (!identical(value, expected))
        wrong.push(`${name}(${args.join("; ")}): ${literal(value)} is not ${answer ?? "an exception"}`);
    }
    expect(wrong).toEqual([]);
  });

  it("answers most cases that CPython answers", () => {
    const answered = (cases as [string, string[], string | null][]).filter(([, , answer]) => answer !== null);
    const refused = answered.filter(([name, args]) => byName.get(name)?.apply(...args.map(read)) === FAILURE);
    expect(refused.length).toBeLessThan(answered.length / 20);
  });

  it("is written in Lift's expression language", () => {
    for (const { python } of LIBRARY)
      expect(unsupportedConstructs(parseExpression(python.replaceAll(/\$\d/g, "x")))).toEqual([]);
  });

  it("defines every helper that an idiom calls", () => {
    for (const { helper } of LIBRARY) if (helper !== null) expect(HELPERS.has(helper)).toBe(true);
  });
});

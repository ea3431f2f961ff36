import { describe, expect, it } from "vitest";
import { parseModule } from "../../python/parse.ts";
import { irWith, openHole } from "../holes.fixture.ts";
import { NO_HISTORY } from "./history.ts";
import { materialOfCode, materialOfWords } from "./material.ts";
import { needsOfCode } from "./needs-of-code.ts";
import { suggest } from "./suggest.ts";

function needs(source: string, parameters: string[]): string[] {
  const parsed = parseModule(source);
  const fn = parsed.ok ? parsed.module.functions[0] : undefined;
  if (fn === undefined) throw new Error("there is no function");
  return needsOfCode(fn, parameters).map(({ text }) => text);
}

describe("what a code needs", () => {
  it.each([
    ["a divisor is not zero", "return a // b", "b != 0"],
    ["there is an item to take", "return a[0]", "len(a) > 0"],
    ["an index is in range", "return a[b]", "0 <= b < len(a)"],
    ["there is a largest", "return max(a)", "len(a) > 0"],
    ["what is zipped is of one length", "return [x * y for x, y in zip(a, b)]", "len(a) == len(b)"],
    ["what is indexed together is of one length", "return [a[i] - b[i] for i in range(len(a))]", "len(a) == len(b)"],
    ["text is digits", "return int(a)", "a.isdigit()"],
  ])("is that %s", (_, body, expected) => {
    expect(needs(`def f(a, b):\n    ${body}\n`, ["a", "b"])).toContain(expected);
  });

  it("is suggested by where it ends at once", () => {
    expect(needs("def f(n):\n    if n < 1:\n        return None\n    return n\n", ["n"])).toContain("n >= 1");
  });

  it("is nothing for formatting, for other names and for what is no parameter", () => {
    expect(needs("def f(a):\n    b = 2\n    return 'x %s' % a + str(1 / b)\n", ["a"])).toEqual([]);
  });
});

describe("material beside a contract", () => {
  const hole = openHole("missing", { subject: "precondition 1 of f" });
  const ir = irWith({ parameters: { n: "int" } }, hole);

  it("comes before guesses, and is held against the contract like them", async () => {
    const found = await suggest(ir, hole, NO_HISTORY, null, materialOfWords(["n % 3 == 0", "m > 0", "n <"]));
    expect(found[0]).toMatchObject({ value: "n % 3 == 0", rationale: "The request says so." });
    expect(found.map(({ value }) => value)).not.toContain("m > 0");
  });

  it("of a code are its clauses, its types and what it needs", async () => {
    const lifted = irWith({ parameters: { n: "int" }, returns: "bool", pre: ["n > 41"] });
    const material = materialOfCode(lifted, []);
    expect((await suggest(ir, hole, NO_HISTORY, null, material))[0]).toMatchObject({
      value: "n > 41",
      rationale: "The code states it.",
    });
    const guarded = materialOfCode(
      irWith({ parameters: { n: "int", r: "float" }, pre: ["not n < 5", "not r < 5"] }),
      [],
    );
    expect(guarded.candidates.map(({ text }) => text)).toEqual(["n >= 5", "not r < 5"]);
    const type = openHole("type", { clause: "signature", kind: "type", subject: "return" });
    const untyped = irWith({ parameters: { n: "int" }, returns: null }, type);
    expect((await suggest(untyped, type, NO_HISTORY, null, material))[0]?.value).toBe("bool");
  });
});

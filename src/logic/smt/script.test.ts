import { describe, expect, it } from "vitest";
import { type Constant, script, symbolsOf } from "./script.ts";

const int = (symbol: string, term: string | null = null): Constant => ({
  symbol,
  sort: "Int",
  term,
  type: { kind: "int" },
});

describe("script", () => {
  it("declares what the assertions speak of, through definitions, and nothing else", () => {
    const text = script({
      declarations: [int("|a|"), int("|b|"), int("|c|", "(+ |a| 1)"), int("|d|")],
      facts: ["(> |d| 0)"],
      assertions: ["(> |c| 0)"],
    });
    expect(text).toContain("(declare-const |a| Int)");
    expect(text).toContain("(assert (= |c| (+ |a| 1)))");
    expect(text).not.toContain("|b|");
    expect(text).not.toContain("|d|");
  });

  it("takes along the facts about what is asked, and what those facts speak of", () => {
    const text = script({
      declarations: [int("|a|"), int("|b|"), int("|c|")],
      facts: ["(< |a| |b|)", "(> |b| 0)", "(> |c| 0)", "(= 1 1)"],
      assertions: ["(> |a| 0)"],
    });
    expect(text).toContain("(assert (< |a| |b|))");
    expect(text).toContain("(assert (> |b| 0))");
    expect(text).toContain("(assert (= 1 1))");
    expect(text).not.toContain("|c|");
  });

  it("names assertions when a core is wanted, and asks for values when they are", () => {
    expect(script({ declarations: [int("x")], facts: [], assertions: ["(> x 0)"], core: true })).toMatch(
      /\(assert \(! \(> x 0\) :named c0\)\)\n\(check-sat\)\n\(get-unsat-core\)$/,
    );
    expect(script({ declarations: [int("x")], facts: [], assertions: ["true"], values: ["x"] })).toMatch(
      /\(declare-const x Int\)[\s\S]*\(get-value \(x\)\)$/,
    );
  });

  it("defines the functions of Python's arithmetic that definitions use", () => {
    expect(
      script({ declarations: [int("x"), int("y", "(py.mod x 2)")], facts: [], assertions: ["(= y 1)"] }),
    ).toContain("(define-fun py.mod ");
  });
});

describe("symbolsOf", () => {
  it("reads quoted symbols as one and no names out of string literals", () => {
    expect(symbolsOf('(= |a b| (str.++ "|c| "" |d|" e))')).toEqual(["=", "|a b|", "str.++", "e"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elaborate } from "../sygus/elaborate.ts";
import { readSExpressions, SyntaxFault } from "../sygus/s-expression.ts";
import { evaluate } from "./evaluate.ts";
import { smtText } from "./print.ts";
import { negation, simplify } from "./simplify.ts";
import { arbitraryAssignment, arbitraryTerm, VARIABLES } from "./term.arbitrary.ts";
import { sizeOf, type Term, variable } from "./term.ts";

const names = {
  values: new Map(VARIABLES.map((one) => [one.name, variable(one)])),
  callables: new Map(),
  sort: () => {
    throw new SyntaxFault("no sort is expected", { line: 1, column: 1 });
  },
};

function read(text: string): Term {
  const [expression] = readSExpressions(text);
  if (expression === undefined) throw new Error("nothing to read");
  return elaborate(expression, names);
}

const anyTerm = fc.oneof(arbitraryTerm("Int"), arbitraryTerm("Bool"));

describe("terms", () => {
  it("are read back as printed, a negated numeral as the number", () => {
    fc.assert(
      fc.property(anyTerm, arbitraryAssignment, (term, assignment) => {
        const again = read(smtText(term));
        expect(evaluate(again, assignment)).toBe(evaluate(term, assignment));
        expect(read(smtText(again))).toEqual(again);
      }),
    );
  });

  it("keep their value when simplified", () => {
    fc.assert(
      fc.property(anyTerm, arbitraryAssignment, (term, assignment) => {
        expect(evaluate(simplify(term), assignment)).toBe(evaluate(term, assignment));
      }),
      { numRuns: 500 },
    );
  });

  it("have the opposite value when negated", () => {
    fc.assert(
      fc.property(arbitraryTerm("Bool"), arbitraryAssignment, (term, assignment) => {
        expect(evaluate(negation(simplify(term)), assignment)).toBe(evaluate(term, assignment) === false);
      }),
    );
  });

  it.each([
    ["(+ x (- y x) 3 (- 1))", "(+ y 2)"],
    ["(>= (- x y) 0)", "(>= x y)"],
    ["(not (<= (* 2 x) 6))", "(> x 3)"],
    ["(= (* 2 x) 3)", "false"],
    ["(ite (> x 1) true false)", "(> x 1)"],
    ["(and (> x 1) true (> x 1))", "(> x 1)"],
    ["(or (> x 1) (<= x 1))", "true"],
    ["(=> b (= b true))", "true"],
  ])("%s becomes %s", (text, simple) => {
    expect(smtText(simplify(read(text)))).toBe(simple);
  });

  it("do not grow beyond measure", () => {
    fc.assert(fc.property(anyTerm, (term) => sizeOf(simplify(term)) <= 40 * sizeOf(term)));
  });
});

describe("evaluate", () => {
  it.each([
    ["(div (- 7) 2)", -4n],
    ["(mod (- 7) 2)", 1n],
    ["(div 7 (- 2))", -3n],
    ["(mod 7 (- 2))", 1n],
    ["(div (- 7) (- 2))", 4n],
    ["(div x 0)", null],
    ["(or true (= (div x 0) 1))", true],
  ])("%s is %s, as SMT-LIB rounds", (text, value) => {
    expect(evaluate(read(text), new Map([["x", 5n]]))).toBe(value);
  });
});

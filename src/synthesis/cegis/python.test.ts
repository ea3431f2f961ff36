import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { evaluate as evaluatePython } from "../../logic/evaluate/evaluate.ts";
import { bool, int } from "../../logic/evaluate/value.ts";
import { evaluate } from "../term/evaluate.ts";
import { arbitraryAssignment, arbitraryTerm } from "../term/term.arbitrary.ts";
import { apply, integer } from "../term/term.ts";
import { expressionOf } from "./python.ts";

describe("expressionOf", () => {
  it("has the term's value in Python", () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryTerm("Int"), arbitraryTerm("Bool")), arbitraryAssignment, (term, assignment) => {
        const expression = expressionOf(term);
        expect(expression).not.toBeNull();
        if (expression === null) return;
        const values = new Map(
          [...assignment].map(([name, value]) => [name, typeof value === "bigint" ? int(value) : bool(value)]),
        );
        const expected = evaluate(term, assignment);
        const outcome = evaluatePython(parseExpression(printExpression(expression)), { values, old: null });
        expect(outcome).toMatchObject({ status: "value", value: { value: expected } });
      }),
      { numRuns: 400 },
    );
  });

  it("refuses a division by what is no constant", () => {
    expect(expressionOf(apply("div", [integer(1n), { kind: "variable", name: "x", sort: "Int" }]))).toBeNull();
    expect(expressionOf(apply("mod", [integer(1n), integer(0n)]))).toBeNull();
  });
});

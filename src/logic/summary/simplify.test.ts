import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { holds } from "../evaluate/evaluate.ts";
import { all, any, compare, implies, integer, name } from "./build.ts";
import { integersOver } from "./integers.ts";
import { negate, simplify } from "./simplify.ts";

const isInteger = integersOver(
  ["x", "y"].map((parameter) => ({
    name: parameter,
    type: { kind: "int" },
    symbol: `|${parameter}|`,
    annotated: true,
  })),
);
const simplified = (text: string) => printExpression(simplify(parseExpression(text), isInteger));

describe("simplify", () => {
  it.each([
    ["not x < 0", "x >= 0"],
    ["not (x < 0 or y == 1)", "x >= 0 and y != 1"],
    ["not not x > 1", "x > 1"],
    ["0 < x", "x > 0"],
    ["0 <= x and x <= 9", "0 <= x <= 9"],
    ["x > 0 and x != 1 and x <= 9", "2 <= x <= 9"],
    ["x >= 5 and x > 2", "x >= 5"],
    ["x > 5 and x < 5", "False"],
    ["x + 1 > 3 and x < 9", "3 <= x <= 8"],
    ["x >= 4 and x <= 4", "x == 4"],
    ["x >= y and x <= y + 3", "y <= x <= y + 3"],
    ["0 <= x <= 9 and x != 9", "0 <= x <= 8"],
    ["0 <= x <= 9", "0 <= x <= 9"],
    ["x < 1 or x >= 1 and y < 1", "x < 1 or y < 1"],
    ["s == '' + t", "s == t"],
    ["y == x + -1", "y == x - 1"],
    ["len(x) >= 0", "True"],
    ["not len(x) > 0", "len(x) == 0"],
    ["x > 0 and y > 0 or x > 0 and not y > 0", "x > 0"],
    ["x == 1 or x != 1", "True"],
    ["0 + x * 1 - 0 == y", "x == y"],
    ["y == x + 1 + 1", "y == x + 2"],
    ["implies(True, x == 1)", "x == 1"],
    ["not s in t", "s not in t"],
  ])("%s is %s", (text, expected) => {
    expect(simplified(text)).toBe(expected);
  });

  it("keeps what it does not know to be an integer as it is written", () => {
    expect(simplified("s > 0 and s != 1")).toBe("s > 0 and s != 1");
  });
});

const operand = fc.oneof(
  fc.constantFrom<Expression>(name("x"), name("y")),
  fc.integer({ min: -3, max: 3 }).map((value): Expression => integer(value)),
  fc
    .tuple(
      fc.constantFrom<Expression>(name("x"), name("y")),
      fc.constantFrom("+" as const, "-" as const),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([left, operator, value]): Expression => ({ kind: "binary", operator, left, right: integer(value) })),
);
const operators = fc.constantFrom<ComparisonOperator>("<", "<=", ">", ">=", "==", "!=");
const condition: fc.Arbitrary<Expression> = fc.letrec<{ condition: Expression }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(operand, operators, operand).map(([left, operator, right]) => compare(left, operator, right)),
    fc.tuple(operand, operators, operand, operators, operand).map(
      ([first, one, second, other, third]): Expression => ({
        kind: "comparison",
        first,
        rest: [
          { operator: one, operand: second },
          { operator: other, operand: third },
        ],
      }),
    ),
    tie("condition").map((part): Expression => ({ kind: "unary", operator: "not", operand: part })),
    fc.array(tie("condition"), { minLength: 2, maxLength: 3 }).map(all),
    fc.array(tie("condition"), { minLength: 2, maxLength: 3 }).map(any),
    fc.tuple(tie("condition"), tie("condition")).map(([left, right]) => implies(left, right)),
  ),
})).condition;

describe("conditions over integers", () => {
  const grid = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((x) => [-4, -1, 0, 1, 2, 4].map((y) => ({ x, y })));
  const truths = (expression: Expression) =>
    grid.map(({ x, y }) =>
      holds(expression, {
        values: new Map([
          ["x", { kind: "int", value: BigInt(x) }],
          ["y", { kind: "int", value: BigInt(y) }],
        ]),
        old: null,
      }),
    );

  it("mean the same when they are simplified", () => {
    fc.assert(
      fc.property(condition, (expression) => {
        expect(truths(simplify(expression, isInteger))).toEqual(truths(expression));
      }),
      { numRuns: 300 },
    );
  });

  it("mean the opposite when they are negated", () => {
    fc.assert(
      fc.property(condition, (expression) => {
        expect(truths(negate(expression))).toEqual(truths(expression).map((value) => value !== null && !value));
      }),
      { numRuns: 200 },
    );
  });
});

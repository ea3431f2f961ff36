import fc from "fast-check";
import { expect, it } from "vitest";
import { type Bounds, bounded, NO_BOUNDS } from "./bounds.ts";

type Linear = { x: number; y: number; constant: number };
type Condition = { left: Linear; operator: "<" | "<=" | ">" | ">=" | "="; right: Linear; negated: boolean };

const linear = fc.record({
  x: fc.integer({ min: 0, max: 1 }),
  y: fc.integer({ min: 0, max: 1 }),
  constant: fc.integer({ min: -4, max: 4 }),
});
const condition: fc.Arbitrary<Condition> = fc.record({
  left: linear,
  operator: fc.constantFrom("<", "<=", ">", ">=", "="),
  right: linear,
  negated: fc.boolean(),
});

const literal = (value: number) => (value < 0 ? `(- ${-value})` : String(value));
const termOf = ({ x, y, constant }: Linear) =>
  `(+ ${x === 1 ? "|x|" : "0"} ${y === 1 ? "|y|" : "0"} ${literal(constant)})`;

function textOf({ left, operator, right, negated }: Condition): string {
  const atom = `(${operator} ${termOf(left)} ${termOf(right)})`;
  return negated ? `(not ${atom})` : atom;
}

function holds({ left, operator, right, negated }: Condition, x: number, y: number): boolean {
  const value = (side: Linear) => side.x * x + side.y * y + side.constant;
  const [a, b] = [value(left), value(right)];
  const answer = { "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a === b }[operator];
  return answer !== negated;
}

it("takes no conjunction for impossible that some integers meet", () => {
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -8, max: 8 }),
      fc.integer({ min: -8, max: 8 }),
      (conditions, x, y) => {
        const met = conditions.filter((one) => holds(one, x, y));
        let bounds: Bounds | null = NO_BOUNDS;
        for (const one of met) bounds = bounds === null ? null : bounded(bounds, textOf(one), true);
        expect(bounds).not.toBeNull();
      },
    ),
    { numRuns: 1000 },
  );
});

it.each([
  [["(< 2 |n|)", "(not (< 1 |n|))"]],
  [["(not (< 0 (seq.len |xs|)))", "(not (= (seq.len |xs|) 0))"]],
  [["(= |x| |y|)", "(not (= |y| |x|))"]],
  [["(> |b| 0)", "(not (> |b| 0))"]],
])("sees that %j cannot all hold", (conditions) => {
  let bounds: Bounds | null = NO_BOUNDS;
  for (const one of conditions) bounds = bounds === null ? null : bounded(bounds, one, true);
  expect(bounds).toBeNull();
});

it("does not take real numbers for integers", () => {
  const first = bounded(NO_BOUNDS, "(< |x| |y|)", false);
  expect(first === null ? null : bounded(first, "(< |y| (+ |x| 1))", false)).not.toBeNull();
});

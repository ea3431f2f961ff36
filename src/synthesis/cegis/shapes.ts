import { greatestConstant } from "./fill.ts";
import type { Part } from "./partition.ts";
import type { Shape } from "./template.ts";

/** Branches and conditions in the order in which they are tried, with the magnitude of coefficients. */
const LADDER: readonly (readonly [branches: number, conditions: number, coefficient: bigint])[] = [
  [0, 1, 1n],
  [0, 1, 10n],
  [1, 1, 1n],
  [1, 2, 1n],
  [2, 1, 1n],
  [1, 3, 1n],
  [2, 2, 1n],
  [1, 1, 10n],
  [1, 2, 10n],
  [3, 1, 1n],
  [1, 4, 1n],
  [3, 2, 1n],
  [2, 2, 10n],
  [2, 3, 1n],
];

/** Shapes for a part, small ones first; constants may be a little beyond the sum of two of the problem's. */
export function shapesFor({ constraints, targets }: Part): Shape[] {
  const constant = 2n * greatestConstant(constraints) + 10n;
  const ints = targets.some(({ sort }) => sort === "Int");
  const bools = targets.some(({ sort }) => sort === "Bool");
  const shapes = LADDER.map(([branches, conditions, coefficient]) => ({ branches, conditions, coefficient, constant }));
  const key = (shape: Shape): string =>
    [
      ints ? shape.branches : "",
      bools ? `${Math.max(1, shape.branches)} ${shape.conditions}` : "",
      shape.coefficient,
    ].join("/");
  return [...new Map(shapes.toReversed().map((shape) => [key(shape), shape])).values()].reverse();
}

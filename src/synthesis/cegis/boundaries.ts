import { combine, linearOf, scaled, termOf } from "../term/linear.ts";
import { simplify } from "../term/simplify.ts";
import {
  apply,
  boolean,
  integer,
  keyOf,
  mentions,
  sizeOf,
  sortOf,
  subterms,
  type Term,
  type Variable,
  variable,
} from "../term/term.ts";

/** Terms of this many nodes and more are no candidates. */
const MAX_SIZE = 200;

/**
 * Terms at which the truth of a formula can change in `result`: where an atom `c * result + s ~ 0` has its boundary, and the terms next to it
 * (the test points of quantifier elimination: Cooper 1972; Reynolds et al., CAV 2015). Simple terms first. They mention neither
 * the result nor any of `excluded`.
 */
export function boundariesOf(
  formula: Term,
  result: Variable,
  inputs: readonly Variable[],
  excluded: readonly Variable[],
): Term[] {
  if (result.sort === "Bool") return [boolean(true), boolean(false)];
  const found = new Map<string, Term>();
  const add = (term: Term): void => {
    const simple = simplify(term);
    if (
      mentions(simple, result.name) ||
      excluded.some(({ name }) => mentions(simple, name)) ||
      sizeOf(simple) > MAX_SIZE
    )
      return;
    found.set(keyOf(simple), simple);
  };
  for (const input of inputs) if (input.sort === "Int") add(variable(input));
  for (const value of [0n, 1n, -1n]) add(integer(value));
  for (const part of subterms(formula)) {
    if (part.kind !== "apply" || !["=", "distinct", "<", "<=", ">", ">="].includes(part.operator)) continue;
    if (part.operands.some((operand) => sortOf(operand) !== "Int")) continue;
    for (const [index, left] of part.operands.entries())
      for (const right of part.operands.slice(index + 1)) for (const term of solved(left, right, result)) add(term);
  }
  return [...found.values()].sort((left, right) => sizeOf(left) - sizeOf(right));
}

/** What the result is where both sides are equal, and next to it. A conditional on a side is taken both ways. */
function solved(left: Term, right: Term, result: Variable): Term[] {
  const split = [left, right]
    .flatMap((side) => [...subterms(side)])
    .find((part) => part.kind === "apply" && part.operator === "ite");
  if (split?.kind === "apply") {
    const [, yes, no] = split.operands;
    if (yes === undefined || no === undefined) return [];
    return [yes, no].flatMap((branch) => solved(replaced(left, split, branch), replaced(right, split, branch), result));
  }
  const difference = combine(linearOf(left), -1n, linearOf(right));
  const key = keyOf(variable(result));
  const factor = difference.parts.get(key)?.coefficient;
  if (factor === undefined) return [];
  const rest = {
    constant: difference.constant,
    parts: new Map([...difference.parts].filter(([part]) => part !== key)),
  };
  // factor * result + rest = 0
  const target = termOf(scaled(rest, factor > 0n ? -1n : 1n));
  const magnitude = factor > 0n ? factor : -factor;
  const exact = magnitude === 1n ? target : apply("div", [target, integer(magnitude)]);
  return [exact, apply("+", [exact, integer(1n)]), apply("-", [exact, integer(1n)])];
}

function replaced(whole: Term, part: Term, by: Term): Term {
  if (whole === part) return by;
  if (whole.kind !== "apply") return whole;
  return apply(
    whole.operator,
    whole.operands.map((operand) => replaced(operand, part, by)),
  );
}

import { operate, type Value } from "./evaluate.ts";
import { combine, type Linear, linearOf, scaled, termOf } from "./linear.ts";
import { withChildren } from "./substitute.ts";
import { apply, boolean, childrenOf, integer, keyOf, type Operator, sameTerm, sortOf, type Term } from "./term.ts";

const TRUE = boolean(true);
const FALSE = boolean(false);

/** An equivalent term: constants folded, sums collected, comparisons with what is positive on each side, negations at the atoms. */
export function simplify(term: Term): Term {
  const simplified = simplifyTop(withChildren(term, childrenOf(term).map(simplify)));
  return simplified;
}

function simplifyTop(term: Term): Term {
  if (term.kind === "quantified") return term.body.kind === "boolean" ? term.body : term;
  if (term.kind !== "apply") return term;
  const values = term.operands.flatMap((operand): Value[] =>
    operand.kind === "integer" || operand.kind === "boolean" ? [operand.value] : [],
  );
  if (values.length === term.operands.length && values.length > 0) {
    const value = operate(term.operator, values);
    if (value !== null) return typeof value === "bigint" ? integer(value) : boolean(value);
    return term;
  }
  const [first, second, third] = term.operands;
  if (first === undefined) return term;
  switch (term.operator) {
    case "+":
    case "-":
    case "*":
      return termOf(linearOf(term));
    case "div":
    case "mod":
      if (term.operands.length === 2 && second?.kind === "integer" && second.value === 1n)
        return term.operator === "div" ? first : integer(0n);
      return term;
    case "abs":
      return term;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return conjunction(pairs(term.operands).map(([left, right]) => comparison(term.operator, left, right)));
    case "=":
      return conjunction(pairs(term.operands).map(([left, right]) => equality(left, right)));
    case "distinct":
      if (second === undefined || third !== undefined) return term;
      return negation(equality(first, second));
    case "and":
      return conjunction(term.operands);
    case "or":
      return disjunction(term.operands);
    case "not":
      return negation(first);
    case "=>":
      return term.operands.reduceRight((last, premise) => disjunction([negation(premise), last]));
    case "xor":
      return term.operands.reduce((left, right) => negation(equality(left, right)));
    case "ite":
      return second === undefined || third === undefined ? term : conditional(first, second, third);
  }
}

const pairs = (operands: readonly Term[]): [Term, Term][] =>
  operands.slice(1).flatMap((right, index) => {
    const left = operands[index];
    return left === undefined ? [] : [[left, right] as [Term, Term]];
  });

function conditional(test: Term, yes: Term, no: Term): Term {
  if (test.kind === "boolean") return test.value ? yes : no;
  if (sameTerm(yes, no)) return yes;
  if (sortOf(yes) === "Bool") {
    if (yes.kind === "boolean") return yes.value ? disjunction([test, no]) : conjunction([negation(test), no]);
    if (no.kind === "boolean") return no.value ? disjunction([negation(test), yes]) : conjunction([test, yes]);
  }
  return apply("ite", [test, yes, no]);
}

export function conjunction(operands: readonly Term[]): Term {
  return junction("and", operands);
}

export function disjunction(operands: readonly Term[]): Term {
  return junction("or", operands);
}

function junction(operator: "and" | "or", operands: readonly Term[]): Term {
  const [neutral, decisive] = operator === "and" ? [true, false] : [false, true];
  const parts = new Map<string, Term>();
  const pending = operands.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "apply" && next.operator === operator) pending.push(...next.operands.toReversed());
    else if (next.kind !== "boolean") parts.set(keyOf(next), next);
    else if (next.value === decisive) return boolean(decisive);
  }
  for (const part of parts.values()) if (parts.has(keyOf(negation(part)))) return boolean(decisive);
  const [only, ...more] = parts.values();
  if (only === undefined) return boolean(neutral);
  return more.length === 0 ? only : apply(operator, [only, ...more]);
}

const OPPOSITE: Partial<Record<Operator, Operator>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

export function negation(term: Term): Term {
  if (term.kind === "boolean") return boolean(!term.value);
  if (term.kind !== "apply") return apply("not", [term]);
  const [first, second] = term.operands;
  const opposite = OPPOSITE[term.operator];
  if (opposite !== undefined && term.operands.length === 2) return apply(opposite, term.operands);
  if (term.operator === "not" && first !== undefined) return first;
  if (term.operator === "and") return disjunction(term.operands.map(negation));
  if (term.operator === "or") return conjunction(term.operands.map(negation));
  if (term.operator === "=" && term.operands.length === 2 && first !== undefined && second !== undefined)
    return sortOf(first) === "Int" ? apply("distinct", term.operands) : apply("not", [term]);
  if (term.operator === "distinct" && term.operands.length === 2) return apply("=", term.operands);
  return apply("not", [term]);
}

function equality(left: Term, right: Term): Term {
  if (sortOf(left) === "Int") return comparison("=", left, right);
  if (left.kind === "boolean") return left.value ? right : negation(right);
  if (right.kind === "boolean") return right.value ? left : negation(left);
  if (sameTerm(left, right)) return TRUE;
  return sameTerm(left, negation(right)) ? FALSE : apply("=", [left, right]);
}

const MIRRORED: Partial<Record<Operator, Operator>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=" };

/** What is added on the left, what is taken away on the right, divided by what all coefficients have in common. */
function comparison(operator: Operator, left: Term, right: Term): Term {
  const difference = combine(linearOf(left), -1n, linearOf(right));
  if (difference.parts.size === 0) {
    const value = operate(operator, [difference.constant, 0n]);
    return value === null ? apply(operator, [left, right]) : boolean(value === true);
  }
  const divisor = [...difference.parts.values()].map(({ coefficient }) => coefficient).reduce(gcd, 0n);
  const reduced = difference.constant % divisor === 0n ? shrunk(difference, divisor) : difference;
  if (operator === "=" && reduced === difference && divisor > 1n) return FALSE;
  const positive: Linear = { constant: 0n, parts: filtered(reduced, (coefficient) => coefficient > 0n) };
  const negative = scaled({ constant: 0n, parts: filtered(reduced, (coefficient) => coefficient < 0n) }, -1n);
  const { constant } = reduced;
  const noLeft = positive.parts.size === 0;
  if (noLeft) return apply(MIRRORED[operator] ?? operator, [termOf(negative), integer(constant)]);
  // The constant stands on the side where it is positive, on the right where nothing else is there.
  const onLeft = constant > 0n && negative.parts.size > 0;
  const shownLeft = onLeft ? termOf({ ...positive, constant }) : termOf(positive);
  const shownRight = onLeft ? termOf(negative) : termOf({ ...negative, constant: -constant });
  return apply(operator, [shownLeft, shownRight]);
}

const filtered = ({ parts }: Linear, keep: (coefficient: bigint) => boolean): Linear["parts"] =>
  new Map([...parts].filter(([, { coefficient }]) => keep(coefficient)));

const shrunk = ({ constant, parts }: Linear, divisor: bigint): Linear => ({
  constant: constant / divisor,
  parts: new Map([...parts].map(([key, part]) => [key, { ...part, coefficient: part.coefficient / divisor }])),
});

export function gcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}

import { apply, integer, keyOf, type Term } from "./term.ts";

/** `constant` plus the sum of coefficients times terms that are no sums themselves, by their keys. */
export interface Linear {
  constant: bigint;
  parts: ReadonlyMap<string, { term: Term; coefficient: bigint }>;
}

/** A term of sort Int as a linear combination; what is not linear in it stays as a part of its own. */
export function linearOf(term: Term): Linear {
  if (term.kind === "integer") return { constant: term.value, parts: new Map() };
  if (term.kind === "apply") {
    const [first, ...rest] = term.operands;
    if (term.operator === "+") return term.operands.map(linearOf).reduce((sum, next) => combine(sum, 1n, next));
    if (term.operator === "-" && first !== undefined) {
      if (rest.length === 0) return scaled(linearOf(first), -1n);
      return rest.map(linearOf).reduce((sum, next) => combine(sum, -1n, next), linearOf(first));
    }
    if (term.operator === "*") {
      const factors = term.operands.map(linearOf);
      const open = factors.filter(({ parts }) => parts.size > 0);
      const factor = factors
        .filter(({ parts }) => parts.size === 0)
        .reduce((product, { constant }) => product * constant, 1n);
      const [only] = open;
      if (only === undefined) return { constant: factor, parts: new Map() };
      if (open.length === 1) return scaled(only, factor);
      const sorted = open.map(termOf).sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
      return scaled(single(apply("*", sorted)), factor);
    }
  }
  return single(term);
}

const single = (term: Term): Linear => ({ constant: 0n, parts: new Map([[keyOf(term), { term, coefficient: 1n }]]) });

/** `left + factor * right`. */
export function combine(left: Linear, factor: bigint, right: Linear): Linear {
  const parts = new Map(left.parts);
  for (const [key, { term, coefficient }] of right.parts) {
    const sum = (parts.get(key)?.coefficient ?? 0n) + factor * coefficient;
    if (sum === 0n) parts.delete(key);
    else parts.set(key, { term, coefficient: sum });
  }
  return { constant: left.constant + factor * right.constant, parts };
}

export function scaled(linear: Linear, factor: bigint): Linear {
  if (factor === 0n) return { constant: 0n, parts: new Map() };
  const parts = [...linear.parts].map(
    ([key, part]) => [key, { ...part, coefficient: part.coefficient * factor }] as const,
  );
  return { constant: linear.constant * factor, parts: new Map(parts) };
}

/** The combination as a term without needless parts: positive summands first, then what is subtracted. */
export function termOf({ constant, parts }: Linear): Term {
  const times = (factor: bigint, term: Term): Term => (factor === 1n ? term : apply("*", [integer(factor), term]));
  const all = [...parts.values()];
  const added = all
    .filter(({ coefficient }) => coefficient > 0n)
    .map(({ term, coefficient }) => times(coefficient, term));
  const taken = all
    .filter(({ coefficient }) => coefficient < 0n)
    .map(({ term, coefficient }) => times(-coefficient, term));
  if (constant > 0n || (constant < 0n && added.length === 0 && taken.length === 0)) added.push(integer(constant));
  else if (constant < 0n) taken.push(integer(-constant));
  const [first] = added;
  if (first === undefined) {
    const [negated, ...others] = taken;
    if (negated === undefined) return integer(0n);
    const minus = negated.kind === "integer" ? integer(-negated.value) : apply("-", [negated]);
    return others.length === 0 ? minus : apply("-", [minus, ...others]);
  }
  const sum = added.length === 1 ? first : apply("+", added);
  return taken.length === 0 ? sum : apply("-", [sum, ...taken]);
}

import type { Grammar, Nonterminal, Production } from "../sygus/problem.ts";
import { combine, type Linear, linearOf, scaled, termOf } from "../term/linear.ts";
import { negation, simplify } from "../term/simplify.ts";
import { substitute } from "../term/substitute.ts";
import { apply, integer, keyOf, sizeOf, sortOf, type Term } from "../term/term.ts";

/** Steps of one derivation, and how often a step may leave the term as large as it was. */
const MAX_STEPS = 20_000;
const MAX_IDLE = 4;
/** Levels of a derivation: no solution is so deep, and rewritings that go round end there. */
const MAX_DEPTH = 200;

/**
 * A term that the grammar derives and that is equivalent to the given one; null when none is found. Sums are written out summand by summand,
 * inequalities in whichever form the grammar has. The equivalence rests on integer arithmetic; callers verify all the same.
 */
export function express(term: Term, grammar: Grammar): Term | null {
  const [start] = grammar;
  if (start === undefined) return null;
  const simple = simplify(term);
  // Few idle steps first: what they lead to is shorter.
  for (let idle = 0; idle <= MAX_IDLE; idle += 1) {
    const found = new Derivation(grammar, idle).derive(simple, start.name, 0);
    if (found !== null) return found;
  }
  return null;
}

class Derivation {
  readonly #grammar: ReadonlyMap<string, Nonterminal>;
  readonly #known = new Map<string, Term>();
  readonly #maxIdle: number;
  #steps = 0;
  #depth = 0;

  constructor(grammar: Grammar, maxIdle: number) {
    this.#maxIdle = maxIdle;
    this.#grammar = new Map(grammar.map((one) => [one.name, one]));
  }

  derive(term: Term, nonterminal: string, idle: number): Term | null {
    if (this.#depth >= MAX_DEPTH) return null;
    this.#depth += 1;
    const found = this.#derived(term, nonterminal, idle);
    this.#depth -= 1;
    return found;
  }

  #derived(term: Term, nonterminal: string, idle: number): Term | null {
    const key = `${nonterminal} ${keyOf(term)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const rule = this.#grammar.get(nonterminal);
    this.#steps += 1;
    if (rule === undefined || rule.sort !== sortOf(term) || idle > this.#maxIdle || this.#steps > MAX_STEPS)
      return null;
    for (const production of rule.productions) {
      const leaf = leafOf(production, term);
      if (leaf !== null) return leaf;
    }
    for (const production of rule.productions) {
      const found = production.kind === "term" ? this.#by(production, term, idle) : null;
      if (found === null) continue;
      this.#known.set(key, found);
      return found;
    }
    return null;
  }

  #by({ term: shape, holes }: Production & { kind: "term" }, term: Term, idle: number): Term | null {
    const [first] = holes;
    if (first === undefined) return null;
    if (shape.kind === "variable") return this.derive(term, first.nonterminal, idle + 1);
    if (shape.kind !== "apply") return null;
    // Only holes stand in the shape: what else is there would have to be matched.
    if (
      shape.operands.length !== holes.length ||
      shape.operands.some((one, at) => one.kind !== "variable" || one.name !== holes[at]?.name)
    )
      return null;
    for (const operands of decompositions(shape.operator, term, holes.length)) {
      const derived: Term[] = [];
      for (const [index, operand] of operands.entries()) {
        const hole = holes[index];
        const grows = sizeOf(operand) >= sizeOf(term);
        const part = hole === undefined ? null : this.derive(operand, hole.nonterminal, grows ? idle + 1 : 0);
        if (part === null) break;
        derived.push(part);
      }
      if (derived.length === holes.length)
        return substitute(
          shape,
          new Map(holes.flatMap(({ name }, index) => (derived[index] ? [[name, derived[index]] as const] : []))),
        );
    }
    return null;
  }
}

function leafOf(production: Production, term: Term): Term | null {
  if (production.kind === "any_variable") return term.kind === "variable" ? term : null;
  if (production.kind === "any_constant") return term.kind === "integer" || term.kind === "boolean" ? term : null;
  return production.holes.length === 0 && keyOf(simplify(production.term)) === keyOf(term) ? production.term : null;
}

/** Ways to write a simplified term as an application of the operator to so many operands. */
function decompositions(operator: string, term: Term, count: number): Term[][] {
  if (sortOf(term) === "Int" && count === 2 && (operator === "+" || operator === "-"))
    return sums(operator, linearOf(term));
  if (term.kind !== "apply") return [];
  const { operands } = term;
  const [first, second, third] = operands;
  switch (operator) {
    case "ite":
      return term.operator === "ite" && first && second && third ? conditionals(first, second, third) : [];
    case "and":
    case "or": {
      if (count !== 2) return [];
      if (term.operator === operator && first) return [[first, simplify(apply(operator, operands.slice(1)))]];
      return operator === "and" && term.operator === "=" && first && second && sortOf(first) === "Int"
        ? [[simplify(apply("<=", [first, second])), simplify(apply(">=", [first, second]))]]
        : [];
    }
    case "not":
      return [[simplify(negation(term))]];
    case "=>":
      return term.operator === "or" && first
        ? [[simplify(negation(first)), simplify(apply("or", operands.slice(1)))]]
        : [];
    case "<=":
    case "<":
    case ">=":
    case ">":
      return inequality(operator, term);
    default:
      return term.operator === operator && operands.length === count ? [[...operands]] : [];
  }
}

/** Also with the test negated, or, where it is composed, as a conditional in a conditional. */
function conditionals(test: Term, yes: Term, no: Term): Term[][] {
  const plain = [
    [test, yes, no],
    [simplify(negation(test)), no, yes],
  ];
  const [first, ...rest] = test.kind === "apply" ? test.operands : [];
  const [second] = rest;
  if (test.kind !== "apply" || first === undefined || second === undefined) return plain;
  const nested = (inner: Term): Term => apply("ite", [inner, yes, no]);
  if (test.operator === "or") return [...plain, [first, yes, nested(simplify(apply("or", rest)))]];
  if (test.operator === "and") return [...plain, [first, nested(simplify(apply("and", rest))), no]];
  if (test.operator !== "=" || sortOf(first) !== "Int") return plain;
  return [...plain, [simplify(apply("<=", [first, second])), nested(simplify(apply(">=", [first, second]))), no]];
}

/** A summand, or what is taken away, beside the rest. */
function sums(operator: "+" | "-", linear: Linear): Term[][] {
  const found: Term[][] = [];
  const without = (summand: Linear): Term => termOf(combine(linear, operator === "+" ? -1n : 1n, summand));
  const wanted = operator === "+" ? 1n : -1n;
  for (const [key, { term, coefficient }] of linear.parts)
    if (coefficient * wanted > 0n) {
      const one: Linear = { constant: 0n, parts: new Map([[key, { term, coefficient: 1n }]]) };
      found.push([without(one), term]);
      if (operator === "+") found.push([term, without(one)]);
    }
  if (linear.parts.size === 0 && operator === "-") {
    if (linear.constant < 0n) found.push([integer(0n), integer(-linear.constant)]);
    return found;
  }
  const constants = linear.constant * wanted;
  if (linear.parts.size > 0 && constants > 0n) {
    const whole: Linear = { constant: constants, parts: new Map() };
    found.push([without(whole), integer(constants)]);
  }
  if (linear.parts.size === 0 && linear.constant > 1n) {
    const half = linear.constant / 2n;
    found.push([integer(half), integer(linear.constant - half)], [integer(linear.constant - 1n), integer(1n)]);
    for (let value = linear.constant - 2n; value > half && found.length < 12; value -= 1n)
      found.push([integer(value), integer(linear.constant - value)]);
  }
  if (operator === "-" && found.length > 0) {
    const taken = [...linear.parts.values()].every(({ coefficient }) => coefficient < 0n) && linear.constant <= 0n;
    if (taken) found.push([integer(0n), termOf(scaled(linear, -1n))]);
  }
  return found;
}

/** The two sides of an inequality under another operator: over integers, `a > b` is `a >= b + 1`. */
function inequality(
  operator: "<=" | "<" | ">=" | ">",
  { operator: own, operands }: Term & { kind: "apply" },
): Term[][] {
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length !== 2) return [];
  const upward = own === ">=" || own === ">";
  if (!upward && own !== "<=" && own !== "<") return [];
  const [great, small] = upward ? [left, right] : [right, left];
  const strict = own === ">" || own === "<";
  const wantsStrict = operator === ">" || operator === "<";
  const one = integer(1n);
  const pairs: [Term, Term][] =
    strict === wantsStrict
      ? [[great, small]]
      : strict
        ? [
            [great, apply("+", [small, one])],
            [apply("-", [great, one]), small],
          ]
        : [
            [apply("+", [great, one]), small],
            [great, apply("-", [small, one])],
          ];
  return pairs.map(([high, low]) =>
    operator === ">=" || operator === ">" ? [simplify(high), simplify(low)] : [simplify(low), simplify(high)],
  );
}

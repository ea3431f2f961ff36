import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simplifyPositions } from "./positions.ts";
import { readSExpressions, type SExpression } from "./s-expression.ts";

type Value = number | boolean | number[];
type Environment = ReadonlyMap<string, Value>;

/** Integers over which the quantifiers of the tests range: all positions of their sequences, and some that are none. */
const RANGE = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8];

/** SMT-LIB's meaning of the terms in these tests. An item beyond a sequence's ends is some function of the sequence and the position. */
function evaluate(term: SExpression, environment: Environment): Value {
  if (typeof term === "string") {
    if (/^\d+$/.test(term)) return Number(term);
    const value = environment.get(term);
    if (value === undefined) throw new Error(`no value of ${term}`);
    return value;
  }
  const [head, ...operands] = term;
  if (head === "forall" || head === "exists") {
    const [bindings, body] = operands;
    const name = String(Array.isArray(bindings) && Array.isArray(bindings[0]) ? bindings[0][0] : "");
    const holds = (value: number) => evaluate(body ?? "", new Map(environment).set(name, value)) === true;
    return head === "forall" ? RANGE.every(holds) : RANGE.some(holds);
  }
  if (head === "=>")
    return evaluate(operands[0] ?? "", environment) !== true || evaluate(operands[1] ?? "", environment);
  if (head === "and") return operands.every((part) => evaluate(part, environment) === true);
  if (head === "or") return operands.some((part) => evaluate(part, environment) === true);
  if (head === "ite")
    return evaluate(
      evaluate(operands[0] ?? "", environment) === true ? (operands[1] ?? "") : (operands[2] ?? ""),
      environment,
    );
  const values = operands.map((operand) => evaluate(operand, environment));
  const [a, b, c] = values as [never, never, never];
  switch (head) {
    case "+":
      return values.reduce<number>((sum, value) => sum + Number(value), 0);
    case "-":
      return values.length === 1 ? -a : a - b;
    case "not":
      return !a;
    case "=":
      return JSON.stringify(a) === JSON.stringify(b);
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "py.index":
      return a < 0 ? a + b : a;
    case "py.in_bounds":
      return -b <= a && a < b;
    case "py.clamp":
      return a < 0 ? Math.max(0, a + b) : Math.min(a, b);
    case "py.range_length":
      return Math.max(0, b - a);
    case "seq.len":
      return (a as number[]).length;
    case "seq.unit":
      return [a];
    case "seq.++":
      return (values as number[][]).flat();
    case "seq.extract": {
      const [sequence, from, count] = [a as number[], b as number, c as number];
      return from < 0 || from >= sequence.length || count <= 0 ? [] : sequence.slice(from, from + count);
    }
    case "seq.nth": {
      const [sequence, index] = [a as number[], b as number];
      return sequence[index] ?? [...sequence, index].reduce((sum, value) => (sum * 31 + value) % 7, 3);
    }
    default:
      throw new Error(`no meaning of ${String(head)}`);
  }
}

const within = (variable: string, limit: string) => `(and (<= 0 ${variable}) (< ${variable} ${limit}))`;
const index = (term: string) => `(seq.nth xs (py.index ${term} (seq.len xs)))`;
const inBounds = (term: string) => `(py.in_bounds ${term} (seq.len xs))`;

/** Sets of terms that are asserted together. */
const ASSERTED: Record<string, string[]> = {
  "a definedness and its value": [
    `(and (forall ((i!1 Int)) (=> ${within("i!1", "(py.range_length 0 k 1)")} (or ${inBounds("i!1")} (exists ((i!2 Int)) (and ${within("i!2", "i!1")} (and ${inBounds("i!2")} (not (>= b ${index("i!2")}))))))))
      (forall ((i!3 Int)) (=> ${within("i!3", "(py.range_length 0 k 1)")} (and ${inBounds("i!3")} (>= b ${index("i!3")})))))`,
  ],
  "a definedness beside another value": [
    `(and (forall ((i!1 Int)) (=> ${within("i!1", "k")} (or ${inBounds("i!1")} (exists ((i!2 Int)) (and ${within("i!2", "i!1")} (< ${index("i!2")} b))))))
      (forall ((i!3 Int)) (=> ${within("i!3", "t")} (and ${inBounds("i!3")} (>= b ${index("i!3")})))))`,
  ],
  "items of a prefix": [
    `(forall ((i!1 Int)) (=> ${within("i!1", "(py.clamp k (seq.len xs))")} (>= b (seq.nth (seq.extract xs 0 (py.clamp k (seq.len xs))) i!1))))`,
    `(exists ((i!1 Int)) (and ${within("i!1", "(py.clamp t (seq.len xs))")} (= b (seq.nth (seq.extract xs 0 (py.clamp t (seq.len xs))) i!1))))`,
  ],
  "items of another prefix than the range's": [
    `(forall ((i!1 Int)) (=> ${within("i!1", "(py.clamp k (seq.len xs))")} (>= b (seq.nth (seq.extract xs 0 (py.clamp t (seq.len xs))) i!1))))`,
  ],
  "a concatenation": [
    `(forall ((i!1 Int)) (=> ${within("i!1", "(seq.len (seq.++ xs (seq.unit b)))")} (> (seq.nth (seq.++ xs (seq.unit b)) i!1) t)))`,
    `(forall ((i!1 Int)) (=> ${within("i!1", "k")} (> (seq.nth (seq.++ xs xs (seq.unit b)) i!1) t)))`,
    "(<= (seq.len (seq.++ xs (seq.unit b) xs)) k)",
  ],
  "an index that is known not to be negative": [
    "(<= 0 t)",
    `(and (>= k 0) (> ${index("k")} b))`,
    `(not (= ${index("(+ t 1)")} b))`,
  ],
  "an index of which nothing is known": [
    `(or (<= 0 t) (= ${index("t")} b))`,
    `(=> (>= k 0) ${inBounds("t")})`,
    `(not ${inBounds("k")})`,
  ],
  "a shifted range": [
    `(forall ((i!1 Int)) (=> ${within("i!1", "(py.range_length t k 1)")} (not (= (seq.nth xs (+ t i!1)) b))))`,
    `(exists ((i!1 Int)) (and ${within("i!1", "k")} (and (= (seq.nth xs (+ 1 i!1)) b) (< (+ 1 i!1) t))))`,
    `(forall ((i!1 Int)) (=> ${within("i!1", "k")} (= (seq.nth xs (+ 1 i!1)) (seq.nth xs i!1))))`,
  ],
  "a range within a range": [
    `(forall ((i!1 Int)) (=> ${within("i!1", "(seq.len xs)")} (forall ((i!2 Int)) (=> ${within("i!2", "(py.range_length (+ i!1 1) (seq.len xs) 1)")} (not (= (+ ${index("i!1")} ${index("(+ (+ i!1 1) i!2)")}) b))))))`,
  ],
};

const environments = fc.record({
  xs: fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 3 }),
  b: fc.integer({ min: -2, max: 3 }),
  k: fc.integer({ min: -3, max: 5 }),
  t: fc.integer({ min: -3, max: 5 }),
});

const holdsTogether = (terms: readonly string[], environment: Environment) =>
  terms.every((term) => evaluate(readSExpressions(term)[0] ?? "", environment) === true);

describe("simplifyPositions", () => {
  it.each(Object.entries(ASSERTED))("keeps the meaning of %s, alone and denied", (_, terms) => {
    fc.assert(
      fc.property(environments, fc.subarray(terms, { minLength: 1 }), fc.boolean(), (record, chosen, denied) => {
        const environment = new Map<string, Value>(Object.entries(record));
        const asserted = denied ? chosen.map((term) => `(not ${term})`) : chosen;
        expect(holdsTogether(simplifyPositions(asserted), environment)).toBe(holdsTogether(asserted, environment));
      }),
      { numRuns: 300 },
    );
  });

  it("reads a name for a concatenation as the concatenation", () => {
    const definitions = new Map([["ys", "(seq.++ xs (seq.unit b))"]]);
    const term = `(forall ((i!1 Int)) (=> ${within("i!1", "(seq.len ys)")} (> (seq.nth ys i!1) t)))`;
    fc.assert(
      fc.property(environments, (record) => {
        const environment = new Map<string, Value>([...Object.entries(record), ["ys", [...record.xs, record.b]]]);
        expect(holdsTogether(simplifyPositions([term], definitions), environment)).toBe(
          holdsTogether([term], environment),
        );
      }),
    );
    expect(simplifyPositions([term], definitions).join()).toContain("(seq.nth xs i!1)");
  });

  it("leaves no doubt about an index that a quantifier bounds", () => {
    const [simple] = simplifyPositions([
      `(forall ((i!1 Int)) (=> ${within("i!1", "k")} (and ${inBounds("i!1")} (>= b ${index("i!1")}))))`,
    ]);
    expect(simple).toBe(
      "(forall ((i!1 Int)) (=> (and (<= 0 i!1) (< i!1 k)) (and (< i!1 (seq.len xs)) (>= b (seq.nth xs i!1)))))",
    );
  });

  it("says a definedness only once", () => {
    const [simple] = simplifyPositions(ASSERTED["a definedness and its value"] ?? []);
    expect(simple).not.toContain("exists");
    const [other] = simplifyPositions(ASSERTED["a definedness beside another value"] ?? []);
    expect(other).toContain("exists");
  });

  it("does not use what is only said in a disjunction or under a condition", () => {
    const [either, conditional] = simplifyPositions(ASSERTED["an index of which nothing is known"] ?? []);
    expect(either).toContain("py.index");
    expect(conditional).toContain("py.in_bounds");
  });

  it("leaves terms without positions as they are", () => {
    const terms = ["(> x 0)", '(= s "(forall (")'];
    expect(simplifyPositions(terms)).toEqual(terms);
  });
});

import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import { not, type Term } from "../smt/term.ts";
import { literalOf } from "../symbolic/arithmetic.ts";

/**
 * What a conjunction of conditions says of single linear forms over integers, such as `3 <= len(xs)`: enough to see without a solver
 * that most impossible paths are impossible. Never mutated.
 */
export type Bounds = ReadonlyMap<string, Interval>;

interface Interval {
  low: bigint | null;
  high: bigint | null;
  /** Values that are excluded, and terms that are not about integers: whether they hold. */
  not: readonly bigint[];
}

export const NO_BOUNDS: Bounds = new Map();

/** The bounds with one more condition; null when that contradicts them. `integral` says that no part of the condition is a real number. */
export function bounded(bounds: Bounds, condition: Term, integral: boolean): Bounds | null {
  const opposite = condition.startsWith("(not ") ? condition.slice(5, -1) : not(condition);
  if (bounds.has(`fact ${opposite}`)) return null;
  const next = new Map(bounds).set(`fact ${condition}`, { low: null, high: null, not: [] });
  for (const { form, low, high, excluded } of integral ? constraints(condition) : []) {
    const known = next.get(form) ?? { low: lowest(form), high: null, not: [] };
    const joined: Interval = {
      low: known.low === null || (low !== null && low > known.low) ? (low ?? known.low) : known.low,
      high: known.high === null || (high !== null && high < known.high) ? (high ?? known.high) : known.high,
      not: excluded === null ? known.not : [...known.not, excluded],
    };
    const tight = tightened(joined);
    if (tight.low !== null && tight.high !== null && tight.low > tight.high) return null;
    next.set(form, tight);
  }
  return next;
}

/** Excluded values at the ends of an interval of integers make it smaller. */
function tightened({ low, high, not: excluded }: Interval): Interval {
  while (low !== null && excluded.includes(low)) low += 1n;
  while (high !== null && excluded.includes(high) && (low === null || high >= low)) high -= 1n;
  return { low, high, not: excluded };
}

const lowest = (form: string): bigint | null => (/^1\*\((?:seq|str)\.len [^*]*$/.test(form) ? 0n : null);

interface Constraint {
  form: string;
  low: bigint | null;
  high: bigint | null;
  excluded: bigint | null;
}

function constraints(condition: Term): Constraint[] {
  if (!condition.startsWith("(") || condition.length > 600) return [];
  const [read] = readSExpressions(condition);
  if (!Array.isArray(read)) return [];
  const [head, ...rest] = read;
  if (head === "and") return rest.flatMap((part) => constraints(print(part)));
  const negated = head === "not";
  const atom = negated ? rest[0] : read;
  if (!Array.isArray(atom) || atom.length !== 3) return [];
  const [operator, left, right] = atom;
  if (typeof operator !== "string" || left === undefined || right === undefined) return [];
  if (!["<", "<=", ">", ">=", "="].includes(operator)) return [];
  const form = new Map<string, bigint>();
  const constant = linear(left, 1n, form);
  const other = constant === null ? null : linear(right, -1n, form);
  if (constant === null || other === null) return [];
  const terms = [...form].filter(([, factor]) => factor !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  const [leading] = terms;
  if (leading === undefined) return [];
  const sign = leading[1] < 0n ? -1n : 1n;
  const name = terms.map(([atom, factor]) => `${factor * sign}*${atom}`).join("+");
  // sign * form compares with bound, turned round where the sign is negative.
  const bound = -(constant + other) * sign;
  const effective = sign < 0n ? (MIRRORED[operator] ?? operator) : operator;
  const relation = negated ? (NEGATED[effective] ?? "") : effective;
  const none = { form: name, low: null, high: null, excluded: null };
  switch (relation) {
    case "<":
      return [{ ...none, high: bound - 1n }];
    case "<=":
      return [{ ...none, high: bound }];
    case ">":
      return [{ ...none, low: bound + 1n }];
    case ">=":
      return [{ ...none, low: bound }];
    case "=":
      return [{ ...none, low: bound, high: bound }];
    default:
      return [{ ...none, excluded: bound }];
  }
}

const MIRRORED: Record<string, string> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const NEGATED: Record<string, string> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "distinct" };

/** Adds `factor` times the term to the form and gives its constant part; null for what is not about integers. */
function linear(term: SExpression, factor: bigint, form: Map<string, bigint>): bigint | null {
  const text = print(term);
  const literal = literalOf(text);
  if (literal !== null) return literal * factor;
  if (typeof term === "string") {
    if (/^["\d]/.test(term) || term === "true" || term === "false") return null;
    form.set(term, (form.get(term) ?? 0n) + factor);
    return 0n;
  }
  const [head, ...parts] = term;
  if (head === "+" || (head === "-" && parts.length > 0)) {
    let constant = 0n;
    for (const [index, part] of parts.entries()) {
      const negative = head === "-" && (index > 0 || parts.length === 1);
      const value = linear(part, negative ? -factor : factor, form);
      if (value === null) return null;
      constant += value;
    }
    return constant;
  }
  if (head === "to_real" || head === "/" || /\d\.\d/.test(text)) return null;
  form.set(text, (form.get(text) ?? 0n) + factor);
  return 0n;
}

function print(expression: SExpression): Term {
  return typeof expression === "string" ? expression : `(${expression.map(print).join(" ")})`;
}

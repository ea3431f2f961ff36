import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import { and, apply, equal, FALSE, integer, ite, not, or, type Term, TRUE } from "../smt/term.ts";
import { literalOf } from "../symbolic/arithmetic.ts";

/** Terms longer than this are left as they are. */
const MAX_LENGTH = 3000;

/** An equivalent term in which what is known of literals is worked out: `(< (+ 0 1) 3)` is `true`. */
export function simplify(term: Term): Term {
  if (term.length > MAX_LENGTH || !term.startsWith("(")) return term;
  const [read] = readSExpressions(term);
  return read === undefined ? term : simplified(read);
}

function simplified(expression: SExpression): Term {
  if (typeof expression === "string") return expression;
  const [head, ...rest] = expression;
  if (typeof head !== "string" || ["forall", "exists", "let", "as", "_", "!"].includes(head)) return print(expression);
  return rebuild(head, rest.map(simplified));
}

function print(expression: SExpression): Term {
  return typeof expression === "string" ? expression : `(${expression.map(print).join(" ")})`;
}

const COMPARISONS: Record<string, (left: bigint, right: bigint) => boolean> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};
const floorRemainder = (a: bigint, b: bigint): bigint => a - b * floorDivide(a, b);

/** Integer functions of literals; null where SMT-LIB leaves the value open. */
const FUNCTIONS: Record<string, (...operands: bigint[]) => bigint | null> = {
  "py.floordiv": (a = 0n, b = 0n) => (b === 0n ? null : floorDivide(a, b)),
  "py.mod": (a = 0n, b = 0n) => (b === 0n ? null : floorRemainder(a, b)),
  div: (a = 0n, b = 0n) => (b > 0n ? floorDivide(a, b) : null),
  mod: (a = 0n, b = 0n) => (b > 0n ? floorRemainder(a, b) : null),
  "py.abs": (a = 0n) => (a < 0n ? -a : a),
  "py.index": (i = 0n, n = 0n) => (i < 0n ? i + n : i),
  "py.clamp": (i = 0n, n = 0n) => (i < 0n ? (i + n < 0n ? 0n : i + n) : i > n ? n : i),
  "py.range_length": (a = 0n, b = 0n, s = 0n) => {
    if (s > 0n) return a < b ? (b - a - 1n) / s + 1n : 0n;
    return s < 0n && a > b ? (a - b - 1n) / -s + 1n : 0n;
  },
};

function rebuild(head: string, operands: Term[]): Term {
  const [first = "", second = ""] = operands;
  switch (head) {
    case "not":
      return first.startsWith("(not ") ? first.slice(5, -1) : not(first);
    case "and":
      return and(...operands);
    case "or":
      return or(...operands);
    case "=>":
      return operands.length === 2 ? or(rebuild("not", [first]), second) : apply(head, ...operands);
    case "ite":
      return ite(first, second, operands[2] ?? "");
    case "=":
      return operands.length === 2 ? equality(first, second) : apply(head, ...operands);
    case "+":
      return sum(operands);
    case "-":
      return difference(operands);
    case "*":
      return product(operands);
    case "seq.len":
      return lengthOf(first);
    case "str.len":
      return isPlainText(first) ? String(first.length - 2) : apply(head, first);
    case "str.at":
      return characterAt(first, second);
    case "str.++":
      return operands.every(isPlainText)
        ? `"${operands.map((operand) => operand.slice(1, -1)).join("")}"`
        : apply(head, ...operands);
    case "to_real": {
      const value = literalOf(first);
      if (value === null) return apply(head, first);
      return value < 0n ? `(- ${-value}.0)` : `${value}.0`;
    }
    case "py.int":
      return first === TRUE ? "1" : first === FALSE ? "0" : apply(head, first);
    case "py.in_bounds": {
      const [i, n] = [literalOf(first), literalOf(second)];
      if (i === null || n === null) return apply(head, ...operands);
      return -n <= i && i < n ? TRUE : FALSE;
    }
  }
  const values = operands.map(literalOf);
  const known = values.filter((value) => value !== null);
  const compare = Object.hasOwn(COMPARISONS, head) ? COMPARISONS[head] : undefined;
  if (compare !== undefined && operands.length === 2) {
    const [a, b] = known;
    if (known.length === 2 && a !== undefined && b !== undefined) return compare(a, b) ? TRUE : FALSE;
    if (first === second) return compare(0n, 0n) ? TRUE : FALSE;
  }
  const compute = Object.hasOwn(FUNCTIONS, head) ? FUNCTIONS[head] : undefined;
  if (compute !== undefined && known.length === operands.length) {
    const value = compute(...known);
    if (value !== null) return integer(value);
  }
  return apply(head, ...operands);
}

/** A text literal without escapes and quotes, of which each character stands for itself. */
const isPlainText = (term: Term): boolean => /^"[^"\\]*"$/.test(term);

function characterAt(text: Term, position: Term): Term {
  const index = literalOf(position);
  if (!isPlainText(text) || index === null) return apply("str.at", text, position);
  const inside = index >= 0n && index < BigInt(text.length - 2);
  return inside ? `"${text[Number(index) + 1]}"` : '""';
}

const isLiteral = (term: Term): boolean =>
  term === TRUE || term === FALSE || literalOf(term) !== null || /^"|^\d+\.\d+$/.test(term);

function equality(left: Term, right: Term): Term {
  if (left === TRUE) return right;
  if (right === TRUE) return left;
  if (left === FALSE) return rebuild("not", [right]);
  if (right === FALSE) return rebuild("not", [left]);
  // Escapes give one text several spellings: only plain ones differ for certain.
  if (left !== right && isLiteral(left) && isLiteral(right) && !/\\/.test(left + right)) return FALSE;
  if (left.startsWith("(to_real ") && /^\d+\.0$/.test(right)) return equality(left.slice(9, -1), right.slice(0, -2));
  return equal(left, right);
}

/** Sums with the literals gathered at the end. Decimal operands are left to the solver. */
function sum(operands: Term[]): Term {
  if (operands.some((operand) => /^\d+\.\d/.test(operand))) return apply("+", ...operands);
  let constant = 0n;
  const rest: Term[] = [];
  for (const operand of operands.flatMap(summands)) {
    const value = literalOf(operand);
    if (value === null) rest.push(operand);
    else constant += value;
  }
  if (rest.length === 0) return integer(constant);
  if (constant !== 0n) rest.push(integer(constant));
  return rest.length === 1 ? (rest[0] ?? "0") : apply("+", ...rest);
}

/** The operands of a sum that ends in a literal, as `sum` writes it. */
function summands(term: Term): Term[] {
  const match = /^\(\+ (.*) (\d+|\(- \d+\))\)$/.exec(term);
  const [, body = "", constant = ""] = match ?? [];
  if (match === null) return [term];
  const parts = readSExpressions(body).map(print);
  return parts.every((part) => !/^\d+\.\d/.test(part)) ? [...parts, constant] : [term];
}

function difference(operands: Term[]): Term {
  const [first = "", second, ...others] = operands;
  const [a, b] = [literalOf(first), second === undefined ? null : literalOf(second)];
  if (second === undefined) return a === null ? apply("-", first) : integer(-a);
  if (others.length > 0) return apply("-", ...operands);
  if (b !== null) return sum([first, integer(-b)]);
  return apply("-", first, second);
}

function product(operands: Term[]): Term {
  const values = operands.map(literalOf);
  if (values.every((value) => value !== null)) return integer(values.reduce((all, value) => all * value, 1n));
  if (values.includes(0n)) return "0";
  const rest = operands.filter((_, index) => values[index] !== 1n);
  return rest.length === 1 ? (rest[0] ?? "1") : apply("*", ...rest);
}

/** The length of a sequence that is put together of parts. */
function lengthOf(sequence: Term): Term {
  if (!sequence.startsWith("(")) return apply("seq.len", sequence);
  const [read] = readSExpressions(sequence);
  if (!Array.isArray(read)) return apply("seq.len", sequence);
  const [head, ...parts] = read;
  if (head === "seq.unit") return "1";
  if (head === "as" && parts[0] === "seq.empty") return "0";
  if (head === "seq.++") return sum(parts.map((part) => lengthOf(print(part))));
  return apply("seq.len", sequence);
}

import type { BinaryOperator } from "../../ir/expression/ast.ts";
import { python } from "../smt/prelude.ts";
import { and, apply, equal, integer, not, or, type Term, TRUE } from "../smt/term.ts";
import { typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { sequenceOf } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import { repetition } from "./repetition.ts";
import { isSet, setOperation } from "./set-algebra.ts";
import { boolean, choose, int, type Meaning, opaqueUse, type Pure, pure, raises, total, unless } from "./value.ts";

/** Largest literal exponent that is written out as a product, and largest number of bits of a folded power or shift. */
const MAX_EXPONENT = 8;
const MAX_BITS = 4096;

type Numeric = Pure & { kind: "int" | "bool" | "float" };

export function isNumeric(value: Pure): value is Numeric {
  return value.kind === "int" || value.kind === "bool" || value.kind === "float";
}

/** A number as an integer term; only for ints and bools. */
export function asInteger(value: Numeric): Term {
  return value.kind === "bool" ? python("py.int", value.term) : value.term;
}

export function asReal(value: Numeric): Term {
  return value.kind === "float" ? value.term : apply("to_real", asInteger(value));
}

/** The value of an integer literal term, or null. */
export function literalOf(term: Term): bigint | null {
  const match = /^(?:(\d+)|\(- (\d+)\))$/.exec(term);
  if (match === null) return null;
  return match[1] === undefined ? -BigInt(match[2] ?? 0) : BigInt(match[1]);
}

/** `left operator right` for values of known types (https://docs.python.org/3/reference/expressions.html#binary-arithmetic-operations). */
export function binary(operator: BinaryOperator, left: Pure, right: Pure, fresh: Fresh): Meaning {
  for (const side of [left, right]) {
    if (side.kind === "opaque") throw opaqueUse(side);
    if (side.kind === "items") throw new UnsupportedConstruct(`operator:${operator}`);
    if (side.kind === "dict" && operator === "|") throw new UnsupportedConstruct("union_of_dicts");
  }
  if (isNumeric(left) && isNumeric(right)) return numeric(operator, left, right);
  if (isSet(left) || isSet(right)) return setOperation(operator, left, right, fresh);
  if (operator === "+") return concatenate(left, right);
  if (operator === "*") {
    if (isContainer(left) && isInteger(right)) return repetition(left, right, fresh);
    if (isContainer(right) && isInteger(left)) return repetition(right, left, fresh);
  }
  if (operator === "%" && left.kind === "str") throw new UnsupportedConstruct("string_formatting");
  return raises("TypeError");
}

const isContainer = (value: Pure): value is Pure & { kind: "str" | "sequence" | "fixed" } =>
  value.kind === "str" || value.kind === "sequence" || value.kind === "fixed";
const isInteger = (value: Pure): value is Pure & { kind: "int" | "bool" } =>
  value.kind === "int" || value.kind === "bool";

function concatenate(left: Pure, right: Pure): Meaning {
  if (left.kind === "str" && right.kind === "str")
    return total({ kind: "str", term: apply("str.++", left.term, right.term) });
  if (left.kind === "fixed" && right.kind === "fixed")
    return left.flavour === right.flavour
      ? total({ ...left, items: [...left.items, ...right.items] })
      : raises("TypeError");
  if (left.kind !== "sequence" && right.kind !== "sequence") return raises("TypeError");
  const known = left.kind === "sequence" ? left : right;
  if (known.kind !== "sequence") return raises("TypeError");
  if (!["sequence", "fixed"].includes(left.kind) || !["sequence", "fixed"].includes(right.kind))
    return raises("TypeError");
  const terms: Term[] = [];
  for (const side of [left, right]) {
    if (side.kind !== "sequence" && side.kind !== "fixed") return raises("TypeError");
    if (side.flavour === "either" || known.flavour === "either")
      throw new UnsupportedConstruct("concatenation_of_unknown_sequences");
    if (side.flavour !== known.flavour) return raises("TypeError");
    if (side.kind === "sequence") {
      if (typeName(side.element) !== typeName(known.element)) throw new UnsupportedConstruct("mixed_element_types");
      terms.push(side.term);
    } else {
      const term = sequenceOf(known.element, side.items);
      if (term === null) throw new UnsupportedConstruct("mixed_element_types");
      terms.push(term);
    }
  }
  return total({ ...known, term: apply("seq.++", ...terms) });
}

function numeric(operator: BinaryOperator, left: Numeric, right: Numeric): Meaning {
  if (operator === "**") return power(left, right);
  if (operator === "@") return raises("TypeError");
  if (["&", "|", "^", "<<", ">>"].includes(operator)) return bitwise(operator, left, right);
  const real = left.kind === "float" || right.kind === "float" || operator === "/";
  const [a, b] = real ? [asReal(left), asReal(right)] : [asInteger(left), asInteger(right)];
  const nonzero = literalOf(b) !== null && literalOf(b) !== 0n ? TRUE : not(equal(b, real ? "0.0" : "0"));
  const result = (term: Term, defined: Term = TRUE): Meaning =>
    unless("ZeroDivisionError", defined, pure({ kind: real ? "float" : "int", term }));
  switch (operator) {
    case "//":
      return result(python(real ? "py.real.floordiv" : "py.floordiv", a, b), nonzero);
    case "%":
      return result(python(real ? "py.real.mod" : "py.mod", a, b), nonzero);
    case "/":
      return result(apply("/", a, b), nonzero);
    default:
      return result(apply(operator, a, b));
  }
}

function power(left: Numeric, right: Numeric): Meaning {
  if (right.kind === "float") throw new UnsupportedConstruct("power");
  const exponent = literalOf(asInteger(right));
  if (exponent === null) return variablePower(left, asInteger(right));
  if (exponent < -MAX_EXPONENT || (exponent > MAX_EXPONENT && left.kind === "float"))
    throw new UnsupportedConstruct("power");
  if (exponent < 0n) {
    const base = asReal(left);
    const term = apply("/", "1.0", product(base, -exponent, "1.0"));
    return unless("ZeroDivisionError", not(equal(base, "0.0")), pure({ kind: "float", term }));
  }
  if (left.kind === "float") return total({ kind: "float", term: product(left.term, exponent, "1.0") });
  const base = asInteger(left);
  const constant = literalOf(base);
  if (constant !== null && BigInt(constant.toString(2).length) * exponent <= MAX_BITS)
    return total(int(integer(constant ** exponent)));
  if (exponent > MAX_EXPONENT) return total(int(python("py.pow", base, String(exponent))));
  return total(int(product(base, exponent, "1")));
}

function product(base: Term, exponent: bigint, one: Term): Term {
  const factors = Array.from({ length: Number(exponent) }, () => base);
  return factors.length > 1 ? apply("*", ...factors) : (factors[0] ?? one);
}

/** An int to the power of an int: an int again, or a float where the exponent is negative. */
function variablePower(left: Numeric, exponent: Term): Meaning {
  if (left.kind === "float") throw new UnsupportedConstruct("power");
  const base = asInteger(left);
  const negative = apply("<", exponent, "0");
  const zero = equal(base, "0");
  const whole: Pure = int(python("py.pow", base, exponent));
  const inverse: Pure = {
    kind: "float",
    term: apply("/", "1.0", apply("to_real", python("py.pow", base, apply("-", exponent)))),
  };
  return unless("ZeroDivisionError", not(and(negative, zero)), choose(negative, pure(inverse), pure(whole)));
}

/** Bit operations have an exact arithmetic meaning on unbounded two's complement. */
function bitwise(operator: BinaryOperator, left: Numeric, right: Numeric): Meaning {
  if (left.kind === "float" || right.kind === "float") return raises("TypeError");
  if (left.kind === "bool" && right.kind === "bool") {
    if (operator === "&") return total(boolean(and(left.term, right.term)));
    if (operator === "|") return total(boolean(or(left.term, right.term)));
    if (operator === "^") return total(boolean(apply("xor", left.term, right.term)));
  }
  const [a, b] = [asInteger(left), asInteger(right)];
  if (operator === "<<" || operator === ">>") return shifted(operator, a, b);
  const both = conjunction(a, b);
  if (operator === "&") return total(int(both));
  return total(int(apply("-", apply("+", a, b), operator === "|" ? both : apply("*", "2", both))));
}

function shifted(operator: "<<" | ">>", a: Term, b: Term): Meaning {
  const amount = literalOf(b);
  if (amount !== null && amount < 0n) return raises("ValueError");
  if (amount !== null && amount > MAX_BITS) throw new UnsupportedConstruct(`operator:${operator}`);
  const factor = amount === null ? python("py.pow", "2", b) : integer(2n ** amount);
  return unless(
    "ValueError",
    amount === null ? apply(">=", b, "0") : TRUE,
    pure(int(operator === "<<" ? apply("*", a, factor) : apply("div", a, factor))),
  );
}

/** `a & b`; a mask of low bits is a remainder. */
function conjunction(a: Term, b: Term): Term {
  for (const [mask, operand] of [
    [literalOf(b), a],
    [literalOf(a), b],
  ] as const)
    if (mask !== null && mask >= 0n && (mask & (mask + 1n)) === 0n) return apply("mod", operand, integer(mask + 1n));
  return python("py.and", a, b);
}

/** `-x`, `+x`, `~x`; `not` is about truth and is translated where truth is. */
export function unary(operator: "-" | "+" | "~", operand: Pure): Meaning {
  if (operand.kind === "opaque") throw opaqueUse(operand);
  if (!isNumeric(operand) || (operator === "~" && operand.kind === "float")) return raises("TypeError");
  if (operand.kind === "float")
    return total({ kind: "float", term: operator === "-" ? apply("-", operand.term) : operand.term });
  const term = asInteger(operand);
  const constant = literalOf(term);
  if (operator === "+") return total(int(term));
  if (operator === "~") return total(int(apply("-", apply("-", term), "1")));
  return total(int(constant === null ? apply("-", term) : integer(-constant)));
}

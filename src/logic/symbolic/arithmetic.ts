import type { BinaryOperator } from "../../ir/expression/ast.ts";
import { python } from "../smt/prelude.ts";
import { and, apply, equal, integer, not, or, type Term, TRUE } from "../smt/term.ts";
import { typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { sequenceOf } from "./codec.ts";
import { boolean, int, type Meaning, opaqueUse, type Pure, pure, raises, total, unless } from "./value.ts";

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
export function binary(operator: BinaryOperator, left: Pure, right: Pure): Meaning {
  for (const side of [left, right]) {
    if (side.kind === "opaque") throw opaqueUse(side);
    if (side.kind === "items") throw new UnsupportedConstruct(`operator:${operator}`);
    if (side.kind === "fixed" && side.flavour === "set") throw new UnsupportedConstruct(`operator:${operator}`);
  }
  if (isNumeric(left) && isNumeric(right)) return numeric(operator, left, right);
  if (operator === "+") return concatenate(left, right);
  if (operator === "*" && ((isContainer(left) && isInteger(right)) || (isContainer(right) && isInteger(left))))
    throw new UnsupportedConstruct("repetition");
  if (operator === "%" && left.kind === "str") throw new UnsupportedConstruct("string_formatting");
  return raises("TypeError");
}

const isContainer = (value: Pure) => value.kind === "str" || value.kind === "sequence" || value.kind === "fixed";
const isInteger = (value: Pure) => value.kind === "int" || value.kind === "bool";

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
  const exponent = right.kind === "float" ? null : literalOf(asInteger(right));
  if (exponent === null || exponent < 0n) throw new UnsupportedConstruct("power");
  const real = left.kind === "float";
  const base = real ? left.term : asInteger(left);
  const constant = real ? null : literalOf(base);
  if (constant !== null && BigInt(constant.toString(2).length) * exponent <= MAX_BITS)
    return total(int(integer(constant ** exponent)));
  if (exponent > MAX_EXPONENT) throw new UnsupportedConstruct("power");
  const factors = Array.from({ length: Number(exponent) }, () => base);
  const term = factors.length > 1 ? apply("*", ...factors) : (factors[0] ?? (real ? "1.0" : "1"));
  return total({ kind: real ? "float" : "int", term });
}

/** Bit operations with an exact arithmetic meaning on unbounded two's complement: masks of low bits and shifts by literals. */
function bitwise(operator: BinaryOperator, left: Numeric, right: Numeric): Meaning {
  if (left.kind === "float" || right.kind === "float") return raises("TypeError");
  if (left.kind === "bool" && right.kind === "bool") {
    if (operator === "&") return total(boolean(and(left.term, right.term)));
    if (operator === "|") return total(boolean(or(left.term, right.term)));
    if (operator === "^") return total(boolean(apply("xor", left.term, right.term)));
  }
  const [a, b] = [asInteger(left), asInteger(right)];
  const amount = literalOf(b);
  if ((operator === "<<" || operator === ">>") && amount !== null) {
    if (amount < 0n) return raises("ValueError");
    if (amount > MAX_BITS) throw new UnsupportedConstruct(`operator:${operator}`);
    const factor = integer(2n ** amount);
    return total(int(operator === "<<" ? apply("*", a, factor) : apply("div", a, factor)));
  }
  if (operator === "&") {
    for (const [mask, operand] of [
      [amount, a],
      [literalOf(a), b],
    ] as const)
      if (mask !== null && mask >= 0n && (mask & (mask + 1n)) === 0n)
        return total(int(apply("mod", operand, integer(mask + 1n))));
  }
  throw new UnsupportedConstruct(`operator:${operator}`);
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

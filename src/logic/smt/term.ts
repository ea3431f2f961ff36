/** SMT-LIB terms as text, with the simplifications that keep scripts short and readable. */
export type Term = string;

export const TRUE = "true";
export const FALSE = "false";

export function apply(operator: string, ...operands: Term[]): Term {
  return `(${operator} ${operands.join(" ")})`;
}

export function not(term: Term): Term {
  if (term === TRUE) return FALSE;
  if (term === FALSE) return TRUE;
  return term.startsWith("(not ") ? term.slice(5, -1) : apply("not", term);
}

export function and(...terms: Term[]): Term {
  if (terms.includes(FALSE)) return FALSE;
  const rest = [...new Set(terms)].filter((term) => term !== TRUE);
  return rest.length > 1 ? apply("and", ...rest) : (rest[0] ?? TRUE);
}

export function or(...terms: Term[]): Term {
  if (terms.includes(TRUE)) return TRUE;
  const rest = [...new Set(terms)].filter((term) => term !== FALSE);
  return rest.length > 1 ? apply("or", ...rest) : (rest[0] ?? FALSE);
}

export function implies(condition: Term, consequence: Term): Term {
  if (condition === TRUE) return consequence;
  if (condition === FALSE || consequence === TRUE) return TRUE;
  if (consequence === FALSE) return not(condition);
  return apply("=>", condition, consequence);
}

export function ite(condition: Term, then: Term, otherwise: Term): Term {
  if (condition === TRUE || then === otherwise) return then;
  if (condition === FALSE) return otherwise;
  if (otherwise === FALSE || otherwise === condition) return and(condition, then);
  if (then === TRUE || then === condition) return or(condition, otherwise);
  return apply("ite", condition, then, otherwise);
}

export function equal(left: Term, right: Term): Term {
  return left === right ? TRUE : apply("=", left, right);
}

export function integer(value: bigint): Term {
  return value < 0n ? apply("-", String(-value)) : String(value);
}

/** The exact rational value of a finite double, or null for an infinity. */
export function real(value: number): Term | null {
  if (!Number.isFinite(value)) return null;
  let denominator = 1n;
  let numerator = Math.abs(value);
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  const magnitude =
    denominator === 1n ? `${BigInt(numerator)}.0` : apply("/", `${BigInt(numerator)}.0`, `${denominator}.0`);
  return value < 0 ? apply("-", magnitude) : magnitude;
}

/** Largest code point of SMT-LIB's character sort (Unicode strings theory, version 2.6). */
export const MAX_CHARACTER = 0x2ffff;

/** A string literal, or null when a character lies beyond the theory's alphabet. */
export function string(value: string): Term | null {
  let text = "";
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code > MAX_CHARACTER) return null;
    if (character === '"') text += '""';
    else if (code >= 0x20 && code < 0x7f && character !== "\\") text += character;
    else text += `\\u{${code.toString(16)}}`;
  }
  return `"${text}"`;
}

/** A symbol in quotes; `name` must have neither `|` nor backslash. */
export function symbol(name: string): Term {
  return `|${name.replaceAll(/[|\\]/g, "_")}|`;
}

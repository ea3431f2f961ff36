import { FALSE, not, type Term, TRUE } from "./term.ts";

const SPEAKS = /\bReal\b|\bto_real\b|\bto_int\b|\bis_int\b|\(\/ |py\.real\.|py\.trunc|py\.round|\d\.\d/;
/** Holds, and speaks of reals. */
const OVER_REALS: Term = "(= 0.0 0.0)";

/** Whether the text itself, whatever its symbols stand for, speaks of reals. Quoted symbols count as text, string literals do not. */
export const speaksOfReals = (text: Term): boolean => SPEAKS.test(text.replaceAll(/"(?:[^"]|"")*"/g, '""'));

/**
 * An equivalent term that speaks of reals, for a truth about floats of which only a simplification has left no trace: `x == x` is plain of
 * reals, and wrong of nan.
 */
export function overReals(term: Term): Term {
  if (speaksOfReals(term)) return term;
  if (term === TRUE) return OVER_REALS;
  return term === FALSE ? not(OVER_REALS) : `(and ${term} ${OVER_REALS})`;
}

import type { Term } from "./smt/term.ts";
import type { PythonType } from "./types/python-type.ts";

/**
 * Whether an `unsat` that rests on `term` can be believed. Z3 5.1.0 refutes satisfiable formulas that read an item at a variable position of a
 * sequence whose items hold text, such as `"a"` containing `(seq.nth s k)` for a `(Seq String)`. A clause that asks such a sequence for
 * more than its length is therefore no ground for a refutation; a `sat` needs no trust, as its example is evaluated.
 */
export function isReliable(term: Term, constants: { type: PythonType; symbol: Term }[]): boolean {
  return constants.every(
    ({ type, symbol }) => !holdsSequenceOfText(type) || !term.replaceAll(`(seq.len ${symbol})`, "").includes(symbol),
  );
}

function holdsSequenceOfText(type: PythonType): boolean {
  switch (type.kind) {
    case "sequence":
      return isTextOrSequence(type.element);
    case "tuple":
      return type.items.some(holdsSequenceOfText);
    case "union":
      return type.members.some(holdsSequenceOfText);
    default:
      return false;
  }
}

/** Whether values of the type have text or sequences in them. */
function isTextOrSequence(type: PythonType): boolean {
  switch (type.kind) {
    case "str":
    case "sequence":
      return true;
    case "tuple":
      return type.items.some(isTextOrSequence);
    case "union":
      return type.members.some(isTextOrSequence);
    default:
      return false;
  }
}

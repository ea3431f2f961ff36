import type { Term } from "./smt/term.ts";
import type { PythonType } from "./types/python-type.ts";

/**
 * Whether an `unsat` that rests on `term` can be believed. Z3 5.1.0 refutes satisfiable formulas that read an item at a variable position of a
 * sequence whose items hold text, such as `"a"` containing `(seq.nth s k)` for a `(Seq String)`. A clause that asks such a sequence for
 * more than its length is therefore no ground for a refutation; a `sat` needs no trust, as its example is evaluated. Dicts and sets have such a
 * sequence of their keys and elements: of them only the length and the array may be asked.
 */
export function isReliable(term: Term, constants: readonly { type: PythonType; symbol: Term }[]): boolean {
  const rest = withoutHarmless(term);
  return constants.every(
    ({ type, symbol }) => !holdsSequenceOfText(type) || !rest.replaceAll(`(seq.len ${symbol})`, "").includes(symbol),
  );
}

/** The term without the uses of dicts and sets that read no item of a sequence. */
export const withoutHarmless = (term: Term): Term => term.replaceAll(HARMLESS, "0");

const CONSTANT = /(?:\|[^|]*\||[^\s()|"]+)/.source;
const SELECTED = (field: number) => `\\(\\|(?:dict|set)\\[[^|]*\\] field ${field}\\| ${CONSTANT}\\)`;
const HARMLESS = new RegExp(`\\(seq\\.len ${SELECTED(0)}\\)|${SELECTED(1)}`, "g");

/** Whether values of the type are held with a sequence whose items hold text or sequences. */
export function holdsSequenceOfText(type: PythonType): boolean {
  switch (type.kind) {
    case "sequence":
      return holdsText(type.element);
    case "dict":
      return holdsText(type.key) || holdsSequenceOfText(type.value);
    case "set":
      return holdsText(type.element);
    case "tuple":
      return type.items.some(holdsSequenceOfText);
    case "union":
      return type.members.some(holdsSequenceOfText);
    default:
      return false;
  }
}

/** Whether values of the type have text or sequences in them. */
function holdsText(type: PythonType): boolean {
  switch (type.kind) {
    case "str":
    case "sequence":
    case "dict":
    case "set":
      return true;
    case "tuple":
      return type.items.some(holdsText);
    case "union":
      return type.members.some(holdsText);
    default:
      return false;
  }
}

import type { Shape } from "../shape.ts";

/** A value that clauses can speak of, as expression text with the shape its values had. Text that is no atom stands in parentheses. */
export interface Term {
  text: string;
  shape: Shape;
}

/** What the templates speak of in one function: `subject` is the result, a part of it or a changed argument; all else is its surroundings. */
export interface View {
  subject: Term;
  /** Parameters by their value on entry. */
  parameters: Term[];
  /** Small integers and short texts of the source. */
  integers: bigint[];
  strings: string[];
}

/** Texts for one kind of subject. Templates are data: which of them hold is for executions to say. */
export type Family = (view: View) => string[];

export function isNumber({ shape }: Term): boolean {
  return (
    shape.kind === "int" ||
    shape.kind === "float" ||
    (shape.kind === "union" && shape.members.every((shape) => isNumber({ text: "", shape })))
  );
}

export const isInteger = ({ shape }: Term): boolean => shape.kind === "int";
export const isText = ({ shape }: Term): boolean => shape.kind === "str";

/** The elements' shape of a list or tuple; null for what is neither. */
export function elementOf({ shape }: Term): Shape | null {
  if (shape.kind === "list" || shape.kind === "tuple_of") return shape.element;
  if (shape.kind !== "tuple") return null;
  const [first] = shape.items;
  return first !== undefined && shape.items.every(({ kind }) => kind === first.kind) ? first : null;
}

export const isSequence = (term: Term): boolean => elementOf(term) !== null;
export const isNumbers = (term: Term): boolean => hasElement(term, isNumber);
export const isIntegers = (term: Term): boolean => hasElement(term, isInteger);
export const isTexts = (term: Term): boolean => hasElement(term, isText);
export const isNested = (term: Term): boolean => hasElement(term, isSequence);

function hasElement(term: Term, test: (term: Term) => boolean): boolean {
  const shape = elementOf(term);
  return shape !== null && test({ text: "", shape });
}

/** Numbers at hand: numeric parameters, then lengths. */
export function numbersOf(view: View): Term[] {
  const sized = view.parameters.filter(({ shape }) => /^(?:list|tuple_of|str|dict|set|bytes)$/.test(shape.kind));
  return [
    ...view.parameters.filter(isNumber),
    ...sized.map(({ text }): Term => ({ text: `len(${text})`, shape: { kind: "int" } })),
  ];
}

/** Every pair of different terms, in both orders. */
export function pairsOf(terms: readonly Term[]): [Term, Term][] {
  return terms.flatMap((one) => terms.flatMap((other): [Term, Term][] => (one === other ? [] : [[one, other]])));
}

/** Every pair of different terms, once. */
export function combinationsOf(terms: readonly Term[]): [Term, Term][] {
  return terms.flatMap((one, index) => terms.slice(index + 1).map((other): [Term, Term] => [one, other]));
}

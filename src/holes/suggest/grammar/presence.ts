import { type PythonType, typeName } from "../../../logic/types/python-type.ts";
import type { Form, Term } from "./candidate.ts";

const admitsNone = (type: PythonType): boolean =>
  type.kind === "none" || (type.kind === "union" && type.members.some(({ kind }) => kind === "none"));

/** The type without None; null where nothing else or more than one kind is left. */
export function withoutNone(type: PythonType): PythonType | null {
  if (type.kind !== "union") return type.kind === "none" ? null : type;
  const [only, ...others] = type.members.filter(({ kind }) => kind !== "none");
  return only === undefined || others.length > 0 ? null : only;
}

/** What is said of a result that may be None, or has parts that may: a pair of a value and an error has exactly one of them. */
export function ofResultPresence({ text, type }: Term): Form[] {
  if (type.kind === "tuple") {
    const parts = type.items.flatMap((item, index) => (admitsNone(item) ? [`${text}[${index}]`] : []));
    const [one, other, ...more] = parts;
    if (one === undefined || other === undefined || more.length > 0) return [];
    // Two values of one type may well be there together.
    const [first, second] = type.items.filter(admitsNone).map(typeName);
    return [
      [
        `(${one} is not None) ^ (${other} is not None)`,
        first === second ? 3 : 25,
        "Either there is a value or an error, and never both.",
      ],
      [`not (${one} is not None and ${other} is not None)`, 2, "There are never both."],
      [`${one} is not None or ${other} is not None`, 2, "There is at least one of them."],
    ];
  }
  return admitsNone(type) ? [[`${text} is not None`, 2, "There is always a result."]] : [];
}

/** When a result is None, by emptiness of what comes in. */
export const ofResultAbsence = ({ text, type }: Term, parameters: readonly Term[]): Form[] =>
  admitsNone(type)
    ? parameters.flatMap((one): Form[] =>
        ["sequence", "str", "set", "dict"].includes(one.type.kind)
          ? [
              [`(${text} is None) == (len(${one.text}) == 0)`, 2, `Nothing comes of an empty ${one.name}.`, "none"],
              [`implies(len(${one.text}) > 0, ${text} is not None)`, 0.6, "Of something there is a result."],
            ]
          : [],
      )
    : [];

/** What is asked of a parameter that may be None. */
export const ofPresence = ({ text, type }: Term): Form[] =>
  admitsNone(type) ? [[`${text} is not None`, 6, "It has to be there."]] : [];

import type { PythonType } from "../../../logic/types/python-type.ts";
import type { Form, Term } from "./candidate.ts";
import { ofNumber, ofResultNumber } from "./number.ts";
import { ofResultText, ofText } from "./text.ts";

/** A clause about every element is rarer than the same clause about one value. */
const OF_EVERY = 0.35;
/** Elements of elements. */
const DEEPEST = 2;

/** What is said of a collection as a whole and of every element of it. `used` are names that an element may not have. */
export function ofCollection(term: Term, about: "input" | "result", used: ReadonlySet<string>, depth = 0): Form[] {
  const { text, type } = term;
  const isSequence = type.kind === "sequence";
  const element = elementOf(type);
  return [
    [`len(${text}) > 0`, about === "input" ? 10 : 4, "There is something in it.", "nonempty"],
    [
      `len(${text}) >= 2`,
      about === "input" ? 1.5 : 0.3,
      "It takes two to compare.",
      "pair closest adjacent second two",
    ],
    ...(isSequence ? ofOrder(text, about) : []),
    ...(isSequence && isHashable(element)
      ? ([[`len(set(${text})) == len(${text})`, 2.5, "Nothing is in it twice.", "unique distinct duplicate"]] as const)
      : []),
    ...(element === null || depth >= DEEPEST ? [] : ofEvery(term, element, about, used, depth)),
  ];
}

function ofOrder(text: string, about: "input" | "result"): Form[] {
  const weight = about === "input" ? 1.5 : 2;
  return [
    [
      `all(${text}[i] <= ${text}[i + 1] for i in range(len(${text}) - 1))`,
      weight,
      "It is in order.",
      "sort sorted order ordered ascending merge",
    ],
    [`${text} == sorted(${text})`, weight / 2, "It is in order.", "sort sorted order ordered"],
    [
      `all(${text}[i] < ${text}[i + 1] for i in range(len(${text}) - 1))`,
      weight / 3,
      "It rises.",
      "increasing strictly",
    ],
    [
      `all(${text}[i] >= ${text}[i + 1] for i in range(len(${text}) - 1))`,
      weight / 6,
      "It falls.",
      "descending decreasing",
    ],
  ];
}

function ofEvery(
  { text, name, type }: Term,
  element: PythonType,
  about: "input" | "result",
  used: ReadonlySet<string>,
  depth: number,
): Form[] {
  const variable = unusedName(used);
  const inner = new Set([...used, variable]);
  const one: Term = { text: variable, name: singular(name), type: element };
  const forms = aboutElement(one, about, inner, depth);
  const isRectangular = type.kind === "sequence" && (element.kind === "sequence" || element.kind === "str");
  return [
    ...forms.map(
      ([condition, weight, rationale, cues]): Form => [
        `all(${condition} for ${variable} in ${text})`,
        weight * OF_EVERY,
        `Of every element: ${rationale.charAt(0).toLowerCase()}${rationale.slice(1)}`,
        ...(cues === undefined ? ([] as const) : ([cues] as const)),
      ],
    ),
    ...(isRectangular
      ? ([
          [
            `all(len(${variable}) == len(${text}[0]) for ${variable} in ${text})`,
            1.5,
            "All are as long as the first.",
            "matrix grid table rows tuples",
          ],
          [
            `all(len(${variable}) == len(${text}) for ${variable} in ${text})`,
            0.7,
            "It has as many rows as columns.",
            "matrix grid square board",
          ],
        ] as const)
      : []),
  ];
}

function aboutElement(one: Term, about: "input" | "result", used: ReadonlySet<string>, depth: number): Form[] {
  switch (one.type.kind) {
    case "int":
    case "float":
      return about === "input" ? ofNumber(one, []) : ofResultNumber(one);
    case "str":
      return about === "input" ? ofText(one) : ofResultText(one);
    case "sequence":
    case "set":
      return ofCollection(one, about, used, depth + 1);
    case "union":
      return one.type.members.some(({ kind }) => kind === "none")
        ? [[`${one.text} is not None`, 5, "None is no element."]]
        : [];
    default:
      return [];
  }
}

/** The type of what iteration gives; null where that is not known. */
export function elementOf(type: PythonType): PythonType | null {
  if (type.kind === "sequence" || type.kind === "set") return type.element;
  if (type.kind === "dict") return type.key;
  return null;
}

export const isHashable = (type: PythonType | null): boolean =>
  type !== null && ["int", "float", "str", "bool", "none", "tuple"].includes(type.kind);

/** A name for an element that is not taken. */
export function unusedName(used: ReadonlySet<string>): string {
  const free = ["x", "v", "e", "item", "element"].find((name) => !used.has(name));
  return free ?? `x_${used.size}`;
}

const singular = (name: string): string => name.replace(/(?<=\w\w)s\d*$/, "");

import type { PythonType } from "../../../logic/types/python-type.ts";
import type { CheckStyle } from "../checked-types.ts";
import type { Form, Term } from "./candidate.ts";
import { unusedName } from "./collection.ts";

/** How a type is tested, and why that may be what is missing. */
export interface Checking {
  style: CheckStyle | null;
  /** An annotation that someone wrote is a promise of the caller already. */
  declared: boolean;
  /** What the clauses test already. */
  whole: boolean;
  element: boolean;
}

const PLAIN: Readonly<Record<string, readonly string[]>> = {
  int: ["int"],
  bool: ["bool"],
  str: ["str"],
  float: ["int", "float"],
  set: ["set"],
  dict: ["dict"],
};

/** Tests that a value and its elements are of their types. */
export function ofType(term: Term, checking: Checking, used: ReadonlySet<string>): Form[] {
  const { type, text } = term;
  const { style, declared } = checking;
  const likely = style !== null ? 30 : declared ? 2 : 9;
  const classes = classesOf(type);
  const found: Form[] = [];
  if (!checking.whole && classes !== null) found.push(...tests(text, classes, style, likely));
  if (type.kind !== "sequence" || checking.element) return found;
  const variable = unusedName(used);
  const every = (inner: readonly string[], weight: number) =>
    tests(variable, inner, style, weight).map(
      ([condition, own, rationale]): Form => [`all(${condition} for ${variable} in ${text})`, own, rationale],
    );
  const elements = classesOf(type.element);
  // Who tests the whole goes on to the elements.
  const own = checking.whole ? likely * 1.5 : likely * 0.4;
  if (elements !== null) found.push(...every(elements, own));
  else if (type.element.kind === "opaque" && type.element.name === null && style !== null)
    for (const [names, share, cues] of COMMONEST)
      found.push(...every(names, own * share).map(([test, weight, why]): Form => [test, weight, why, cues]));
  if (style !== null && type.element.kind === "sequence") {
    const inner = unusedName(new Set([...used, variable]));
    const deep = classesOf(type.element.element);
    for (const [names, share] of deep === null ? COMMONEST : ([[deep, 1]] as const))
      for (const [test, weight, why] of tests(inner, names, style, likely * 0.3 * share))
        found.push([`all(${test} for ${variable} in ${text} for ${inner} in ${variable})`, weight, why]);
  }
  return found;
}

/** What elements of a plain `list` or `tuple` are, most often first. */
const COMMONEST: readonly (readonly [readonly string[], number, string])[] = [
  [["int", "float"], 0.3, "numbers sum average maximum minimum"],
  [["int"], 0.28, "integers digits odd even prime"],
  [["str"], 0.16, "strings words characters texts names"],
  [["list"], 0.14, "sublists lists nested matrix rows"],
  [["tuple"], 0.08, "tuples pairs records"],
];

function tests(text: string, classes: readonly string[], style: CheckStyle | null, weight: number): Form[] {
  const why = `It is ${classes.join(" or ")}.`;
  const [only, ...others] = classes;
  const list = others.length === 0 ? String(only) : `(${classes.join(", ")})`;
  const instance: Form = [`isinstance(${text}, ${list})`, style === "type" ? weight * 0.3 : weight, why];
  const exact: Form =
    others.length === 0
      ? [`type(${text}) == ${only}`, style === "type" ? weight : weight * 0.25, why]
      : [`type(${text}) in [${classes.join(", ")}]`, style === "type" ? weight : weight * 0.15, why];
  // A number with a fraction in mind is tested for both classes more often than for float alone.
  const float: Form[] = classes.length === 2 ? [[`isinstance(${text}, float)`, weight * 0.15, "It is float."]] : [];
  return [instance, exact, ...float];
}

function classesOf(type: PythonType): readonly string[] | null {
  if (type.kind === "sequence") return type.flavour === "either" ? null : [type.flavour];
  if (type.kind === "tuple") return ["tuple"];
  return PLAIN[type.kind] ?? null;
}

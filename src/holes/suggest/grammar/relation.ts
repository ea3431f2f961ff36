import { typeName } from "../../../logic/types/python-type.ts";
import type { Form, Term } from "./candidate.ts";
import { elementOf } from "./collection.ts";
import { areEnds, isNamed } from "./named-quantities.ts";

const isNumber = ({ type }: Term) => type.kind === "int" || type.kind === "float";
const hasLength = ({ type }: Term) => ["sequence", "str", "set", "dict", "tuple"].includes(type.kind);

/** What is asked of two values that come in together. */
export function ofTwo(one: Term, other: Term): Form[] {
  const [a, b] = [one.text, other.text];
  if (isNumber(one) && isNumber(other)) {
    const ends = areEnds(one.name, other.name) ? 10 : 1;
    return [
      [`${a} <= ${b}`, 2 * ends, "They are the ends of a range.", "range between interval"],
      [`${a} < ${b}`, 1.5 * ends, "They are the ends of a range.", "range between interval"],
      [`${a} != ${b}`, 0.5, "They differ.", "different distinct"],
      [`${a} >= ${b}`, 0.7, "The second is at most the first.", "choose combination"],
      [`${a} > ${b}`, 0.3, "The second is below the first."],
      ...(one.type.kind === "int" && other.type.kind === "int"
        ? ([[`${a} % ${b} == 0`, 0.3, "One divides the other.", "divisible multiple"]] as const)
        : []),
    ];
  }
  if (hasLength(one) && hasLength(other)) {
    const alike = typeName(one.type) === typeName(other.type);
    return [
      [
        `len(${a}) == len(${b})`,
        alike ? 5 : 1.5,
        "They go together item by item.",
        "pairwise element elementwise zip corresponding hamming dot",
      ],
      [`len(${a}) <= len(${b})`, 0.6, "The first fits into the second.", "subsequence sublist substring prefix"],
      [`len(${a}) >= len(${b})`, 0.3, "The second fits into the first."],
      ...(alike ? ([[`${a} != ${b}`, 0.4, "They differ.", "different distinct"]] as const) : []),
      ...among(one, other),
      ...among(other, one),
    ];
  }
  const [number, container] = isNumber(one) ? [one, other] : [other, one];
  if (number.type.kind === "int" && hasLength(container)) return inside(number, container);
  return [...among(one, other), ...among(other, one)];
}

/** A number that counts in a container or points into it. */
function inside(number: Term, container: Term): Form[] {
  const [n, xs] = [number.text, container.text];
  const index = isNamed(number.name, "index") ? 8 : 1;
  const count = isNamed(number.name, "count") ? 8 : 1;
  return [
    [`0 <= ${n} < len(${xs})`, 2 * index, `It is an index of ${xs}.`, "index position"],
    [`0 <= ${n} <= len(${xs})`, 1.2 * Math.max(index / 2, count), `It counts in ${xs}.`],
    [`0 < ${n} <= len(${xs})`, 1.5 * count, `It counts in ${xs}.`, "largest smallest top window group chunk"],
    [`${n} <= len(${xs})`, 0.5 * count, `It is no more than there is in ${xs}.`, "top window"],
    [`${n} == len(${xs})`, 0.5 * count, `It is the length of ${xs}.`, "array size length"],
    [`len(${xs}) % ${n} == 0`, 0.3, `${xs} divides into parts of that size.`, "chunk split group"],
    ...among(number, container),
  ];
}

/** One is an element of the other. */
function among(one: Term, container: Term): Form[] {
  const element = elementOf(container.type);
  const fits =
    element !== null && element.kind !== "opaque" && typeName(element) === typeName(one.type)
      ? true
      : container.type.kind === "str" && one.type.kind === "str";
  if (!fits) return [];
  return [
    [`${one.text} in ${container.text}`, 1.2, `It is one of ${container.text}.`, "index find remove member"],
    [`${one.text} not in ${container.text}`, 0.5, `It is not in ${container.text} yet.`, "add insert new"],
  ];
}

import {
  elementOf,
  isInteger,
  isIntegers,
  isNested,
  isNumbers,
  isText,
  isTexts,
  type Term,
  type View,
} from "./view.ts";

/** What every element is by itself. */
export function everyElement({ subject, parameters }: View): string[] {
  const r = subject.text;
  const each = (test: string) => `all(${test} for v in ${r})`;
  const element = elementOf(subject);
  const shapes = element === null ? [] : [element];
  return [
    ...(isNumbers(subject)
      ? [each("v > 0"), each("v >= 0"), each("v < 0"), each("v <= 0"), each("v != 0"), each("v in (0, 1)")]
      : []),
    ...(isIntegers(subject) ? [each("v % 2 == 0"), each("v % 2 == 1")] : []),
    ...(isTexts(subject)
      ? [
          "v != ''",
          "len(v) == 1",
          "' ' not in v",
          "v.islower()",
          "v.isdigit()",
          "v.isalpha()",
          "v == v.lower()",
          "v == v.strip()",
        ].map(each)
      : []),
    ...(isNested(subject)
      ? [
          "len(v) > 0",
          "len(v) == 2",
          `len(v) == len(${r}[0])`,
          "v == sorted(v)",
          "len(set(v)) == len(v)",
          "v[0] <= v[1]",
          "v[0] < v[1]",
          "v[0] != v[1]",
        ].map(each)
      : []),
    ...parameters
      .filter(isText)
      .flatMap((p) =>
        isTexts(subject)
          ? [
              `v.startswith(${p.text})`,
              `${p.text} in v`,
              `v in ${p.text}`,
              `v.endswith(${p.text})`,
              `${p.text} not in v`,
              `v != ${p.text}`,
            ].map(each)
          : [],
      ),
    ...(isNested(subject)
      ? parameters.filter(isInteger).flatMap((p) => [each(`len(v) == ${p.text}`), each(`len(v) <= ${p.text}`)])
      : []),
    ...(isTexts(subject)
      ? parameters.filter(isInteger).flatMap((p) => [each(`len(v) == ${p.text}`), each(`len(v) > ${p.text}`)])
      : []),
    ...shapes.flatMap((shape) =>
      shape.kind === "tuple" ? [each(`isinstance(v, tuple) and len(v) == ${shape.items.length}`)] : [],
    ),
  ];
}

/** What the elements are of a number at hand. */
export function elementsAndNumber(r: string, n: Term): string[] {
  const t = n.text;
  const each = (test: string) => `all(${test} for v in ${r})`;
  return [
    ...["<=", "<", ">=", ">", "!="].map((operator) => each(`v ${operator} ${t}`)),
    ...(isInteger(n)
      ? [each(`v != 0 and ${t} % v == 0`), each(`v % ${t} == 0`), each(`0 <= v < ${t}`), each(`1 <= v <= ${t}`)]
      : []),
    `sum(${r}) == ${t}`,
    `${t} in ${r}`,
    `${t} not in ${r}`,
    `${r}[0] == ${t}`,
    `${r}[-1] == ${t}`,
    `${r}[0] == 1`,
    `${r}[-1] == 1`,
  ];
}

import { elementsAndNumber, everyElement } from "./every-element.ts";
import { imageOfMapping, imageOfSequence, imageOfText } from "./image.ts";
import { imageOfTwo } from "./image-of-two.ts";
import { type Family, isInteger, isIntegers, isNumbers, isSequence, isText, numbersOf } from "./view.ts";

/** A list or tuple as the subject: its length, order and elements, and what it is of the parameters. */
export const ofSequence: Family = (view) => {
  const { subject, parameters } = view;
  const r = subject.text;
  const kind = subject.shape.kind === "list" ? "list" : "tuple";
  const made = (source: string) => (kind === "list" ? `list(${source})` : `tuple(${source})`);
  const numbers = numbersOf(view).slice(0, 4);
  return [
    `len(${r}) > 0`,
    `${r} == ${kind === "list" ? "[]" : "()"}`,
    `len(set(${r})) == len(${r})`,
    `${r} == sorted(${r})`,
    `${r} == sorted(${r}, reverse=True)`,
    `all(a < b for a, b in zip(${r}, ${r}[1:]))`,
    `all(a != b for a, b in zip(${r}, ${r}[1:]))`,
    `${r} == ${r}[::-1]`,
    ...everyElement(view),
    ...[1, 2, 3].map((length) => `len(${r}) == ${length}`),
    ...numbers.flatMap(({ text }) => ["==", "<=", ">=", "<"].map((operator) => `len(${r}) ${operator} ${text}`)),
    ...numbers.flatMap(({ text }) => [
      `len(${r}) == ${text} + 1`,
      `len(${r}) == ${text} - 1`,
      `len(${r}) == max(${text}, 0)`,
      `len(${r}) == ${text} // 2`,
      `len(${r}) == 2 * ${text}`,
    ]),
    ...(isIntegers(subject)
      ? numbers.filter(isInteger).flatMap(({ text }) => ranges(text).map((source) => `${r} == ${made(source)}`))
      : []),
    ...numbers
      .filter(({ text }) => !text.startsWith("len("))
      .flatMap((n) => (isNumbers(subject) ? elementsAndNumber(r, n) : [])),
    ...parameters.flatMap((p) =>
      isSequence(p)
        ? imageOfSequence(view, p, kind)
        : isText(p)
          ? imageOfText(view, p)
          : p.shape.kind === "dict"
            ? imageOfMapping(r, p.text)
            : p.shape.kind === "set"
              ? [`set(${r}) == ${p.text}`, `all(v in ${p.text} for v in ${r})`, `${r} == sorted(${p.text})`]
              : [],
    ),
    ...parameters.flatMap((p) => parameters.flatMap((q) => (p === q ? [] : imageOfTwo(view, p, q)))),
  ];
};

function ranges(n: string): string[] {
  return [
    `range(${n})`,
    `range(1, ${n} + 1)`,
    `range(${n} + 1)`,
    `range(${n}, 0, -1)`,
    `range(2, ${n})`,
    `range(0, ${n}, 2)`,
  ];
}

import { isInteger, isIntegers, isNested, isNumbers, isSequence, isText, type Term, type View } from "./view.ts";

/** The subject as an element, a bound of the elements, or a place. */
export function placeAmong({ subject, parameters }: View, p: Term): string[] {
  const [r, x] = [subject.text, p.text];
  const place = isInteger(subject) && (isSequence(p) || isText(p));
  return [
    ...(isNumbers(p)
      ? [
          `${r} in ${x}`,
          `-${r} in ${x}`,
          `${r} not in ${x}`,
          `${r} <= max(${x})`,
          `${r} >= min(${x})`,
          `${r} >= max(${x})`,
          `${r} <= min(${x})`,
          `${r} <= sum(${x})`,
          `${r} >= sum(${x})`,
          `all(x <= ${r} for x in ${x})`,
          `all(x >= ${r} for x in ${x})`,
          `${x}.count(${r}) == 1`,
          `${x}.count(${r}) > 1`,
          `${r} <= sum(abs(x) for x in ${x})`,
          ...(isIntegers(p) && isInteger(subject) ? [`all(x % ${r} == 0 for x in ${x})`] : []),
        ]
      : []),
    ...(isNested(p) ? [`any(${r} in x for x in ${x})`, `all(${r} in x for x in ${x})`] : []),
    ...(p.shape.kind === "dict" ? [`${r} in ${x}`, `${r} in ${x}.values()`] : []),
    ...(place
      ? [`0 <= ${r} < len(${x})`, `0 <= ${r} <= len(${x})`, `-1 <= ${r} < len(${x})`, `${r} <= len(set(${x}))`]
      : []),
    ...(place
      ? parameters
          .filter((other) => other !== p)
          .flatMap((other) => [
            `${x}[${r}] == ${other.text}`,
            `${x}[${r}:${r} + 1] == [${other.text}]`,
            `all(y <= ${other.text} for y in ${x}[:${r}])`,
            `all(y < ${other.text} for y in ${x}[:${r}])`,
            `all(y >= ${other.text} for y in ${x}[${r}:])`,
            `all(y > ${other.text} for y in ${x}[${r}:])`,
            `${other.text} not in ${x}`,
            `${x}[:${r}].count(${other.text}) == 0`,
            ...(isText(p) && isText(other)
              ? [
                  `${x}[${r}:${r} + len(${other.text})] == ${other.text}`,
                  `${r} <= ${x}.count(${other.text})`,
                  `${r} >= ${x}.count(${other.text})`,
                ]
              : []),
          ])
      : []),
  ];
}

import { isInteger, isNested, isNumber, isNumbers, isSequence, isText, isTexts, type Term, type View } from "./view.ts";

/** What the subject may be of two parameters together. */
export function imageOfTwo({ subject }: View, p: Term, q: Term): string[] {
  const [r, x, t] = [subject.text, p.text, q.text];
  if (isText(p)) return isText(q) ? [`${r} == ${x}.split(${t})`] : [];
  if (!isSequence(p)) return [];
  if (isSequence(q)) {
    const image = (body: string) => `${r} == [${body} for a, b in zip(${x}, ${t})]`;
    const numeric = isNumbers(p) && isNumbers(q);
    return [
      `${r} == ${x} + ${t}`,
      `${r} == sorted(${x} + ${t})`,
      `${r} == list(zip(${x}, ${t}))`,
      `${r} == [x for x in ${x} if x in ${t}]`,
      `${r} == [x for x in ${x} if x not in ${t}]`,
      `${r} == sorted(set(${x}) & set(${t}))`,
      `all(v in ${x} and v in ${t} for v in ${r})`,
      `all(v in ${x} or v in ${t} for v in ${r})`,
      `all(v not in ${t} for v in ${r})`,
      `len(${r}) == len(${x}) + len(${t})`,
      `len(${r}) == min(len(${x}), len(${t}))`,
      `len(${r}) == max(len(${x}), len(${t}))`,
      `set(${r}) == set(${x}) & set(${t})`,
      `set(${r}) == set(${x}) | set(${t})`,
      `set(${r}) == set(${x}) - set(${t})`,
      `sorted(${r}) == sorted(${x} + ${t})`,
      ...(numeric
        ? ["a + b", "a - b", "a * b", "abs(a - b)", "a / b", "a // b", "a % b", "max(a, b)", "min(a, b)"].map(image)
        : []),
    ];
  }
  const filters =
    isNumbers(p) && isNumber(q)
      ? [`x > ${t}`, `x < ${t}`, `x >= ${t}`, `x <= ${t}`, `x != ${t}`, `x % ${t} == 0`]
      : isTexts(p) && isText(q)
        ? [`${t} in x`, `x.startswith(${t})`, `${t} not in x`, `x.endswith(${t})`]
        : isTexts(p) && isInteger(q)
          ? [`len(x) > ${t}`, `len(x) == ${t}`, `len(x) < ${t}`, `len(x) >= ${t}`]
          : isNested(p) && isInteger(q)
            ? [`len(x) == ${t}`]
            : [];
  return [
    ...filters.map((filter) => `${r} == [x for x in ${x} if ${filter}]`),
    ...[`${x} + [${t}]`, `[${t}] + ${x}`, `[x for x in ${x} if x != ${t}]`].map((value) => `${r} == ${value}`),
    ...(isNumbers(p) && isNumber(q)
      ? [`x + ${t}`, `x - ${t}`, `x * ${t}`, `x / ${t}`, `x // ${t}`, `x % ${t}`, `x ** ${t}`].map(
          (image) => `${r} == [${image} for x in ${x}]`,
        )
      : []),
    ...(isInteger(q)
      ? [
          `${x}[:${t}]`,
          `${x}[${t}:]`,
          `${x}[-${t}:]`,
          `${x}[${t}:] + ${x}[:${t}]`,
          `${x}[-${t}:] + ${x}[:-${t}]`,
          `${x} * ${t}`,
          `${x}[::${t}]`,
          `sorted(${x})[-${t}:]`,
          `sorted(${x})[:${t}]`,
          `sorted(${x}, reverse=True)[:${t}]`,
          `${x}[:${t}][::-1] + ${x}[${t}:]`,
          `[x[${t}] for x in ${x}]`,
          `[x[:${t}] for x in ${x}]`,
          `${x}[:${t} - 1] + ${x}[${t}:]`,
          `${x}[:${t}] + ${x}[${t} + 1:]`,
        ].map((value) => `${r} == ${value}`)
      : []),
    ...(isInteger(q) ? [`len(${r}) == min(${t}, len(${x}))`, `len(${r}) == len(${x}) * ${t}`] : []),
    `${t} not in ${r}`,
    `${t} in ${r}`,
  ];
}

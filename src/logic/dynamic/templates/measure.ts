import {
  isIntegers,
  isNested,
  isNumber,
  isNumbers,
  isSequence,
  isText,
  isTexts,
  type Term,
  type View,
} from "./view.ts";

/** Expressions over containers whose value the subject may be. */
export function measuresOf(view: View): string[] {
  const { parameters } = view;
  const others = (p: Term) => parameters.filter((other) => other !== p);
  return parameters.flatMap((p) => {
    const x = p.text;
    return [
      ...(isNumbers(p) ? overNumbers(p) : []),
      ...(isSequence(p)
        ? [`len(set(${x}))`, `len(${x}) - len(set(${x}))`, `len(${x}[0])`, `max(map(${x}.count, ${x}))`]
        : []),
      ...(isNested(p)
        ? [
            `sum(len(x) for x in ${x})`,
            `sum(sum(x) for x in ${x})`,
            `max(sum(x) for x in ${x})`,
            `max(len(x) for x in ${x})`,
            `min(len(x) for x in ${x})`,
            `max(max(x) for x in ${x})`,
            `min(min(x) for x in ${x})`,
          ]
        : []),
      ...(isTexts(p) ? [`sum(len(x) for x in ${x})`, `max(len(x) for x in ${x})`, `min(len(x) for x in ${x})`] : []),
      ...(isText(p) ? overText(view, p) : []),
      ...(p.shape.kind === "dict" ? [`sum(${x}.values())`, `max(${x}.values())`] : []),
      ...others(p).flatMap((other) => overTwo(p, other)),
    ];
  });
}

function overNumbers(p: Term): string[] {
  const x = p.text;
  const whole = isIntegers(p);
  const filters = ["x > 0", "x < 0", "x >= 0", "x == 0", ...(whole ? ["x % 2 == 0", "x % 2 == 1"] : [])];
  return [
    `sum(${x})`,
    `max(${x})`,
    `min(${x})`,
    `max(${x}) - min(${x})`,
    `max(${x}) + min(${x})`,
    `sum(${x}) / len(${x})`,
    `${x}[0]`,
    `${x}[-1]`,
    `${x}[0] * ${x}[-1]`,
    `sum(x * x for x in ${x})`,
    `sum(abs(x) for x in ${x})`,
    `sum(set(${x}))`,
    `sum(${x}[::2])`,
    `sum(${x}[1::2])`,
    `sorted(${x})[len(${x}) // 2]`,
    `sorted(${x})[1]`,
    `sorted(${x})[-2]`,
    `sum(max(x, 0) for x in ${x})`,
    ...filters.flatMap((filter) => [`sum(1 for x in ${x} if ${filter})`, `sum(x for x in ${x} if ${filter})`]),
  ];
}

function overText({ strings }: View, p: Term): string[] {
  const s = p.text;
  const classes = ["isupper", "islower", "isdigit", "isalpha", "isalnum", "isspace"];
  return [
    `len(set(${s}))`,
    `len(set(${s}.lower()))`,
    `len(${s}.split())`,
    `len(${s}.strip())`,
    `${s}.count(' ')`,
    `int(${s})`,
    `sum(ord(x) for x in ${s})`,
    `ord(${s}[0])`,
    `len(${s}.split(' '))`,
    `max(map(${s}.count, ${s}))`,
    `sum(int(x) for x in ${s} if x.isdigit())`,
    ...classes.map((name) => `sum(1 for x in ${s} if x.${name}())`),
    `sum(ord(x) for x in ${s} if x.isupper())`,
    ...["aeiou", "aeiouAEIOU"].map((vowels) => `sum(1 for x in ${s} if x in '${vowels}')`),
    ...strings
      .filter((value) => /^[\w ,.-]{1,20}$/.test(value))
      .slice(0, 4)
      .flatMap((value) => [`${s}.count('${value}')`, `sum(1 for x in ${s} if x in '${value}')`]),
  ];
}

function overTwo(p: Term, other: Term): string[] {
  const [x, t] = [p.text, other.text];
  if (isText(p) && isText(other))
    return [
      `${x}.count(${t})`,
      `${x}.find(${t})`,
      `${x}.rfind(${t})`,
      `sum(1 for i in range(len(${x})) if ${x}[i:i + len(${t})] == ${t})`,
      `sum(1 for a, b in zip(${x}, ${t}) if a != b)`,
      `sum(1 for a, b in zip(${x}, ${t}) if a == b)`,
      `len(set(${x}) & set(${t}))`,
    ];
  if (!isSequence(p)) return [];
  const each = isNumbers(p) && isNumber(other);
  const both = isNumbers(p) && isNumbers(other);
  return [
    ...(isSequence(other)
      ? [
          `len(set(${x}) & set(${t}))`,
          `len(set(${x}) | set(${t}))`,
          `sum(1 for a, b in zip(${x}, ${t}) if a == b)`,
          `sum(1 for a, b in zip(${x}, ${t}) if a != b)`,
        ]
      : [`${x}.count(${t})`, `${x}.index(${t})`]),
    ...(each
      ? [
          `sum(1 for x in ${x} if x > ${t})`,
          `sum(1 for x in ${x} if x < ${t})`,
          `sum(1 for x in ${x} if x >= ${t})`,
          `sum(1 for x in ${x} if x <= ${t})`,
          `${x}[${t}]`,
          `${x}[${t} - 1]`,
          `sorted(${x})[${t} - 1]`,
          `sorted(${x})[-${t}]`,
          `sum(${x}[:${t}])`,
          `sum(${x}) * ${t}`,
          `max(${x}) - ${t}`,
          `sum(1 for x in ${x} if x % ${t} == 0)`,
        ]
      : []),
    ...(both
      ? [
          `sum(a * b for a, b in zip(${x}, ${t}))`,
          `sum(${x}) + sum(${t})`,
          `sum(${x}) - sum(${t})`,
          `sum(abs(a - b) for a, b in zip(${x}, ${t}))`,
        ]
      : []),
  ];
}

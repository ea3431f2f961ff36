import {
  combinationsOf,
  type Family,
  isInteger,
  isIntegers,
  isNested,
  isNumber,
  isNumbers,
  isSequence,
  isText,
  isTexts,
  numbersOf,
  pairsOf,
  type Term,
  type View,
} from "./view.ts";

/** A number as the subject: its sign and range, its relation to each number at hand, and what it counts or sums. */
export const ofNumber: Family = (view) => {
  const { subject } = view;
  const r = subject.text;
  const numbers = numbersOf(view).slice(0, 5);
  return [
    ...alone(view),
    ...numbers.flatMap((term) => related(view, term)),
    ...(numbers.length < 2 ? [] : orders(r, numbers)),
    ...combinationsOf(numbers).flatMap(([t, u]) => symmetric(r, t.text, u.text)),
    ...pairsOf(numbers).flatMap(([t, u]) => ordered(r, t, u)),
    ...(numbers.length === 3
      ? triple(
          r,
          numbers.map(({ text }) => text),
        )
      : []),
    ...exact(view).map((value) => `${r} == ${value}`),
    ...view.parameters.flatMap((p) => amongElements(view, p)),
  ];
};

function alone({ subject, integers }: View): string[] {
  const r = subject.text;
  const bounds = integers.filter((value) => value > 1n || value < -1n).slice(0, 6);
  return [
    `${r} >= 0`,
    `${r} > 0`,
    `${r} <= 0`,
    `${r} < 0`,
    `${r} != 0`,
    `${r} >= -1`,
    `${r} <= 1`,
    ...[0n, 1n, -1n, ...bounds].map((c) => `${r} == ${c}`),
    `${r} in (0, 1)`,
    ...(isInteger(subject) ? [`${r} % 2 == 0`, `${r} % 2 == 1`] : [`${r} == int(${r})`]),
    ...bounds.flatMap((c) => [
      `${r} <= ${c}`,
      `${r} < ${c}`,
      `${r} >= ${c}`,
      ...(isInteger(subject) && c > 2n ? [`${r} % ${c} == 0`] : []),
    ]),
  ];
}

function related({ subject, integers }: View, term: Term): string[] {
  const [r, t] = [subject.text, term.text];
  const whole = isInteger(term) && isInteger(subject);
  const near = integers.filter((value) => value > 1n && value < 100000n).slice(0, 5);
  const values = [
    t,
    `-${t}`,
    `abs(${t})`,
    `${t} + 1`,
    `${t} - 1`,
    `2 * ${t}`,
    `${t} * ${t}`,
    `${t} ** 3`,
    `${t} / 2`,
    `1 - ${t}`,
    ...(whole
      ? [
          `${t} // 2`,
          `${t} % 2`,
          `2 * ${t} + 1`,
          `2 * ${t} - 1`,
          `${t} * (${t} + 1) // 2`,
          `${t} * (${t} - 1) // 2`,
          `2 ** ${t}`,
          `len(str(${t}))`,
          `sum(int(d) for d in str(abs(${t})))`,
          `int(str(abs(${t}))[::-1])`,
          `bin(${t}).count('1')`,
          `sum(range(${t}))`,
        ]
      : [`int(${t})`, `round(${t})`, `${t} % 1`, `${t} - int(${t})`]),
    ...near.flatMap((c) => [
      `${t} + ${c}`,
      `${t} - ${c}`,
      `${c} - ${t}`,
      `${t} * ${c}`,
      `${t} // ${c}`,
      `${t} % ${c}`,
      `${t} / ${c}`,
    ]),
  ];
  return [
    ...values.map((value) => `${r} == ${value}`),
    ...["<=", ">=", "<", ">", "!="].map((operator) => `${r} ${operator} ${t}`),
    `abs(${r}) <= abs(${t})`,
    ...(whole
      ? [
          `${r} != 0 and ${t} % ${r} == 0`,
          `${t} != 0 and ${r} % ${t} == 0`,
          `${r} % 2 == ${t} % 2`,
          `${r} * ${r} <= ${t}`,
        ]
      : []),
  ];
}

function orders(r: string, numbers: readonly Term[]): string[] {
  const all = numbers.map(({ text }) => text).join(", ");
  return [
    `${r} == max(${all})`,
    `${r} == min(${all})`,
    `${r} <= max(${all})`,
    `${r} >= min(${all})`,
    `${r} >= max(${all})`,
    `${r} <= min(${all})`,
    `${r} in (${all})`,
  ];
}

function symmetric(r: string, t: string, u: string): string[] {
  return [
    `${r} == ${t} + ${u}`,
    `${r} == ${t} * ${u}`,
    `${r} == abs(${t} - ${u})`,
    `${r} == (${t} + ${u}) / 2`,
    `${r} == ${t} * ${u} / 2`,
    `${r} == 2 * (${t} + ${u})`,
    `${r} == ${t} * ${t} + ${u} * ${u}`,
    `${r} <= ${t} + ${u}`,
  ];
}

function ordered(r: string, one: Term, other: Term): string[] {
  const [t, u] = [one.text, other.text];
  const whole = isInteger(one) && isInteger(other);
  return [
    `${r} == ${t} - ${u}`,
    `${r} == ${t} / ${u}`,
    ...(whole
      ? [
          `${r} == ${t} // ${u}`,
          `${r} == ${t} % ${u}`,
          `${r} == ${t} ** ${u}`,
          `${r} == ${t} * (${u} - 1)`,
          `${r} % ${u} == ${t} % ${u}`,
          `0 <= ${r} < ${u}`,
          `${r} != 0 and ${t} % ${r} == 0 and ${u} % ${r} == 0`,
          `${r} % ${t} == 0 and ${r} % ${u} == 0`,
        ]
      : []),
  ];
}

function triple(r: string, terms: readonly string[]): string[] {
  return [
    `${r} == ${terms.join(" + ")}`,
    `${r} == ${terms.join(" * ")}`,
    `${r} == (${terms.join(" + ")}) / 3`,
    `${r} == sorted([${terms.join(", ")}])[1]`,
  ];
}

/** Expressions over containers whose value the subject may be. */
function exact(view: View): string[] {
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

/** The subject as an element, a bound of the elements, or a place. */
function amongElements({ subject, parameters }: View, p: Term): string[] {
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

import {
  combinationsOf,
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

/** Tests of the parameters alone: what a truth value may stand for, and under which other clauses may hold. */
export function predicatesOf(view: View): string[] {
  const numbers = numbersOf(view).slice(0, 5);
  const { parameters } = view;
  return [
    ...numbers.flatMap((term) => ofNumber(view, term)),
    ...combinationsOf(numbers).flatMap(([t, u]) => [
      `${t.text} == ${u.text}`,
      `${t.text} < ${u.text}`,
      `${t.text} > ${u.text}`,
      `${t.text} + ${u.text} > 0`,
      `${t.text} * ${u.text} > 0`,
    ]),
    ...pairsOf(numbers.filter(isInteger)).flatMap(([t, u]) => [
      `${t.text} % ${u.text} == 0`,
      `${t.text} == ${u.text} * ${u.text}`,
    ]),
    ...parameters.flatMap((p) =>
      isSequence(p)
        ? ofSequence(p)
        : isText(p)
          ? ofText(view, p)
          : p.shape.kind === "bool"
            ? [p.text]
            : p.shape.kind === "dict"
              ? [`not ${p.text}`, `len(set(${p.text}.values())) <= 1`]
              : [],
    ),
    ...pairsOf(parameters).flatMap(([p, q]) => ofTwo(p, q)),
  ];
}

function ofNumber({ integers }: View, term: Term): string[] {
  const t = term.text;
  return [
    `${t} == 0`,
    ...(t.startsWith("len(") ? [] : [`${t} > 0`, `${t} < 0`]),
    `${t} > 1`,
    ...(isInteger(term)
      ? [`${t} % 2 == 0`, ...(t.startsWith("len(") ? [] : [`str(${t}) == str(${t})[::-1]`])]
      : [`${t} == int(${t})`]),
    ...integers
      .filter((c) => c > 1n)
      .slice(0, 5)
      .flatMap((c) => [
        `${t} == ${c}`,
        `${t} > ${c}`,
        `${t} >= ${c}`,
        ...(isInteger(term) ? [`${t} % ${c} == 0`] : []),
      ]),
    ...(isInteger(term) && !t.startsWith("len(")
      ? [
          `${t} > 1 and all(${t} % d != 0 for d in range(2, min(${t}, 2000)))`,
          `${t} > 0 and bin(${t}).count('1') == 1`,
          `any(d * d == ${t} for d in range(min(${t} + 1, 2000)))`,
        ]
      : []),
  ];
}

function ofSequence(p: Term): string[] {
  const x = p.text;
  return [
    `len(set(${x})) == len(${x})`,
    `len(set(${x})) <= 1`,
    `${x} == ${x}[::-1]`,
    `${x}[0] == ${x}[-1]`,
    ...(isNumbers(p)
      ? [
          `list(${x}) == sorted(${x})`,
          `list(${x}) == sorted(${x}, reverse=True)`,
          `all(a < b for a, b in zip(${x}, ${x}[1:]))`,
          `sum(${x}) == 0`,
          `all(x > 0 for x in ${x})`,
          `all(x >= 0 for x in ${x})`,
          `any(x < 0 for x in ${x})`,
          `0 in ${x}`,
          `sum(${x}) < 0`,
        ]
      : []),
    ...(isIntegers(p)
      ? [
          `all(x % 2 == 0 for x in ${x})`,
          `any(x % 2 == 0 for x in ${x})`,
          `any(x % 2 == 1 for x in ${x})`,
          `sum(${x}) % 2 == 0`,
          `all(x % 2 == 1 for x in ${x})`,
        ]
      : []),
    ...(isTexts(p) ? [`any(x == '' for x in ${x})`] : []),
    ...(isNested(p) ? [`all(len(x) == len(${x}[0]) for x in ${x})`, `any(len(x) == 0 for x in ${x})`] : []),
  ];
}

function ofText({ strings }: View, p: Term): string[] {
  const s = p.text;
  return [
    `${s} == ${s}[::-1]`,
    `${s}.lower() == ${s}.lower()[::-1]`,
    `len(set(${s})) == len(${s})`,
    `${s}.isdigit()`,
    `${s}.isalpha()`,
    `${s}.islower()`,
    `${s}.isupper()`,
    `${s}.isalnum()`,
    `${s}.isspace()`,
    `' ' in ${s}`,
    `any(x.isdigit() for x in ${s})`,
    `any(x.isupper() for x in ${s})`,
    `any(x.islower() for x in ${s})`,
    `any(x.isalpha() for x in ${s})`,
    `len(set(${s})) <= 1`,
    `${s}[:1] == ${s}[-1:]`,
    `${s} == ${s}.strip()`,
    `${s}.count('(') == ${s}.count(')')`,
    ...strings
      .filter((value) => /^[\w ,.:;()<>[\]{}-]{1,10}$/.test(value))
      .slice(0, 5)
      .flatMap((c) => [`'${c}' in ${s}`, `${s} == '${c}'`, `${s}.startswith('${c}')`, `${s}.endswith('${c}')`]),
  ];
}

function ofTwo(p: Term, q: Term): string[] {
  const [x, t] = [p.text, q.text];
  if (isText(p) && isText(q))
    return [
      `${t} in ${x}`,
      `${x}.startswith(${t})`,
      `${x}.endswith(${t})`,
      `sorted(${x}) == sorted(${t})`,
      `set(${x}) == set(${t})`,
      `set(${x}) <= set(${t})`,
      `${x} == ${t}`,
      `${x} == ${t}[::-1]`,
      `len(${x}) == len(${t})`,
      `${x}.lower() == ${t}.lower()`,
      `${x} < ${t}`,
    ];
  if (isSequence(p) && isSequence(q))
    return [
      `${x} == ${t}`,
      `sorted(${x}) == sorted(${t})`,
      `set(${x}) == set(${t})`,
      `set(${x}) <= set(${t})`,
      `any(x in ${t} for x in ${x})`,
      `all(x in ${t} for x in ${x})`,
      `len(${x}) == len(${t})`,
    ];
  if (isSequence(p) && (isNumber(q) || isText(q))) {
    const numeric = isNumbers(p) && isNumber(q);
    return [
      `${t} in ${x}`,
      `all(x == ${t} for x in ${x})`,
      ...(numeric
        ? [
            `all(x < ${t} for x in ${x})`,
            `all(x > ${t} for x in ${x})`,
            `all(x <= ${t} for x in ${x})`,
            `any(x > ${t} for x in ${x})`,
            `sum(${x}) > ${t}`,
            `sum(${x}) <= ${t}`,
            `sum(${x}) == ${t}`,
            `${x}.count(${t}) > len(${x}) / 2`,
          ]
        : []),
    ];
  }
  return p.shape.kind === "dict" && !isSequence(q) ? [`${t} in ${x}`, `all(v == ${t} for v in ${x}.values())`] : [];
}

import {
  elementOf,
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
  type Term,
  type View,
} from "./view.ts";

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
    ...elements(view),
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
      .flatMap((n) => (isNumbers(subject) ? aboutNumber(r, n) : [])),
    ...parameters.flatMap((p) =>
      isSequence(p)
        ? fromSequence(view, p, kind)
        : isText(p)
          ? fromText(view, p)
          : p.shape.kind === "dict"
            ? fromMapping(r, p.text)
            : p.shape.kind === "set"
              ? [`set(${r}) == ${p.text}`, `all(v in ${p.text} for v in ${r})`, `${r} == sorted(${p.text})`]
              : [],
    ),
    ...parameters.flatMap((p) => parameters.flatMap((q) => (p === q ? [] : fromTwo(view, p, q)))),
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

/** What every element is by itself. */
function elements({ subject, parameters }: View): string[] {
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

function aboutNumber(r: string, n: Term): string[] {
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

/** The subject as the whole, a rearrangement, a part or an image of another sequence. */
function fromSequence({ subject, integers }: View, p: Term, kind: "list" | "tuple"): string[] {
  const [r, x] = [subject.text, p.text];
  const own = p.shape.kind === "list" ? "list" : "tuple";
  const comparable = own === kind;
  const as = (source: string) => `${kind}(${source})`;
  const numeric = isNumbers(subject) && isNumbers(p);
  const filters = isNumbers(p)
    ? ["x > 0", "x < 0", "x >= 0", "x != 0", ...(isIntegers(p) ? ["x % 2 == 0", "x % 2 == 1"] : [])]
    : [];
  const wholes = [
    `${as(x)}`,
    `${as(`${x}[::-1]`)}`,
    `${as(`sorted(${x})`)}`,
    `${as(`sorted(${x}, reverse=True)`)}`,
    `${as(`${x}[1:]`)}`,
    `${as(`${x}[:-1]`)}`,
    `${as(`${x}[::2]`)}`,
    `${as(`${x}[1::2]`)}`,
    `${as(`sorted(set(${x}))`)}`,
    `${as(`dict.fromkeys(${x})`)}`,
    `${as(`zip(${x}, ${x}[1:])`)}`,
    `${as(`enumerate(${x})`)}`,
    `${as(`${x}[-1:] + ${x}[:-1]`)}`,
    `${as(`${x}[1:] + ${x}[:1]`)}`,
    `${as(`x for x in ${x} if ${x}.count(x) == 1`)}`,
    `${as(`x for x in ${x} if ${x}.count(x) > 1`)}`,
    ...filters.map((filter) => as(`x for x in ${x} if ${filter}`)),
    ...(isNumbers(p)
      ? ["x + 1", "x - 1", "2 * x", "x * x", "x ** 3", "-x", "abs(x)", "str(x)"].map((image) =>
          as(`${image} for x in ${x}`),
        )
      : []),
    ...(isNumbers(p)
      ? [
          `a - b for a, b in zip(${x}[1:], ${x})`,
          `a + b for a, b in zip(${x}, ${x}[1:])`,
          `a * b for a, b in zip(${x}, ${x}[1:])`,
          `sum(${x}[:i + 1]) for i in range(len(${x}))`,
          `max(${x}[:i + 1]) for i in range(len(${x}))`,
        ].map(as)
      : []),
    ...integers
      .filter((c) => c > 1n)
      .slice(0, 3)
      .flatMap((c) => [`x + ${c} for x in ${x}`, `x * ${c} for x in ${x}`, `x % ${c} for x in ${x}`].map(as)),
    ...(isTexts(p)
      ? ["x.lower()", "x.upper()", "x[::-1]", "len(x)", "x.strip()"].map((image) => as(`${image} for x in ${x}`))
      : []),
    ...(isTexts(p) ? [as(`sorted(${x}, key=len)`), as(`int(x) for x in ${x}`)] : []),
    ...(isNested(p)
      ? ["len(x)", "sum(x)", "max(x)", "min(x)", "x[0]", "x[-1]", "x[::-1]", "sorted(x)", "tuple(x)", "list(x)"].map(
          (image) => as(`${image} for x in ${x}`),
        )
      : []),
    ...(isNested(p)
      ? [
          as(`y for x in ${x} for y in x`),
          as(`map(list, zip(*${x}))`),
          as(`zip(*${x})`),
          as(`sorted(${x}, key=len)`),
          as(`sorted(${x}, key=sum)`),
          as(`sorted(${x}, key=lambda x: x[-1])`),
          as(`sorted(${x}, key=lambda x: x[0])`),
        ]
      : []),
  ];
  return [
    ...wholes.map((value) => `${r} == ${value}`),
    `sorted(${r}) == sorted(${x})`,
    `set(${r}) == set(${x})`,
    `all(v in ${x} for v in ${r})`,
    `all(v in ${r} for v in ${x})`,
    `all(v not in ${x} for v in ${r})`,
    `all(${r}.count(v) <= ${x}.count(v) for v in ${r})`,
    ...(comparable
      ? [`${r} == ${x}[:len(${r})]`, `${r} == ${x}[len(${x}) - len(${r}):]`, `${r}[:len(${x})] == ${x}`]
      : []),
    `${r}[0] == ${x}[0]`,
    `${r}[-1] == ${x}[-1]`,
    ...(numeric
      ? [
          `sum(${r}) == sum(${x})`,
          `max(${r}) == max(${x})`,
          `min(${r}) == min(${x})`,
          ...["<=", ">=", "<", ">", "!="].map((operator) => `all(a ${operator} b for a, b in zip(${r}, ${x}))`),
          `all(min(${x}) <= v <= max(${x}) for v in ${r})`,
        ]
      : []),
    `len(${r}) == len(set(${x}))`,
    ...(isNested(p)
      ? [
          `len(${r}) == sum(len(x) for x in ${x})`,
          `all(any(v in x for x in ${x}) for v in ${r})`,
          `all(len(a) == len(b) for a, b in zip(${r}, ${x}))`,
          `all(sorted(a) == sorted(b) for a, b in zip(${r}, ${x}))`,
        ]
      : []),
    ...(isNested(subject)
      ? [
          `all(y in ${x} for v in ${r} for y in v)`,
          `sum(len(v) for v in ${r}) == len(${x})`,
          `[y for v in ${r} for y in v] == list(${x})`,
        ]
      : []),
  ];
}

function fromText({ subject }: View, p: Term): string[] {
  const [r, s] = [subject.text, p.text];
  return [
    ...[
      `list(${s})`,
      `${s}.split()`,
      `${s}.split(',')`,
      `${s}.split(' ')`,
      `[len(x) for x in ${s}.split()]`,
      `[ord(x) for x in ${s}]`,
      `sorted(${s})`,
      `${s}.splitlines()`,
      `sorted(${s}.split())`,
      `${s}.split()[::-1]`,
      `[${s}[:i + 1] for i in range(len(${s}))]`,
      `[int(x) for x in ${s} if x.isdigit()]`,
      `[int(x) for x in ${s}.split()]`,
      `sorted(set(${s}))`,
      `[x for x in ${s} if x.isupper()]`,
    ].map((value) => `${r} == ${value}`),
    ...(isTexts(subject)
      ? [
          `''.join(${r}) == ${s}`,
          `' '.join(${r}) == ${s}`,
          `all(v in ${s} for v in ${r})`,
          `all(${s}.startswith(v) for v in ${r})`,
          `sum(len(v) for v in ${r}) <= len(${s})`,
          `all(v in ${s}.split() for v in ${r})`,
        ]
      : []),
    `len(${r}) == len(${s}.split())`,
  ];
}

function fromMapping(r: string, d: string): string[] {
  return [
    `${r} == list(${d})`,
    `${r} == list(${d}.values())`,
    `${r} == list(${d}.items())`,
    `${r} == sorted(${d})`,
    `${r} == sorted(${d}.values())`,
    `${r} == sorted(${d}.items())`,
    `all(v in ${d} for v in ${r})`,
    `all(v in ${d}.values() for v in ${r})`,
    `len(set(${r})) == len(${d})`,
  ];
}

function fromTwo({ subject }: View, p: Term, q: Term): string[] {
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

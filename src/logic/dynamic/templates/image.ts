import { isIntegers, isNested, isNumbers, isTexts, type Term, type View } from "./view.ts";

/** The subject as the whole, a rearrangement, a part or an image of another sequence. */
export function imageOfSequence({ subject, integers }: View, p: Term, kind: "list" | "tuple"): string[] {
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

/** The subject as parts of a text. */
export function imageOfText({ subject }: View, p: Term): string[] {
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

/** The subject as keys, values or items. */
export function imageOfMapping(r: string, d: string): string[] {
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

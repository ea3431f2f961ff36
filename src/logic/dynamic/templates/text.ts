import {
  type Family,
  isInteger,
  isNumber,
  isSequence,
  isText,
  isTexts,
  numbersOf,
  type Term,
  type View,
} from "./view.ts";

const CLASSES = ["isdigit", "isalpha", "isalnum", "islower", "isupper", "isspace", "isidentifier"];

/** Text as the subject: its characters and length, and what it is of the parameters. */
export const ofText: Family = (view) => {
  const { subject, parameters } = view;
  const r = subject.text;
  const numbers = numbersOf(view).slice(0, 4);
  return [
    `${r} != ''`,
    `${r} == ''`,
    ...view.strings
      .filter((value) => /^[\w ,.:;-]{1,20}$/.test(value))
      .slice(0, 6)
      .map((value) => `${r} == '${value}'`),
    `${r} == ${r}.lower()`,
    `${r} == ${r}.upper()`,
    `${r} == ${r}.strip()`,
    `${r} == ${r}[::-1]`,
    `' ' not in ${r}`,
    `'  ' not in ${r}`,
    `len(set(${r})) == len(${r})`,
    `${r} == ''.join(sorted(${r}))`,
    ...["01", "0123456789", "0123456789ABCDEF", "0123456789abcdef"].map((set) => `all(c in '${set}' for c in ${r})`),
    ...CLASSES.map((name) => `${r}.${name}()`),
    ...[1, 2].map((length) => `len(${r}) == ${length}`),
    ...numbers.flatMap(({ text }) => ["==", "<=", ">=", "<", ">"].map((operator) => `len(${r}) ${operator} ${text}`)),
    ...parameters.flatMap((p) =>
      isText(p) ? fromText(view, p) : isNumber(p) ? fromNumber(r, p) : isSequence(p) ? fromSequence(r, p) : [],
    ),
    ...parameters.flatMap((p) => parameters.flatMap((q) => (p === q || !isText(p) ? [] : fromTwo(r, p, q)))),
  ];
};

function fromText({ subject, strings }: View, p: Term): string[] {
  const [r, s] = [subject.text, p.text];
  const wholes = [
    s,
    `${s}.lower()`,
    `${s}.upper()`,
    `${s}.swapcase()`,
    `${s}.capitalize()`,
    `${s}.title()`,
    `${s}.strip()`,
    `${s}.lstrip()`,
    `${s}.rstrip()`,
    `${s}[::-1]`,
    `${s}[1:]`,
    `${s}[:-1]`,
    `${s}[1:-1]`,
    `${s}[0]`,
    `${s}[-1]`,
    `${s}[::2]`,
    `${s}[1::2]`,
    `${s} + ${s}`,
    `''.join(sorted(${s}))`,
    `''.join(sorted(${s}, reverse=True))`,
    `''.join(dict.fromkeys(${s}))`,
    `''.join(${s}.split())`,
    `' '.join(${s}.split())`,
    `' '.join(${s}.split()[::-1])`,
    `' '.join(x[::-1] for x in ${s}.split())`,
    `${s}.replace(' ', '')`,
    `${s}[:1].upper() + ${s}[1:]`,
    `${s}[:1].lower() + ${s}[1:]`,
    ...CLASSES.slice(0, 5).map((name) => `''.join(x for x in ${s} if x.${name}())`),
    ...["aeiou", "aeiouAEIOU"].map((vowels) => `''.join(x for x in ${s} if x not in '${vowels}')`),
    ...strings
      .filter((value) => /^[\w ,.:;-]{1,10}$/.test(value))
      .slice(0, 4)
      .flatMap((c) => [
        `${s}.replace('${c}', '')`,
        `${s}.replace(' ', '${c}')`,
        `${s} + '${c}'`,
        `'${c}' + ${s}`,
        `${s}.strip('${c}')`,
        ...strings
          .filter((value) => /^[\w ,.:;-]{0,10}$/.test(value))
          .slice(0, 4)
          .map((d) => `${s}.replace('${c}', '${d}')`),
      ]),
  ];
  return [
    ...wholes.map((value) => `${r} == ${value}`),
    `${r} in ${s}`,
    `${s} in ${r}`,
    `${r}.startswith(${s})`,
    `${r}.endswith(${s})`,
    `${s}.startswith(${r})`,
    `${s}.endswith(${r})`,
    `${r} != ${s}`,
    `all(c in ${s} for c in ${r})`,
    `all(c in ${r} for c in ${s})`,
    `sorted(${r}) == sorted(${s})`,
    `set(${r}) == set(${s})`,
    `${r}.lower() == ${s}.lower()`,
    `sorted(${r}.lower()) == sorted(${s}.lower())`,
    `all(${r}.count(c) <= ${s}.count(c) for c in ${r})`,
    `${r} in ${s}.split()`,
    `all(c.lower() in ${s}.lower() for c in ${r})`,
    `len(${r}.split()) == len(${s}.split())`,
    `[len(x) for x in ${r}.split()] == [len(x) for x in ${s}.split()]`,
  ];
}

function fromNumber(r: string, n: Term): string[] {
  const t = n.text;
  return [
    `${r} == str(${t})`,
    ...(isInteger(n)
      ? [
          `${r} == bin(${t})`,
          `${r} == bin(${t})[2:]`,
          `${r} == hex(${t})`,
          `${r} == hex(${t})[2:]`,
          `${r} == oct(${t})`,
          `int(${r}) == ${t}`,
          `int(${r}, 2) == ${t}`,
          `${r} == str(${t})[::-1]`,
          `${r} == ' '.join(map(str, range(${t} + 1)))`,
          `${r} == ' '.join(map(str, range(${t})))`,
          `str(${t}) in ${r}`,
          `${r} == chr(${t})`,
        ]
      : []),
  ];
}

function fromSequence(r: string, p: Term): string[] {
  const x = p.text;
  return [
    ...(isTexts(p)
      ? [
          `${r} == ''.join(${x})`,
          `${r} == ' '.join(${x})`,
          `${r} == ','.join(${x})`,
          `${r} == max(${x}, key=len)`,
          `${r} == min(${x}, key=len)`,
          `${r} == max(${x})`,
          `${r} == min(${x})`,
          `all(${r} in x for x in ${x})`,
          `all(len(x) <= len(${r}) for x in ${x})`,
          `all(x.startswith(${r}) for x in ${x})`,
        ]
      : []),
    `${r} in ${x}`,
    `${r} == ${x}[0]`,
    `${r} == ${x}[-1]`,
    `${r} == str(${x})`,
    `${r} == ''.join(map(str, ${x}))`,
    `${r} == ' '.join(map(str, ${x}))`,
  ];
}

function fromTwo(r: string, p: Term, q: Term): string[] {
  const [s, t] = [p.text, q.text];
  if (isText(q))
    return [
      `${r} == ${s} + ${t}`,
      `${r} == ${s}.replace(${t}, '')`,
      `${r} == ''.join(x for x in ${s} if x not in ${t})`,
      `${r} == ''.join(x for x in ${s} if x in ${t})`,
      `all(c not in ${t} for c in ${r})`,
      `${t} not in ${r}`,
      `all(c in ${s} or c in ${t} for c in ${r})`,
      `len(${r}) == len(${s}) + len(${t})`,
      `len(${r}) == max(len(${s}), len(${t}))`,
      `len(${r}) == min(len(${s}), len(${t}))`,
      `${r} == ${s}.removeprefix(${t})`,
      `${r} == ${s}.strip(${t})`,
      `${r} == max(${s}, ${t}, key=len)`,
    ];
  if (!isInteger(q)) return [];
  return [
    `${s}[:${t}]`,
    `${s}[${t}:]`,
    `${s} * ${t}`,
    `${s}[:${t} - 1] + ${s}[${t}:]`,
    `${s}[:${t}] + ${s}[${t} + 1:]`,
    `${s}[${t}]`,
    `${s}[${t}:] + ${s}[:${t}]`,
    `${s}[-${t}:]`,
    `${s}[-${t}:] + ${s}[:-${t}]`,
    `${s}[:${t}] * 2`,
  ].map((value) => `${r} == ${value}`);
}

import { placeAmong } from "./element.ts";
import { measuresOf } from "./measure.ts";
import { combinationsOf, type Family, isInteger, numbersOf, pairsOf, type Term, type View } from "./view.ts";

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
    ...measuresOf(view).map((value) => `${r} == ${value}`),
    ...view.parameters.flatMap((p) => placeAmong(view, p)),
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

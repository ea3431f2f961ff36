import { type Form, wordsOf } from "./candidate.ts";

/** Ranges that quantities have by what they are: calendar and clock (ISO 8601), shares, positions on Earth (ISO 6709), ports (RFC 6335), octets. */
const RANGES: readonly (readonly [words: string, low: string, high: string | null, exclusive?: "exclusive"])[] = [
  ["hour hours", "0", "24", "exclusive"],
  ["minute minutes", "0", "60", "exclusive"],
  ["second seconds", "0", "60", "exclusive"],
  ["month", "1", "12"],
  ["day", "1", "31"],
  ["weekday", "0", "6"],
  ["year", "1", null],
  ["percent percentage", "0", "100"],
  ["probability prob ratio fraction alpha", "0", "1"],
  ["latitude lat", "-90", "90"],
  ["longitude lon lng", "-180", "180"],
  ["port", "0", "65535"],
  ["byte octet", "0", "255"],
  ["digit", "0", "9"],
  ["age", "0", null],
];

/** What a number of this name is within. */
export function rangesOf(name: string, text: string): Form[] {
  const last = wordsOf(name).at(-1);
  return RANGES.flatMap(([words, low, high, exclusive]): Form[] => {
    if (last === undefined || !words.split(" ").includes(last)) return [];
    const within = high === null ? `${text} >= ${low}` : `${low} <= ${text} ${exclusive ? "<" : "<="} ${high}`;
    return [[within, 30, `The range of ${name} by what it is called.`]];
  });
}

const AMONG = {
  index: "i j idx index pos position cursor offset start stop end at begin first last row col column",
  count: "k n m count num size length len number amount limit total times width height depth",
  positive: "k size width height length count limit divisor modulus mod p base step capacity period factor",
  divisor: "divisor denominator y b right modulus mod",
  text: "c ch char character letter symbol sep separator delimiter",
} as const;

/** Whether a name is one by which such a quantity is usually called. */
export function isNamed(name: string, as: keyof typeof AMONG): boolean {
  const last = wordsOf(name).at(-1);
  return last !== undefined && AMONG[as].split(" ").includes(last);
}

const ENDS = [
  ["low", "high"],
  ["lower", "upper"],
  ["min", "max"],
  ["minimum", "maximum"],
  ["start", "end"],
  ["start", "stop"],
  ["begin", "end"],
  ["first", "last"],
  ["left", "right"],
  ["from", "to"],
  ["lo", "hi"],
] as const;

/** Whether two names are those of the ends of a range, the lower one first. */
export const areEnds = (one: string, other: string): boolean =>
  ENDS.some(([low, high]) => wordsOf(one).includes(low) && wordsOf(other).includes(high));

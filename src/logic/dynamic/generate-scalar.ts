import type { Expression } from "../../ir/expression/ast.ts";
import { EXTREME_FLOATS, EXTREME_INTEGERS, UNUSUAL_TEXTS } from "./extremes.ts";
import { boolean, float, integer, text } from "./literal.ts";
import type { Pool } from "./pool.ts";
import { type Random, seeded } from "./random.ts";

export interface Making {
  random: Random;
  pool: Pool;
  /** Most elements of a container and the scale of numbers; small first. */
  size: number;
  /** Also values that stretch what the code was written for: huge numbers, long and odd text. */
  strange: boolean;
  /** Often the finite values at which arithmetic and text change their behaviour, and long values. */
  extreme: boolean;
  /** Also nan and the infinities among floats. */
  nonFinite: boolean;
  /** Texts and integers of the input in the making, if it is one: now and then one comes again, as a key that another parameter holds must. */
  drawn?: { texts: string[]; integers: bigint[] };
}

/** Ordinary values alone, with the random numbers of the seed. */
export const ordinary = (seed: number, pool: Pool, size: number): Making => ({
  random: seeded(seed),
  pool,
  size,
  strange: false,
  extreme: false,
  nonFinite: false,
});

/** Share of scalars that are drawn again. */
const AGAIN = 0.12;
/** Share of extreme values among the scalars where they are asked for: mixed with ordinary ones they do the most harm. */
const EXTREME_SHARE = 0.3;

/** Values at which machine integers, floats and common formats change their behaviour. */
const EDGES = [
  0n,
  1n,
  -1n,
  2n,
  10n,
  100n,
  255n,
  256n,
  999n,
  1000n,
  2n ** 31n,
  -(2n ** 31n),
  2n ** 53n + 1n,
  10n ** 12n,
  -(10n ** 18n),
];

export function makeInteger(making: Making): Expression {
  const { drawn, random } = making;
  if (drawn === undefined) return freshInteger(making);
  const again = random.chance(AGAIN) ? random.pick(drawn.integers) : null;
  const made = again === null ? freshInteger(making) : integer(again);
  if (made.kind === "integer") drawn.integers.push(made.value);
  return made;
}

function freshInteger({ random, pool, size, strange, extreme }: Making): Expression {
  const draw = random.next();
  // a bool is an int
  if (draw < (strange ? 0.06 : 0.02)) return boolean(random.chance(0.5));
  if (extreme && random.chance(EXTREME_SHARE)) return integer(random.pick(EXTREME_INTEGERS) ?? 0n);
  if (draw < 0.22 && pool.integers.length > 0) {
    const value = random.pick(pool.integers) ?? 0n;
    const near = value + BigInt(random.whole(-1, 1));
    return integer(random.chance(0.15) ? -near : random.chance(0.1) ? near * BigInt(random.whole(2, 5)) : near);
  }
  if (draw < 0.3) return integer(random.pick(strange ? EDGES : EDGES.slice(0, 10)) ?? 0n);
  if (draw < 0.45) {
    // log-uniform: every number of digits is as likely
    const digits = random.next() * (strange ? 7 : 3.2);
    const value = Math.floor(10 ** digits);
    return integer(random.chance(0.2) ? -value : value);
  }
  if (draw < 0.6) return integer(-random.whole(0, size + 2));
  return integer(random.whole(0, random.chance(0.3) ? size * 8 : size + 3));
}

const FLOAT_EDGES = [
  0, -0.0, 0.1, 0.5, -0.5, 1, 1.5, 2.5, -2.5, 1e-9, 1e9, 0.30000000000000004, 3.14, 99.99, 1e16, -1e-300,
];

/** Finite floats, some of them whole; the annotation `float` admits ints too (PEP 484), so some are ints. */
export function makeFloat(making: Making): Expression {
  const { random, pool, strange } = making;
  if (making.nonFinite && random.chance(0.3))
    return float(random.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) ?? 0);
  if (making.extreme && random.chance(EXTREME_SHARE)) return float(random.pick(EXTREME_FLOATS) ?? 0);
  const draw = random.next();
  if (draw < 0.2) return makeInteger(making);
  if (draw < 0.3 && pool.floats.length > 0) return float((random.pick(pool.floats) ?? 0) + random.whole(-1, 1));
  if (draw < 0.45) return float(random.pick(strange ? FLOAT_EDGES : FLOAT_EDGES.slice(0, 14)) ?? 0);
  if (draw < 0.6) return float(random.whole(-20, 60) / 2);
  if (draw < 0.8) return float(random.whole(-500, 2000) / 100);
  return float((random.next() - 0.3) * 10 ** random.whole(0, strange ? 8 : 3));
}

const ALPHABETS = [
  "ab",
  "abc",
  "abcdefghijklmnopqrstuvwxyz",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "aAbBcC",
  "aeiouAEIOUxyz",
  "0123456789",
  "01",
  "a1 b2",
  "aB3 .,!?-_",
  "()",
  "()[]{}<>",
  "+-*/0123456789 ()",
  " \t\n",
];
const WORDS = [
  "",
  "a",
  "the",
  "Hello",
  "world",
  "cat",
  "Python",
  "level",
  "Noon",
  "x1",
  "I",
  "am",
  "test",
  "UPPER",
  "42",
  "-7",
  "3.5",
  "one",
  "two",
  "yes",
];
const SEPARATORS = [" ", " ", " ", ",", ", ", "-", "_", "\n", "/", ".", "  "];
const FORMATS = [
  "0",
  "7",
  "-12",
  "3.14",
  "1e5",
  "007",
  "2024-02-29",
  "12:30",
  "a@b.co",
  "192.168.0.1",
  "#ff00aa",
  "0x1F",
  "AbC123",
  "True",
  "None",
  "x = 1",
  "http://a.b/c?d=e",
  "XIV",
  "1,2,3",
  "{}",
  "{0}",
  "%s",
  "%d",
  "%",
  "^a.*$",
  "a+b?",
  "\\d",
  "$1",
  "<b>x</b>",
];

export function makeText(making: Making): Expression {
  const { drawn, random } = making;
  if (drawn === undefined) return text(textValue(making));
  const made = (random.chance(AGAIN) ? random.pick(drawn.texts) : null) ?? textValue(making);
  drawn.texts.push(made);
  return text(made);
}

function textValue(making: Making): string {
  const { random, pool, size, strange, extreme } = making;
  const draw = random.next();
  if (draw < (strange ? 0.08 : 0.04)) return "";
  if (extreme && random.chance(EXTREME_SHARE)) {
    const around = [...textValue({ ...making, extreme: false })];
    return around.toSpliced(random.whole(0, around.length), 0, random.pick(UNUSUAL_TEXTS) ?? "").join("");
  }
  if (draw < 0.2 && pool.strings.length > 0) return fromPool(making);
  if (draw < 0.26) return random.pick(FORMATS) ?? "";
  if (draw < 0.42) {
    const separator = random.pick(SEPARATORS) ?? " ";
    return several(random, 1, Math.max(2, size), () => random.pick(WORDS) ?? "").join(separator);
  }
  if (draw < (strange ? 0.55 : 0.46))
    return several(random, 1, 4, () => random.pick(UNUSUAL_TEXTS) ?? "").join(random.pick(["", "a", " "]) ?? "");
  const letters = random.pick(ALPHABETS) ?? "a";
  const most = strange && random.chance(0.1) ? (extreme ? 300 : 60) : size + 2;
  const made = several(random, 0, most, () => random.pick([...letters]) ?? "").join("");
  const form = random.next();
  if (form < 0.1) return made + [...made].reverse().join("");
  if (form < 0.2) return made.repeat(random.whole(1, 3));
  if (form < 0.28) return [...made].sort().join("");
  return form < 0.34 ? (made[0] ?? "a").repeat(made.length) : made;
}

function fromPool(making: Making): string {
  const { random, pool } = making;
  const part = (): string => {
    const value = random.pick(pool.strings) ?? "";
    const letters = [...value];
    const draw = random.next();
    if (draw < 0.3 && letters.length > 1) return random.pick(letters) ?? "";
    if (draw < 0.4) return value.toUpperCase();
    return draw < 0.45 ? value.toLowerCase() : value;
  };
  if (random.chance(0.3)) return part();
  const around = () => (random.chance(0.5) ? part() : (random.pick(WORDS) ?? ""));
  return several(random, 1, 5, around).join(random.chance(0.5) ? "" : " ");
}

export function several<Item>(random: Random, least: number, most: number, make: () => Item): Item[] {
  return Array.from({ length: random.whole(least, Math.max(least, most)) }, make);
}

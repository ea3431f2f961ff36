import type { Idiom } from "../idiom.ts";
import { AGGREGATION } from "./aggregation.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { COMPARISON } from "./comparison.ts";
import { NUMBER_THEORY } from "./number-theory.ts";
import { SEQUENCES } from "./sequences.ts";
import { STRINGS } from "./strings.ts";
import { WINDOWS } from "./windows.ts";

/** All idioms that compute a value from values, in a fixed order: the search is deterministic. Those that bind a variable are in `comprehensions.ts`. */
export const LIBRARY: readonly Idiom[] = [
  ...ARITHMETIC,
  ...COMPARISON,
  ...NUMBER_THEORY,
  ...STRINGS,
  ...SEQUENCES,
  ...WINDOWS,
  ...AGGREGATION,
];

import type { Entry } from "../entry.ts";
import { AGGREGATES } from "./aggregates.ts";
import { COLLECTIONS } from "./collections.ts";
import { GEOMETRY } from "./geometry.ts";
import { INPUTS } from "./inputs.ts";
import { MAPPINGS } from "./mappings.ts";
import { NUMBERS } from "./numbers.ts";
import { PHRASES } from "./phrases.ts";
import { PREDICATES } from "./predicates.ts";
import { REQUESTS } from "./requests.ts";
import { SEQUENCE_ENTRIES } from "./sequences.ts";
import { TEXTS } from "./texts.ts";

const WRITTEN: readonly Entry[] = [
  ...INPUTS,
  ...REQUESTS,
  ...PHRASES,
  ...PREDICATES,
  ...AGGREGATES,
  ...GEOMETRY,
  ...SEQUENCE_ENTRIES,
  ...NUMBERS,
  ...TEXTS,
  ...COLLECTIONS,
  ...MAPPINGS,
];

/** A kind of thing that is written with its plural is also one thing of the kind. */
const singular = (written: Entry): Entry[] =>
  written.category === "N" && written.pattern.includes("+")
    ? [{ ...written, category: "N1", pattern: written.pattern.replaceAll("+", "=") }]
    : [];

/** Every rule of the lexicon. */
export const ENTRIES: readonly Entry[] = [...WRITTEN, ...WRITTEN.flatMap(singular)];

import type { Entry } from "../entry.ts";
import { AGGREGATES } from "./aggregates.ts";
import { COMBINATIONS } from "./combination.ts";
import { DISTANCES } from "./distance.ts";
import { ELEMENT_WISE } from "./element-wise.ts";
import { GEOMETRY } from "./geometry.ts";
import { INPUTS } from "./inputs.ts";
import { MAPPINGS } from "./mappings.ts";
import { MATRICES } from "./matrices.ts";
import { NUMBERS } from "./numbers.ts";
import { ORDERS } from "./order.ts";
import { PARTS } from "./parts.ts";
import { PHRASES } from "./phrases.ts";
import { PREDICATES } from "./predicates.ts";
import { REMOVALS } from "./removal.ts";
import { REQUESTS } from "./requests.ts";
import { SEQUENCE_ENTRIES } from "./sequences.ts";
import { TEXTS } from "./texts.ts";

const WRITTEN: readonly Entry[] = [
  ...INPUTS,
  ...REQUESTS,
  ...PHRASES,
  ...PREDICATES,
  ...AGGREGATES,
  ...DISTANCES,
  ...GEOMETRY,
  ...SEQUENCE_ENTRIES,
  ...NUMBERS,
  ...TEXTS,
  ...REMOVALS,
  ...ORDERS,
  ...COMBINATIONS,
  ...MATRICES,
  ...ELEMENT_WISE,
  ...PARTS,
  ...MAPPINGS,
];

/** A kind of thing that is written with its plural is also one thing of the kind. */
const singular = (written: Entry): Entry[] =>
  written.category === "N" && written.pattern.includes("+")
    ? [{ ...written, category: "N1", pattern: written.pattern.replaceAll("+", "=") }]
    : [];

/** Every rule of the lexicon. */
export const ENTRIES: readonly Entry[] = [...WRITTEN, ...WRITTEN.flatMap(singular)];

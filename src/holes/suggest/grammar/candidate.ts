import type { PythonType } from "../../../logic/types/python-type.ts";

/** A condition in a form that contracts are often written in. */
export interface Candidate {
  text: string;
  rationale: string;
  /** How often, relative to the other candidates, a clause of this form is what is missing, before any evidence. */
  weight: number;
}

/** What a condition speaks of: a parameter, the result, or a part of one. */
export interface Term {
  /** Source of the expression. */
  text: string;
  /** The name that tells what it stands for. */
  name: string;
  type: PythonType;
}

/** A condition with its weight, and words which make it likelier where the contract's own words contain them. */
export type Form = readonly [text: string, weight: number, rationale: string, cues?: string];

/** A word of a request that names a form outright makes it so many times likelier. */
const CUED = 8;

/** Forms as candidates, those first that the words name. */
export const candidates = (forms: readonly Form[], words: Words): Candidate[] =>
  forms.map(([text, weight, rationale, cues]) => ({
    text,
    rationale,
    weight: cues !== undefined && words.mention(cues) ? weight * CUED : weight,
  }));

/** The words in which a contract speaks of its function: parts of names, summary, descriptions. */
export class Words {
  readonly #words: ReadonlySet<string>;

  constructor(texts: readonly string[]) {
    this.#words = new Set(texts.flatMap(wordsOf));
  }

  /** Whether one of the words, separated by spaces, occurs in some inflection. */
  mention(cues: string): boolean {
    return cues
      .split(" ")
      .some((cue) => [...this.#words].some((word) => word === cue || (cue.length >= 4 && word.startsWith(cue))));
  }
}

/** Words of a text or identifier: `isSorted_list2` has is, sorted, list. */
export const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");

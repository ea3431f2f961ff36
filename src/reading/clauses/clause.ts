import type { ExpressionFact } from "../../signatures/facts.ts";
import type { Span } from "../mapped-text.ts";
import type { Known } from "../subjects.ts";

/** "If <condition>, the result is <value>": an exception to whatever else the prose says of the result. */
export interface Case {
  condition: string;
  value: string;
  rationale: string;
}

/** What a clause of a sentence says, with the words that say it. */
export interface Clause extends Span {
  preconditions: readonly ExpressionFact[];
  cases: readonly Case[];
  /** The result in every other case than those of this clause. */
  otherwise: string | null;
  raises: readonly { exception: string; condition: string; rationale: string }[];
}

export interface ClauseRule {
  name: string;
  /** Reads the whole sentence or a clause at one of its ends; positions are those of the sentence. Null when a word of it is not understood. */
  read(sentence: string, known: Known): Clause | null;
}

export const NOTHING: Omit<Clause, "start" | "end"> = { preconditions: [], cases: [], otherwise: null, raises: [] };

export function words(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

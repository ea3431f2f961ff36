import type { JsonSchema } from "../json-schema.ts";

/** Whether a text is a sentence of a schema's grammar. `at` is the index (UTF-16) of the first character that no answer of the schema could have there. */
export type GrammarVerdict =
  | { ok: true }
  | {
      ok: false;
      at: number;
      /** Whether the text is only the beginning of an answer; `at` is its length then. */
      incomplete: boolean;
      /** What had to come there, when that is one text or a few characters; null where much is allowed. */
      expected: string | null;
    };

/**
 * Checks a model's whole output, before anything interprets it, against the grammar that constrained decoding would have enforced.
 * A service binding may stand behind it. Rejects with GrammarError for a schema that has no grammar.
 */
export interface GrammarCheck {
  accepts(schema: JsonSchema, text: string): GrammarVerdict | Promise<GrammarVerdict>;
}

/** The schema cannot be compiled: a fault of the program, never of a model. */
export class GrammarError extends Error {
  override readonly name = "GrammarError";
}

/** The refusal as a sentence that a model can act on. */
export function grammarProblem(verdict: GrammarVerdict & { ok: false }, text: string): string {
  const before = text.slice(Math.max(0, verdict.at - 40), verdict.at);
  const expected = verdict.expected === null ? "" : `; expected ${verdict.expected}`;
  const place = before === "" ? "at its start" : `after ${JSON.stringify(before)}`;
  return verdict.incomplete
    ? `The answer ends too early, ${place}${expected}. Answer with one complete JSON object and nothing else.`
    : `The answer leaves the required format at character ${verdict.at}, ${place}: found ${JSON.stringify(text.slice(verdict.at, verdict.at + 20))}${expected}. Answer with the JSON object alone, with exactly the required keys in their order.`;
}

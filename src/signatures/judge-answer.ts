import { z } from "zod";
import { isRecord, splitReasoning } from "./answer-schema.ts";
import type { SignatureDefinition } from "./define.ts";
import { type GrammarCheck, grammarProblem } from "./grammar/grammar.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What a model's text is worth. `problems` are sentences that the model gets back. */
export type Judgement<Output> =
  | { ok: true; output: Output; reasoning: string | null }
  | { ok: false; problems: readonly string[] };

export interface Standard<I extends z.ZodObject, O extends z.ZodObject> {
  signature: SignatureDefinition<I, O>;
  /** Of the whole answer, reasoning included. */
  schema: JsonSchema;
  grammar: GrammarCheck;
  check: ((output: z.output<O>) => readonly string[] | Promise<readonly string[]>) | null;
}

/**
 * Judges the text of an answer: by the grammar of its schema first, so that nothing reads what constrained decoding would not have written; then by the signature's own
 * zod schema, which knows bounds and refinements; then by the caller's check. What a narrower schema adds to the output, such as an echo of fixed names, ends here.
 */
export async function judgeAnswer<I extends z.ZodObject, O extends z.ZodObject>(
  text: string,
  { signature, schema, grammar, check }: Standard<I, O>,
): Promise<Judgement<z.output<O>>> {
  const answer = text.trim();
  const verdict = await grammar.accepts(schema, answer);
  if (!verdict.ok) return { ok: false, problems: [grammarProblem(verdict, answer)] };
  const value = parseJson(answer);
  if (!isRecord(value)) return { ok: false, problems: ["The answer is not a JSON object."] };
  const { reasoning, rest } = splitReasoning(signature, value);
  const parsed = signature.output.safeParse(rest);
  if (!parsed.success) return { ok: false, problems: [z.prettifyError(parsed.error)] };
  const problems = (await check?.(parsed.data)) ?? [];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, output: parsed.data, reasoning };
}

/** Undefined for what is no JSON: a grammar of JSON accepts a lone surrogate's escape, and nothing else that the parser does not. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

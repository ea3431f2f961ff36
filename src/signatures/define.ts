import type { z } from "zod";

/**
 * A declarative LLM task: what goes in, what comes out, and what the task is. How a model is prompted for it is compiled from this, never written by hand.
 * Keys of `input` and `output` are snake_case and describe themselves; models read the descriptions.
 */
export interface SignatureDefinition<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  /** Kebab-case, unique, never reused for another task. */
  id: string;
  /** Raised when answers of the old version may not be reused. */
  version: number;
  /** The task in one or two sentences, as an instruction. */
  description: string;
  input: I;
  output: O;
  /** Whether the model writes its reasoning first. It is a visible field that no consumer receives as part of the output. */
  reasoning: boolean;
}

export function defineSignature<I extends z.ZodObject, O extends z.ZodObject>(
  definition: SignatureDefinition<I, O>,
): SignatureDefinition<I, O> {
  return definition;
}

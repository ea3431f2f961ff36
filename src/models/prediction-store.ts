import { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { Prediction, PredictOptions } from "../signatures/predictor.ts";

/** Where predictions are kept by key, as JSON text. KV, a directory and a Map can each be one. */
export interface PredictionStore {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

export function memoryStore(): PredictionStore & { readonly size: number } {
  const entries = new Map<string, string>();
  return {
    get size() {
      return entries.size;
    },
    get: async (key) => entries.get(key) ?? null,
    put: async (key, value) => {
      entries.set(key, value);
    },
  };
}

const Stored = z.object({
  output: z.record(z.string(), z.unknown()),
  reasoning: z.string().nullable(),
  model: z.string(),
  program: z.string().nullable(),
});

export function storedText(prediction: Prediction<unknown>): string {
  const { output, reasoning, model, program } = prediction;
  return JSON.stringify({ output, reasoning, model, program });
}

/**
 * A prediction from its stored text, or null where it is none that this question can have: another shape, or one that the caller's check refuses. Nobody was
 * paid for it.
 */
export async function readStored<I extends z.ZodObject, O extends z.ZodObject>(
  text: string,
  signature: SignatureDefinition<I, O>,
  options: PredictOptions<z.output<O>>,
  source: "cache" | "recording",
): Promise<Prediction<z.output<O>> | null> {
  const stored = Stored.safeParse(jsonOrUndefined(text));
  if (!stored.success) return null;
  const output = signature.output.safeParse(stored.data.output);
  if (!output.success) return null;
  if (options.check !== undefined && (await options.check(output.data)).length > 0) return null;
  const { reasoning, model, program } = stored.data;
  return { output: output.data, reasoning, model, program, source, usage: [] };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

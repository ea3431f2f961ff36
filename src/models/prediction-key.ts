import { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { PredictOptions } from "../signatures/predictor.ts";
import { canonicalJson, sha256 } from "./canonical.ts";

/**
 * SHA-256 over all that an answer depends on: the signature (its contract, version and description), the whole program, who answers, the input, the sample
 * number, and the narrower schema where there is one. `check` is code and has no key; whoever reuses an answer applies it again.
 */
export async function predictionKey<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
  input: z.input<I>,
  answerer: string,
  options: PredictOptions<z.output<O>> = {},
): Promise<string> {
  return await sha256(
    canonicalJson({
      format: 1,
      signature: signature.id,
      version: signature.version,
      description: signature.description,
      reasoning: signature.reasoning,
      contract: { input: shape(signature.input, "input"), output: shape(signature.output, "output") },
      program: options.program ?? null,
      answerer,
      input: signature.input.parse(input),
      seed: options.seed ?? 0,
      output_schema: options.output_schema ?? null,
    }),
  );
}

function shape(schema: z.ZodObject, io: "input" | "output"): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}

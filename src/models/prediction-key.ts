import type { z } from "zod";
import { canonicalJson } from "../ir/canonical.ts";
import { contractHash } from "../signatures/contract-hash.ts";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { PredictOptions } from "../signatures/predictor.ts";

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
      contract: await contractHash(signature),
      version: signature.version,
      description: signature.description,
      program: plain(options.program ?? null),
      answerer,
      input: plain(signature.input.parse(input)),
      seed: options.seed ?? 0,
      output_schema: plain(options.output_schema ?? null),
    }),
  );
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** As JSON carries it: members that are undefined are absent. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

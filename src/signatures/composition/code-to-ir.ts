import type { z } from "zod";
import { codeToConstraints } from "../code-to-constraints.ts";
import { codeToIntent } from "../code-to-intent.ts";
import type { codeToIr } from "../code-to-ir.ts";
import { codeToSignature } from "../code-to-signature.ts";
import type { SignatureDefinition } from "../define.ts";
import type { ConstraintFacts, IntentFacts, SignatureFacts } from "../facts.ts";
import { type Prediction, PredictionError, type Predictor, type Usage } from "../predictor.ts";
import type { Program } from "../program.ts";

/** One of several answers that do not depend on each other. */
export type Part<Output> = { ok: true; prediction: Prediction<Output> } | { ok: false; error: PredictionError };

export interface CodeToIr {
  intent: Part<IntentFacts>;
  signature: Part<SignatureFacts>;
  constraints: Part<ConstraintFacts>;
  /** The answer to the signature `code-to-ir`: a part that failed is null. */
  output: z.output<typeof codeToIr.output>;
  /** Of all parts, failed ones included. */
  usage: readonly Usage[];
}

export interface CodeToIrOptions {
  signal?: AbortSignal;
  /** Compiled programs by the id of their signature. */
  programs?: ReadonlyMap<string, Program>;
}

/** Intent, signature and constraints of code, asked for at the same time. A part that fails says why and costs the others nothing. */
export async function answerCodeToIr(
  predictor: Predictor,
  input: z.input<typeof codeToIr.input>,
  { signal, programs }: CodeToIrOptions = {},
): Promise<CodeToIr> {
  const part = async <I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    given: z.input<I>,
  ): Promise<Part<z.output<O>>> => {
    const program = programs?.get(signature.id);
    try {
      const prediction = await predictor.predict(signature, given, {
        ...(signal === undefined ? {} : { signal }),
        ...(program === undefined ? {} : { program }),
      });
      return { ok: true, prediction };
    } catch (error) {
      if (error instanceof PredictionError) return { ok: false, error };
      throw error;
    }
  };
  const [intent, signature, constraints] = await Promise.all([
    part(codeToIntent, input),
    part(codeToSignature, input),
    part(codeToConstraints, input),
  ]);
  return {
    intent,
    signature,
    constraints,
    output: { intent: outputOf(intent), signature: outputOf(signature), constraints: outputOf(constraints) },
    usage: [intent, signature, constraints].flatMap(usageOf),
  };
}

function outputOf<Output>(part: Part<Output>): Output | null {
  return part.ok ? part.prediction.output : null;
}

function usageOf(part: Part<unknown>): readonly Usage[] {
  return part.ok ? part.prediction.usage : part.error.usage;
}

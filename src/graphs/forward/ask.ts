import type { z } from "zod";
import { RateLimitedError, RetryableError, TerminalError } from "../../graph/errors.ts";
import type { SignatureDefinition } from "../../signatures/define.ts";
import { PredictionError, type PredictOptions } from "../../signatures/predictor.ts";
import { loadProgram, ProgramError } from "../../signatures/program-store.ts";
import type { NodeContext } from "../context.ts";
import type { Answerer, Asker, Missing } from "./facts.ts";

/** Without a wish of the provider's own a rate limit is waited out this long. */
const DEFAULT_WAIT_MS = 2_000;

/** Faults that say something about this question only: another sample, or a person, may do better. */
const OF_THE_QUESTION: ReadonlySet<string> = new Set([
  "no_answer",
  "refused",
  "truncated",
  "invalid_output",
  "budget_exhausted",
]);

export type Asked<Output> = { ok: true; output: Output; by: Answerer } | { ok: false; missing: Missing };

/**
 * Asks one signature within the run's budget. What a question itself came to is data: no answer, a refusal, output that never fits, a spent budget. What concerns the provider is
 * thrown as the kernel's error of the same kind: retried where that may help, and terminal with what to do where it cannot.
 */
export async function ask<I extends z.ZodObject, O extends z.ZodObject>(
  context: NodeContext,
  asker: Asker,
  signature: SignatureDefinition<I, O>,
  input: z.input<I>,
  options: PredictOptions<z.output<O>> = {},
): Promise<Asked<z.output<O>>> {
  try {
    const version = asker.program;
    const pinned = version === null ? {} : { program: await loadProgram(context.programs, signature, version) };
    const { output, model, source, program } = await context.predictor.predict(signature, input, {
      signal: context.signal,
      seed: asker.seed,
      ...pinned,
      ...options,
    });
    return { ok: true, output, by: { model, offline: source === "offline", program } };
  } catch (error) {
    if (error instanceof ProgramError) throw new TerminalError(`program_${error.problem}`, error.message);
    if (!(error instanceof PredictionError)) throw error;
    if (!OF_THE_QUESTION.has(error.fault)) throw kernelError(error);
    // Of these only the offline engine's silence is a property of the question; the others may be different next time.
    if (error.fault !== "no_answer") context.keepFromCache();
    return { ok: false, missing: { code: error.fault, message: error.message } };
  }
}

/**
 * For what a contract is made of: the offline engine's silence leaves a gap that becomes a hole; a refusal, output that never fits or a spent budget ends the run, since a contract without what
 * was asked for would look complete.
 */
export function orFail<Output>(asked: Asked<Output>): Asked<Output> {
  if (!asked.ok && asked.missing.code !== "no_answer")
    throw new TerminalError(asked.missing.code, asked.missing.message);
  return asked;
}

export function kernelError(error: PredictionError): Error {
  const { fault, message, retry_after_ms } = error;
  if (fault === "rate_limited") return new RateLimitedError(message, retry_after_ms ?? DEFAULT_WAIT_MS, fault);
  if (error.retryable || fault === "aborted") return new RetryableError(message, retry_after_ms, fault);
  return new TerminalError(fault, message);
}

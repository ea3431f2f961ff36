import type { z } from "zod";
import type { SignatureDefinition } from "../define.ts";
import { type Prediction, PredictionError, type PredictOptions, type Predictor, type Usage } from "../predictor.ts";

export interface Asked {
  signature: SignatureDefinition;
  input: Record<string, unknown>;
  options: PredictOptions;
}

export const COST: Usage = {
  model: "scripted",
  calls: 1,
  input_tokens: 1,
  output_tokens: 1,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  micro_usd: 1,
};

/** A predictor whose outputs a function gives; it may throw PredictionError. Inputs and outputs are held to the signature. */
export class ScriptedPredictor implements Predictor {
  readonly asked: Asked[] = [];
  readonly #answer: (asked: Asked, number: number) => unknown;
  running = 0;
  mostRunning = 0;

  constructor(answer: (asked: Asked, number: number) => unknown) {
    this.#answer = answer;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const asked: Asked = {
      signature,
      input: signature.input.parse(input),
      options: {
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    };
    this.asked.push(asked);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      const output = signature.output.parse(await this.#answer(asked, this.asked.length - 1));
      return { output, reasoning: null, source: "model", model: "scripted", program: null, usage: [COST] };
    } finally {
      this.running -= 1;
    }
  }
}

/** Ends with the signal, as a request to a model does. */
export function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(new PredictionError("aborted", "aborted", { usage: [COST] }));
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
  });
}

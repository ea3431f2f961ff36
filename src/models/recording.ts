import type { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { Prediction, PredictOptions, Predictor } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { predictionKey } from "./prediction-key.ts";
import { type PredictionStore, readStored, storedText } from "./prediction-store.ts";

/** Writes every answer down, for a ReplayingPredictor with the same `answerer`. Errors are not recorded. */
export class RecordingPredictor implements Predictor {
  readonly #inner: Predictor;
  readonly #answerer: string;
  readonly #store: PredictionStore;

  constructor(inner: Predictor, answerer: string, store: PredictionStore) {
    this.#inner = inner;
    this.#answerer = answerer;
    this.#store = store;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const prediction = await this.#inner.predict(signature, input, options);
    await this.#store.put(await predictionKey(signature, input, this.#answerer, options), storedText(prediction));
    return prediction;
  }
}

/** Answers from recordings alone. A question that was not recorded, or whose recording does not fit any more, is a `no_answer` that names the key. */
export class ReplayingPredictor implements Predictor {
  readonly #answerer: string;
  readonly #store: PredictionStore;

  constructor(answerer: string, store: PredictionStore) {
    this.#answerer = answerer;
    this.#store = store;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const key = await predictionKey(signature, input, this.#answerer, options);
    const text = await this.#store.get(key);
    if (text === null)
      throw new PredictionError("no_answer", `no recording of ${signature.id} by ${this.#answerer} has the key ${key}`);
    const known = await readStored(text, signature, options, "recording");
    if (known === null)
      throw new PredictionError("no_answer", `the recording ${key} of ${signature.id} does not fit the question`);
    return known;
  }
}

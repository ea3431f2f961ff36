import type { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { Prediction, PredictOptions, Predictor } from "../signatures/predictor.ts";
import { predictionKey } from "./prediction-key.ts";
import { type PredictionStore, readStored, storedText } from "./prediction-store.ts";

/**
 * Answers what was asked before, without usage. The store is a help and no authority: an entry that does not fit is asked anew. `scope` keeps tenants apart.
 * It stands around the predictor of one model: around a chain, one model's answer would be kept under another's name.
 */
export class CachingPredictor implements Predictor {
  readonly #inner: Predictor;
  readonly #answerer: string;
  readonly #store: PredictionStore;
  readonly #scope: string;

  constructor(inner: Predictor, answerer: string, store: PredictionStore, scope: string) {
    this.#inner = inner;
    this.#answerer = answerer;
    this.#store = store;
    this.#scope = scope;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const key = `prediction/${this.#scope}/${await predictionKey(signature, input, this.#answerer, options)}`;
    const text = await this.#store.get(key);
    const known = text === null ? null : await readStored(text, signature, options, "cache");
    if (known !== null) return known;
    const prediction = await this.#inner.predict(signature, input, options);
    await this.#store.put(key, storedText(prediction));
    return prediction;
  }
}

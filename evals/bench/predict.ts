import { z } from "zod";
import { contractOf } from "../../src/graphs/forward/contract.ts";
import { IR } from "../../src/ir/ir.ts";
import { modelConfiguration } from "../../src/models/configuration.ts";
import { offlinePredictor } from "../../src/models/offline.ts";
import { Gates, predictorOf } from "../../src/models/predictor-of.ts";
import { codeSchema } from "../../src/signatures/code-schema.ts";
import { workerGrammar } from "../../src/signatures/grammar/worker-grammar.ts";
import { irToCode } from "../../src/signatures/ir-to-code.ts";
import { nlToIntent } from "../../src/signatures/nl-to-intent.ts";

/** Predictions to time, one after the other: of the intent of `prompt`, then of code for `ir`. */
export const PredictRequest = z.object({ prompt: z.string(), ir: IR, times: z.int().positive() });
export type PredictRequest = z.infer<typeof PredictRequest>;

/** Milliseconds of each prediction, from the call to the judged answer. */
export interface PredictTimes {
  "nl-to-intent": number[];
  "ir-to-code": number[];
}

/** Predictions by the models that the environment configures, without the account of a run. */
export async function predictTimes({ prompt, ir, times }: PredictRequest, env: object): Promise<PredictTimes> {
  const predictor = predictorOf(modelConfiguration({ ...env }), {
    offline: offlinePredictor(),
    grammar: workerGrammar,
    ledger: null,
    gates: new Gates(),
  });
  const code = { contract: contractOf(ir), prompt };
  const schema = codeSchema(ir);
  return {
    "nl-to-intent": await repeated(times, () => predictor.predict(nlToIntent, { prompt, context: null })),
    "ir-to-code": await repeated(times, (seed) => predictor.predict(irToCode, code, { seed, output_schema: schema })),
  };
}

/** The clock of a Worker moves with I/O alone: each time holds a wait of a millisecond, so that work after the answer counts. */
async function repeated(times: number, predict: (seed: number) => Promise<unknown>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let seed = 0; seed < times; seed++) {
    await scheduler.wait(1);
    const began = Date.now();
    await predict(seed);
    await scheduler.wait(1);
    milliseconds.push(Date.now() - began);
  }
  return milliseconds;
}

import { platform } from "../durable-objects/platform.ts";
import type { RunId } from "../src/graphs/run.ts";
import { ModelConfigurationError, modelConfiguration } from "../src/models/configuration.ts";
import type { Ledger } from "../src/models/ledger.ts";
import { offlinePredictor } from "../src/models/offline.ts";
import { Gates, predictorOf } from "../src/models/predictor-of.ts";
import { workerGrammar } from "../src/signatures/grammar/worker-grammar.ts";
import { PredictionError, type Predictor } from "../src/signatures/predictor.ts";
import { synthesize } from "../src/synthesis/synthesize.ts";
import { callRun } from "./call-run.ts";

/** Circuits and slots of this isolate's providers. */
const gates = new Gates();

/** Who answers the signatures of a run: the models that the environment configures, on the account of the run. An environment that configures none in a valid way answers nothing and says what to set. */
export function predictorFor(env: Cloudflare.Env, run: RunId): Predictor {
  let made: Predictor | null = null;
  return {
    predict(signature, input, options) {
      // Most nodes ask nobody.
      made ??= configured(env, run);
      return made.predict(signature, input, options);
    },
  };
}

function configured(env: Cloudflare.Env, run: RunId): Predictor {
  try {
    const { SOLVER: solver, AI: workers_ai } = platform().bindings(env);
    return predictorOf(modelConfiguration({ ...platform().bindings(env) }), {
      offline: offlinePredictor({
        synthesize: (problem, signal) => synthesize(problem, { solver, ...(signal === undefined ? {} : { signal }) }),
      }),
      grammar: workerGrammar,
      ledger: ledgerOf(env, run),
      gates,
      ...(workers_ai === undefined ? {} : { workers_ai }),
    });
  } catch (error) {
    if (!(error instanceof ModelConfigurationError)) throw error;
    return { predict: () => Promise.reject(new PredictionError("misconfigured", error.message)) };
  }
}

/** The account that the run's Durable Object keeps. Ids are made here, so that a call repeated after a lost answer holds nothing twice. */
function ledgerOf(env: Cloudflare.Env, run: RunId): Ledger {
  return {
    reserve: (estimate) => {
      const id = platform().token();
      return callRun(env, run, (stub) => stub.reserve({ id, estimate }));
    },
    settle: (id, usage) => callRun(env, run, (stub) => stub.settle({ id, usage })),
  };
}

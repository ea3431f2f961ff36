import { env } from "cloudflare:test";
import type { FaultOptions } from "../../evals/model-server/faults.ts";
import type { Seen } from "../../evals/model-server/server.ts";
import { workerGrammar } from "../signatures/grammar/worker-grammar.ts";
import { PredictionError, type Predictor } from "../signatures/predictor.ts";
import { modelConfiguration } from "./configuration.ts";
import { Gates, type ModelDependencies, predictorOf } from "./predictor-of.ts";

/** What tests of predictors over the wire share. */

export const OFFLINE: Predictor = {
  async predict(signature) {
    throw new PredictionError("no_answer", `offline has no answer to ${signature.id}`);
  },
};

export const QUESTION = {
  prompt: "Return the absolute difference of two integers, such as distance(3, 5) == 2.",
  context: null,
};

export const CONTRACT = {
  contract: {
    summary: "Return the absolute difference of two integers.",
    signature: "def distance(a: int, b: int) -> int:",
    parameters: [
      { name: "a", type_hint: "int" },
      { name: "b", type_hint: "int" },
    ],
    returns: "int",
    preconditions: [],
    postconditions: [],
    raises: [],
    examples: [{ args: ["3", "5"], kwargs: [], returns: "2", raises: null }],
  },
  prompt: QUESTION.prompt,
};

export interface TestSession {
  url: string;
  seen(): Promise<Seen[]>;
}

export async function openSession(faults: Partial<FaultOptions> = {}, latency_ms = 0): Promise<TestSession> {
  const opened = await fetch(`${env.MODEL_SERVER}/sessions`, {
    method: "POST",
    body: JSON.stringify({ faults, latency_ms }),
  });
  const { path } = await opened.json<{ path: string }>();
  const url = `${env.MODEL_SERVER}${path}`;
  return {
    url,
    async seen() {
      const answer = await fetch(url);
      return (await answer.json<{ seen: Seen[] }>()).seen;
    },
  };
}

export const PROVIDERS = ["anthropic", "openai"] as const;

/** The environment that reaches a session of the server. */
export function environmentOf(
  provider: (typeof PROVIDERS)[number],
  session: TestSession,
  more: Record<string, string> = {},
): Record<string, string> {
  return provider === "anthropic"
    ? {
        LIFT_MODEL: "anthropic/claude-opus-5-5",
        ANTHROPIC_API_KEY: "right-key",
        ANTHROPIC_BASE_URL: session.url,
        ...more,
      }
    : { LIFT_MODEL: "openai/simulated", OPENAI_API_KEY: "right-key", OPENAI_BASE_URL: `${session.url}/v1`, ...more };
}

/** A predictor whose waits are written down and not waited for. */
export function testPredictor(
  environment: Record<string, string>,
  more: Partial<ModelDependencies> = {},
): { predictor: Predictor; waits: number[] } {
  const waits: number[] = [];
  const predictor = predictorOf(modelConfiguration(environment), {
    offline: OFFLINE,
    grammar: workerGrammar,
    ledger: null,
    gates: new Gates(),
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...more,
  });
  return { predictor, waits };
}

/** The error of a prediction that has to fail. */
export async function failureOf(prediction: Promise<unknown>): Promise<PredictionError> {
  try {
    await prediction;
  } catch (error) {
    if (error instanceof PredictionError) return error;
    throw error;
  }
  throw new Error("the prediction did not fail");
}

import type { BoundGraph } from "../src/graph/bind.ts";
import type { Entropy } from "../src/graph/state.ts";
import type { NodeContext } from "../src/graphs/context.ts";
import { boundGraph, type DeploymentSettings, inputsOf } from "../src/graphs/registry.ts";
import type { RunId, RunRequest } from "../src/graphs/run.ts";
import { ModelConfigurationError, modelConfiguration } from "../src/models/configuration.ts";
import type { Predictor } from "../src/signatures/predictor.ts";

/** Windows between two steps that must survive a crash in between. A test stops or throws there; otherwise nothing happens. */
export type FreezePoint =
  | "before_journal_commit"
  | "after_commit_before_send"
  | "after_send"
  | "after_claim"
  | "before_report"
  | "after_report"
  | "before_ack"
  | "before_delivery"
  | "after_delivery"
  | "alarm";

/** The graphs that runs can be made of. */
export interface Graphs {
  /** The graph a request asks for, in its newest version; null when there is none. */
  select(request: RunRequest): BoundGraph<NodeContext> | null;
  /** A graph in the version a run is pinned to; null when the code no longer has it. */
  bound(id: string, version: string): BoundGraph<NodeContext> | null;
  /** The values of the graph's input channels. */
  inputs(request: RunRequest, env: Cloudflare.Env): Record<string, unknown>;
}

/**
 * Everything executor and consumers take from outside: clock, randomness, bindings and graphs. Production never replaces any of it;
 * tests do with `usePlatform`, so that failing bindings and clocks need no mocks of our own modules.
 */
export interface Platform extends Entropy {
  graphs: Graphs;
  /** Bindings as the executor sees them. */
  bindings(env: Cloudflare.Env): Cloudflare.Env;
  /** Who answers signatures; null for the models that the environment configures. */
  predictor: ((env: Cloudflare.Env, run: RunId) => Predictor) | null;
  /** Where the window is inside a transaction, only a throw has an effect. */
  reach(point: FreezePoint, at: { run: string; node?: string }): void | Promise<void>;
  /** Drop the run's memory after every commit, so that each step starts from the stored journal. */
  always_replay: boolean;
}

type Settings = Omit<Platform, "now"> & { clock: () => number };

const production: Settings = {
  clock: () => Date.now(),
  random: () => Math.random(),
  token: () => crypto.randomUUID().replaceAll("-", ""),
  graphs: {
    select: (request) => boundGraph(request.graph),
    bound: (id, version) => boundGraph(id, version),
    inputs: (request, env) => inputsOf(request, settingsOf(current.bindings(env))),
  },
  bindings: (env) => env,
  predictor: null,
  reach: () => undefined,
  always_replay: false,
};

let current: Settings = production;

/** A view of the present platform; `now` is the time of the call. */
export function platform(): Platform {
  const { clock, ...settings } = current;
  return { ...settings, now: clock() };
}

/** Replaces parts of the platform for the whole isolate until the answer is called. For tests. */
export function usePlatform(parts: Partial<Settings>): () => void {
  const before = current;
  current = { ...current, ...parts };
  return () => {
    current = before;
  };
}

/** A threshold that is no number between 0 and 1 is a mistake of the deployment; the built-in one holds then. */
function settingsOf(env: Cloudflare.Env): DeploymentSettings {
  const threshold = Number.parseFloat(env.LIFT_CONFIDENCE_THRESHOLD);
  return { model: modelOf(env), ...(threshold >= 0 && threshold <= 1 ? { confidence_threshold: threshold } : {}) };
}

/** The name under which answers are kept. Models that are not configured in a valid way answer nothing, and the first question says why. */
function modelOf(env: Cloudflare.Env): string {
  try {
    return modelConfiguration({ ...env })
      .chain.map(({ provider, model }) => (provider === "offline" ? provider : `${provider}/${model}`))
      .join(",");
  } catch (error) {
    if (error instanceof ModelConfigurationError) return "misconfigured";
    throw error;
  }
}

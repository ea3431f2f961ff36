import type { BoundGraph } from "../src/graph/bind.ts";
import type { Entropy } from "../src/graph/state.ts";
import type { NodeContext } from "../src/graphs/context.ts";
import { boundGraph, inputsOf } from "../src/graphs/registry.ts";
import type { RunRequest } from "../src/graphs/run.ts";

/** Windows between two steps that must survive a crash in between. A test stops or throws there; otherwise nothing happens. */
export type FreezePoint =
  | "before_journal_commit"
  | "after_commit_before_send"
  | "after_send"
  | "after_claim"
  | "before_report"
  | "after_report"
  | "before_ack"
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
    inputs: (request, env) => inputsOf(request, settingsOf(env)),
  },
  bindings: (env) => env,
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
function settingsOf(env: Cloudflare.Env): { confidence_threshold?: number } {
  const threshold = Number.parseFloat(env.LIFT_CONFIDENCE_THRESHOLD);
  return threshold >= 0 && threshold <= 1 ? { confidence_threshold: threshold } : {};
}

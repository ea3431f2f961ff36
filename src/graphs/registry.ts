import type { BoundGraph } from "../graph/bind.ts";
import type { NodeContext } from "./context.ts";
import type { ExaminationSettings } from "./examine/examination.ts";
import type { Asker, ForwardSettings } from "./forward/facts.ts";
import { forward, forwardVersion2 } from "./forward/graph.ts";
import type { Asking } from "./holes/facts.ts";
import { resolve, resolveVersion1 } from "./resolve/graph.ts";
import { reverse } from "./reverse/graph.ts";
import { reverseVersion2 } from "./reverse/graph-2.ts";
import type { ForwardInput, ResolveInput, RunRequest } from "./run.ts";
import { solve } from "./solve/graph.ts";
import { synthesize } from "./synthesize/graph.ts";
import { validate } from "./validate/graph.ts";

/** Every version that a run may still be pinned to, the current one first. An old version leaves only when no run needs it. */
const GRAPHS: Readonly<Record<string, readonly BoundGraph<NodeContext>[]>> = {
  forward: [forward, forwardVersion2],
  resolve: [resolve, resolveVersion1],
  reverse: [reverse, reverseVersion2],
  validate: [validate],
  solve: [solve],
  synthesize: [synthesize],
};

/** The current version without `version`; null when the graph or that version of it is not there. */
export function boundGraph(id: string, version?: string): BoundGraph<NodeContext> | null {
  const versions = Object.hasOwn(GRAPHS, id) ? (GRAPHS[id] ?? []) : [];
  return (version === undefined ? versions[0] : versions.find(({ graph }) => graph.version === version)) ?? null;
}

/** Below this confidence an element becomes a hole, unless the deployment or the request says another. */
const DEFAULT_CONFIDENCE_THRESHOLD = 0.7;

/** What the deployment says for all runs. `model` is the name of the configured model; absent means that there is none. */
export interface DeploymentSettings {
  confidence_threshold?: number;
  model?: string;
}

/** The values of a graph's input channels for one request. */
export function inputsOf(request: RunRequest, settings: DeploymentSettings = {}): Record<string, unknown> {
  switch (request.graph) {
    case "forward":
      return forwardInputs(request, settings);
    case "resolve":
      return resolveInputs(request, settings);
    case "reverse":
      return reverseInputs(request, settings);
    case "validate":
      return { request: request.input, settings: examinationOf(request) };
    case "solve":
      return { script: request.input };
    case "synthesize":
      return { problem: request.input };
  }
}

/** Codes that are written side by side when the request says nothing: the offline engine answers one question in one way. */
const DEFAULT_CANDIDATES = { offline: 1, model: 3 } as const;
const DEFAULT_REPAIRS = 2;

function forwardInputs(
  { input, options = {} }: RunRequest & { graph: "forward" },
  { model = "offline", confidence_threshold }: DeploymentSettings,
): { request: ForwardInput; asker: Asker; settings: ForwardSettings; asking: Asking } {
  const seed = options.seed ?? 1;
  const policy = options.hole_policy ?? "ask";
  const threshold = options.confidence_threshold ?? confidence_threshold ?? DEFAULT_CONFIDENCE_THRESHOLD;
  return {
    request: input,
    asker: { model, program: options.program ?? null, seed },
    settings: {
      candidates: options.candidates ?? DEFAULT_CANDIDATES[model === "offline" ? "offline" : "model"],
      max_repairs: options.max_repairs ?? DEFAULT_REPAIRS,
      hole_policy: policy,
      threshold,
      assertion_mode: options.assertion_mode ?? "assert",
      examination: { symbolic: true, dynamic: true, seed, suppose: false },
    },
    asking: { policy, threshold, asks: "critical", graph: "forward", learn: options.learn ?? true },
  };
}

function resolveInputs(
  { input, options = {} }: RunRequest & { graph: "resolve" },
  { model = "offline", confidence_threshold }: DeploymentSettings,
): { request: ResolveInput; asker: Asker; asking: Asking } {
  return {
    request: input,
    asker: { model, program: options.program ?? null, seed: options.seed ?? 1 },
    asking: {
      policy: options.hole_policy ?? "ask",
      threshold: options.confidence_threshold ?? confidence_threshold ?? DEFAULT_CONFIDENCE_THRESHOLD,
      asks: "medium",
      graph: "resolve",
      learn: options.learn ?? true,
    },
  };
}

function reverseInputs(
  request: RunRequest & { graph: "reverse" },
  { model = "offline", confidence_threshold }: DeploymentSettings,
) {
  const { input, options = {} } = request;
  const threshold = options.confidence_threshold ?? confidence_threshold ?? DEFAULT_CONFIDENCE_THRESHOLD;
  const policy = options.hole_policy;
  return {
    request: input,
    threshold,
    settings: examinationOf(request),
    asker: { model, program: options.program ?? null, seed: options.seed ?? 1 } satisfies Asker,
    asking:
      policy === undefined
        ? null
        : ({
            policy,
            threshold,
            asks: "medium",
            graph: "reverse",
            learn: options.learn ?? true,
          } as const satisfies Asking),
  };
}

/** Bodies are executed both ways unless the request says otherwise. */
function examinationOf({ input, options }: RunRequest & { graph: "reverse" | "validate" }): ExaminationSettings {
  return { symbolic: input.symbolic ?? true, dynamic: input.dynamic ?? true, seed: options?.seed ?? 1 };
}

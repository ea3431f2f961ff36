import type { BoundGraph } from "../graph/bind.ts";
import type { NodeContext } from "./context.ts";
import type { ExaminationSettings } from "./examine/examination.ts";
import { reverse } from "./reverse/graph.ts";
import type { RunRequest } from "./run.ts";
import { solve } from "./solve/graph.ts";
import { synthesize } from "./synthesize/graph.ts";
import { validate } from "./validate/graph.ts";

/** Every version that a run may still be pinned to, the current one first. An old version leaves only when no run needs it. */
const GRAPHS: Readonly<Record<string, readonly BoundGraph<NodeContext>[]>> = {
  reverse: [reverse],
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

/** The values of a graph's input channels for one request. */
export function inputsOf(
  request: RunRequest,
  settings: { confidence_threshold?: number } = {},
): Record<string, unknown> {
  switch (request.graph) {
    case "reverse":
      return {
        request: request.input,
        threshold:
          request.options?.confidence_threshold ?? settings.confidence_threshold ?? DEFAULT_CONFIDENCE_THRESHOLD,
        settings: examinationOf(request),
      };
    case "validate":
      return { request: request.input, settings: examinationOf(request) };
    case "solve":
      return { script: request.input };
    case "synthesize":
      return { problem: request.input };
  }
}

/** Bodies are executed both ways unless the request says otherwise. */
function examinationOf({ input, options }: RunRequest & { graph: "reverse" | "validate" }): ExaminationSettings {
  return { symbolic: input.symbolic ?? true, dynamic: input.dynamic ?? true, seed: options?.seed ?? 1 };
}

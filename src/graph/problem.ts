import type { NodeId } from "./ids.ts";

/** One thing that is wrong with a graph. `code` is stable; `nodes` are the offending ones, the first being the one to look at. */
export interface Problem {
  code: string;
  nodes: readonly (NodeId | string)[];
  message: string;
}

/** The graph cannot be built. Carries every problem, not only the first. */
export class GraphBuildError extends Error {
  override readonly name = "GraphBuildError";
  readonly graph: string;
  readonly problems: readonly Problem[];

  constructor(graph: string, problems: readonly Problem[]) {
    super(`graph ${graph} cannot be built:\n${problems.map((problem) => `- ${problem.message}`).join("\n")}`);
    this.graph = graph;
    this.problems = problems;
  }
}

/** A journal and a graph do not belong together, or a journal is not one. Thrown on resume, so that a run never hangs on it. */
export class JournalError extends Error {
  override readonly name = "JournalError";
  readonly code: "empty" | "not_dense" | "wrong_graph" | "unknown_node" | "impossible_event";

  constructor(code: JournalError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

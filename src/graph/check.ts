import type { Graph } from "./definition.ts";
import { GraphBuildError, type Problem } from "./problem.ts";
import { structureOf } from "./structure.ts";

/** Throws GraphBuildError with every problem a graph has. */
export function checkGraph(graph: Graph): void {
  const problems: Problem[] = [...structureOf(graph).forks.problems];
  if (problems.length > 0) throw new GraphBuildError(graph.id, problems);
}

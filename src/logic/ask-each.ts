import type { CheckLimits, SolverReply, SolverRpc } from "./answer.ts";

/**
 * Answers in order by one call. When it fails as a whole (the isolate was stopped), each script is asked alone, so that only the guilty one pays: its answer is
 * `unknown`, with why the solver could not be reached.
 */
export async function askEach(
  solver: Pick<SolverRpc, "checkMany">,
  scripts: string[],
  limits: CheckLimits,
): Promise<SolverReply[]> {
  try {
    return await solver.checkMany(scripts, limits);
  } catch (error) {
    if (scripts.length === 1) {
      const detail = `the solver could not be reached: ${error instanceof Error ? error.message : String(error)}`;
      return [{ status: "unknown", reason: "solver_failure", detail, output: "", milliseconds: 0, rlimit_used: null }];
    }
    const replies: SolverReply[] = [];
    for (const script of scripts) replies.push(...(await askEach(solver, [script], limits)));
    return replies;
  }
}

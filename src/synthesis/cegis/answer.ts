import type { SolverRpc } from "../../logic/answer.ts";
import { parseSygus } from "../sygus/parse.ts";
import type { Position } from "../sygus/s-expression.ts";
import { BUDGET, type Budget, Questions } from "./questions.ts";
import { solutionText } from "./solution.ts";
import { solveProblem } from "./solve.ts";

/** What is answered to a problem in SyGuS-IF. `solution` is the list of `define-fun` that the format asks for, verified by the solver. */
export type SygusAnswer =
  | { status: "solved"; solution: string; detail: string }
  | { status: "infeasible" | "unknown" | "out_of_scope"; solution: null; detail: string }
  | ({ status: "invalid"; solution: null; detail: string } & Position);

/** Solves a problem in SyGuS-IF 2 over integers and truth values. `infeasible` is certain; `out_of_scope` names the construct. */
export async function answerSygus(
  text: string,
  solver: SolverRpc,
  { budget = BUDGET, signal = null }: { budget?: Budget; signal?: AbortSignal | null } = {},
): Promise<SygusAnswer> {
  const read = parseSygus(text);
  if (read.status === "invalid") return { ...read, solution: null };
  if (read.status === "out_of_scope")
    return { status: "out_of_scope", solution: null, detail: `line ${read.line}: ${read.construct}` };
  const questions = new Questions(solver, budget, signal);
  const solved = await solveProblem(read.problem, questions);
  if (solved.status !== "solved") return { status: solved.status, solution: null, detail: solved.detail };
  const detail = `verified by the solver; ${questions.asked} questions`;
  return { status: "solved", solution: solutionText(read.problem, solved.solution), detail };
}

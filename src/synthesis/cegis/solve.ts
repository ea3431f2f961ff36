import type { SygusProblem } from "../sygus/problem.ts";
import { leavesOpen, type Term } from "../term/term.ts";
import { enumerateGrammars } from "./enumerate.ts";
import { express } from "./express.ts";
import { extract } from "./extract.ts";
import { type Counterexamples, fillTemplates } from "./fill.ts";
import { type Part, partition } from "./partition.ts";
import { BudgetSpent, type Questions } from "./questions.ts";
import { shapesFor } from "./shapes.ts";
import { defaultOf, type Solving } from "./solution.ts";
import { negated, verify } from "./verify.ts";

/** Functions that meet the constraints. A solution is verified by a question of its own; `infeasible` is certain, `unknown` is not. */
export async function solveProblem(problem: SygusProblem, questions: Questions): Promise<Solving> {
  try {
    return await solveAll(problem, questions);
  } catch (error) {
    if (error instanceof BudgetSpent) return { status: "unknown", detail: error.message };
    throw error;
  }
}

async function solveAll(problem: SygusProblem, questions: Questions): Promise<Solving> {
  const { parts, closed } = partition(problem);
  const refused = await judgeClosed(closed, questions);
  if (refused !== null) return refused;
  const solution = new Map<string, Term>();
  for (const part of parts) {
    const solved = await solvePart(problem, part, questions);
    if (solved.status !== "solved") return solved;
    for (const [name, term] of solved.solution) solution.set(name, term);
  }
  const verified = await verify(problem, solution, questions);
  if (verified.status === "right") return { status: "solved", solution };
  if (verified.status === "unknown") return verified;
  return { status: "unknown", detail: "what was found does not meet the constraints" };
}

/** What is to be said of a problem whose constraints without functions do not hold; null when they do. */
async function judgeClosed(closed: readonly Term[], questions: Questions): Promise<Solving | null> {
  if (closed.length === 0) return null;
  const answer = await questions.ask([negated(closed)]);
  if (answer.status === "unsat") return null;
  if (answer.status === "unknown") return answer;
  if (closed.some(leavesOpen))
    return { status: "unknown", detail: "a constraint that speaks of no function divides by what may be zero" };
  return { status: "infeasible", detail: "a constraint that speaks of no function does not hold" };
}

/** Terms that one enumeration may make and judge. */
const TERMS = 250_000;
const FEW_TERMS = 40_000;

async function solvePart(problem: SygusProblem, part: Part, questions: Questions): Promise<Solving> {
  const counterexamples: Counterexamples = [];
  if (part.targets.some(({ grammar }) => grammar !== null)) return solveGrammars(problem, part, questions);
  if (part.constraints.length === 0)
    return { status: "solved", solution: new Map(part.targets.map(({ name, sort }) => [name, defaultOf(sort)])) };
  const extracted = await extract(part, questions);
  if (extracted !== null && extracted.status !== "unknown") return extracted;
  const filled = await fillTemplates(problem, part, shapesFor(part), counterexamples, questions);
  if (filled.status !== "unknown") return filled;
  const enumerated = await enumerateGrammars(problem, part, counterexamples, TERMS, questions);
  return enumerated.status === "solved" ? enumerated : filled;
}

/** Small terms by enumeration; larger ones by writing what is right without the grammars in their terms; then larger enumerations. */
async function solveGrammars(problem: SygusProblem, part: Part, questions: Questions): Promise<Solving> {
  const counterexamples: Counterexamples = [];
  const small = await enumerateGrammars(problem, part, counterexamples, FEW_TERMS, questions);
  if (small.status !== "unknown") return small;
  const extracted = await extract(part, questions);
  if (extracted?.status === "infeasible") return extracted;
  if (extracted?.status === "solved") {
    const solution = new Map(
      part.targets.flatMap(({ name, grammar }): [string, Term][] => {
        const term = extracted.solution.get(name);
        const written = term === undefined || grammar === null ? term : express(term, grammar);
        return written === undefined || written === null ? [] : [[name, written]];
      }),
    );
    const checked = { ...problem, targets: part.targets, constraints: part.constraints };
    if (solution.size === part.targets.length && (await verify(checked, solution, questions)).status === "right")
      return { status: "solved", solution };
  }
  return enumerateGrammars(problem, part, counterexamples, TERMS, questions);
}

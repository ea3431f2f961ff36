import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { SolverRpc } from "../answer.ts";
import { execute } from "../execution/execute.ts";
import type { Execution } from "../execution/execution.ts";
import { inductBy } from "../induction/induct.ts";
import { INDUCTION_LIMITS, type Induction, type InductionOptions, type Proven } from "../induction/induction.ts";
import { Oracle, type OracleLimits } from "../prove/oracle.ts";
import { pathWitnesses } from "../prove/path-witnesses.ts";
import { type Problem, type Proofs, prove } from "../prove/prove.ts";
import { unchangedBy } from "../prove/setting.ts";
import { assertionOf } from "../summary/assertion.ts";
import { type Summary, type SummaryLimits, summarize } from "../summary/summarize.ts";
import { combineVerdicts } from "./combine-verdicts.ts";
import type { SymbolicFindings, Witness } from "./findings.ts";

export interface SymbolicOptions extends SummaryLimits {
  /** Z3's resource count for one question of a proof. */
  rlimit: number;
  /** Questions of the proofs of one function, and Z3's resource count for all of them. */
  max_questions: number;
  max_rlimit: number;
  /** The same for clauses that are only proposed, and for calls that lead down a path. */
  exploration: OracleLimits;
  /** Calls that lead down a path, beside those that may refute a clause. */
  max_witnesses: number;
  induction: InductionOptions;
}

export const SYMBOLIC_LIMITS = {
  rlimit: 120_000,
  max_questions: 250,
  max_rlimit: 500_000,
  exploration: { rlimit: 25_000, max_questions: 200, max_rlimit: 200_000 },
  max_witnesses: 12,
  max_proposals: 12,
  max_length: 400,
  induction: INDUCTION_LIMITS,
} as const satisfies SymbolicOptions;

/**
 * What follows of a function's clauses from its body alone: verdicts, clauses that were proved of it, and calls worth running. The same answer on every
 * machine. Never throws for what the source or the solver can cause.
 */
export async function examineSymbolically(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  solver: SolverRpc,
  options: SymbolicOptions = SYMBOLIC_LIMITS,
): Promise<SymbolicFindings> {
  const induction = await inductBy(execute, module, fn, ir, solver, options.induction);
  return await examineExecutions(module, fn, ir, solver, induction, options);
}

/** The same of executions that are at hand. */
export async function examineExecutions(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  solver: SolverRpc,
  induction: Pick<Induction, "execution" | "bounded" | "invariants" | "contract" | "problems">,
  options: SymbolicOptions = SYMBOLIC_LIMITS,
): Promise<SymbolicFindings> {
  const oracle = new Oracle(solver, options);
  const { execution, bounded } = induction;
  const abstract = await prove(ir, module, execution, oracle);
  const unrolled = bounded === execution ? null : await prove(ir, module, bounded, oracle, unchangedBy(execution));
  const verdicts: Record<string, Verdict> = {};
  for (const { id } of ir.assertions) {
    const verdict = combineVerdicts([abstract.verdicts[id], unrolled?.verdicts[id]]);
    if (verdict !== null) verdicts[id] = verdict;
  }
  const sources = [abstract, ...(unrolled === null ? [] : [unrolled])];
  const explorer = new Oracle(solver, options.exploration);
  const paths = await pathWitnesses({ ...(unrolled ?? abstract).given, oracle: explorer }, options.max_witnesses);
  const exploring = sources.map((source) => ({ ...source, given: { ...source.given, oracle: explorer } }));
  const summary =
    options.max_proposals === 0
      ? NOTHING_SAID
      : await summarize(exploring, module, induction, new Oracle(solver, options.exploration), options);
  const clauses = summary.clauses.map((clause) => assertionOf(clause, ir, fn.outline.span, execution.assumptions));
  const problems = [
    ...induction.problems,
    ...sources.flatMap((source) => source.problems),
    ...limitsOf(bounded, execution),
    ...summary.problems,
    ...(oracle.exhausted
      ? [{ code: "budget", detail: "The questions to the solver were used up; some clauses were not judged." }]
      : []),
    ...(explorer.exhausted
      ? [{ code: "exploration_budget", detail: "Not every clause that might be proposed was tried." }]
      : []),
  ];
  return {
    verdicts,
    proposed: clauses.map(({ assertion }) => assertion),
    witnesses: distinctWitnesses([...refutations(sources, verdicts), ...summary.witnesses, ...paths]),
    invariants: invariantsText(induction),
    evidence: clauses.map(({ evidence }) => evidence),
    problems: distinctProblems(problems),
  };
}

const NOTHING_SAID: Summary = { clauses: [], witnesses: [], problems: [] };

type Invariants = NonNullable<SymbolicFindings["invariants"]>;

const invariantsText = ({ invariants, contract }: Pick<Induction, "invariants" | "contract">): Invariants => ({
  loops: invariants.map(({ loop, expressions }) => ({
    loop,
    expressions: expressions.map((one) => printExpression(one)),
  })),
  postconditions: (contract?.postconditions ?? []).map((one) => printExpression(one)),
});

/** What earlier findings say was proved of the same source, to be proved again. */
export const provenBefore = ({ loops, postconditions }: Invariants): Proven => ({
  loops: new Map(
    loops.map(({ loop, expressions }) => [loop, expressions.map((text) => parseExpression(text))] as const),
  ),
  postconditions: postconditions.map((text) => parseExpression(text)),
});

/** Calls on which clauses may fail, but for those that the other execution proves. */
function refutations(sources: readonly Proofs[], verdicts: Readonly<Record<string, Verdict>>): Witness[] {
  return sources
    .toReversed() // an unrolled execution's models are real inputs
    .flatMap(({ witnesses }) => witnesses)
    .filter(({ refutes }) => refutes === null || verdicts[refutes]?.status !== "proved");
}

function limitsOf(bounded: Execution, execution: Execution): Problem[] {
  const gaps = bounded.gaps.map(({ construct, span }) => ({
    code: "not_executed",
    detail: span === null ? construct : `${construct} at line ${span.line}`,
  }));
  const cuts = execution.cuts.map(({ bound }) => ({ code: "bounded", detail: bound }));
  const reals = execution.assumptions.includes("float-as-real")
    ? [{ code: "float_as_real", detail: "Floats are taken for real numbers: nothing about them is proved." }]
    : [];
  return [...gaps, ...cuts, ...reals];
}

function distinctWitnesses(witnesses: readonly Witness[]): Witness[] {
  const seen = new Map<string, Witness>();
  for (const witness of witnesses) {
    const key = JSON.stringify([witness.call, witness.refutes]);
    if (!seen.has(key)) seen.set(key, witness);
  }
  return [...seen.values()];
}

function distinctProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.detail}`, problem])).values()];
}

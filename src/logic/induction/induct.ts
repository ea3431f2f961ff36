import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { SolverRpc } from "../answer.ts";
import { execute } from "../execution/execute.ts";
import type { CalleeContract, Execution } from "../execution/execution.ts";
import { Oracle } from "../prove/oracle.ts";
import { onlyUnderPreconditions } from "./conditional.ts";
import type { Candidates } from "./houdini.ts";
import type { Execute, Induction, InductionOptions } from "./induction.ts";
import { abstractable, invariantsAgain, invariantsOf } from "./loops.ts";
import { byOwnContract } from "./own-contract.ts";
import { recursive } from "./recursion.ts";
import { Subject } from "./subject.ts";

/**
 * Executes a function symbolically and proves its loops and its recursion without a bound, where invariants can be found for them. Deterministic.
 * Never throws for what the source or the solver can cause.
 */
export async function induct(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  solver: SolverRpc,
  options: InductionOptions,
): Promise<Induction> {
  return await inductBy(execute, module, fn, ir, solver, options);
}

/** `induct` by a given symbolic execution. */
export async function inductBy(
  execute: Execute,
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  solver: SolverRpc,
  options: InductionOptions,
): Promise<Induction> {
  const { rlimit, max_questions, max_rlimit } = options;
  const oracle = options.oracle ?? new Oracle(solver, { rlimit, max_questions, max_rlimit });
  const before = oracle.questionsLeft;
  const found = await search(new Subject(execute, module, fn, ir, oracle, options));
  return { ...found, questions: before - oracle.questionsLeft };
}

type Found = Omit<Induction, "questions">;

async function search(subject: Subject): Promise<Found> {
  const problems: Induction["problems"] = [];
  const bounded = await withProvedContracts(subject, problems);
  const unabstracted: Found = { execution: bounded, bounded, invariants: [], contract: null, problems };
  if (bounded.cuts.length === 0) return unabstracted;
  if (bounded.assumptions.includes("float-as-real")) {
    problems.push({
      code: "induction_over_floats",
      detail: "Loops are only unrolled where floats are in play: their arithmetic rounds.",
    });
    return unabstracted;
  }
  if (recursive(subject.module, subject.fn)) {
    const found = await byOwnContract(subject, bounded);
    if (typeof found !== "string")
      return abstracted(subject, unabstracted, found.execution, found.invariants, found.contract);
    // The recursion stays cut; abstracting the loops of each of its calls would not make it any less so.
    problems.push({ code: "recursion_not_abstracted", detail: found });
    return unabstracted;
  }
  const { known } = subject.options;
  if (known !== undefined) {
    const again = known.loops.size === 0 ? null : await invariantsAgain(subject, known.loops);
    if (again === null || again.sites.length === 0) return unabstracted;
    return abstracted(subject, unabstracted, subject.execute(again.invariants), again.invariants, null);
  }
  const { sites, refused } = abstractable(subject, bounded);
  for (const { site, construct } of refused)
    problems.push({
      code: "loop_not_abstracted",
      detail: `The loop at line ${site.span.line} is only unrolled, because of ${construct}.`,
    });
  if (sites.length === 0) return unabstracted;
  const invariants = await invariantsOf(subject, sites);
  if (invariants === null) {
    problems.push({ code: "loop_not_abstracted", detail: "The search for invariants did not come to an end." });
    return unabstracted;
  }
  return abstracted(subject, unabstracted, subject.execute(invariants), invariants, null);
}

/** What was proved of each obligation is not owed any more. */
function abstracted(
  subject: Subject,
  found: Found,
  execution: Execution,
  invariants: Candidates,
  contract: CalleeContract | null,
): Found {
  const settled = { ...execution, obligations: [] };
  return {
    ...found,
    execution: subject.conditional ? onlyUnderPreconditions(subject, settled) : settled,
    invariants: execution.loops.flatMap(({ id, span }) => {
      const expressions = invariants.get(id);
      return expressions === undefined ? [] : [{ loop: id, span, expressions: [...expressions] }];
    }),
    contract,
  };
}

/** The unrolled execution; calls by a contract whose precondition is not proved there are inlined. */
async function withProvedContracts(subject: Subject, problems: Induction["problems"]): Promise<Execution> {
  for (;;) {
    const execution = subject.execute(new Map());
    if (execution.obligations.length === 0) return execution;
    const demands = execution.obligations.map(({ subject: callee, condition, holds }) => ({
      source: callee,
      condition,
      holds,
    }));
    const discharge = subject.discharge<string>(subject.setting(execution), subject.hints.preconditions);
    const proved = await discharge.proved(demands);
    const failed = new Set(demands.flatMap(({ source }, index) => (proved[index] === true ? [] : [source])));
    if (failed.size === 0) return execution;
    const kept = new Map([...subject.contracts].filter(([key]) => !failed.has(key)));
    subject.contracts = kept.size === subject.contracts.size ? new Map() : kept;
    for (const key of failed)
      problems.push({
        code: "callee_precondition",
        detail: `Calls of ${key} are inlined: its precondition was not proved at each.`,
      });
  }
}

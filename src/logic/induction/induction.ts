import type { Expression } from "../../ir/expression/ast.ts";
import type { IR } from "../../ir/ir.ts";
import type { Span } from "../../ir/provenance.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { CalleeContract, Execution, ExecutionOptions, LoopId } from "../execution/execution.ts";
import type { Oracle } from "../prove/oracle.ts";

export interface InductionOptions extends Pick<ExecutionOptions, "unroll" | "max_paths" | "max_steps"> {
  /** Z3's resource count for one question. Invariants that take more than this are not worth waiting for. */
  rlimit: number;
  /** Questions to the solver; when they are used up, what is not proved by then counts as not proved. */
  max_questions: number;
  /** Z3's resource count of all questions together. */
  max_rlimit: number;
  /** Statements that are gone through in all executions together, after which no more candidates are tried. */
  max_executed: number;
  /** Candidates of one loop. */
  max_candidates: number;
  /** Contracts of other functions of the file that were proved, by key. Calls whose precondition is not proved are inlined all the same. */
  contracts?: ReadonlyMap<string, CalleeContract>;
  /** What an earlier induction proved of the same function: it is proved again, and beside it only what the clauses suggest is tried. */
  known?: Proven;
  /** Asks in place of an oracle of its own, so that what is asked again later costs nothing. */
  oracle?: Oracle;
}

/** What an induction found: invariants by loop, and what was proved of the function itself to abstract its recursive calls. */
export interface Proven {
  loops: ReadonlyMap<LoopId, readonly Expression[]>;
  postconditions: readonly Expression[];
}

export const INDUCTION_LIMITS = {
  unroll: 4,
  max_paths: 200,
  max_steps: 4000,
  rlimit: 60_000,
  max_questions: 160,
  max_rlimit: 1_000_000,
  max_executed: 15_000,
  max_candidates: 48,
} as const satisfies InductionOptions;

/**
 * Executions of a function, every obligation of which was proved by the solver.
 *
 * `execution` has as few cuts as could be had: loops and recursive calls are abstracted by what was proved of them, and its paths are then not
 * exact. `bounded` unrolls everything; it says more of the first turns, and its models are real inputs. They are one object when nothing was
 * abstracted. A clause is worth judging by `bounded` when `execution` does not prove it.
 */
export interface Induction {
  execution: Execution;
  bounded: Execution;
  /** What was proved of each loop that is abstracted. */
  invariants: { loop: LoopId; span: Span; expressions: Expression[] }[];
  /** What was proved of the function itself to abstract its recursive calls; null when they are not abstracted. */
  contract: CalleeContract | null;
  problems: { code: string; detail: string }[];
  /** Questions put to the solver. */
  questions: number;
}

/** Symbolic execution, as `execute` of the execution room. */
export type Execute = (module: PythonModule, fn: PythonFunction, ir: IR, options: ExecutionOptions) => Execution;

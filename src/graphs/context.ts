import type { SolverRpc } from "../logic/answer.ts";
import type { PythonRpc } from "../python/sandbox/contract.ts";
import type { Predictor } from "../signatures/predictor.ts";
import type { ProgramSource } from "../signatures/program-store.ts";
import type { HistorySource } from "./holes/history-source.ts";
import type { RunId, TenantId } from "./run.ts";

/** What a node handler may use besides its inputs. Everything with an effect comes in here, so that handlers stay testable. */
export interface NodeContext {
  solver: SolverRpc;
  /** The sandbox: the only place where Python runs. */
  python: PythonRpc;
  /** Who answers signatures, within the run's budget. */
  predictor: Predictor;
  /** Compiled programs, for runs that are pinned to a version. */
  programs: ProgramSource;
  /** What the run's tenant decided about earlier suggestions. */
  history: HistorySource;
  /** Says that this result is not to be reused by other runs although its node is cacheable. */
  keepFromCache: () => void;
  run: RunId;
  tenant: TenantId;
  /** The same for every attempt of one node of one run; hand it to every external call. */
  idempotency_key: string;
  /** Aborted when the lease ends. */
  signal: AbortSignal;
  now: () => number;
}

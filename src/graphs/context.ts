import type { SolverRpc } from "../logic/answer.ts";
import type { PythonRpc } from "../python/sandbox/contract.ts";
import type { RunId, TenantId } from "./run.ts";

/** What a node handler may use besides its inputs. Everything with an effect comes in here, so that handlers stay testable. */
export interface NodeContext {
  solver: SolverRpc;
  /** The sandbox: the only place where Python runs. */
  python: PythonRpc;
  run: RunId;
  tenant: TenantId;
  /** The same for every attempt of one node of one run; hand it to every external call. */
  idempotency_key: string;
  /** Aborted when the lease ends. */
  signal: AbortSignal;
  now: () => number;
}

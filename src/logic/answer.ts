import type { UnknownReason } from "../ir/verdict.ts";

/** Deterministic limits of one check. `rlimit` is Z3's own resource count, the same on every machine; it is not time. */
export interface CheckLimits {
  rlimit: number;
}

/** What the solver Worker answers over RPC. It never throws for what a script can cause. */
export type SolverReply =
  | { status: "sat" | "unsat"; output: string; milliseconds: number; rlimit_used: number | null }
  | {
      status: "unknown";
      reason: UnknownReason;
      detail: string;
      output: string;
      milliseconds: number;
      rlimit_used: number | null;
    }
  | { status: "rejected"; detail: string };

/** The service binding's interface. `checkMany` answers in order and isolates failures: one bad script costs only its own answer. */
export interface SolverRpc {
  check(script: string, limits: CheckLimits): Promise<SolverReply>;
  checkMany(scripts: string[], limits: CheckLimits): Promise<SolverReply[]>;
  version(): Promise<{ name: "z3"; version: string; wasm_sha256: string }>;
}

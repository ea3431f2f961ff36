import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { asObject, type JsonObject } from "../scripts/lib/client.ts";

/** A clause whose verdict says that it holds; `proposed` when Lift found it and nobody declared it. */
export interface JudgedClause {
  id: string;
  text: string;
  status: string;
  bound: string | null;
  proposed: boolean;
}

export interface RefutedClause {
  id: string;
  text: string;
  counterexample: Record<string, string>;
}

/** What `evals/execution/main.py` takes: a module, calls to learn inputs from, and what is claimed of its functions. */
export interface ExecutionJob {
  source: string;
  functions: { name: string; pre: string[]; clauses: JudgedClause[]; refuted: RefutedClause[] }[];
  entry_point: string | null;
  /** Statements that call the functions, run in one namespace. */
  tests: string[];
  /** Labelled inputs of the entry point: `args` or `args_py`, perhaps `pre`. */
  calls: JsonObject[];
  seed: number;
  generated: number;
}

export interface ExecutionReport {
  violations: JsonObject[];
  refuted: JsonObject[];
  functions: JsonObject[];
  /** Why the module could not be executed; null when it could. */
  module_failed: string | null;
  /** Units that ended their process; what follows them was run in another one. */
  killed: string[];
  /** Whether every function was gone through. */
  complete: boolean;
}

/** Longest silence of the process: calls have limits of their own, so silence is code that does not let itself be interrupted. */
const SILENCE_MS = 20_000;
const MAX_PROCESSES = 6;

/** Runs a job in system CPython. A call that kills its process, or never ends, is left out when the job is run again from the start. */
export async function execute(job: ExecutionJob): Promise<ExecutionReport> {
  const killed: string[] = [];
  for (let process = 0; process < MAX_PROCESSES; process++) {
    const { report, at } = await once({ ...job, skip: killed });
    if (report.complete || at === null) return { ...report, killed };
    killed.push(at);
    if (process === MAX_PROCESSES - 1) return { ...report, killed };
  }
  throw new Error("unreachable");
}

function once(job: ExecutionJob & { skip: string[] }): Promise<{ report: ExecutionReport; at: string | null }> {
  const report: ExecutionReport = {
    violations: [],
    refuted: [],
    functions: [],
    module_failed: null,
    killed: [],
    complete: false,
  };
  const main = fileURLToPath(new URL("execution/main.py", import.meta.url));
  const child = spawn("python3", ["-s", "-E", main], {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "", PYTHONHASHSEED: "0" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    let at: string | null = null;
    let timer = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
      const message = asObject(JSON.parse(line));
      if (message.at !== undefined) at = String(message.at);
      else if (message.violation !== undefined) report.violations.push(asObject(message.violation));
      else if (message.refuted !== undefined) report.refuted.push(asObject(message.refuted));
      else if (message.function !== undefined) report.functions.push(asObject(message.function));
      else if (message.module_failed !== undefined) {
        report.module_failed = String(message.module_failed);
        report.complete = true;
      } else if (message.done === true) report.complete = true;
    });
    lines.on("close", () => {
      clearTimeout(timer);
      resolve({ report, at });
    });
    child.on("error", (error) => reject(new Error(`python3 is needed as oracle: ${error.message}`)));
    // A process that is killed while it reads leaves a broken pipe: the missing answer tells of it.
    child.stdin.on("error", () => undefined);
    child.stdin.end(JSON.stringify(job));
  });
}

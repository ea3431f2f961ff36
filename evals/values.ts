import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Json, JsonObject } from "../scripts/lib/client.ts";

/** `error`: judging raised, so the clause does not hold. `unjudged`: the oracle cannot say. */
export type Judged = "true" | "false" | "error" | "not_applicable" | "unjudged";

export interface ValuesJob {
  source: string;
  function: string;
  clauses: string[];
  /** `args` or `args_py`, and `result` or `result_py` where the clauses speak of it. */
  points: JsonObject[];
}

/** What CPython says of each clause on each point, in order: `judged[point][clause]`. */
export interface ValuesReport {
  judged: Judged[][];
  failed: string | null;
}

/** Judges clauses on values in a CPython process of its own. */
export function judgeValues(job: ValuesJob): Promise<ValuesReport> {
  const main = fileURLToPath(new URL("execution/values.py", import.meta.url));
  const child = spawn("python3", ["-s", "-E", main], {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "", PYTHONHASHSEED: "0" },
    stdio: ["pipe", "pipe", "ignore"],
    timeout: 120_000,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", (error) => reject(new Error(`python3 is needed as oracle: ${error.message}`)));
    child.on("close", (code) => {
      if (output === "") reject(new Error(`judging values ended with code ${code}`));
      else resolve(JSON.parse(output) as ValuesReport);
    });
    // A process that is killed while it reads leaves a broken pipe: the missing answer tells of it.
    child.stdin.on("error", () => undefined);
    child.stdin.end(JSON.stringify(job));
  });
}

/** A point of the judge: the arguments of a row's entry, with another of its fields as the result. */
export function pointOf(entry: JsonObject, result?: string): JsonObject {
  const point: JsonObject = entry.args_py === undefined ? { args: entry.args ?? [] } : { args_py: entry.args_py };
  if (result === undefined) return point;
  const text: Json | undefined = entry[`${result}_py`];
  return text === undefined ? { ...point, result: entry[result] ?? null } : { ...point, result_py: text };
}

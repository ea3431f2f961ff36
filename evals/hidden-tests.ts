import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../scripts/lib/client.ts";

/** The process limits itself to 20 s; this is for one that cannot. */
const SILENCE_MS = 30_000;

export interface TestResult {
  passed: boolean;
  detail: string;
}

/** How often a process that ended without an answer is started again: on a busy machine the clock may end it before its first line. */
const AGAIN = 1;

/** Whether code passes the tests of a row, in system CPython. `function` is what the code calls itself; the tests know it by the row's `entry_point`. */
export async function passesTests(code: string, name: string | null, row: JsonObject): Promise<TestResult> {
  const job = {
    code,
    function: name,
    names: [String(row.entry_point)],
    setup: typeof row.test_setup === "string" ? row.test_setup : "",
    tests: Array.isArray(row.tests) ? row.tests.map(String) : [String(row.tests ?? "")],
    call: typeof row.test_call === "string" ? row.test_call : "",
  };
  for (let attempt = 0; ; attempt++) {
    const answer = await run(JSON.stringify(job));
    if (typeof answer !== "string") return answer;
    if (attempt === AGAIN) return { passed: false, detail: answer };
  }
}

/** The answer of one process, or in words how it ended without one. */
function run(job: string): Promise<TestResult | string> {
  const child = spawn("python3", ["-s", "-E", fileURLToPath(new URL("hidden_tests.py", import.meta.url))], {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "", PYTHONHASHSEED: "0" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", (error) => reject(new Error(`python3 is needed as oracle: ${error.message}`)));
    child.on("close", () => {
      clearTimeout(timer);
      resolve(
        output === "" ? { passed: false, detail: "ended without an answer" } : (JSON.parse(output) as TestResult),
      );
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(job);
  });
}

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { wasmSolver } from "./wasm-solver.ts";

/**
 * Puts SMT-LIB scripts with known answers to the solver and to a native `z3`. `--data FILE` is JSON Lines with `id`, `smt2` and `expected`
 * (`sat`, `unsat` or `unknown`); `--rlimit N`, `--z3 PATH`, `--timeout SECONDS` for the native one. A wrong answer is `sat` against `unsat`;
 * exit code 1 when the solver gives one.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    rlimit: { type: "string", default: "4000000" },
    z3: { type: "string", default: "z3" },
    timeout: { type: "string", default: "20" },
  },
});
if (options.data === undefined) throw new Error("--data FILE is missing");

interface Row {
  id: string;
  smt2: string;
  expected: string;
}

const rows: Row[] = readFileSync(options.data, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const solve = wasmSolver();
solve("(check-sat)", { rlimit: 1 });

interface Tally {
  right: number;
  wrong: string[];
  unknown: number;
  milliseconds: number[];
}
const tally = (): Tally => ({ right: 0, wrong: [], unknown: 0, milliseconds: [] });
const [ours, native] = [tally(), tally()];
const reasons = new Map<string, number>();
let disagreements = 0;

function count(into: Tally, row: Row, status: string, milliseconds: number): void {
  into.milliseconds.push(milliseconds);
  if (status !== "sat" && status !== "unsat") into.unknown += 1;
  else if (row.expected === status) into.right += 1;
  else if (row.expected === "sat" || row.expected === "unsat") into.wrong.push(row.id);
}

/** The last status the native z3 prints; `unknown` after an error, a timeout or a crash. */
function askNative(script: string): string {
  const run = spawnSync(options.z3, ["-in", `-T:${options.timeout}`], { input: script, encoding: "utf8" });
  const lines = (run.stdout ?? "").split("\n").map((line) => line.trim());
  if (lines.some((line) => line.startsWith("(error") && !/model is not available|unsat core/.test(line)))
    return "unknown";
  return lines.findLast((line) => ["sat", "unsat", "unknown"].includes(line)) ?? "unknown";
}

for (const row of rows) {
  const started = performance.now();
  const reply = solve(row.smt2, { rlimit: Number(options.rlimit) });
  count(ours, row, reply.status, performance.now() - started);
  if (reply.status === "unknown" || reply.status === "rejected") {
    const reason =
      reply.status === "unknown" ? `${reply.reason}: ${reply.detail.slice(0, 60)}` : `rejected: ${reply.detail}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const nativeStarted = performance.now();
  const status = askNative(row.smt2);
  count(native, row, status, performance.now() - nativeStarted);
  if (["sat", "unsat"].includes(status) && ["sat", "unsat"].includes(reply.status) && status !== reply.status) {
    disagreements += 1;
    console.log(`disagreement on ${row.id}: expected ${row.expected}, ours ${reply.status}, native ${status}`);
  }
}

function summary({ right, wrong, unknown, milliseconds }: Tally) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return {
    right,
    wrong,
    unknown,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    total_ms: Math.round(sorted.reduce((a, b) => a + b, 0)),
  };
}

console.log(
  JSON.stringify(
    {
      cases: rows.length,
      ours: summary(ours),
      native: summary(native),
      disagreements,
      unknown: Object.fromEntries(reasons),
    },
    null,
    1,
  ),
);
if (ours.wrong.length > 0) process.exitCode = 1;

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CaseOutcome, type FuzzCase, fuzzCases, shrunk } from "./oracles/fuzz-case.ts";
import { scriptOf } from "./oracles/fuzz-script.ts";
import { wasmSolver } from "./oracles/wasm-solver.ts";

/**
 * Differential fuzzing of the meaning of expressions against CPython: random typed expressions on random values, once by CPython's `eval` and
 * once by the translation to SMT, which is asked whether it can mean anything else. `--cases N --seed S`, `--python PATH`.
 * The solver is the solver Worker's engine. Prints counts and each disagreement on its smallest case; exit code 1 when there is one.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
  },
});

const BATCH = 250;
const RLIMIT = 2_000_000;
const solve = wasmSolver();

function askPython(cases: FuzzCase[]): CaseOutcome[] {
  const input = cases.map(({ python, values }) => JSON.stringify({ python, values })).join("\n");
  const done = spawnSync(options.python, [join(import.meta.dirname, "oracles/meaning.py")], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0) throw new Error(`${options.python} failed: ${done.stderr}`);
  return done.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

type Answer = "agree" | "disagree" | "unknown";

/** `unsat` says that the translation can mean nothing but what CPython answered. */
const answerOf = (line: string | undefined): Answer =>
  line === "unsat" ? "agree" : line === "sat" ? "disagree" : "unknown";

function ask(script: string): Answer {
  const reply = solve(script, { rlimit: RLIMIT });
  const detail = reply.status === "rejected" ? reply.detail : reply.output;
  if (reply.status === "rejected" || detail.includes("(error")) {
    errors.add(detail.split("\n")[0] ?? "");
    return "disagree";
  }
  return answerOf(reply.output.trim().split("\n").at(-1));
}

const errors = new Set<string>();
const counts = { cases: 0, raises: 0, agree: 0, unknown: 0, disagree: 0 };
const constructs = new Map<string, number>();
const found: string[] = [];

function examine(one: FuzzCase): { answer: Answer; outcome: CaseOutcome } | null {
  const [outcome] = askPython([one]);
  if (outcome === undefined) return null;
  const script = scriptOf(one, outcome);
  return "construct" in script ? null : { answer: ask(script.text), outcome };
}

function report(one: FuzzCase): void {
  const least = shrunk(one, (smaller) => examine(smaller)?.answer === "disagree");
  const seen = examine(least);
  found.push(`${least.python}\n  with ${JSON.stringify(least.values)}\n  CPython: ${JSON.stringify(seen?.outcome)}`);
}

const total = Number(options.cases);
const started = performance.now();
const all = fuzzCases(Number(options.seed));
while (counts.cases < total) {
  const cases = Array.from({ length: Math.min(BATCH, total - counts.cases) }, () => all.next());
  const outcomes = askPython(cases);
  for (const [index, one] of cases.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error("CPython answered too few lines");
    if ("raises" in outcome) counts.raises += 1;
    const script = scriptOf(one, outcome);
    if ("construct" in script) {
      constructs.set(script.construct, (constructs.get(script.construct) ?? 0) + 1);
      continue;
    }
    const answer = ask(script.text);
    counts[answer] += 1;
    if (answer === "disagree") report(one);
  }
  counts.cases += cases.length;
}

const unsupported = [...constructs.values()].reduce((sum, count) => sum + count, 0);
const seconds = Math.round((performance.now() - started) / 1000);
const top = Object.fromEntries([...constructs].sort((a, b) => b[1] - a[1]).slice(0, 20));
console.log(JSON.stringify({ seed: Number(options.seed), ...counts, unsupported, seconds, constructs: top }, null, 1));
for (const text of [...errors].slice(0, 5)) console.log(text);
for (const text of found.slice(0, 20)) console.log(text);
if (found.length > 0) process.exitCode = 1;

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Taints } from "../src/logic/prove/taint.ts";
import { type CaseOutcome, type FuzzCase, fuzzCases, shrunk } from "./oracles/fuzz-case.ts";
import { type Claims, claimsOf, evaluated, scriptOf } from "./oracles/fuzz-script.ts";
import { wasmSolver } from "./oracles/wasm-solver.ts";

/**
 * Differential fuzzing of the meaning of expressions against CPython: random typed expressions on random values, once by CPython's `eval` and
 * once by the translation to SMT. Its terms are evaluated on the values, as are its axioms, each of which has to hold; the solver Worker's engine
 * decides what that leaves open, and a sample of the rest. `--cases N --seed S`, `--python PATH`, `--fixture FILE` to keep the cases with CPython's
 * answers. Prints counts and each disagreement on its smallest case; exit code 1 when there is one.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
    fixture: { type: "string" },
  },
});

const BATCH = 2000;
const RLIMIT = 1_000_000;
/** One case of so many is put to the solver although it was evaluated. */
const SAMPLE = 50;
const SAMPLE_RLIMIT = 100_000;
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

type Answer = "agree" | "disagree" | "undecided" | "wrong_axiom";

function ask(script: string, rlimit: number): string {
  const reply = solve(script, { rlimit });
  if (reply.status === "rejected" || reply.output.includes("(error")) {
    errors.add(reply.status === "rejected" ? reply.detail : (reply.output.split("\n")[0] ?? ""));
    return "error";
  }
  return reply.status;
}

/** Asked in a script of their own, no axiom can hide that the translation is wrong. */
function solved(claims: Claims, rlimit = RLIMIT): Answer {
  counts.solved += 1;
  const axioms = claims.axioms.length === 0 ? "sat" : ask(scriptOf(claims, "axioms"), rlimit);
  if (axioms === "unsat") return "wrong_axiom";
  const agreement = ask(scriptOf(claims, "agreement"), rlimit);
  if (agreement === "sat" || agreement === "error") return "disagree";
  return agreement === "unsat" && axioms === "sat" ? "agree" : "undecided";
}

/** Whether the question speaks of sequences of text, on which Z3 5.1 errs both ways: see src/logic/reliability.ts. */
function restsOnText({ declarations, inputs, axioms }: Claims): boolean {
  const taints = new Taints(declarations);
  return [...axioms, ...inputs.map(({ term }) => term)].some((term) => taints.of(term).has("text_sequences"));
}

function answerOf(claims: Claims, sample: boolean): Answer {
  const answer = evaluated(claims);
  if (answer === "wrong") return "disagree";
  if (answer === "axiom") return "wrong_axiom";
  if (answer === "open") return solved(claims);
  const second = sample ? solved(claims, SAMPLE_RLIMIT) : "agree";
  if ((second === "wrong_axiom" || second === "disagree") && restsOnText(claims)) {
    counts.solver_wrong += 1;
    return "agree";
  }
  return second === "undecided" ? "agree" : second;
}

const errors = new Set<string>();
const counts = { cases: 0, raises: 0, solved: 0, agree: 0, undecided: 0, disagree: 0, wrong_axiom: 0, solver_wrong: 0 };
const constructs = new Map<string, number>();
const found: string[] = [];
const kept: (FuzzCase & { outcome: CaseOutcome })[] = [];

function examine(one: FuzzCase): { answer: Answer; outcome: CaseOutcome } | null {
  const [outcome] = askPython([one]);
  if (outcome === undefined) return null;
  const claims = claimsOf(one, outcome);
  return "construct" in claims ? null : { answer: answerOf(claims, true), outcome };
}

/** The values of the names that the expression speaks of. */
const valuesOf = ({ python, values }: FuzzCase): FuzzCase["values"] =>
  Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`\\b${name}\\b`).test(python)));

const MOST_REPORTS = 20;

function report(one: FuzzCase, answer: Answer): void {
  if (found.length >= MOST_REPORTS) return;
  const least = shrunk(one, (smaller) => examine(smaller)?.answer === answer);
  const outcome = JSON.stringify(examine({ ...least, values: one.values })?.outcome);
  found.push(`${answer}: ${least.python}\n  with ${JSON.stringify(least.values)}\n  CPython: ${outcome}`);
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
    const claims = claimsOf(one, outcome);
    if ("construct" in claims) {
      constructs.set(claims.construct, (constructs.get(claims.construct) ?? 0) + 1);
      continue;
    }
    const answer = answerOf(claims, index % SAMPLE === 0);
    counts[answer] += 1;
    if (answer === "disagree" || answer === "wrong_axiom") report(one, answer);
    else if (options.fixture !== undefined) kept.push({ ...one, values: valuesOf(one), outcome });
  }
  counts.cases += cases.length;
  process.stderr.write(`\r${counts.cases}/${total} `);
}
process.stderr.write("\n");

if (options.fixture !== undefined)
  writeFileSync(options.fixture, `[\n${kept.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
const unsupported = [...constructs.values()].reduce((sum, count) => sum + count, 0);
const seconds = Math.round((performance.now() - started) / 1000);
const top = Object.fromEntries([...constructs].sort((a, b) => b[1] - a[1]).slice(0, 20));
console.log(JSON.stringify({ seed: Number(options.seed), ...counts, unsupported, seconds, constructs: top }, null, 1));
for (const text of [...errors].slice(0, 5)) console.log(text);
for (const text of found) console.log(text);
if (counts.disagree + counts.wrong_axiom > 0) process.exitCode = 1;

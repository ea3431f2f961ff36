import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { evaluate, type Outcome } from "../../src/logic/evaluate/evaluate.ts";
import { literal, truthy, type Value } from "../../src/logic/evaluate/value.ts";
import { isReliable } from "../../src/logic/reliability.ts";
import { PRELUDE } from "../../src/logic/smt/prelude.ts";
import { declareSorts, sortOf } from "../../src/logic/smt/sort.ts";
import { and, type Term } from "../../src/logic/smt/term.ts";
import { decode, encode } from "../../src/logic/symbolic/codec.ts";
import { Fresh } from "../../src/logic/symbolic/fresh.ts";
import { type Scope, translate } from "../../src/logic/symbolic/translate.ts";
import { truth } from "../../src/logic/symbolic/value.ts";
import { typeOfAnnotation } from "../../src/logic/types/annotation.ts";
import { UnsupportedConstruct } from "../../src/logic/unsupported.ts";
import { NAMES, randomExpression, randomFrom, randomLiteral, type Sample } from "./random-expression.ts";
import { wasmSolver } from "./wasm-solver.ts";

/**
 * Three-way comparison of the meaning of random expressions on random inputs: CPython's `eval`, the evaluator, and the translation to SMT
 * with the inputs fixed. `--cases N --seed S --python PATH`; `--fixture FILE` writes CPython's answers for the tests. Exit code 1 on a mismatch.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
    fixture: { type: "string" },
  },
});

interface Case extends Sample {
  values: Record<string, string>;
}

type Answer = { value: string; true: boolean } | { raises: string };

const BATCH = 40;
const RLIMIT = 40_000_000;

function casesOf(count: number, seed: number): Case[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => ({
    ...randomExpression(random, "bool", 2 + Math.floor(random() * 3)),
    values: Object.fromEntries(Object.entries(NAMES).map(([name, { kind }]) => [name, randomLiteral(kind, random)])),
  }));
}

function askPython(cases: Case[]): Answer[] {
  const input = cases.map(({ python, values }) => JSON.stringify({ python, values })).join("\n");
  const done = spawnSync(options.python, [join(import.meta.dirname, "meaning.py")], {
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

function valueOfLiteral(text: string): Value {
  const outcome = evaluate(parseExpression(text), { values: new Map(), old: null });
  if (outcome.status !== "value") throw new Error(`not a literal: ${text}`);
  return outcome.value;
}

function ours({ lift, values }: Case): Outcome {
  const names = new Map(Object.entries(values).map(([name, text]) => [name, valueOfLiteral(text)]));
  return evaluate(parseExpression(lift), { values: names, old: null });
}

/** Commands that ask in turn whether evaluation succeeds and whether it gives something true; or the construct that prevents it. */
function questions(
  { lift, values }: Case,
  constants: Map<string, Term>,
): { commands: string; reliable: boolean } | { construct: string } {
  const scope = (bind: (name: string) => ReturnType<Scope["lookup"]>): Scope => ({
    lookup: bind,
    binds: (name) => Object.hasOwn(NAMES, name),
    old: null,
    fresh: new Fresh(),
  });
  const names = scope((name) => {
    const known = NAMES[name];
    const constant = constants.get(name);
    if (known === undefined || constant === undefined) throw new UnsupportedConstruct(`name:${name}`);
    return decode(typeOfAnnotation(known.annotation), constant);
  });
  const none = scope((name) => {
    throw new UnsupportedConstruct(`name:${name}`);
  });
  try {
    const { value, defined } = translate(parseExpression(lift), names);
    const inputs = Object.entries(values).map(([name, text]) => {
      const type = typeOfAnnotation(NAMES[name]?.annotation ?? "");
      const term = encode(type, translate(parseExpression(text), none).value);
      if (term === null) throw new Error(`cannot encode ${name} = ${text}`);
      return `(assert (= ${constants.get(name)} ${term}))`;
    });
    const ask = (term: Term) => `(push)(assert ${term})(check-sat)(pop)`;
    const typed = [...constants].map(([name, symbol]) => ({
      type: typeOfAnnotation(NAMES[name]?.annotation ?? ""),
      symbol,
    }));
    const reliable = isReliable(and(defined, truth(value)), typed);
    return { reliable, commands: `(push)${inputs.join("")}${ask(defined)}${ask(and(defined, truth(value)))}(pop)` };
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return { construct: error.construct };
    throw error;
  }
}

const cases = casesOf(Number(options.cases), Number(options.seed));
const answers = askPython(cases);
const counts = { cases: cases.length, raises: 0, true: 0, false: 0 };
const evaluator = { agree: 0, unsupported: 0, mismatch: 0 };
const solver = { agree: 0, unreliable: 0, unsupported: 0, unknown: 0, mismatch: 0 };
const constructs = new Map<string, number>();
const mismatches: string[] = [];
const noted = (who: string, { lift, values }: Case, answer: Answer, got: unknown) =>
  mismatches.push(
    `${who}: ${lift}\n  with ${JSON.stringify(values)}\n  CPython ${JSON.stringify(answer)}, got ${JSON.stringify(got)}`,
  );

for (const [index, one] of cases.entries()) {
  const answer = answers[index];
  if (answer === undefined) throw new Error("CPython answered too few lines");
  if ("raises" in answer) counts.raises += 1;
  else counts[answer.true ? "true" : "false"] += 1;
  const outcome = ours(one);
  if (outcome.status === "unsupported") evaluator.unsupported += 1;
  else {
    const got =
      outcome.status === "raises"
        ? { raises: outcome.exception }
        : { value: literal(outcome.value), true: truthy(outcome.value) };
    if (JSON.stringify(got) === JSON.stringify(answer)) evaluator.agree += 1;
    else {
      evaluator.mismatch += 1;
      noted("evaluator", one, answer, got);
    }
  }
}

const constants = new Map(Object.keys(NAMES).map((name) => [name, `|${name}|`]));
const types = Object.values(NAMES).map(({ annotation }) => typeOfAnnotation(annotation));
const header = [
  ...declareSorts(types),
  ...PRELUDE,
  ...Object.entries(NAMES).map(
    ([name, { annotation }]) => `(declare-const |${name}| ${sortOf(typeOfAnnotation(annotation))})`,
  ),
].join("\n");
const solve = wasmSolver();
let batch: { one: Case; answer: Answer; commands: string; reliable: boolean }[] = [];

function flush(): void {
  if (batch.length === 0) return;
  const reply = solve(`${header}\n${batch.map(({ commands }) => commands).join("\n")}`, { rlimit: RLIMIT });
  const output = reply.status === "rejected" ? reply.detail : reply.output;
  const lines = output.trim().split("\n");
  const whole = lines.length === 2 * batch.length && lines.every((line) => /^(sat|unsat|unknown)$/.test(line));
  if (!whole && batch.length > 1) {
    const split = batch;
    for (const part of split) {
      batch = [part];
      flush();
    }
    batch = [];
    return;
  }
  for (const [index, { one, answer, reliable }] of batch.entries()) {
    const [defined, holds] = whole ? [lines[2 * index], lines[2 * index + 1]] : ["unknown", "unknown"];
    if (!whole && output.includes("(error")) {
      solver.mismatch += 1;
      noted("solver error", one, answer, output.slice(0, 300));
    } else if (defined === "unknown" || holds === "unknown") solver.unknown += 1;
    else if ((defined === "sat") === "value" in answer && (holds === "sat") === ("true" in answer && answer.true))
      solver.agree += 1;
    else if (!reliable && (holds === "unsat" || defined === "unsat")) solver.unreliable += 1;
    else {
      solver.mismatch += 1;
      noted("solver", one, answer, { defined, holds });
    }
  }
  batch = [];
}

for (const [index, one] of cases.entries()) {
  const asked = questions(one, constants);
  const answer = answers[index];
  if ("construct" in asked || answer === undefined) {
    solver.unsupported += 1;
    const construct = "construct" in asked ? asked.construct : "";
    constructs.set(construct, (constructs.get(construct) ?? 0) + 1);
    continue;
  }
  batch.push({ one, answer, ...asked });
  if (batch.length === BATCH) flush();
}
flush();

console.log(
  JSON.stringify(
    {
      seed: Number(options.seed),
      ...counts,
      evaluator,
      solver,
      unsupported: Object.fromEntries([...constructs].sort((a, b) => b[1] - a[1]).slice(0, 15)),
    },
    null,
    1,
  ),
);
for (const mismatch of mismatches.slice(0, 20)) console.log(mismatch);
if (options.fixture !== undefined) {
  const lines = cases.map((one, index) => JSON.stringify([one.lift, Object.values(one.values), answers[index]]));
  writeFileSync(options.fixture, `[\n${lines.join(",\n")}\n]\n`);
}
if (mismatches.length > 0) process.exitCode = 1;

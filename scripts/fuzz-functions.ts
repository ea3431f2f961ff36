import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Execution } from "../src/logic/execution/execution.ts";
import { script } from "../src/logic/smt/script.ts";
import { and, equal, not, or, type Term } from "../src/logic/smt/term.ts";
import { UnsupportedConstruct } from "../src/logic/unsupported.ts";
import {
  type Agreement,
  agreementOf,
  agrees,
  executeFunction,
  type FunctionInput,
  type FunctionOutcome,
  type FunctionParameter,
} from "../test/functions/agreement.ts";
import { Ground } from "./oracles/ground.ts";
import { randomFrom } from "./oracles/random-expression.ts";
import { ANNOTATIONS, type RandomFunction, randomFunction, randomInput, sourceOf } from "./oracles/random-function.ts";
import { shrunk } from "./oracles/shrink-function.ts";

/**
 * `npm run fuzz:functions -- --cases N --seed S [--inputs K] [--python PATH] [--z3 PATH] [--show N] [--fixture FILE]`: random small functions on random inputs,
 * CPython's outcome against symbolic execution. The conditions on each input must admit exactly one path, whose outcome is CPython's, or a gap or cut. Terms are
 * ground: they are evaluated, and the native z3 decides what that leaves open, and a sample of the rest. Disagreements are shrunk and printed; exit code 1 when there is one.
 */
const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    inputs: { type: "string", default: "20" },
    python: { type: "string", default: "python3" },
    z3: { type: "string", default: "z3" },
    show: { type: "string", default: "10" },
    fixture: { type: "string" },
  },
});

const FUNCTIONS_PER_BATCH = 50;
const Z3_MILLISECONDS = 2000;
/** Questions of a batch that are not answered by then are asked one by one. */
const BATCH_MILLISECONDS = 120_000;

interface Outcomes {
  source: string;
  parameters: FunctionParameter[];
  calls: { input: FunctionInput; outcome: FunctionOutcome }[];
}

type Finding = "agreed" | "gap" | "cut" | "wrong" | "uncovered" | "ambiguous" | "undecided" | "facts";
const DISAGREEMENTS: readonly Finding[] = ["wrong", "uncovered", "ambiguous", "facts"];

interface Judged {
  finding: Finding;
  /** The construct of the gap, the paths that were admitted. */
  detail: string;
}

/** CPython's outcomes; calls that it was not patient enough for are left out. */
function askPython(functions: { fn: RandomFunction; inputs: FunctionInput[] }[]): (Outcomes & { skipped: number })[] {
  const cases = functions.map(({ fn, inputs }) => ({ source: sourceOf(fn), function: "f", calls: inputs }));
  const done = spawnSync(options.python, [join(import.meta.dirname, "oracles/outcomes.py")], {
    input: cases.map((item) => JSON.stringify(item)).join("\n"),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0) throw new Error(`${options.python} failed: ${done.stderr}`);
  const lines = done.stdout.trim().split("\n");
  return functions.map(({ fn, inputs }, index) => {
    const answers: (FunctionOutcome | { kind: "skipped" })[] = JSON.parse(lines[index] ?? "[]");
    const calls = inputs.flatMap((input, position) => {
      const outcome = answers[position];
      return outcome === undefined || outcome.kind === "skipped" ? [] : [{ input, outcome }];
    });
    const parameters = fn.parameters.map(({ name, kind }) => ({ name, annotation: ANNOTATIONS[kind] }));
    return { source: sourceOf(fn), parameters, calls, skipped: inputs.length - calls.length };
  });
}

/** What z3 printed until it ended or was ended: on some questions about sequences it does not heed its own limit of time. */
function askZ3(text: string, milliseconds = 10 * Z3_MILLISECONDS): string {
  const done = spawnSync(options.z3, ["-in"], {
    input: text,
    encoding: "utf8",
    maxBuffer: 2 ** 29,
    timeout: milliseconds,
    killSignal: "SIGKILL",
  });
  if (done.error !== undefined && (done.error as NodeJS.ErrnoException).code !== "ETIMEDOUT")
    throw new Error(`native z3 is needed: ${done.error.message}`);
  return done.stdout;
}

/** One question of a batch: which truth values are wanted, in order. */
interface Question {
  execution: Execution;
  agreement: Agreement;
  terms: Term[];
}

function questionOf(execution: Execution, agreement: Agreement): Question {
  const { paths, gaps, cuts } = agreement;
  const terms = [
    and(...execution.facts),
    ...paths.flatMap(({ admits, matches }) => [admits, matches]),
    ...[...gaps, ...cuts].map(({ admits }) => admits),
  ];
  return { execution, agreement, terms };
}

/** Truth values in order; null for what only the solver may decide. */
function truthsOf({ execution, agreement, terms }: Question): (boolean | null)[] {
  const fixed = new Map(agreement.inputs.map((input) => [input.symbol, input.term]));
  const ground = new Ground(
    execution.declarations.map((declaration) => ({
      ...declaration,
      term: fixed.get(declaration.symbol) ?? declaration.term,
    })),
  );
  return terms.map((term) => ground.truth(term));
}

/** What the truth values say; null when some of them are not known. */
function judge(question: Question, truths: (boolean | null)[]): Judged | null {
  if (truths.some((truth) => truth === null)) return null;
  const { paths, gaps, cuts } = question.agreement;
  const [facts, ...rest] = truths;
  if (facts === false) return { finding: "facts", detail: "" };
  const admitted = paths.flatMap((_, index) => (rest[2 * index] === true ? [index] : []));
  const others = rest.slice(2 * paths.length);
  const gap = gaps.find((_, index) => others[index] === true);
  const cut = cuts.find((_, index) => others[gaps.length + index] === true);
  const [only, ...more] = admitted;
  if (more.length > 0) return { finding: "ambiguous", detail: admitted.map((index) => paths[index]?.says).join(" / ") };
  if (only === undefined) {
    if (gap !== undefined) return { finding: "gap", detail: gap.construct };
    if (cut !== undefined) return { finding: "cut", detail: cut.bound };
    return { finding: "uncovered", detail: "" };
  }
  return { finding: rest[2 * only + 1] === true ? "agreed" : "wrong", detail: paths[only]?.says ?? "" };
}

const given = ({ inputs }: Agreement): Term[] => inputs.map(({ symbol, term }) => equal(symbol, term));

function scriptOf({ execution, agreement }: Question, assertions: Term[]): string {
  const { declarations, facts } = execution;
  return `(set-option :timeout ${Z3_MILLISECONDS})\n${script({ declarations, facts, assertions: [...given(agreement), ...assertions] })}`;
}

/** The questions that rewriting leaves open, in one process: whether no model disagrees, and whether some gap or cut has the input. */
function solve(questions: Question[]): (Judged | null)[] {
  if (questions.length === 0) return [];
  const scripts = questions.flatMap((question) => {
    const { gaps, cuts } = question.agreement;
    return [[not(agrees(question.agreement))], [or(...[...gaps, ...cuts].map(({ admits }) => admits))]].map(
      (assertions) => `(reset)\n${scriptOf(question, assertions)}\n(echo "@")`,
    );
  });
  const answers = askZ3(scripts.join("\n"), BATCH_MILLISECONDS)
    .split(/^@$/m)
    .map((answer) => answer.trim());
  return questions.map((question, index) => {
    if (answers[2 * index] !== "unsat") return decide(question);
    if (answers[2 * index + 1] === "unsat") return { finding: "agreed", detail: "" };
    return { finding: "gap", detail: "a gap or cut that only the solver sees" };
  });
}

/** Why no agreement is proved. */
function decide(question: Question): Judged {
  const { paths, gaps, cuts } = question.agreement;
  const ask = (...assertions: Term[]): string => askZ3(scriptOf(question, assertions)).trim();
  if (ask() === "unsat") return { finding: "facts", detail: "" };
  const possible = paths.filter(({ admits }) => ask(admits) !== "unsat");
  if (possible.length === 0) {
    const none = ask(or(...gaps.map(({ admits }) => admits), ...cuts.map(({ admits }) => admits)));
    return { finding: none === "unsat" ? "uncovered" : "undecided", detail: none };
  }
  const says = possible.map((path) => path.says).join(" / ");
  const certain = possible.filter(({ admits }) => ask(admits) === "sat");
  if (certain.length > 1) return { finding: "ambiguous", detail: says };
  const [only] = certain;
  if (only === undefined || possible.length > 1) return { finding: "undecided", detail: says };
  return { finding: ask(only.admits, not(only.matches)) === "sat" ? "wrong" : "undecided", detail: says };
}

const constructs = new Map<string, number>();
const totals: Record<string, number> = {};
const count = (name: string, by = 1) => {
  totals[name] = (totals[name] ?? 0) + by;
};

/** Judges every call; those whose result has no term here are counted as such. */
function judgeAll(cases: Outcomes[]): { item: Outcomes; call: Outcomes["calls"][number]; judged: Judged }[] {
  const asked: { item: Outcomes; call: Outcomes["calls"][number]; question: Question }[] = [];
  for (const item of cases) {
    const execution = executeFunction(item.source, "f", item.parameters);
    for (const call of item.calls) {
      try {
        asked.push({ item, call, question: questionOf(execution, agreementOf(execution, call.input, call.outcome)) });
      } catch (error) {
        if (!(error instanceof UnsupportedConstruct)) throw error;
        count(`not comparable: ${error.construct}`);
      }
    }
  }
  const simple = asked.map(({ question }) => judge(question, truthsOf(question)));
  const open = asked.filter((_, index) => simple[index] === null || isSample(index));
  const solved = new Map(solve(open.map(({ question }) => question)).map((judged, index) => [open[index], judged]));
  return asked.map((one, index) => {
    const { item, call } = one;
    const [evaluated, decided] = [simple[index], solved.get(one)];
    if (
      evaluated != null &&
      decided != null &&
      !DISAGREEMENTS.includes(evaluated.finding) &&
      DISAGREEMENTS.includes(decided.finding)
    )
      return { item, call, judged: decided };
    return { item, call, judged: evaluated ?? decided ?? { finding: "undecided", detail: "" } };
  });
}

/** Evaluated questions that the solver is asked all the same. */
const isSample = (index: number): boolean => index % 50 === 0;

function findingOn(fn: RandomFunction, input: FunctionInput): Judged | null {
  const [outcomes] = askPython([{ fn, inputs: [input] }]);
  if (outcomes === undefined || outcomes.calls.length === 0) return null;
  return judgeAll([outcomes])[0]?.judged ?? null;
}

function show(fn: RandomFunction, input: FunctionInput, finding: Finding): void {
  const [smallest, smallInput] = shrunk(fn, input, (candidate, given) => {
    try {
      return findingOn(candidate, given)?.finding === finding;
    } catch {
      return false; // A candidate that is no Python function at all is no smaller case.
    }
  });
  const [outcomes] = askPython([{ fn: smallest, inputs: [smallInput] }]);
  const judged = findingOn(smallest, smallInput);
  console.log(
    `\n--- ${finding}\n${sourceOf(smallest)}\ninput    ${JSON.stringify(smallInput)}\nCPython  ${JSON.stringify(outcomes?.calls[0]?.outcome)}\nsymbolic ${judged?.detail}`,
  );
}

const wanted = Number(options.cases);
const perFunction = Number(options.inputs);
const started = Date.now();
const fixture: Outcomes[] = [];
let [shown, next, cases] = [0, Number(options.seed) * 1_000_003, 0];
while (cases < wanted) {
  const batch = Array.from({ length: Math.min(FUNCTIONS_PER_BATCH, Math.ceil((wanted - cases) / perFunction)) }, () => {
    const fn = randomFunction(next++);
    const random = randomFrom(next * 7919);
    return { fn, inputs: Array.from({ length: perFunction }, () => randomInput(fn.parameters, random)) };
  });
  const answered = askPython(batch);
  for (const { skipped } of answered) count("skipped by CPython", skipped);
  cases += batch.length * perFunction;
  count("functions", batch.length);
  fixture.push(...answered.map(({ source, parameters, calls }) => ({ source, parameters, calls })));
  for (const { item, call, judged } of judgeAll(answered)) {
    count(judged.finding);
    if (judged.finding === "gap") constructs.set(judged.detail, (constructs.get(judged.detail) ?? 0) + 1);
    const from = batch[answered.findIndex(({ source }) => source === item.source)];
    if (DISAGREEMENTS.includes(judged.finding) && from !== undefined && shown < Number(options.show)) {
      shown += 1;
      show(from.fn, call.input, judged.finding);
    }
  }
  process.stderr.write(`\r${cases}/${wanted} `);
}
process.stderr.write("\n");
if (options.fixture !== undefined) writeFileSync(options.fixture, `${JSON.stringify(fixture)}\n`);
console.log(totals);
console.log("gaps", Object.fromEntries([...constructs].sort((a, b) => b[1] - a[1]).slice(0, 25)));
const disagreements = DISAGREEMENTS.reduce((sum, finding) => sum + (totals[finding] ?? 0), 0);
console.log(
  `${cases} cases, ${disagreements} disagreements, ${((Date.now() - started) / 1000).toFixed(0)} s, seed ${options.seed}`,
);
if (disagreements > 0) process.exitCode = 1;

import type { CheckOutcome } from "../../python/sandbox/contract.ts";
import { Coverage, trace, tracedProgram } from "./coverage.ts";
import type { Making } from "./generate.ts";
import { hypothesesFor } from "./hypotheses.ts";
import { type Input, inputKey } from "./input.ts";
import { ended, type Judge } from "./judge.ts";
import { makeInputs } from "./make-inputs.ts";
import type { Obligations } from "./obligations.ts";
import type { Profile } from "./profiles.ts";
import { type Candidate, screen } from "./screen.ts";
import type { Execution, Session } from "./session.ts";
import { rejections, select } from "./strength.ts";
import type { Problem, Target } from "./target.ts";

/** Fewest different inputs on which a clause held for it to be claimed, and fewest cases of it. */
const MIN_RUNS = 30;
const MIN_CASES = 20;
/** Under a condition the calls that count are alike in more than the condition, so more of them are needed. */
const MIN_CASES_UNDER_CONDITION = 35;
/** Share of the calls whose result lies on a bound for it to be one, and not the edge of a thin tail. */
const MIN_BOUND_SHARE = 0.15;
/** A clause about results says little unless some other result than the commonest came up so often. */
const MIN_OTHERS = 5;
const SCREENED = 70;
const MAIN = 260;
const VALIDATION = 240;
const TRACED = 90;
const TRACE_ROUNDS = 4;
const MAX_CLAIMS = 10;

export interface Mining {
  session: Session;
  target: Target;
  judge: Judge;
  profile: Profile;
  making: Making;
  obligations: Obligations;
  splits: readonly string[];
  literals: readonly string[] | null;
  known: Set<string>;
  /** Share of the full number of inputs, where several profiles are mined. */
  share: number;
}

/** A clause that held in every execution of a profile. */
export interface Claim {
  text: string;
  kind: Candidate["kind"];
  /** Calls in which it held, and in which it was not empty. */
  executions: number;
  cases: number;
  /** Wrong results that it alone rejects, of `wrong`. */
  rejects: number;
  wrong: number;
}

export interface Mined {
  claims: Claim[];
  executions: Execution[];
  problems: Problem[];
}

/** Clauses of one profile, by rising effort: screened on the inputs at hand, tried on new ones, validated on larger and stranger ones, and chosen by what they reject. */
export async function mine(mining: Mining, explored: readonly Execution[]): Promise<Mined> {
  const { session, target, judge, profile, making } = mining;
  const executions: Execution[] = [];
  const stop = (problems: Problem[] = []): Mined => ({ claims: [], executions, problems });
  const returning = explored.filter(({ outcome }) => outcome.kind === "returned");
  if (returning.length < MIN_CASES)
    return stop([
      { code: "few_calls", detail: `Only ${returning.length} calls returned; nothing is supposed of them.` },
    ]);

  const reached = await reach(
    mining,
    returning.map(({ input }) => input),
  );
  if (reached.missing !== null) return stop([reached.missing]);

  const declared = target.declared.map(({ text }) => text);
  const sample = [...reached.inputs, ...returning.map(({ input }) => input)];
  const first = [...new Map(sample.map((input) => [inputKey(input), input])).values()].slice(0, SCREENED);
  const hypotheses = hypothesesFor(target.slots, profile, returning, making.pool, mining.splits, mining.literals);
  const asked = [...hypotheses.clauses, ...hypotheses.conditions, ...hypotheses.truths];
  const screened = await session.run(target, first, target.assume, asked);
  const unstable = differing(returning, screened);
  if (unstable !== null) return stop([unstable]);
  if (screened.length < first.length) return stop();
  const rows = rowsOf(screened);
  if (rows.length < 10) return stop();
  const frames = hypotheses.unchanged.map(
    (name): Candidate => ({ text: `${name} == old(${name})`, kind: "always", cases: null }),
  );
  let candidates = [...screen(hypotheses, rows), ...frames];

  if (candidates.length === 0) return stop();
  const request = { slots: target.slots, shapes: profile, seeds: first, mutated: 0.45, known: mining.known };
  const count = (full: number) => Math.round(full * mining.share);
  const planned = session.affordable([
    ...makeInputs({ ...request, count: count(MAIN) }, { ...making, size: 12 }),
    ...makeInputs({ ...request, count: count(VALIDATION) }, { ...making, size: 30, strange: true }),
  ]);
  const texts = candidates.flatMap(({ text, cases }) => [text, ...(cases === null ? [] : [cases])]);
  const ran = await session.run(target, planned, target.assume, [...declared, ...texts]);
  judge.note(ran);
  executions.push(...ran);
  if (ran.length < planned.length) return stop();
  const tried = ran.filter(({ outcome }) => outcome.kind === "returned");
  const seen = new Map<string, { held: number; cases: number }>();
  candidates = surviving(
    candidates,
    rowsOf(ran).map((row) => row.slice(declared.length)),
    seen,
  );
  if (otherResults(tried) < MIN_OTHERS)
    candidates = candidates.filter(
      ({ text }) => hypotheses.unchanged.some((name) => text === `${name} == old(${name})`) || isAboutType(text),
    );
  const grounded = candidates.filter(({ text, kind }) => {
    const { held, cases } = seen.get(text) ?? { held: 0, cases: 0 };
    return held >= MIN_RUNS && cases >= leastCases(kind, held);
  });
  return { claims: await chosen(mining, grounded, frames, tried, hypotheses.changed, seen), executions, problems: [] };
}

function leastCases(kind: Candidate["kind"], held: number): number {
  switch (kind) {
    case "always":
      return MIN_CASES;
    case "conditional":
      return MIN_CASES_UNDER_CONDITION;
    case "bound":
      return Math.max(MIN_CASES, held * MIN_BOUND_SHARE);
  }
}

async function chosen(
  { session, target, making }: Mining,
  candidates: readonly Candidate[],
  frames: readonly Candidate[],
  tried: readonly Execution[],
  changed: readonly string[],
  seen: ReadonlyMap<string, { held: number; cases: number }>,
): Promise<Claim[]> {
  const ordered = candidates.toSorted((a, b) => rank(a) - rank(b) || a.text.length - b.text.length);
  const declared = target.declared.filter(({ entry }) => !entry).map(({ text }) => text);
  const texts = [...declared, ...ordered.map(({ text }) => text)];
  const columns = await rejections(session, target, tried, changed, texts, making);
  const claim = (candidate: Candidate, rejects: number): Claim => {
    const { held, cases } = seen.get(candidate.text) ?? { held: 0, cases: 0 };
    return {
      text: candidate.text,
      kind: candidate.kind,
      executions: held,
      cases,
      rejects,
      wrong: columns?.[0]?.length ?? 0,
    };
  };
  const isFrame = (candidate: Candidate) => frames.some(({ text }) => text === candidate.text);
  const framing = ordered.filter(isFrame).map((candidate) => claim(candidate, 0));
  if (columns === null)
    return [...ordered.filter(({ text }) => isAboutType(text)).map((item) => claim(item, 0)), ...framing];
  const offset = declared.length;
  const eligible = ordered.flatMap((candidate, index) => (isFrame(candidate) ? [] : [index + offset]));
  const rated = select(
    columns,
    declared.map((_, index) => index),
    eligible,
    MAX_CLAIMS,
  );
  const strongest = rated.flatMap(({ index, rejects }) => {
    const candidate = ordered[index - offset];
    return candidate === undefined ? [] : [claim(candidate, rejects)];
  });
  return [...strongest, ...framing];
}

/** Clauses without a condition come first among equals. */
const rank = ({ kind }: Candidate) => (kind === "conditional" ? 1 : 0);

const isAboutType = (text: string) => text.startsWith("isinstance(result") || text.startsWith("result is None");

function rowsOf(executions: readonly Execution[]): CheckOutcome[][] {
  return executions.flatMap(({ outcome }) => (outcome.kind === "returned" ? [outcome.checks] : []));
}

/** Calls with another result than the commonest. */
function otherResults(executions: readonly Execution[]): number {
  const counts = new Map<string, number>();
  for (const execution of executions) counts.set(shown(execution), (counts.get(shown(execution)) ?? 0) + 1);
  return executions.length - Math.max(0, ...counts.values());
}

/** Those that held in every call; counts how often, and how many cases of it there were. */
function surviving(
  candidates: readonly Candidate[],
  rows: readonly CheckOutcome[][],
  seen: Map<string, { held: number; cases: number }>,
): Candidate[] {
  let place = 0;
  return candidates.filter(({ text, cases }) => {
    const at = place;
    place += cases === null ? 1 : 2;
    const tally = seen.get(text) ?? { held: 0, cases: 0 };
    for (const row of rows) {
      if (row[at] !== "true") return false;
      tally.held += 1;
      if (cases === null || row[at + 1] === "true") tally.cases += 1;
    }
    seen.set(text, tally);
    return true;
  });
}

/** Equal inputs that ended differently when they were run again. */
function differing(before: readonly Execution[], again: readonly Execution[]): Problem | null {
  const results = new Map(before.map((execution) => [inputKey(execution.input), shown(execution)]));
  for (const execution of again) {
    const earlier = results.get(inputKey(execution.input));
    if (earlier !== undefined && ended(execution) !== null && earlier !== shown(execution))
      return {
        code: "nondeterministic",
        detail: "Equal calls ended differently; nothing is supposed of the function.",
      };
  }
  return null;
}

function shown(execution: Execution): string {
  const outcome = ended(execution);
  if (outcome === null) return "";
  if (outcome.kind === "raised") return outcome.classes[0] ?? "";
  return `${outcome.type} ${outcome.value} ${JSON.stringify(outcome.after)}`;
}

/**
 * Inputs that together meet every obligation of the code, found by keeping those that meet something new and changing them. `missing` names what none reached: the function is then not
 * known well enough to suppose anything.
 */
async function reach(mining: Mining, inputs: readonly Input[]): Promise<{ inputs: Input[]; missing: Problem | null }> {
  const { session, target, profile, making, obligations } = mining;
  const program = tracedProgram(target, obligations);
  const coverage = new Coverage(obligations);
  const found: Input[] = [];
  let batch: readonly Input[] = inputs.slice(0, TRACED);
  for (let round = 0; round < TRACE_ROUNDS; round += 1) {
    const fresh = await trace(session, program, batch, coverage);
    if (fresh === null)
      return {
        inputs: found,
        missing: { code: "not_traced", detail: "The calls could not be traced; nothing is supposed of the function." },
      };
    found.push(...fresh);
    if (coverage.missing().length === 0 || (round > 0 && !coverage.isIncomplete()))
      return { inputs: found, missing: null };
    const wanted = makeInputs(
      { slots: target.slots, shapes: profile, seeds: found, count: TRACED * 2, mutated: 0.6, known: mining.known },
      { ...making, size: 6 + 4 * round, strange: round > 1 },
    );
    const made = session.affordable(wanted);
    if (target.assume.length === 0) batch = made;
    else {
      const allowed = await session.run(target, made, target.assume, []);
      batch = allowed.filter(({ outcome }) => outcome.kind === "returned").map(({ input }) => input);
    }
  }
  if (!coverage.isIncomplete()) return { inputs: found, missing: null };
  const lines = [...new Set(coverage.missing().map(([line]) => line))].sort((a, b) => a - b);
  return {
    inputs: found,
    missing: {
      code: "not_reached",
      detail: `No input reached every way through the code, on line ${lines.join(", ")}; nothing is supposed of the function.`,
    },
  };
}

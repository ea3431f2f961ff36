import type { Disagreement, Synthesis } from "../problem.ts";
import type { Entry } from "./entry.ts";
import type { Task } from "./enumerate.ts";
import { printProgram } from "./print.ts";
import { atomsOf, bitsOf, type Score, scoreOf } from "./score.ts";
import { Failure, identical, itemsOf, literal } from "./values.ts";
import type { Hints } from "./words.ts";

interface Candidate {
  program: Entry;
  score: Score;
}

/** Share of the programs' weight that the answer and what behaves like it must have. */
const MIN_SHARE = 0.85;
/** Bits by which what the examples and words tell must exceed the program ... */
const MIN_SURPLUS = 6;
/** ... when it leaves more of the words than it uses ... */
const MIN_SURPLUS_BESIDE = 10;
/** ... when it uses all words that name idioms and nothing else. */
const MIN_SURPLUS_SPOKEN = -2;
/** Bits that one example tells at most. */
const MAX_EVIDENCE = 16;
const MAX_DISAGREEMENTS = 3;

export interface Judgement {
  best: Candidate;
  /** Those that fit and do something else, shortest first. */
  rivals: readonly Candidate[];
  /** Weight of the best and of what behaves like it among all. */
  share: number;
  /** Bits that examples and words tell beyond the program's own. */
  surplus: number;
}

/** Weighs the programs that fit by 2^-length (after Solomonoff's prior). Null when there is none. */
export function judge(programs: readonly Entry[], task: Task, hints: Hints): Judgement | null {
  const candidates = programs.map(
    (program): Candidate => ({ program, score: scoreOf(program, hints, task.parameters) }),
  );
  candidates.sort((a, b) => a.score.length - b.score.length);
  const [best] = candidates;
  if (best === undefined) return null;
  let own = 0;
  let total = 0;
  const rivals: Candidate[] = [];
  for (const candidate of candidates) {
    const weight = 2 ** (best.score.length - candidate.score.length);
    total += weight;
    if (differsAt(best.program, candidate.program, task) === null) own += weight;
    else rivals.push(candidate);
  }
  return { best, rivals, share: own / total, surplus: evidence(task) + best.score.covered - best.score.length };
}

/**
 * Chooses among the programs that fit: the shortest, if the examples and words tell more than it takes to write it (minimum description length), and if the others
 * that are not much longer do the same on all inputs that were tried.
 */
export function decide(programs: readonly Entry[], task: Task, hints: Hints): Synthesis {
  const judgement = judge(programs, task, hints);
  if (judgement === null)
    return { status: "none", missing: "no short program over the known idioms fits the examples" };
  const { best, rivals, share, surplus } = judgement;
  if (
    share >= MIN_SHARE &&
    surplus >= surplusNeeded(best.score) &&
    best.score.unused === 0 &&
    spoken(best.score) &&
    enough(task, best.score)
  ) {
    return { status: "found", found: [{ code: printProgram(best.program, names(task)), by: "enumeration" }] };
  }
  const disagreements = rivals
    .slice(0, MAX_DISAGREEMENTS)
    .flatMap((rival) => disagreement(best.program, rival.program, task) ?? []);
  const missing =
    share < MIN_SHARE
      ? "which of several programs is meant that fit the examples and differ on other inputs"
      : "more examples: those given do not tell enough to trust the shortest program that fits them";
  return { status: "undecided", missing, disagreements };
}

function surplusNeeded({ covered, uncovered, unmentioned }: Score): number {
  if (uncovered === 0 && unmentioned === 0 && covered > 0) return MIN_SURPLUS_SPOKEN;
  return (uncovered > covered ? MIN_SURPLUS_BESIDE : MIN_SURPLUS) + 2 * unmentioned;
}

/** Where words name idioms, the program uses one of them. */
const spoken = ({ covered, uncovered }: Score): boolean => covered > 0 || uncovered === 0;

const names = ({ name, parameters }: Task): Set<string> =>
  new Set([name, ...parameters.map((parameter) => parameter.name)]);

/**
 * Two examples at least, whose outcomes differ. Where the program does something that no word mentions, three that tell something: an empty outcome, and one that
 * was seen before, tell nothing.
 */
function enough({ outcomes }: Task, { unmentioned }: Score): boolean {
  const telling = outcomes.filter((outcome, index) => {
    const repeated = outcomes.slice(0, index).some((other) => identical(other, outcome));
    return !repeated && outcome !== "" && itemsOf(outcome)?.length !== 0;
  });
  const differ = outcomes.some((outcome) => !identical(outcome, outcomes[0] ?? null));
  return outcomes.length >= 2 && differ && (unmentioned === 0 || telling.length >= 3);
}

/** What the outcomes tell: one that was seen before tells little. */
function evidence({ outcomes, rows }: Task): number {
  let bits = 0;
  outcomes.forEach((outcome, index) => {
    const seen = outcomes.slice(0, index).some((other) => identical(other, outcome));
    bits += seen ? 1 : Math.min(MAX_EVIDENCE, bitsOf(outcome, atomsOf(rows[index] ?? [])));
  });
  return bits;
}

/** A row on which both give a value and not the same. */
function differsAt(a: Entry, b: Entry, task: Task): number | null {
  for (let row = task.outcomes.length; row < task.rows.length; row++) {
    const [x, y] = [a.values[row] ?? null, b.values[row] ?? null];
    if (x instanceof Failure || y instanceof Failure) continue;
    if (!identical(x, y)) return row;
  }
  return null;
}

function disagreement(a: Entry, b: Entry, task: Task): Disagreement[] | null {
  const row = differsAt(a, b, task);
  if (row === null) return null;
  const outcome = (program: Entry) => ({
    code: printProgram(program, names(task)),
    returns: literal(program.values[row] ?? null),
  });
  return [{ args: (task.rows[row] ?? []).map(literal), outcomes: [outcome(a), outcome(b)] }];
}

import type { Disagreement, Synthesis } from "../problem.ts";
import type { Entry } from "./entry.ts";
import type { Task } from "./enumerate.ts";
import { printProgram } from "./print.ts";
import { bitsOf, type Score, scoreOf } from "./score.ts";
import { Failure, identical, literal, type Value } from "./values.ts";
import type { Hints } from "./words.ts";

interface Candidate {
  program: Entry;
  score: Score;
}

/** Share of the programs' weight that the answer and what behaves like it must have. */
const MIN_SHARE = 0.85;
/** Bits by which what the examples and words tell must exceed the program. */
const MIN_SURPLUS = 0;
const MAX_DISAGREEMENTS = 3;

/**
 * Chooses among the programs that fit: the shortest, if the examples and words tell more than it takes to write it, and if the others that are not much longer do
 * the same on all inputs that were tried (minimum description length; weights 2^-length after Solomonoff's prior).
 */
export function decide(programs: readonly Entry[], task: Task, hints: Hints): Synthesis {
  const candidates = programs.map((program): Candidate => ({ program, score: scoreOf(program, hints) }));
  candidates.sort((a, b) => a.score.length - b.score.length);
  const [best] = candidates;
  if (best === undefined)
    return { status: "none", missing: "no short program over the known idioms fits the examples" };
  let own = 0;
  let total = 0;
  const rivals: Candidate[] = [];
  for (const candidate of candidates) {
    const weight = 2 ** (best.score.length - candidate.score.length);
    total += weight;
    if (differsAt(best.program, candidate.program, task) === null) own += weight;
    else rivals.push(candidate);
  }
  const surplus = evidence(task.outcomes) + best.score.covered - best.score.length;
  const share = own / total;
  if (share >= MIN_SHARE && surplus >= MIN_SURPLUS && enough(task))
    return { status: "found", found: [{ code: printProgram(best.program), by: "enumeration" }] };
  const disagreements = rivals
    .slice(0, MAX_DISAGREEMENTS)
    .flatMap((rival) => disagreement(best.program, rival.program, task) ?? []);
  if (share < MIN_SHARE)
    return {
      status: "undecided",
      missing: "which of several programs is meant that fit the examples and differ on other inputs",
      disagreements,
    };
  return {
    status: "undecided",
    missing: "more examples: those given do not tell enough to trust the shortest program that fits them",
    disagreements,
  };
}

/** Two examples at least, whose outcomes differ. */
function enough({ outcomes }: Task): boolean {
  return outcomes.length >= 2 && outcomes.some((outcome) => !identical(outcome, outcomes[0] ?? null));
}

/** What the outcomes tell: one that was seen before tells little. */
function evidence(outcomes: readonly Value[]): number {
  let bits = 0;
  outcomes.forEach((outcome, index) => {
    const seen = outcomes.slice(0, index).some((other) => identical(other, outcome));
    bits += seen ? 1 : bitsOf(outcome);
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
  const outcome = (program: Entry) => ({ code: printProgram(program), returns: literal(program.values[row] ?? null) });
  return [{ args: (task.rows[row] ?? []).map(literal), outcomes: [outcome(a), outcome(b)] }];
}

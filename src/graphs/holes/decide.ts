import { type HoleAnswer, sameReply } from "../../holes/answer.ts";
import { changesBetween } from "../../holes/changes-between.ts";
import { detectHoles } from "../../holes/detect/detect.ts";
import type { AnswerProblem } from "../../holes/problem.ts";
import { Asker } from "../../holes/satisfiable.ts";
import { DependencyCycle } from "../../holes/select-next.ts";
import { settle } from "../../holes/settle.ts";
import { CONFLICT_OF } from "../../holes/subjects.ts";
import { suggest } from "../../holes/suggest/suggest.ts";
import { undo } from "../../holes/undo.ts";
import type { HoleId } from "../../ir/ids.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { CheckLimits, SolverRpc } from "../../logic/answer.ts";
import { RLIMIT } from "../reverse/consistency.ts";
import type { HoleCommand, StandingAnswer } from "./decisions.ts";
import type { Asking, Contract } from "./facts.ts";
import { type HistorySource, recalled } from "./history-source.ts";

/** The same for every question, so that the same answer is judged alike on every machine. */
export const LIMITS: CheckLimits = { rlimit: RLIMIT };

export interface DecideOptions {
  solver: SolverRpc;
  asking: Asking;
  /** The request in words, for what it leaves open; null where there is none. */
  text: string | null;
  /** For the suggestions of what an answer opens. */
  history: HistorySource;
}

export type Decided = { ok: true; contract: Contract } | { ok: false; problem: AnswerProblem };

/** The contract after all of the answers, in their order, or with none of them. An answer that stands already changes nothing. */
export async function decideAll(
  contract: Contract,
  answers: readonly HoleAnswer[],
  options: DecideOptions,
): Promise<Decided> {
  let current = contract;
  for (const answer of answers) {
    const decided = await decide(current, answer, options);
    if (!decided.ok) return decided;
    current = decided.contract;
  }
  return { ok: true, contract: current };
}

async function decide({ ir, decisions }: Contract, answer: HoleAnswer, options: DecideOptions): Promise<Decided> {
  const hole = ir.holes.find(({ id }) => id === answer.hole);
  const refusal = hole === undefined ? null : unskippable(hole, answer, options.asking);
  if (refusal !== null) return { ok: false, problem: refusal };
  if (hole !== undefined && standsAlready({ ir, decisions }, answer)) return { ok: true, contract: { ir, decisions } };
  const settled = await settle(ir, answer, { solver: options.solver, limits: LIMITS, text: options.text });
  if (!settled.ok) {
    const { problem } = settled;
    return problem.kind === "already_resolved" && problem.same
      ? { ok: true, contract: { ir, decisions } }
      : { ok: false, problem };
  }
  const after = await withFound(settled.ir, options);
  const changes = [
    ...settled.changes,
    ...changesBetween(settled.ir, after, answer.hole, "Found open after the answer."),
  ];
  return {
    ok: true,
    contract: { ir: after, decisions: { ...decisions, answers: [...decisions.answers, { answer, changes }] } },
  };
}

/** The standing answer to a hole, or null. */
export const standingOf = ({ decisions }: Contract, hole: HoleId): StandingAnswer | null =>
  decisions.answers.findLast(({ answer }) => answer.hole === hole) ?? null;

/** Whether the same was said before: the reply as it was given, whatever became of the suggestions since. */
export function standsAlready(contract: Contract, { hole, reply }: HoleAnswer): boolean {
  const standing = standingOf(contract, hole)?.answer.reply;
  return standing !== undefined && sameReply(standing, reply);
}

/** Without an answer to some holes nothing can follow. */
function unskippable(hole: Hole, { reply }: HoleAnswer, asking: Asking): AnswerProblem | null {
  if (reply.kind !== "skip" || hole.status !== "open") return null;
  const needed = hole.subject.startsWith(CONFLICT_OF) || (asking.asks === "critical" && hole.priority === "critical");
  return needed
    ? {
        kind: "invalid_value",
        hole: hole.id,
        detail: "the run cannot go on without an answer to this hole",
        valid: "a value, a suggestion, or `dont_know`",
      }
    : null;
}

/** The contract with what is found open in it now, each new hole with suggestions. */
async function withFound(ir: IR, { text, solver, asking, ...options }: DecideOptions): Promise<IR> {
  const history = recalled(asking, options.history);
  const known = new Set(ir.holes.map(({ id }) => id));
  let after: IR;
  try {
    after = await detectHoles(ir, text);
  } catch (error) {
    // Holes that others made may depend on each other in a circle; what they ask is as open as it was.
    if (error instanceof DependencyCycle) return ir;
    throw error;
  }
  if (after.holes.length === ir.holes.length) return after;
  const asker = new Asker(solver, LIMITS);
  const holes: Hole[] = [];
  for (const hole of after.holes)
    holes.push(
      known.has(hole.id) ? hole : { ...hole, suggestions: await suggest(after, hole, await history.of(hole), asker) },
    );
  return { ...after, holes };
}

export type TakenBack =
  | { ok: true; contract: Contract }
  | { ok: false; problem: { kind: "not_answered" } | { kind: "changed_since"; path: string; detail: string } };

/**
 * The contract without one answer and what it propagated. Later answers are taken back with it and given again; those that do not stand without it are refused then. Where it was the last one, the IR is
 * byte for byte what it was, in canonical JSON.
 */
export async function takeBack(
  contract: Contract,
  hole: HoleId,
  by: HoleCommand,
  options: DecideOptions,
): Promise<TakenBack> {
  const { answers } = contract.decisions;
  const index = answers.findLastIndex(({ answer }) => answer.hole === hole);
  if (index < 0) return { ok: false, problem: { kind: "not_answered" } };
  let { ir } = contract;
  for (const { changes } of answers.slice(index).toReversed()) {
    const undone = undo(ir, changes);
    if (!undone.ok) return { ok: false, problem: { kind: "changed_since", path: undone.path, detail: undone.detail } };
    ir = undone.ir;
  }
  let current: Contract = { ir, decisions: { ...contract.decisions, answers: answers.slice(0, index) } };
  for (const { answer } of answers.slice(index + 1)) {
    const again = await decide(current, answer, options);
    current = again.ok
      ? again.contract
      : withRefusal(
          current,
          { kind: "answer", answer },
          "depends",
          `${textOf(again.problem)} (after ${by.kind === "undo" ? by.by : "somebody"} took another answer back)`,
        );
  }
  return { ok: true, contract: current };
}

/** The contract after commands that were kept, each by itself: one that cannot be carried out leaves everything as it is and is noted. */
export async function carryOut(
  contract: Contract,
  commands: readonly HoleCommand[],
  options: DecideOptions,
): Promise<Contract> {
  let current = contract;
  for (const command of commands) {
    if (command.kind === "answer") {
      const decided = await decide(current, command.answer, options);
      current = decided.ok
        ? decided.contract
        : withRefusal(current, command, decided.problem.kind, textOf(decided.problem));
      continue;
    }
    const undone = await takeBack(current, command.hole, command, options);
    if (undone.ok) current = undone.contract;
    else
      current = withRefusal(
        current,
        command,
        undone.problem.kind,
        "detail" in undone.problem ? undone.problem.detail : "Nobody has answered it.",
      );
  }
  return current;
}

const withRefusal = ({ ir, decisions }: Contract, command: HoleCommand, code: string, detail: string): Contract => ({
  ir,
  decisions: { ...decisions, refused: [...decisions.refused, { command, code, detail: detail.slice(0, 2000) }] },
});

/** A problem in one sentence. */
export function textOf(problem: AnswerProblem): string {
  switch (problem.kind) {
    case "unknown_hole":
      return "There is no such hole.";
    case "already_resolved":
      return `The hole was ${problem.status} by ${problem.by ?? "somebody"}${problem.value === "" ? "" : `: ${problem.value}`}.`;
    case "invalid_value":
      return `${problem.detail}; what fits: ${problem.valid}.`;
    case "contradiction":
      return problem.contradiction.message;
  }
}

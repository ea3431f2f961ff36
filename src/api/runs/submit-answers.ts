import type { HoleContract, HoleView } from "../../../durable-objects/contract.ts";
import { decideAll, standsAlready } from "../../graphs/holes/decide.ts";
import type { Given } from "../../graphs/holes/facts.ts";
import { CODE_WAIT } from "../../graphs/holes/kept.ts";
import type { RunId, TenantId } from "../../graphs/run.ts";
import type { HoleAnswer } from "../../holes/answer.ts";
import { applyAnswer } from "../../holes/apply-answer.ts";
import type { AnswerProblem } from "../../holes/problem.ts";
import type { Hole } from "../../ir/ir.ts";
import { historyIn } from "../../store/history.ts";
import type { Failure } from "../problems/failure.ts";
import { overFor } from "./over.ts";
import { isTerminal } from "./resource.ts";
import { callRun } from "./run-object.ts";

/** Rounds of reading, deciding and handing over, each lost to somebody who was quicker. */
const MOST_ROUNDS = 6;
const ROUNDS_BEFORE_CONTRACT = 4;
const CONTRACT_WAIT_MS = 1_000;

type Reason =
  | "run_not_found"
  | "hole_not_found"
  | "hole_already_resolved"
  | "hole_contradiction"
  | "hole_not_awaited"
  | "invalid_request"
  | "idempotency_mismatch"
  | "run_busy";
export type AnswerFailure = Extract<Failure, { reason: Reason }>;
export type Submitted = { ok: true; repeated: boolean } | { ok: false; failure: AnswerFailure };

export interface Submission {
  run: RunId;
  tenant: TenantId;
  answers: readonly HoleAnswer[];
  /** Pointer to the body of an answer, for errors. */
  pointer: (answer: HoleAnswer) => string;
  /** The client's Idempotency-Key with the hash of the body. */
  request: { key: string; hash: string } | undefined;
}

/**
 * Takes answers to holes, all or none. They are decided on the contract as it is, with the solver, before they are accepted; the token of the wait sees to it that nothing came in between, and if something did they are
 * decided again. While the run is at work they are kept for it.
 */
export async function submitAnswers(env: Cloudflare.Env, submission: Submission): Promise<Submitted> {
  const { run: id, tenant, request } = submission;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const key = request === undefined ? {} : { key: request.key };
    const view = await callRun(env, id, (object) => object.holes({ tenant, ...key }));
    if (view === null) return failed({ reason: "run_not_found" });
    if (view.request !== null && view.request !== request?.hash) return failed({ reason: "idempotency_mismatch" });
    if (view.request !== null) return { ok: true, repeated: true };
    if (round < ROUNDS_BEFORE_CONTRACT && awaitsContract(view, submission)) {
      const known_revision = view.run.revision;
      await callRun(env, id, (object) => object.read({ tenant, known_revision, wait_ms: CONTRACT_WAIT_MS }));
      continue;
    }
    const given = await decided(env, view, submission);
    if (!("kind" in given)) return given;
    const over = await handOver(env, view, given, submission);
    if (over !== null) return over;
  }
  return failed({ reason: "run_busy", detail: "Others answer holes of this run at the same time." });
}

/** A run that resolves a contract has it as soon as it begins. Only then can be said what stands at the place of a suggestion. */
const awaitsContract = ({ run, contract }: HoleView, { answers }: Submission): boolean =>
  contract === null &&
  run.graph === "resolve" &&
  !isTerminal(run.status) &&
  answers.some(({ reply }) => reply.kind === "suggestion");

const failed = (failure: AnswerFailure): Submitted => ({ ok: false, failure });

/** What the run is to be given; a failure, or success where there is nothing to give. */
async function decided(
  env: Cloudflare.Env,
  view: HoleView,
  { answers, pointer, tenant }: Submission,
): Promise<Submitted | Given | { kind: "keep" }> {
  const { run, contract, wait } = view;
  if (contract === null) return withoutContract(view, answers);
  const open: HoleAnswer[] = [];
  for (const answer of answers) {
    const hole = contract.ir.holes.find((one) => one.id === answer.hole);
    if (hole === undefined) {
      if (wait === null && !isTerminal(run.status)) open.push(answer);
      else return failed({ reason: "hole_not_found" });
    } else if (hole.status === "open") {
      if (!(standsAlready(contract, answer) && answer.reply.kind === "dont_know")) open.push(answer);
    } else {
      const problem = resolved(contract, hole, answer);
      if (problem !== null) return failed(problem);
    }
  }
  if (open.length === 0) return { ok: true, repeated: true };
  if (isTerminal(run.status)) return failed({ reason: "hole_not_awaited", detail: overFor(run, open[0]?.hole ?? "") });
  if (wait === null) return { kind: "keep" };
  const code = codeAnswer(contract, open);
  if (code !== null) {
    const fits = code.reply.kind === "skip" || code.reply.kind === "dont_know" ? null : applyAnswer(contract.ir, code);
    if (fits === null)
      return invalid(
        pointer(code),
        "the run waits for code",
        "Python source, a suggestion, or an answer to another hole",
      );
    if (!fits.ok) return failed(failureOf(fits.problem, pointer(code)));
    if (open.length > 1)
      return invalid(
        pointer(code),
        "code is judged by the contract as it stands",
        "code alone, or the other answers first",
      );
    if (wait.node !== CODE_WAIT)
      return invalid(pointer(code), "the run does not wait for code yet", "an answer to another hole");
    const resolution = fits.ir.holes.find(({ id }) => id === code.hole)?.resolution;
    return {
      kind: "code",
      answer: { ...code, reply: { kind: "value", value: textOf(code, contract) ?? resolution?.value ?? "" } },
    };
  }
  const { asking, text, ir, decisions } = contract;
  const history = historyIn(env.DB, tenant, Date.now);
  const result = await decideAll({ ir, decisions }, open, { solver: env.SOLVER, asking, text, history });
  if (result.ok) return { kind: "settled", ...result.contract };
  const { problem } = result;
  const own = open.find(({ hole }) => hole === problem.hole) ?? open[0];
  return failed(failureOf(problem, own === undefined ? "" : pointer(own)));
}

function textOf({ hole, reply }: HoleAnswer, { ir }: HoleContract): string | null {
  if (reply.kind !== "value" && reply.kind !== "suggestion") return null;
  if (reply.kind === "value" || reply.value !== undefined) return reply.value ?? null;
  return ir.holes.find(({ id }) => id === hole)?.suggestions[reply.suggestion]?.value ?? null;
}

/** A suggestion by what it says now: until a kept answer is applied, suggestions may be put in another order. */
function asShown(answer: HoleAnswer, contract: HoleContract | null): HoleAnswer {
  if (answer.reply.kind !== "suggestion" || contract === null) return answer;
  const value = textOf(answer, contract);
  return value === null ? answer : { ...answer, reply: { ...answer.reply, value } };
}

const codeAnswer = ({ ir, asking }: HoleContract, answers: readonly HoleAnswer[]): HoleAnswer | null =>
  asking.graph !== "forward"
    ? null
    : (answers.find(({ hole }) => ir.holes.some(({ id, clause }) => id === hole && clause === "implementation")) ??
      null);

const silent = (graph: string) =>
  graph === "reverse"
    ? "This run asks nobody: one with options.hole_policy does, and so does a resolve run with its IR."
    : `A ${graph} run asks nobody; a resolve run does.`;

/** Runs that have no contract yet keep answers to holes that they may come to have; others ask nobody. */
function withoutContract({ run, asks }: HoleView, answers: readonly HoleAnswer[]): Submitted | { kind: "keep" } {
  if (asks && !isTerminal(run.status)) return { kind: "keep" };
  const holes = (run.outcome?.irs ?? []).flatMap(({ ir }) => ir.holes.map(({ id }) => id));
  return answers.every(({ hole }) => holes.includes(hole))
    ? failed({ reason: "hole_not_awaited", detail: silent(run.graph) })
    : failed({ reason: "hole_not_found" });
}

/** Null when the hole was resolved by the same answer. */
function resolved(contract: HoleContract, hole: Hole, answer: HoleAnswer): AnswerFailure | null {
  if (standsAlready(contract, answer)) return null;
  const { reply } = answer;
  const value = hole.resolution?.value ?? "";
  const same =
    hole.status === "withdrawn"
      ? reply.kind === "skip"
      : reply.kind === "value" && [value, value.trim()].includes(reply.value.trim());
  if (same) return null;
  const { author = null, timestamp = null } = hole.resolution?.provenance ?? {};
  return {
    reason: "hole_already_resolved",
    hole: hole.id,
    by: author,
    value: hole.status === "withdrawn" ? null : value,
    at: timestamp,
  };
}

/** Null when somebody was quicker and everything has to be looked at again. */
async function handOver(
  env: Cloudflare.Env,
  { wait, contract }: HoleView,
  given: Given | { kind: "keep" },
  { run: id, tenant, answers, pointer, request }: Submission,
): Promise<Submitted | null> {
  const noted = request === undefined ? {} : { request };
  if (given.kind === "keep") {
    const commands = answers.map((answer) => ({ kind: "answer" as const, answer: asShown(answer, contract) }));
    const kept = await callRun(env, id, (object) => object.keep({ tenant, commands, ...noted }));
    if (kept === null) return failed({ reason: "run_not_found" });
    if (kept.status === "conflict") {
      const { hole, by, at, reply } = kept.standing;
      const value =
        reply.kind === "value"
          ? reply.value
          : reply.kind === "suggestion"
            ? (reply.value ?? `suggestion ${reply.suggestion}`)
            : null;
      return failed({ reason: "hole_already_resolved", hole, by, value, at });
    }
    if (kept.status === "full")
      return failed({ reason: "run_busy", detail: "The run keeps as many answers as it may." });
    return kept.status === "kept" ? { ok: true, repeated: false } : null;
  }
  if (wait === null) return null;
  const { node, token } = wait;
  const taken = await callRun(env, id, (object) => object.answer({ tenant, node, token, value: given, ...noted }));
  if (taken === null) return failed({ reason: "run_not_found" });
  if (taken.status === "invalid") {
    const [answer] = answers;
    return invalid(
      answer === undefined ? "" : pointer(answer),
      taken.issues.map(({ message }) => message).join("; "),
      "a shorter answer",
    );
  }
  return taken.status === "accepted" ? { ok: true, repeated: false } : null;
}

const invalid = (pointer: string, detail: string, valid: string) =>
  failed({
    reason: "invalid_request",
    errors: [{ pointer, parameter: null, detail: `${detail}; what fits: ${valid}` }],
  });

export function failureOf(problem: AnswerProblem, pointer: string): AnswerFailure {
  switch (problem.kind) {
    case "unknown_hole":
      return { reason: "hole_not_found" };
    case "already_resolved":
      return {
        reason: "hole_already_resolved",
        hole: problem.hole,
        by: problem.by,
        value: problem.status === "withdrawn" ? null : problem.value,
        at: problem.at,
      };
    case "invalid_value":
      return {
        reason: "invalid_request",
        errors: [{ pointer, parameter: null, detail: `${problem.detail}; what fits: ${problem.valid}` }],
      };
    case "contradiction":
      return { reason: "hole_contradiction", hole: problem.hole, contradiction: problem.contradiction };
  }
}

import type { Expression } from "../../ir/expression/ast.ts";
import type { IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import { FALSE, not, type Term, TRUE } from "../smt/term.ts";
import { type ClaimTerms, claimTerms } from "./claim.ts";
import type { Oracle } from "./oracle.ts";
import { type Answer, decide, type Question, reached, smaller } from "./question.ts";
import type { Setting } from "./setting.ts";
import type { Taint } from "./taint.ts";
import { callOf, callText } from "./witness.ts";

/** A verdict, and a call on which the clause may fail. */
export interface Judgement {
  verdict: Verdict;
  witness: PythonCall | null;
}

/** What all clauses of one function are judged under. */
export interface Case {
  ir: IR;
  setting: Setting;
  oracle: Oracle;
  /** What the preconditions say on entry, as far as it can be put to the solver. */
  preconditions: readonly Term[];
}

/** Postconditions, judged at every end of which they speak. Answers in order. */
export async function judgePostconditions(claims: readonly Expression[], given: Case): Promise<Judgement[]> {
  const { setting, oracle } = given;
  const { gaps, cuts } = setting.execution;
  const known = given.preconditions;
  const terms = claims.map((claim) => claimTerms(claim, setting));
  const questions = terms.flatMap(({ failures, untranslated, certain }): Question[] => [
    { known, failures },
    { known, failures: untranslated.map(({ failure }) => failure) },
    { known, failures: relevant(gaps, certain) },
    { known, failures: relevant(cuts, certain) },
  ]);
  const answers = await decide(questions, setting, oracle);
  const judgements: Judgement[] = [];
  for (const [index, claim] of terms.entries()) {
    const [onPaths, onUntranslated, onGaps, onCuts] = answers.slice(4 * index, 4 * index + 4);
    if (!onPaths || !onUntranslated || !onGaps || !onCuts) continue;
    judgements.push(await judgementOf(claim, { onPaths, onUntranslated, onGaps, onCuts }, given));
  }
  return judgements;
}

/** Which of the postconditions are proved, with no more questions than that takes. Answers in order. */
export async function provedOf(claims: readonly Expression[], given: Case): Promise<boolean[]> {
  const { setting, oracle, preconditions: known } = given;
  const { gaps, cuts } = setting.execution;
  const terms = claims.map((claim) => claimTerms(claim, setting));
  const onPaths = await decide(
    terms.map(({ failures, untranslated }) => ({
      known,
      failures: [...failures, ...untranslated.map(({ failure }) => failure)],
    })),
    setting,
    oracle,
    "proofs",
  );
  const holds = onPaths.map(isProof);
  const elsewhere = await decide(
    terms.map(({ certain }, index) => ({
      known,
      failures: holds[index] ? [...relevant(gaps, certain), ...relevant(cuts, certain)] : [],
    })),
    setting,
    oracle,
    "proofs",
  );
  return elsewhere.map((answer, index) => holds[index] === true && isProof(answer));
}

const isProof = (answer: Answer): boolean => answer.status === "impossible" && answer.taint === null;

/** Ends of which nothing is known, but for the inputs for which the clause holds anyway. */
const relevant = (ends: readonly { condition: Term[] }[], certain: Term) =>
  certain === TRUE ? [] : ends.map(({ condition }) => reached(condition, certain));

interface Answers {
  onPaths: Answer;
  onUntranslated: Answer;
  onGaps: Answer;
  onCuts: Answer;
}

async function judgementOf(claim: ClaimTerms, answers: Answers, given: Case): Promise<Judgement> {
  const { onGaps, onCuts, onUntranslated } = answers;
  const known = given.preconditions;
  const onPaths =
    answers.onPaths.status === "unknown" && claim.failures.length > 1
      ? await onePathAtATime({ known, failures: claim.failures }, given)
      : answers.onPaths;
  if (onPaths.status === "possible") {
    const witness = await witnessOf({ known, failures: claim.failures }, onPaths.output, given);
    const name = given.ir.signature.name;
    const call = witness === null ? "some call" : `\`${callText(name, witness)}\``;
    return unknown("incomplete", `The solver suggests that it fails for ${call}; no run has confirmed it.`, witness);
  }
  if (onPaths.status === "unknown")
    return unknown(onPaths.reason, `The solver could not decide it: ${onPaths.detail}.`);
  if (onUntranslated.status !== "impossible") {
    const constructs = distinct(claim.untranslated.map(({ construct }) => construct));
    return unknown("unsupported_construct", `The clause has no exact meaning for the solver because of ${constructs}.`);
  }
  const { gaps, cuts, assumptions } = given.setting.execution;
  if (onGaps.status !== "impossible") {
    const reachable = await stillReached(gaps, claim.certain, ({ construct }) => construct, given);
    return unknown(
      "unsupported_construct",
      `It was not proved for inputs that reach what is not executed: ${reachable}.`,
    );
  }
  const taint = [onPaths, onUntranslated, onGaps, onCuts].map(taintOf).find((found) => found !== null) ?? null;
  if (taint !== null) return unknown("incomplete", TAINTED[taint]);
  if (onCuts.status === "impossible") return { verdict: { status: "proved", by: "z3", assumptions }, witness: null };
  const bound = await stillReached(cuts, claim.certain, (cut) => cut.bound, given);
  return { verdict: { status: "bounded", bound, assumptions }, witness: null };
}

const taintOf = (answer: Answer): Taint | null => (answer.status === "impossible" ? answer.taint : null);

export const TAINTED: Record<Taint, string> = {
  reals: "It holds over the real numbers; floats round, overflow and may be nan.",
  text_sequences: "The solver's proof rests on sequences of text, where it is not reliable.",
};

export const unknown = (
  reason: (Verdict & { status: "unknown" })["reason"],
  detail: string,
  witness: PythonCall | null = null,
): Judgement => ({ verdict: { status: "unknown", reason, detail }, witness });

/** Whether each path by itself can be decided where all together cannot. */
async function onePathAtATime({ known, failures }: Question, { setting, oracle }: Case): Promise<Answer> {
  const answers = await decide(
    failures.map((failure) => ({ known, failures: [failure] })),
    setting,
    oracle,
  );
  const open =
    answers.find(({ status }) => status === "possible") ?? answers.find(({ status }) => status === "unknown");
  if (open !== undefined) return open;
  return answers.find((answer) => taintOf(answer) !== null) ?? { status: "impossible", taint: null, ofTerms: null };
}

/** The ends that some input reaches for which the clause is not certain, by what names them. */
async function stillReached<End extends { condition: Term[] }>(
  ends: readonly End[],
  certain: Term,
  nameOf: (end: End) => string,
  { setting, oracle, preconditions }: Case,
): Promise<string> {
  const names = [...new Set(ends.map(nameOf))];
  if (names.length === 1) return names[0] ?? "";
  const answers = await decide(
    names.map((name) => ({
      known: preconditions,
      failures: relevant(
        ends.filter((end) => nameOf(end) === name),
        certain,
      ),
    })),
    setting,
    oracle,
  );
  return distinct(names.filter((_, index) => answers[index]?.status !== "impossible"));
}

/** So many names are listed; the others are counted. */
const MAX_LISTED = 6;

function distinct(names: readonly string[]): string {
  const all = [...new Set(names)];
  const more = all.length - MAX_LISTED;
  return more > 0 ? `${all.slice(0, MAX_LISTED).join(", ")} and ${more} more` : all.join(", ");
}

/** A call with small values if there is one, else the one that the solver found. */
export async function witnessOf(question: Question, output: string, given: Case): Promise<PythonCall | null> {
  const { ir, setting, oracle } = given;
  const [small] = await decide([smaller(question, setting)], setting, oracle);
  const call = small?.status === "possible" ? callOf(ir, setting.execution, small.output) : null;
  return call ?? callOf(ir, setting.execution, output);
}

/** Of each clause: whether every input that violates it ends in an exception, if it ends. The preconditions are not assumed. */
async function enforcement(
  claims: readonly Expression[],
  { setting, oracle }: Case,
): Promise<(Answer | { construct: string })[]> {
  const { paths, gaps, cuts } = setting.execution;
  const ends = [...paths.filter(({ outcome }) => outcome.kind === "return"), ...gaps, ...cuts];
  const held = claims.map((claim) => setting.holds(claim, setting.entry));
  const answers = await decide(
    held.map((translated): Question => {
      const violated = "construct" in translated ? FALSE : not(translated.term);
      return { known: [], failures: ends.map(({ condition }) => ({ known: condition, goal: violated })) };
    }),
    setting,
    oracle,
  );
  return held.map((translated, index) =>
    "construct" in translated ? translated : (answers[index] ?? { construct: "no answer" }),
  );
}

/** Which preconditions the body enforces; `isEnough` tells which answers prove it. */
export const provedEnforced = async (
  claims: readonly Expression[],
  given: Case,
  isEnough: (answer: Answer) => boolean = isProof,
): Promise<boolean[]> => (await enforcement(claims, given)).map((answer) => "status" in answer && isEnough(answer));

/** A precondition is proved when the body enforces it; any other binds callers, of which none is known here. */
export async function judgePreconditions(claims: readonly Expression[], given: Case): Promise<Judgement[]> {
  const { assumptions } = given.setting.execution;
  return (await enforcement(claims, given)).map((answer) => {
    if (!("status" in answer))
      return unknown(
        "unsupported_construct",
        `The clause has no exact meaning for the solver because of ${answer.construct}.`,
      );
    if (isProof(answer)) return { verdict: { status: "proved", by: "z3", assumptions }, witness: null };
    if (answer.status === "impossible" && answer.taint !== null) return unknown("incomplete", TAINTED[answer.taint]);
    const why =
      answer.status === "possible"
        ? "the body may return for inputs that violate it"
        : "it was not decided whether the body enforces it";
    return unknown("not_attempted", `No caller was checked against it; ${why}.`);
  });
}

import type { SolverReply } from "../answer.ts";
import { script } from "../smt/script.ts";
import { and, apply, not, or, type Term } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";
import type { Failure } from "./claim.ts";
import type { Oracle } from "./oracle.ts";
import type { Setting } from "./setting.ts";
import type { Taint } from "./taint.ts";

/** Whether some input meets all of `known` and one of the `failures`. */
export interface Question {
  known: readonly Term[];
  failures: readonly Failure[];
}

/**
 * `impossible` is a proof unless something taints it; `ofTerms` is the taint of what was asked alone, whatever else the execution deals with. A `possible` answer comes with what the solver printed of the parameters' values. */
export type Answer =
  | { status: "impossible"; taint: Taint | null; ofTerms: Taint | null }
  | { status: "possible"; output: string }
  | { status: "unknown"; reason: (SolverReply & { status: "unknown" })["reason"]; detail: string };

/**
 * Puts questions to the solver, in few trips. Where something in the assumptions keeps an `unsat` from being a proof, the question is first asked
 * without it: what is impossible under less is impossible. With `proofs` wanted nothing is asked that can give none.
 */
export async function decide(
  questions: readonly Question[],
  setting: Setting,
  oracle: Oracle,
  wanted: "answers" | "proofs" = "answers",
): Promise<Answer[]> {
  const answers = questions.map((question): Answer | null =>
    question.failures.length === 0 ? impossible(setting, null) : null,
  );
  const renderings = new Map<number, Rendered>();
  const rendered = (index: number): Rendered | null => {
    const question = questions[index];
    const known = renderings.get(index);
    if (known !== undefined || question === undefined || oracle.spent) return known ?? null;
    const made = render(question, setting);
    renderings.set(index, made);
    return made;
  };
  const hopeless = wanted === "proofs" && setting.overReals;
  const weak = await askOpen(answers, oracle, (index) => (hopeless ? null : (rendered(index)?.weak() ?? null)));
  for (const [index, reply] of weak) if (reply.status === "unsat") answers[index] = impossible(setting, null);
  // A tainted question can have no proof, whatever the answer.
  const isWanted = (index: number) => wanted === "answers" || (!setting.overReals && rendered(index)?.taint === null);
  const full = await askOpen(answers, oracle, (index) => (isWanted(index) ? (rendered(index)?.full() ?? null) : null));
  for (const [index, reply] of full) {
    const taint = rendered(index)?.taint ?? null;
    answers[index] = reply.status === "unsat" ? impossible(setting, taint) : answerOf(reply);
  }
  return answers.map((answer) => answer ?? (oracle.spent ? answerOf(oracle.refuse()) : NOTHING_ASKED));
}

const impossible = ({ overReals }: Setting, ofTerms: Taint | null): Answer => ({
  status: "impossible",
  taint: overReals ? "reals" : ofTerms,
  ofTerms,
});

const NOTHING_ASKED: Answer = { status: "unknown", reason: "incomplete", detail: "the question was not asked" };

function answerOf(reply: SolverReply): Answer {
  switch (reply.status) {
    case "sat":
      return { status: "possible", output: reply.output };
    case "unsat":
      return { status: "impossible", taint: null, ofTerms: null };
    case "unknown":
      return { status: "unknown", reason: reply.reason, detail: reply.detail };
    case "rejected":
      return { status: "unknown", reason: "solver_failure", detail: reply.detail };
  }
}

async function askOpen(
  answers: readonly (Answer | null)[],
  oracle: Oracle,
  scriptOf: (index: number) => string | null,
): Promise<[number, SolverReply][]> {
  const open = answers.flatMap((answer, index) => {
    const text = answer === null ? scriptOf(index) : null;
    return text === null ? [] : [{ index, text }];
  });
  const replies = await oracle.ask(open.map(({ text }) => text));
  return open.flatMap(({ index }, position) => {
    const reply = replies[position];
    return reply === undefined ? [] : [[index, reply] as [number, SolverReply]];
  });
}

/** Scripts, each written when it is asked. `weak` is null when it would be no different, or when what is asked is itself tainted. */
interface Rendered {
  weak: () => string | null;
  full: () => string;
  taint: Taint | null;
}

function render({ known, failures }: Question, setting: Setting): Rendered {
  const declarations = setting.declarations();
  const facts = setting.facts();
  const { taints } = setting;
  const clean = (terms: readonly Term[]) => terms.filter((term) => taints.isClean(term));
  const goals = failures.map(({ goal }) => goal);
  const all = [...facts, ...known, ...failures.flatMap((failure) => [...failure.known, failure.goal])];
  const dirty = all.filter((term) => !taints.isClean(term));
  const values = setting.execution.parameters.map(({ symbol }) => symbol);
  const full = () =>
    script({
      declarations,
      facts,
      assertions: [...known, or(...failures.map((failure) => and(...failure.known, failure.goal)))],
      values,
    });
  const [first] = dirty.flatMap((term) => [...taints.of(term)]);
  if (first === undefined || goals.some((goal) => !taints.isClean(goal)))
    return { weak: () => null, full, taint: first ?? null };
  const weak = () =>
    script({
      declarations,
      facts: clean(facts),
      assertions: [...clean(known), or(...failures.map((failure) => and(...clean(failure.known), failure.goal)))],
    });
  return { weak, full, taint: first };
}

/** Sizes within which a witness is looked for first: a person reads it. */
const SMALL_SEQUENCE = 3;
const SMALL_INTEGER = 9n;

/** The same question about small values only, as far as their types have a size. */
export function smaller({ known, failures }: Question, setting: Setting): Question {
  const bounds = setting.execution.parameters.flatMap(({ symbol, type }) => bound(symbol, type));
  return { known: [...known, ...bounds], failures };
}

function bound(symbol: Term, { kind }: PythonType): Term[] {
  switch (kind) {
    case "int":
      return [apply("<=", apply("-", String(SMALL_INTEGER)), symbol), apply("<=", symbol, String(SMALL_INTEGER))];
    case "float":
      return [apply("<=", `(- ${SMALL_INTEGER}.0)`, symbol), apply("<=", symbol, `${SMALL_INTEGER}.0`)];
    case "str":
      return [apply("<=", apply("str.len", symbol), String(SMALL_SEQUENCE))];
    case "sequence":
      return [apply("<=", apply("seq.len", symbol), String(SMALL_SEQUENCE))];
    default:
      return [];
  }
}

/** A failure whose goal is that the condition is met: whether some input leads there. */
export const reached = (condition: readonly Term[], unless: Term = "false"): Failure => ({
  known: condition,
  goal: not(unless),
});

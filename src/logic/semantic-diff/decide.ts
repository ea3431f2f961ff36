import type { CallWitness } from "../../ir/semantic-diff.ts";
import type { UnknownReason } from "../../ir/verdict.ts";
import type { CheckLimits, SolverReply, SolverRpc } from "../answer.ts";
import { askEach } from "../ask-each.ts";
import type { Constant } from "../question.ts";
import { script } from "../smt/script.ts";
import { apply, equal, not, type Term } from "../smt/term.ts";
import { Formula, type Purpose } from "./formula.ts";
import { constantsOf, type Question } from "./question.ts";
import { witnessOf } from "./witness.ts";

/** Limits of one comparison: those of each check, and how many checks it may ask. */
export interface DiffLimits extends CheckLimits {
  questions: number;
}

/** Whether the premises imply one of the goals. `refuted` is confirmed by an evaluation that knows nothing of the solver. */
export type Answer =
  | { status: "implied"; assumptions: string[] }
  | { status: "refuted"; witness: CallWitness; assumptions: string[] }
  | { status: "unknown"; reason: UnknownReason; detail: string };

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 16;
/** Conditions that are translated in one comparison, over all its questions: a bound on the caller's own time. */
const MAX_CLAIMS = 20_000;
/** Longest sequence and largest integer of the examples that are looked for first: they are found faster, and read better. */
const SMALL = { length: 3, integer: 9 };

/** `nan` admits that value for floats; it is tried last, as few differences are about it. */
const SEARCHES = ["small", "any", "nan"] as const;
type Search = (typeof SEARCHES)[number];

/** Puts questions to the solver until the limits are spent. Never throws for what the solver answers or for its absence. */
export class Decider {
  readonly #solver: SolverRpc;
  readonly #limits: DiffLimits;
  #left: number;
  #claims = MAX_CLAIMS;

  constructor(solver: SolverRpc, limits: DiffLimits) {
    this.#solver = solver;
    this.#limits = limits;
    this.#left = limits.questions;
  }

  async one(question: Question): Promise<Answer> {
    const [answer] = await this.decide([question]);
    return answer ?? this.#doubt(question, undefined);
  }

  async decide(questions: readonly Question[]): Promise<Answer[]> {
    const answers: (Answer | null)[] = questions.map(saidAlready);
    const open = () => questions.flatMap((question, index) => (answers[index] === null ? [{ question, index }] : []));

    const proofs = this.#affordable(open()).map((entry) => ({
      ...entry,
      built: build(entry.question, "proof", "any"),
    }));
    const replies = await this.#ask(proofs.map(({ built }) => built.script));
    for (const [position, { index, built }] of proofs.entries())
      if (replies[position]?.status === "unsat") answers[index] = { status: "implied", assumptions: built.assumptions };

    const found = new Map(proofs.map(({ index, built }, position) => [index, { built, reply: replies[position] }]));
    for (const search of SEARCHES) {
      const searches = this.#affordable(open()).flatMap((entry) => {
        const built = build(entry.question, "search", search);
        return search === "nan" && built.nans.length === 0 ? [] : [{ ...entry, built }];
      });
      const models = await this.#ask(searches.map(({ built }) => built.script));
      for (const [position, { question, index, built }] of searches.entries()) {
        const reply = models[position];
        if (reply === undefined || reply.status === "rejected") continue;
        if (search === "any" || reply.status === "sat") found.set(index, { built, reply });
        const witness = reply.status === "unsat" ? null : witnessOf(question, built.nans, reply.output);
        if (witness?.status === "confirmed")
          answers[index] = { status: "refuted", witness: witness.call, assumptions: built.assumptions };
      }
    }
    return questions.map((question, index) => answers[index] ?? this.#doubt(question, found.get(index)));
  }

  #doubt(question: Question, last: { built: Built; reply: SolverReply | undefined } | undefined): Answer {
    const unknown = (reason: UnknownReason, detail: string): Answer => ({ status: "unknown", reason, detail });
    if (last?.reply === undefined) return unknown("budget", "the comparison asked as many questions as one may");
    const { built, reply } = last;
    if (reply.status === "rejected") return unknown("solver_failure", reply.detail);
    if (reply.status === "unknown" && built.constructs.length === 0) return unknown(reply.reason, reply.detail);
    const witness = reply.status === "sat" ? witnessOf(question, built.nans, reply.output) : null;
    const inexact = hindrancesOf(question);
    const hindrances = [...new Set([...built.constructs, ...inexact])];
    if (reply.status === "unsat" && inexact.length > 0)
      return unknown("incomplete", `no difference was found, but a proof would rest on ${inexact.join(", ")}`);
    if (hindrances.length > 0)
      return unknown("unsupported_construct", `not decided because of ${hindrances.join(", ")}`);
    if (witness !== null && witness.status !== "confirmed") return unknown("incomplete", witness.detail);
    return unknown("incomplete", "neither a proof nor an example was found");
  }

  /** Those of the questions that the limits leave room for, in order. */
  #affordable<Entry extends { question: Question }>(entries: Entry[]): Entry[] {
    return entries.slice(0, Math.max(0, this.#left)).filter(({ question }) => {
      this.#claims -= question.premises.length + question.goals.length;
      return this.#claims > 0;
    });
  }

  /** Answers in order; undefined where the limits were spent. */
  async #ask(scripts: string[]): Promise<(SolverReply | undefined)[]> {
    const asked = scripts.slice(0, Math.max(0, this.#left));
    this.#left -= asked.length;
    const replies: SolverReply[] = [];
    for (let start = 0; start < asked.length; start += CHUNK)
      replies.push(
        ...(await askEach(this.#solver, asked.slice(start, start + CHUNK), { rlimit: this.#limits.rlimit })),
      );
    return scripts.map((_, index) => replies[index]);
  }
}

/** A goal that is one of the premises in the same words needs no solver. */
function saidAlready({ premises, goals, vocabulary }: Question): Answer | null {
  const goal = goals.find((one) => premises.some(({ key }) => key === one.key));
  if (goal === undefined) return null;
  const formula = new Formula(vocabulary, "proof");
  formula.holds(goal, false);
  const meanings = [...formula.assumptions].filter((assumption) => assumption.startsWith("same-meaning:"));
  return { status: "implied", assumptions: meanings };
}

interface Built {
  script: string;
  assumptions: string[];
  constructs: string[];
  /** Flags of the floats that may be `nan`; their values are asked for after those of the constants. */
  nans: Term[];
}

function build(question: Question, purpose: Purpose, search: Search): Built {
  const formula = new Formula(question.vocabulary, purpose);
  const { premises, goals } = question;
  const assumptions = new Set<string>();
  // A call that raises keeps no promise but those about raising.
  const raisingToo = purpose === "proof" && goals.some(({ speaksOfRaising }) => speaksOfRaising);
  const given = premises.filter((claim) => !raisingToo || claim.moment === "entry" || claim.speaksOfRaising);
  const assertions: Term[] = given.map((claim) => formula.holds(claim, !raisingToo));
  for (const goal of goals) assertions.push(not(formula.holds(goal, !raisingToo)));

  const constants = constantsOf(question);
  // Whether an object of which no effect says that it changes may be the same as one that does cannot be seen.
  if (purpose === "search" || !question.anythingChanges)
    for (const { exit, entry, name, type } of question.frame) {
      formula.use({ symbol: exit, type });
      formula.use({ symbol: entry, type });
      assertions.push(equal(exit, entry));
      assumptions.add(`unchanged:${name}`);
    }
  if (purpose === "search") for (const constant of constants) formula.use(constant);
  const { declarations, facts, nans: flags } = formula.context();
  const nans = search === "nan" ? flags : [];
  if (purpose === "search") {
    if (search !== "nan") assertions.push(...flags.map(not));
    if (search === "small") assertions.push(...constants.flatMap(smallness));
  }
  const values = purpose === "search" ? [...constants.map(({ symbol }) => symbol), ...nans] : [];
  const text = assertions.join(" ");
  for (const { symbol, name } of constants) {
    const note = question.inferred.get(name);
    if (note !== undefined && text.includes(symbol)) assumptions.add(note);
  }
  return {
    script: script({ declarations, facts, assertions, values }),
    assumptions: [...new Set([...formula.assumptions, ...assumptions])].sort(),
    constructs: [...formula.constructs],
    nans,
  };
}

/** What kept a proof from being tried on the whole question. */
function hindrancesOf({ vocabulary, premises, goals }: Question): string[] {
  const formula = new Formula(vocabulary, "proof");
  for (const claim of [...premises, ...goals]) formula.holds(claim, true);
  return [...formula.constructs];
}

function smallness({ type, symbol }: Constant): Term[] {
  if (type.kind === "int")
    return [apply("<=", `(- ${SMALL.integer})`, symbol), apply("<=", symbol, String(SMALL.integer))];
  return type.kind === "sequence" ? [apply("<=", apply("seq.len", symbol), String(SMALL.length))] : [];
}

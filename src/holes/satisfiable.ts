import type { ClauseId } from "../ir/ids.ts";
import type { IR } from "../ir/ir.ts";
import type { InputAssignment } from "../ir/verdict.ts";
import type { CheckLimits, SolverReply, SolverRpc } from "../logic/answer.ts";
import { type ExampleResult, exampleOf, modelOf, type Values } from "../logic/example.ts";
import { Oracle } from "../logic/prove/oracle.ts";
import { type Question, questionOf, renderScript, type TranslatedClause, type Wanted } from "../logic/question.ts";
import { readSExpressions } from "../logic/smt/s-expression.ts";
import { Witnesses } from "./try/witnesses.ts";

/** Whether the clauses of an IR can hold together. `unknown` excludes nothing. */
export type Satisfiability =
  /** `model` is confirmed by an evaluation that knows nothing of the solver; null where there was none to confirm. */
  { status: "sat"; model: InputAssignment | null } | { status: "unsat" } | { status: "unknown" };

/** Questions that share a session of the solver: a session costs about as much as ten questions about integers. */
const GROUP = 24;

/**
 * Puts satisfiability questions to the solver until the limits are spent. What a known call or a small one answers by evaluation is not asked, nor what was asked before, and questions that are asked at once share sessions. Never throws for what the
 * solver answers or for its absence.
 */
export class Asker {
  readonly #solver: SolverRpc;
  readonly #limits: CheckLimits;
  readonly #most: number;
  readonly #oracle: Oracle;
  readonly #witnesses: Witnesses;
  #sparing = 0;

  /** With `most` questions put, every further one is `unknown`. */
  constructor(
    solver: SolverRpc,
    limits: CheckLimits,
    most = Number.MAX_SAFE_INTEGER,
    witnesses: Witnesses = new Witnesses(),
  ) {
    this.#solver = solver;
    this.#limits = limits;
    this.#most = most;
    this.#oracle = new Oracle(solver, { ...limits, max_questions: most, group: GROUP });
    this.#witnesses = witnesses;
  }

  /** Questions put to the solver so far. */
  get asked(): number {
    return this.#most - this.#oracle.questionsLeft + this.#sparing;
  }

  /** Lets `work` ask so many questions, each with a part of the limits; they count here too. */
  async sparingly<Result>(most: number, part: number, work: (asker: Asker) => Promise<Result>): Promise<Result> {
    const limits = { ...this.#limits, rlimit: Math.ceil(this.#limits.rlimit * part) };
    const asker = new Asker(this.#solver, limits, most, this.#witnesses);
    const result = await work(asker);
    this.#sparing += asker.asked;
    return result;
  }

  /** Whether all clauses of each IR can hold together for some call. `unsat` rests on reliable clauses alone. */
  async satisfiable(irs: readonly IR[]): Promise<Satisfiability[]> {
    const questions = irs.map(wholeQuestion);
    const found = questions.map((question): Satisfiability => {
      const known = question === null ? null : this.#known(question, question.clauses);
      return known === null ? { status: "unknown" } : { status: "sat", model: modelOf(known) };
    });
    const left = () => questions.map((question, index) => (found[index]?.status === "unknown" ? question : null));
    const refutable = await this.#replies(left(), ({ reliable }) => reliable, "values");
    for (const [index, reply] of refutable.entries()) if (reply?.status === "unsat") found[index] = { status: "unsat" };
    for (const wanted of ["small_values", "values"] as const) {
      const open = left();
      const models = await this.#replies(open, ({ clauses }) => clauses, wanted);
      for (const [index, reply] of models.entries()) {
        const question = open[index];
        if (reply === null || question === null || question === undefined) continue;
        if (reply.status !== "sat" && reply.status !== "unknown") continue;
        const example = this.#learnt(question, reply);
        if (example.status === "confirmed") found[index] = { status: "sat", model: example.model };
        else if (wanted === "values" && reply.status === "sat" && example.status === "unconfirmed")
          found[index] = { status: "sat", model: null };
      }
    }
    return found;
  }

  /** Whether the clauses of each IR are known not to hold together: at most one question an IR. False is no claim. */
  async unsatisfiable(irs: readonly IR[]): Promise<boolean[]> {
    const questions = irs.map((ir) => this.#unanswered(ir));
    const replies = await this.#replies(questions, ({ reliable }) => reliable, "values");
    for (const [index, question] of questions.entries()) {
      const reply = replies[index];
      if (question !== null && reply?.status === "sat") this.#learnt(question, reply);
    }
    return replies.map((reply) => reply?.status === "unsat");
  }

  /** Clauses of each IR that cannot hold together, by id, as the solver names them and not always fewest; null when that is not known. At most one question an IR. */
  async cores(irs: readonly IR[]): Promise<(ClauseId[] | null)[]> {
    const questions = irs.map((ir) => this.#unanswered(ir));
    const replies = await this.#replies(questions, ({ reliable }) => reliable, "core");
    return questions.map((question, index) => namedCore(question, replies[index] ?? null)?.map(({ id }) => id) ?? null);
  }

  /** A minimal set of clauses that cannot hold together, by id; null when that is not known. */
  async core(ir: IR): Promise<ClauseId[] | null> {
    const question = this.#unanswered(ir);
    const [reply = null] = await this.#replies([question], ({ reliable }) => reliable, "core");
    const named = namedCore(question, reply);
    if (question === null || named === null) return null;
    let core = named;
    const without = (candidate: TranslatedClause) => core.filter((clause) => clause !== candidate);
    // Mostly the core is minimal, and these questions asked at once are all.
    const sets = named.map(without).filter((rest) => this.#known(question, rest) === null);
    await this.#oracle.ask(sets.flatMap((rest) => scriptOf(question, rest, "values") ?? []));
    for (const candidate of named) {
      const rest = without(candidate);
      if (this.#known(question, rest) !== null) continue;
      const [answer] = await this.#replies([question], () => rest, "values");
      if (answer?.status === "unsat") core = rest;
    }
    return core.map(({ id }) => id);
  }

  /** Known calls that meet all clauses. */
  witnesses(ir: IR): Values[] {
    const question = wholeQuestion(ir);
    if (question === null || this.#known(question, question.clauses) === null) return [];
    return this.#witnesses.all(question, question.clauses);
  }

  /** What is to be asked of an IR; null where there is nothing, or where a call is known that meets it. */
  #unanswered(ir: IR): Question | null {
    const question = wholeQuestion(ir);
    return question === null || this.#known(question, question.reliable) !== null ? null : question;
  }

  #known(question: Question, clauses: readonly TranslatedClause[]): Values | null {
    return clauses.length === 0 ? null : this.#witnesses.of(question, clauses);
  }

  /** The example of a reply, kept for later questions where an evaluation confirms it. */
  #learnt(question: Question, { output }: Extract<SolverReply, { output: string }>): ExampleResult {
    const example = exampleOf(question, output);
    if (example.status === "confirmed") this.#witnesses.keep(question, example.values);
    return example;
  }

  /** Replies in order; null where there is nothing to ask. */
  async #replies(
    questions: readonly (Question | null)[],
    clauses: (question: Question) => TranslatedClause[],
    wanted: Wanted,
  ): Promise<(SolverReply | null)[]> {
    const scripts = questions.map((question) =>
      question === null ? null : scriptOf(question, clauses(question), wanted),
    );
    const asked = scripts.filter((script) => script !== null);
    const answers = new Map((await this.#oracle.ask(asked)).map((reply, index) => [asked[index], reply]));
    return scripts.map((script) => (script === null ? null : (answers.get(script) ?? null)));
  }
}

/** The script; null where there is nothing to ask. */
const scriptOf = (question: Question, clauses: TranslatedClause[], wanted: Wanted): string | null =>
  clauses.length === 0 ? null : renderScript(question, clauses, wanted);

/** The clauses that Z3 names in its core; all of them when it names none. */
function namedCore(question: Question | null, reply: SolverReply | null): TranslatedClause[] | null {
  if (question === null || reply?.status !== "unsat") return null;
  const printed = readSExpressions(reply.output).at(-1);
  const names = new Set(Array.isArray(printed) ? printed : []);
  const core = question.reliable.filter((_, index) => names.has(`c${index}`));
  return core.length === 0 ? question.reliable : core;
}

const wholeQuestion = (ir: IR): Question | null =>
  questionOf(ir, "clauses_consistent") ?? questionOf(ir, "preconditions_satisfiable");

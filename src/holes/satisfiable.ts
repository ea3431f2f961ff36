import type { ClauseId } from "../ir/ids.ts";
import type { IR } from "../ir/ir.ts";
import type { InputAssignment } from "../ir/verdict.ts";
import type { CheckLimits, SolverReply, SolverRpc } from "../logic/answer.ts";
import { askEach } from "../logic/ask-each.ts";
import { exampleOf } from "../logic/example.ts";
import { type Question, questionOf, renderScript, type TranslatedClause } from "../logic/question.ts";
import { readSExpressions } from "../logic/smt/s-expression.ts";

/** Whether the clauses of an IR can hold together. `unknown` excludes nothing. */
export type Satisfiability =
  /** `model` is confirmed by an evaluation that knows nothing of the solver; null where there was none to confirm. */
  { status: "sat"; model: InputAssignment | null } | { status: "unsat" } | { status: "unknown" };

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 32;

/** Puts satisfiability questions to the solver until the limits are spent. Never throws for what the solver answers or for its absence. */
export class Asker {
  readonly #solver: SolverRpc;
  readonly #limits: CheckLimits;
  readonly #most: number;
  /** Questions put so far. */
  asked = 0;

  /** With `most` questions put, every further one is `unknown`. */
  constructor(solver: SolverRpc, limits: CheckLimits, most = Number.POSITIVE_INFINITY) {
    this.#solver = solver;
    this.#limits = limits;
    this.#most = most;
  }

  /** Lets `work` ask so many questions, each with a part of the limits; they count here too. */
  async sparingly<Result>(most: number, part: number, work: (asker: Asker) => Promise<Result>): Promise<Result> {
    const asker = new Asker(this.#solver, { ...this.#limits, rlimit: Math.ceil(this.#limits.rlimit * part) }, most);
    const result = await work(asker);
    this.asked += asker.asked;
    return result;
  }

  /** Whether all clauses of each IR can hold together for some call. `unsat` rests on reliable clauses alone. */
  async satisfiable(irs: readonly IR[]): Promise<Satisfiability[]> {
    const questions = irs.map(wholeQuestion);
    const refutable = await this.#statuses(questions, (question) => question.reliable, "values");
    const found: Satisfiability[] = refutable.map((reply) => ({
      status: reply?.status === "unsat" ? "unsat" : "unknown",
    }));
    const open = questions.map((question, index) => (found[index]?.status === "unsat" ? null : question));
    for (const wanted of ["small_values", "values"] as const) {
      const left = open.map((question, index) => (found[index]?.status === "unknown" ? question : null));
      const models = await this.#statuses(left, (question) => question.clauses, wanted);
      for (const [index, reply] of models.entries()) {
        const question = left[index];
        if (reply === null || question === null || question === undefined) continue;
        if (reply.status !== "sat" && reply.status !== "unknown") continue;
        const example = exampleOf(question, reply.output);
        if (example.status === "confirmed") found[index] = { status: "sat", model: example.model };
        else if (wanted === "values" && reply.status === "sat" && example.status === "unconfirmed")
          found[index] = { status: "sat", model: null };
      }
    }
    return found;
  }

  /** Whether the clauses of each IR are known not to hold together: one question an IR. False is no claim. */
  async unsatisfiable(irs: readonly IR[]): Promise<boolean[]> {
    const replies = await this.#statuses(irs.map(wholeQuestion), (question) => question.reliable, "values");
    return replies.map((reply) => reply?.status === "unsat");
  }

  /** Clauses of each IR that cannot hold together, by id, as the solver names them and not always fewest; null when that is not known. One question an IR. */
  async cores(irs: readonly IR[]): Promise<(ClauseId[] | null)[]> {
    const questions = irs.map(wholeQuestion);
    const replies = await this.#statuses(questions, ({ reliable }) => reliable, "core");
    return questions.map((question, index) => namedCore(question, replies[index] ?? null)?.map(({ id }) => id) ?? null);
  }

  /** A minimal set of clauses that cannot hold together, by id; null when that is not known. */
  async core(ir: IR): Promise<ClauseId[] | null> {
    const question = wholeQuestion(ir);
    const [reply = null] = await this.#statuses([question], ({ reliable }) => reliable, "core");
    const named = namedCore(question, reply);
    if (question === null || named === null) return null;
    let core = named;
    for (const candidate of [...core]) {
      const rest = core.filter((clause) => clause !== candidate);
      const [reply] = await this.#statuses([question], () => rest, "values");
      if (reply?.status === "unsat") core = rest;
    }
    return core.map(({ id }) => id);
  }

  /** Replies in order; null where there is nothing to ask. */
  async #statuses(
    questions: readonly (Question | null)[],
    clauses: (question: Question) => TranslatedClause[],
    wanted: "values" | "small_values" | "core",
  ): Promise<(SolverReply | null)[]> {
    const scripts = questions.flatMap((question, index) => {
      if (question === null || clauses(question).length === 0) return [];
      return [{ index, script: renderScript(question, clauses(question), wanted) }];
    });
    const replies: (SolverReply | null)[] = questions.map(() => null);
    // A script that is asked again after a failure counts again.
    const counting = {
      checkMany: (some: string[], limits: CheckLimits) => {
        this.asked += some.length;
        return this.#solver.checkMany(some, limits);
      },
    };
    for (let start = 0; start < scripts.length; start += CHUNK) {
      const chunk = scripts.slice(start, Math.min(start + CHUNK, start + this.#most - this.asked));
      if (chunk.length === 0) break;
      const answered = await askEach(
        counting,
        chunk.map(({ script }) => script),
        this.#limits,
      );
      for (const [position, { index }] of chunk.entries()) replies[index] = answered[position] ?? null;
    }
    return replies;
  }
}

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

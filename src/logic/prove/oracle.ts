import type { CheckLimits, SolverReply, SolverRpc } from "../answer.ts";
import { askEach } from "../ask-each.ts";
import { combined, combines, separated } from "./combine.ts";

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 32;
/** Questions of one session, unless the limits say another number. */
const GROUP = 8;

export interface OracleLimits extends CheckLimits {
  /** Questions after which every further one is answered `unknown` with reason `budget`, unasked. */
  max_questions: number;
  /** Z3's resource count of all questions together, after which none is asked; the last one may go beyond it. No limit when absent. */
  max_rlimit?: number;
  /** Questions that share a session, and with it the limit of one: those that it leaves open are asked alone. */
  group?: number;
}

/**
 * The solver under a budget of questions. A question that was asked before costs nothing. Never throws for what the solver answers or for its
 * absence. The answers depend on nothing but the questions and their order.
 */
export class Oracle {
  readonly #solver: SolverRpc;
  readonly #limits: OracleLimits;
  readonly #known = new Map<string, SolverReply>();
  #left: number;
  #rlimitLeft: number;
  #refused = false;

  constructor(solver: SolverRpc, limits: OracleLimits) {
    this.#solver = solver;
    this.#limits = limits;
    this.#left = limits.max_questions;
    this.#rlimitLeft = limits.max_rlimit ?? Number.POSITIVE_INFINITY;
  }

  get questionsLeft(): number {
    return this.#left;
  }

  /** Whether some question went unasked. */
  get exhausted(): boolean {
    return this.#refused;
  }

  /** Whether no further question will be put to the solver. */
  get spent(): boolean {
    return this.#left <= 0 || this.#rlimitLeft <= 0;
  }

  /** The answer to a question that is not even written any more. */
  refuse(): SolverReply {
    this.#refused = true;
    return OVER_BUDGET;
  }

  /** Answers in order. */
  async ask(scripts: readonly string[]): Promise<SolverReply[]> {
    const wanted = [...new Set(scripts)].filter((script) => !this.#known.has(script));
    const open = wanted.slice(0, this.#left);
    this.#left -= open.length;
    await this.#askTogether(open.filter(combines));
    const alone = open.filter((script) => !this.#known.has(script));
    const replies = await this.#run(alone);
    for (const [index, script] of alone.entries()) {
      const reply = replies[index];
      if (reply !== undefined) this.#known.set(script, reply);
    }
    return scripts.map((script) => {
      const reply = this.#known.get(script);
      this.#refused ||= reply === undefined;
      return reply ?? OVER_BUDGET;
    });
  }

  /** Several questions in one session, which decides most of them; what it leaves open is not known afterwards. */
  async #askTogether(scripts: readonly string[]): Promise<void> {
    const groups: string[][] = [];
    const { group: size = GROUP } = this.#limits;
    for (let start = 0; start < scripts.length; start += size) groups.push(scripts.slice(start, start + size));
    const several = groups.filter((group) => group.length > 1);
    const replies = await this.#run(several.map(combined));
    for (const [index, group] of several.entries()) {
      const reply = replies[index];
      if (reply === undefined) continue;
      for (const [position, answer] of separated(reply, group.length).entries()) {
        const script = group[position];
        if (answer !== null && script !== undefined) this.#known.set(script, answer);
      }
    }
  }

  /** Asks one script after the other, as far as the resources reach; in few calls, none of which can go far beyond them. */
  async #run(scripts: readonly string[]): Promise<SolverReply[]> {
    const replies: SolverReply[] = [];
    while (replies.length < scripts.length && this.#rlimitLeft > 0) {
      const affordable = Math.max(1, Math.floor(this.#rlimitLeft / this.#limits.rlimit));
      const chunk = scripts.slice(replies.length, replies.length + Math.min(CHUNK, affordable));
      const answers = await askEach(this.#solver, chunk, { rlimit: this.#limits.rlimit });
      for (const index of chunk.keys()) {
        const reply = answers[index] ?? NOT_ANSWERED;
        const used = reply.status === "rejected" ? 0 : reply.rlimit_used;
        this.#rlimitLeft -= used ?? this.#limits.rlimit;
        replies.push(reply);
      }
    }
    return replies;
  }
}

const unanswered = (detail: string, reason: "solver_failure" | "budget" = "solver_failure"): SolverReply => ({
  status: "unknown",
  reason,
  detail,
  output: "",
  milliseconds: 0,
  rlimit_used: null,
});
const NOT_ANSWERED = unanswered("the solver gave no answer");
const OVER_BUDGET = unanswered("the function's questions to the solver are used up", "budget");

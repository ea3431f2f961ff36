import type { CheckLimits, SolverReply, SolverRpc } from "../answer.ts";

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 32;

export interface OracleLimits extends CheckLimits {
  /** Questions after which every further one is answered `unknown` with reason `budget`, unasked. */
  max_questions: number;
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

  constructor(solver: SolverRpc, limits: OracleLimits) {
    this.#solver = solver;
    this.#limits = limits;
    this.#left = limits.max_questions;
  }

  get questionsLeft(): number {
    return this.#left;
  }

  /** Whether some question went unasked. */
  get exhausted(): boolean {
    return this.#left === 0;
  }

  /** Answers in order. */
  async ask(scripts: readonly string[]): Promise<SolverReply[]> {
    const open = [...new Set(scripts)].filter((script) => !this.#known.has(script)).slice(0, this.#left);
    this.#left -= open.length;
    for (let start = 0; start < open.length; start += CHUNK) {
      const chunk = open.slice(start, start + CHUNK);
      const replies = await this.#askOrExplain(chunk);
      for (const [index, script] of chunk.entries()) this.#known.set(script, replies[index] ?? NOT_ANSWERED);
    }
    return scripts.map((script) => this.#known.get(script) ?? OVER_BUDGET);
  }

  /** One call; when it fails as a whole (the isolate was stopped), each script is asked alone so that only the guilty one pays. */
  async #askOrExplain(scripts: string[]): Promise<SolverReply[]> {
    try {
      return await this.#solver.checkMany(scripts, { rlimit: this.#limits.rlimit });
    } catch (error) {
      if (scripts.length === 1)
        return [
          unanswered(`the solver could not be reached: ${error instanceof Error ? error.message : String(error)}`),
        ];
      const replies: SolverReply[] = [];
      for (const script of scripts) replies.push(...(await this.#askOrExplain([script])));
      return replies;
    }
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

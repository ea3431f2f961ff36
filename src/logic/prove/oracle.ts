import type { CheckLimits, SolverReply, SolverRpc } from "../answer.ts";
import { combined, combines, separated } from "./combine.ts";

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 32;
/** Questions of one session. */
const GROUP = 8;

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
    await this.#askTogether(open.filter(combines));
    const alone = open.filter((script) => !this.#known.has(script));
    for (let start = 0; start < alone.length; start += CHUNK) {
      const chunk = alone.slice(start, start + CHUNK);
      const replies = await this.#askOrExplain(chunk);
      for (const [index, script] of chunk.entries()) this.#known.set(script, replies[index] ?? NOT_ANSWERED);
    }
    return scripts.map((script) => this.#known.get(script) ?? OVER_BUDGET);
  }

  /** Several questions in one session, which decides most of them; what it leaves open is not known afterwards. */
  async #askTogether(scripts: readonly string[]): Promise<void> {
    const groups: string[][] = [];
    for (let start = 0; start < scripts.length; start += GROUP) groups.push(scripts.slice(start, start + GROUP));
    const several = groups.filter((group) => group.length > 1);
    if (several.length === 0) return;
    const replies = await this.#askOrExplain(several.map(combined));
    for (const [index, group] of several.entries()) {
      const reply = replies[index];
      if (reply === undefined) continue;
      for (const [position, answer] of separated(reply, group.length).entries()) {
        const script = group[position];
        if (answer !== null && script !== undefined) this.#known.set(script, answer);
      }
    }
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

import type { CallOutcome, PythonCall, PythonLimits, PythonRpc } from "../../python/sandbox/contract.ts";
import { callOf, type Input, type Slot } from "./input.ts";
import type { Problem } from "./target.ts";

export interface Budget {
  /** Most calls made for one function. */
  executions: number;
  /** No further request is sent after so many milliseconds of `now`. */
  milliseconds: number;
}

/** Choices of the caller; `now` gives milliseconds and is the only clock. */
export interface DynamicOptions {
  tenant: string;
  seed: number;
  budget: Budget;
  limits: PythonLimits;
  now: () => number;
}

/**
 * Fuel of one call is about a tenth of a second of the metered interpreter, so that code which does not end on some inputs costs little; 256 MiB hold the interpreter
 * and values far larger than any generated input makes.
 */
export const DEFAULT_OPTIONS: Omit<DynamicOptions, "tenant" | "now"> = {
  seed: 1,
  budget: { executions: 3000, milliseconds: 20_000 },
  limits: { fuel: 50_000_000, memory_bytes: 256 * 1024 * 1024 },
};

export interface Program {
  source: string;
  path: string;
  slots: readonly Slot[];
}

export interface Execution {
  input: Input;
  outcome: CallOutcome;
}

/** The requests one examination makes: counts what it spends and stops when the budget is spent or the sandbox gives nothing. */
export class Session {
  readonly #python: PythonRpc;
  readonly #options: DynamicOptions;
  readonly #started: number;
  executions = 0;
  /** Why no further request is made; null while there may be one. */
  ended: Problem | null = null;

  constructor(python: PythonRpc, options: DynamicOptions) {
    this.#python = python;
    this.#options = options;
    this.#started = options.now();
  }

  /** How many calls may still be made. */
  get left(): number {
    if (this.ended !== null || this.#options.now() - this.#started > this.#options.budget.milliseconds) return 0;
    return Math.max(0, this.#options.budget.executions - this.executions);
  }

  /** Runs as many of the inputs as the budget allows, in order. Empty when the session has ended. */
  async run(
    program: Program,
    inputs: readonly Input[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<Execution[]> {
    const calls = inputs.map((input) => callOf(program.slots, input));
    const outcomes = await this.call(program, calls, assume, checks);
    return outcomes.flatMap((outcome, index) => {
      const input = inputs[index];
      return input === undefined ? [] : [{ input, outcome }];
    });
  }

  async call(
    { source, path }: Pick<Program, "source" | "path">,
    calls: readonly PythonCall[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<CallOutcome[]> {
    const allowed = calls.slice(0, Math.min(this.left, MAX_CALLS));
    if (allowed.length === 0) return [];
    const reply = await this.#python.run({
      tenant: this.#options.tenant,
      module: source,
      function: path,
      calls: allowed,
      assume: [...assume],
      checks: [...checks],
      limits: this.#options.limits,
    });
    if (reply.status === "ran") {
      this.executions += reply.outcomes.length;
      return reply.outcomes;
    }
    this.ended =
      reply.status === "module_failed"
        ? {
            code: "module_failed",
            detail: `The module cannot be run: ${reply.exception}: ${reply.detail}`.slice(0, 1000),
          }
        : { code: `sandbox_${reply.status}`, detail: reply.detail.slice(0, 1000) };
    return [];
  }
}

/** Calls that one request may hold, by the sandbox's contract. */
const MAX_CALLS = 2000;

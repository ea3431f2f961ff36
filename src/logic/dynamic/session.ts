import type { CallOutcome, PythonCall, PythonLimits, PythonRpc } from "../../python/sandbox/contract.ts";
import { Exhaustion } from "./exhaustion.ts";
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
 * Fuel of one call is about a twentieth of a second of the metered interpreter, so that code which does not end on some inputs costs little; 48 MiB hold the interpreter
 * and values far larger than any generated input makes.
 */
export const DEFAULT_OPTIONS: Omit<DynamicOptions, "tenant" | "now"> = {
  seed: 1,
  budget: { executions: 4000, milliseconds: 15_000 },
  limits: { fuel: 25_000_000, memory_bytes: 48 << 20 },
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
  readonly #exhaustion = new Exhaustion();
  #spent = 0;
  executions = 0;
  /** Calls kept back for what has to come last. */
  reserved = 0;
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
    return Math.max(0, this.#options.budget.executions - this.executions - this.reserved);
  }

  /** Calls that the remaining time allows, at the pace so far; one request may take half of it. */
  get #inTime(): number {
    if (this.executions < 20) return MAX_CALLS;
    const remaining = this.#options.budget.milliseconds - (this.#options.now() - this.#started);
    return Math.max(10, Math.floor((remaining / 2) * (this.executions / Math.max(1, this.#spent))));
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
    const executions = outcomes.flatMap((outcome, index) => {
      const input = inputs[index];
      return input === undefined ? [] : [{ input, outcome }];
    });
    for (const { input, outcome } of executions) this.#exhaustion.note(input, outcome.kind);
    return executions;
  }

  /** Those of the inputs that are not likely to exhaust the limits, as far as earlier calls tell. */
  affordable(inputs: readonly Input[]): Input[] {
    return this.#exhaustion.lighter(inputs);
  }

  async call(
    { source, path }: Pick<Program, "source" | "path">,
    calls: readonly PythonCall[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<CallOutcome[]> {
    const allowed = calls.slice(0, Math.min(this.left, this.#inTime, MAX_CALLS));
    if (allowed.length === 0) return [];
    const sent = this.#options.now();
    const reply = await this.#python.run({
      tenant: this.#options.tenant,
      module: source,
      function: path,
      calls: allowed,
      assume: [...assume],
      checks: [...checks],
      limits: this.#options.limits,
    });
    this.#spent += this.#options.now() - sent;
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

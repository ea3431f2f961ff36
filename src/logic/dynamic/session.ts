import type { CallOutcome, PythonCall, PythonLimits, PythonReply, PythonRpc } from "../../python/sandbox/contract.ts";
import { Exhaustion } from "./exhaustion.ts";
import { callOf, type Input, type Slot } from "./input.ts";
import type { Problem } from "./target.ts";

export interface Budget {
  /** Most calls made for one function. Its fuel is `FUEL_PER_CALL` for each of them, so that what is found does not depend on the machine's speed. */
  executions: number;
  /** The last resort: no further request is sent after so many milliseconds of `now`. */
  milliseconds: number;
}

/** Choices of the caller; `now` gives milliseconds and is the only clock. */
export interface DynamicOptions {
  tenant: string;
  seed: number;
  budget: Budget;
  limits: PythonLimits;
  now: () => number;
  /** False: only the clauses that there are get judged, on more inputs; nothing is supposed of the function. */
  suppose?: boolean;
}

/**
 * Fuel of one call is about a fortieth of a second of the metered interpreter and hundreds of times what a usual call takes, so that code which does not end on some inputs costs little; 48 MiB hold the interpreter
 * and values far larger than any generated input makes.
 */
export const DEFAULT_OPTIONS: Omit<DynamicOptions, "tenant" | "now"> = {
  seed: 1,
  budget: { executions: 4000, milliseconds: 20_000 },
  limits: { fuel: 12_000_000, memory_bytes: 48 << 20 },
};

/** Mean fuel that a call may take over the whole examination: about a millisecond. */
const FUEL_PER_CALL = 500_000;

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
  #fuel = 0;
  executions = 0;
  /** Calls kept back for what has to come last. */
  reserved = 0;
  /** Which part of the budget kept a call from being made that was wanted; null while none did. */
  cut: "calls" | "fuel" | "milliseconds" | null = null;
  /** Why no further request is made; null while there may be one. */
  ended: Problem | null = null;

  constructor(python: PythonRpc, options: DynamicOptions) {
    this.#python = python;
    this.#options = options;
    this.#started = options.now();
  }

  /** Keeps calls back, of a small budget only a part. */
  reserve(calls: number): void {
    this.reserved = Math.min(calls, Math.floor(this.#options.budget.executions / 4));
  }

  /** What the budget's end keeps from being found. */
  get problems(): Problem[] {
    const { executions, milliseconds } = this.#options.budget;
    if (this.cut === null) return this.ended === null ? [] : [this.ended];
    const spent = {
      calls: `${executions} calls`,
      fuel: `fuel, ${executions * FUEL_PER_CALL} instructions,`,
      milliseconds: `time, ${milliseconds} ms,`,
    }[this.cut];
    const budget = { code: "budget", detail: `The budget of ${spent} cut the examination short.` };
    return this.ended === null ? [budget] : [budget, this.ended];
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

  /** Runs one input in a request of its own, even when the budget is spent. Null when the sandbox gave nothing. */
  async alone(
    program: Program,
    input: Input,
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<Execution | null> {
    const [outcome] = await this.#sendParts(program, [callOf(program.slots, input)], assume, checks);
    return outcome === undefined ? null : { input, outcome };
  }

  /** Those of the inputs that are not likely to exhaust the limits, as far as earlier calls tell. */
  affordable(inputs: readonly Input[]): Input[] {
    return this.#exhaustion.lighter(inputs);
  }

  /** In as few requests as the sandbox's contract and the remaining fuel allow. */
  async call(
    program: Pick<Program, "source" | "path">,
    calls: readonly PythonCall[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<CallOutcome[]> {
    const outcomes: CallOutcome[] = [];
    const parts = Math.max(1, Math.ceil(checks.length / MAX_CHECKS));
    while (outcomes.length < calls.length && this.ended === null) {
      const rest = calls.slice(outcomes.length, outcomes.length + this.#allowed(parts));
      if (rest.length === 0) break;
      const made = await this.#sendParts(program, rest, assume, checks);
      if (made.length === 0) break;
      outcomes.push(...made);
    }
    return outcomes;
  }

  /** Calls that the next request may make, each of them `parts` times; notes which part of the budget is spent when there is none. */
  #allowed(parts: number): number {
    const { budget, now } = this.#options;
    const calls = Math.floor((budget.executions - this.executions - this.reserved) / parts);
    const fuel = budget.executions * FUEL_PER_CALL - this.#fuel;
    const cut =
      now() - this.#started > budget.milliseconds ? "milliseconds" : calls <= 0 ? "calls" : fuel <= 0 ? "fuel" : null;
    this.cut ??= cut;
    if (cut !== null) return 0;
    const likely = this.executions < MANY ? MAX_CALLS : (fuel / 2) * (this.executions / Math.max(1, this.#fuel));
    return Math.min(calls, MAX_CALLS, Math.max(10, Math.floor(likely)));
  }

  /** More checks than a request holds are judged by making the calls again. */
  async #sendParts(
    program: Pick<Program, "source" | "path">,
    calls: readonly PythonCall[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<CallOutcome[]> {
    const outcomes = await this.#send(program, calls, assume, checks.slice(0, MAX_CHECKS));
    if (checks.length <= MAX_CHECKS || outcomes.length === 0) return outcomes;
    const rest = await this.#sendParts(program, calls, assume, checks.slice(MAX_CHECKS));
    return rest.length < outcomes.length ? [] : outcomes.map((outcome, index) => joined(outcome, rest[index]));
  }

  async #send(
    { source, path }: Pick<Program, "source" | "path">,
    calls: readonly PythonCall[],
    assume: readonly string[],
    checks: readonly string[],
  ): Promise<CallOutcome[]> {
    if (this.ended !== null) return [];
    const { tenant, limits } = this.#options;
    const reply = await this.#python.run({
      tenant,
      module: source,
      function: path,
      calls: [...calls],
      assume: [...assume],
      checks: [...checks],
      limits,
    });
    if (reply.status === "ran") {
      this.executions += reply.outcomes.length;
      this.#fuel += reply.fuel_used;
      return reply.outcomes;
    }
    this.ended = refusalOf(reply);
    return [];
  }
}

/** The outcome with the checks of an equal call after its own; of a call that ended differently nothing is known but that it was not stable. */
function joined(outcome: CallOutcome, again: CallOutcome | undefined): CallOutcome {
  if (outcome.kind !== "returned" && outcome.kind !== "raised") return outcome;
  if (again?.kind !== outcome.kind) return { kind: "aborted", detail: "Equal calls ended differently." };
  return { ...outcome, checks: [...outcome.checks, ...again.checks] };
}

function refusalOf(reply: Exclude<PythonReply, { status: "ran" }>): Problem {
  if (reply.status !== "module_failed") return { code: `sandbox_${reply.status}`, detail: reply.detail.slice(0, 1000) };
  const detail = `The module cannot be run: ${reply.exception}: ${reply.detail}`.slice(0, 1000);
  return { code: "module_failed", detail };
}

/** Calls that one request may hold, by the sandbox's contract. */
const MAX_CALLS = 2000;
/** Clauses that one request may hold, by the sandbox's admission. */
const MAX_CHECKS = 500;
/** After so many calls their mean fuel tells what the next ones take. */
const MANY = 20;

import type { CallOutcome, PythonReply, PythonRequest } from "../../../src/python/sandbox/contract.ts";
import type { Image } from "./image.ts";
import { MODULE_FUEL, RELEASE_FUEL, REQUEST_FUEL } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { Session } from "./session.ts";
import { SetUpFailure } from "./subject.ts";
import { type Trap, trapOf } from "./traps.ts";

/** An interpreter that starts every request from the same bytes. Single-threaded and not re-entrant. */
export class Interpreter {
  readonly #machine: Machine;
  readonly #image: Image;
  readonly #initialMemory: number;
  #trapped = false;
  #used = 0n;

  constructor(machine: Machine, image: Image) {
    this.#machine = machine;
    this.#image = image;
    this.#initialMemory = this.#machine.memory.size;
    this.#machine.start(this.#image);
  }

  /** Whether something happened that a new instance is better for: a trap, or memory that grew and cannot shrink. */
  get worn(): boolean {
    return this.#trapped || this.#machine.memory.size > this.#initialMemory;
  }

  /** Answers for everything a program can do; throws only for faults of the host. */
  run(request: PythonRequest): PythonReply {
    this.#machine.growth.limit = request.limits.memory_bytes;
    try {
      return this.#run(request);
    } finally {
      this.#machine.restore(this.#image);
    }
  }

  #run(request: PythonRequest): PythonReply {
    const perCall = BigInt(request.limits.fuel);
    const outcomes: CallOutcome[] = [];
    this.#used = 0n;
    let session: Session | SetUpFailure | Trap = this.#start(request);
    if (!(session instanceof Session)) return failed(session);
    for (const call of request.calls) {
      if (this.#used > REQUEST_FUEL) {
        outcomes.push({ kind: "fuel_exhausted" });
        continue;
      }
      if (!(session instanceof Session)) {
        // What the module did once it does again; if it does not after all, no call can be made any more.
        session = this.#start(request);
        if (!(session instanceof Session)) {
          outcomes.push({ kind: "aborted", detail: "the module could not be executed again after a trap" });
          continue;
        }
      }
      const current: Session = session;
      const outcome: CallOutcome = this.#metered(perCall, () => current.call(call));
      outcomes.push(outcome);
      const released = isTrap(outcome) ? outcome : this.#metered(RELEASE_FUEL, () => current.release());
      if (released === undefined) continue;
      this.#machine.restore(this.#image);
      session = released;
    }
    return { status: "ran", outcomes, fuel_used: Number(this.#used) };
  }

  #start(request: PythonRequest): Session | SetUpFailure | Trap {
    const perCall = BigInt(request.limits.fuel);
    return this.#metered(perCall > MODULE_FUEL ? perCall : MODULE_FUEL, () => {
      try {
        return new Session(this.#machine, this.#image.pins, request);
      } catch (error) {
        if (error instanceof SetUpFailure) return error;
        throw error;
      }
    });
  }

  /** Does the work on so much fuel. Whatever it seems to have come to, it is a trap when the fuel is gone. */
  #metered<Result>(fuel: bigint, work: () => Result): Result | Trap {
    const machine = this.#machine;
    machine.growth.refused = false;
    machine.refuel(fuel);
    try {
      const result = work();
      if (machine.fuel >= 0n) return result;
      this.#trapped = true;
      return { kind: "fuel_exhausted" };
    } catch (error) {
      this.#trapped = true;
      return trapOf(machine, error);
    } finally {
      this.#used += fuel - (machine.fuel < 0n ? 0n : machine.fuel);
      machine.unmetered();
    }
  }
}

function isTrap(outcome: CallOutcome): outcome is Trap {
  return outcome.kind === "fuel_exhausted" || outcome.kind === "memory_exhausted" || outcome.kind === "aborted";
}

function failed(reason: SetUpFailure | Trap): PythonReply {
  const failure = (exception: string, detail: string): PythonReply => ({ status: "module_failed", exception, detail });
  if (reason instanceof SetUpFailure) return failure(reason.exception, reason.message);
  if (reason.kind === "fuel_exhausted") return failure("FuelExhausted", "setting the module up took too much fuel");
  if (reason.kind === "memory_exhausted")
    return failure("MemoryExhausted", "setting the module up took too much memory");
  return failure("Aborted", reason.detail);
}

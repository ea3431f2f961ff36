import type { CallOutcome, PythonReply, PythonRequest } from "../../../src/python/sandbox/contract.ts";
import { decodeImage, type Image } from "./image.ts";
import { MODULE_FUEL, REQUEST_FUEL } from "./limits.ts";
import { Machine, type Parts } from "./machine.ts";
import { Session, SetUpFailure } from "./session.ts";
import { type Trap, trapOf } from "./traps.ts";

/** An interpreter that starts every request from the same bytes. Single-threaded and not re-entrant. */
export class Interpreter {
  readonly version: string;
  readonly #machine: Machine;
  readonly #image: Image;
  readonly #initialMemory: number;
  #trapped = false;

  constructor(parts: Parts & { image: Uint8Array }, memoryLimit: number) {
    this.#image = decodeImage(parts.image);
    this.version = this.#image.version;
    this.#machine = new Machine(parts, memoryLimit);
    this.#initialMemory = this.#machine.memory.size;
    this.#machine.restore(this.#image);
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
    const setUpFuel = perCall > MODULE_FUEL ? perCall : MODULE_FUEL;
    const outcomes: CallOutcome[] = [];
    let used = 0n;
    const metered = <Result>(fuel: bigint, work: () => Result): Result | Trap => {
      this.#machine.refuel(fuel);
      try {
        const result = work();
        if (this.#machine.fuel < 0n) throw new Error("out of fuel");
        return result;
      } catch (error) {
        if (error instanceof SetUpFailure && this.#machine.fuel >= 0n) throw error;
        this.#trapped = true;
        return trapOf(this.#machine, error);
      } finally {
        const left = this.#machine.fuel;
        used += fuel - (left < 0n ? 0n : left);
        this.#machine.unmetered();
      }
    };
    let session: Session | null = null;
    try {
      for (const call of request.calls) {
        if (used > REQUEST_FUEL) {
          outcomes.push({ kind: "fuel_exhausted" });
          continue;
        }
        if (session === null) {
          const started: Session | Trap = metered(
            setUpFuel,
            () => new Session(this.#machine, this.#image.pins, request),
          );
          if (!(started instanceof Session)) return moduleTrapped(started);
          session = started;
        }
        const current: Session = session;
        const outcome = metered(perCall, () => current.call(call));
        outcomes.push(outcome);
        const trapped = isTrap(outcome) || isTrap(metered(MODULE_FUEL, () => current.release()) ?? null);
        if (!trapped) continue;
        this.#machine.restore(this.#image);
        session = null;
      }
    } catch (error) {
      if (!(error instanceof SetUpFailure)) throw error;
      return { status: "module_failed", exception: error.exception, detail: error.message };
    }
    return { status: "ran", outcomes, fuel_used: Number(used) };
  }
}

const isTrap = (outcome: CallOutcome | null): boolean =>
  outcome !== null && ["fuel_exhausted", "memory_exhausted", "aborted"].includes(outcome.kind);

function moduleTrapped(trap: Trap): PythonReply {
  const failure = { status: "module_failed" as const };
  if (trap.kind === "fuel_exhausted")
    return { ...failure, exception: "FuelExhausted", detail: "executing the module took more fuel than it may" };
  if (trap.kind === "memory_exhausted")
    return { ...failure, exception: "MemoryExhausted", detail: "executing the module took more memory than it may" };
  return { ...failure, exception: "Aborted", detail: trap.detail };
}

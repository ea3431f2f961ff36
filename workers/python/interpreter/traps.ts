import type { CallOutcome } from "../../../src/python/sandbox/contract.ts";
import { ProgramExit, Unsupported } from "./failure.ts";
import type { Machine } from "./machine.ts";

/** The interpreter's heap is full: Python was refused memory and did not get over it. */
export class MemoryExhausted extends Error {
  override readonly name = "MemoryExhausted";
}

/** The program met a number that only an interpreter with 64-bit sizes could go on with. */
export class TooWide extends Error {
  override readonly name = "TooWide";
}

export type Trap = Extract<CallOutcome, { kind: "fuel_exhausted" | "memory_exhausted" | "aborted" }>;

/**
 * What ended the interpreter's work, judged by the fuel first: whatever was thrown or caught on the way, fuel below zero means that it ran out.
 * Throws again what is no doing of the program.
 */
export function trapOf(machine: Machine, error: unknown): Trap {
  if (machine.fuel < 0n) return { kind: "fuel_exhausted" };
  // Code that is refused memory may go astray before it says so.
  const astray = error instanceof WebAssembly.RuntimeError && machine.growth.refused;
  if (error instanceof MemoryExhausted || astray) return { kind: "memory_exhausted" };
  if (error instanceof TooWide)
    return { kind: "aborted", detail: `beyond the sizes of a 32-bit interpreter: ${error.message}` };
  if (error instanceof ProgramExit || error instanceof Unsupported) return { kind: "aborted", detail: error.message };
  if (error instanceof WebAssembly.RuntimeError) return { kind: "aborted", detail: `trap: ${error.message}` };
  if (Object.prototype.toString.call(error) === "[object WebAssembly.Exception]")
    return { kind: "aborted", detail: "a foreign exception" };
  if (error instanceof RangeError) return { kind: "aborted", detail: `native stack overflow: ${error.message}` };
  throw error;
}

import type { PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";
import { Interpreter } from "./interpreter/interpreter.ts";
import { MEMORY_LIMIT } from "./interpreter/limits.ts";
import type { Parts } from "./interpreter/machine.ts";

/** One interpreter, started by the first question and kept. */
export class Host {
  readonly #parts: Parts & { image: Uint8Array };
  #interpreter: Interpreter | null = null;

  constructor(parts: Parts & { image: Uint8Array }) {
    this.#parts = parts;
  }

  /** `worn`: a new interpreter is better for the next request. Throws for faults of the host only; the interpreter is then given up. */
  run(request: PythonRequest): { reply: PythonReply; worn: boolean } {
    const interpreter = this.#started();
    try {
      return { reply: interpreter.run(request), worn: interpreter.worn };
    } catch (error) {
      this.replace();
      throw error;
    }
  }

  version(): string {
    return this.#started().version;
  }

  /** The next request starts another instance. */
  replace(): void {
    this.#interpreter = null;
  }

  #started(): Interpreter {
    this.#interpreter ??= new Interpreter(this.#parts, MEMORY_LIMIT);
    return this.#interpreter;
  }
}

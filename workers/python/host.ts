import type { PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";
import type { Image } from "./interpreter/image.ts";
import { Interpreter } from "./interpreter/interpreter.ts";
import { MEMORY_LIMIT } from "./interpreter/limits.ts";
import { Machine, type Parts } from "./interpreter/machine.ts";

/** One interpreter, started by the first question and kept. */
export class Host {
  readonly #parts: Parts;
  readonly #encoded: Uint8Array;
  #image: Image | null = null;
  #interpreter: Interpreter | null = null;

  /** `image` is decoded in place. */
  constructor(parts: Parts, image: Uint8Array) {
    this.#parts = parts;
    this.#encoded = image;
  }

  /** `worn`: a new interpreter is better for the next request. Throws for faults of the host only; the interpreter is then given up. */
  run(request: PythonRequest): { reply: PythonReply; worn: boolean } {
    const { interpreter } = this.#started();
    try {
      return { reply: interpreter.run(request), worn: interpreter.worn };
    } catch (error) {
      this.replace();
      throw error;
    }
  }

  /** CPython's version. */
  version(): string {
    return this.#started().image.version;
  }

  /** The next request starts another instance. */
  replace(): void {
    this.#interpreter = null;
  }

  #started(): { interpreter: Interpreter; image: Image } {
    if (this.#interpreter !== null && this.#image !== null)
      return { interpreter: this.#interpreter, image: this.#image };
    const machine = new Machine(this.#parts, MEMORY_LIMIT);
    const image = this.#image ?? machine.decode(this.#encoded);
    const interpreter = new Interpreter(machine, image);
    this.#image = image;
    this.#interpreter = interpreter;
    return { interpreter, image };
  }
}

import type { PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";
import type { Image } from "./interpreter/image.ts";
import { Interpreter } from "./interpreter/interpreter.ts";
import { MEMORY_LIMIT } from "./interpreter/limits.ts";
import { Machine, type Parts } from "./interpreter/machine.ts";

/** Instances that one isolate starts before it is worn. */
const INSTANCES = 100;

/** One interpreter, started by the first question and kept as long as it is sound. */
export class Host {
  readonly #parts: Parts;
  readonly #encoded: Uint8Array;
  #image: Image | null = null;
  #interpreter: Interpreter | null = null;
  #instances = 0;

  /** `image` is decoded in place. */
  constructor(parts: Parts, image: Uint8Array) {
    this.#parts = parts;
    this.#encoded = image;
  }

  /**
   * `worn`: another isolate is better for the next request. A trap or grown memory only costs the instance: the next one starts from the image, and its
   * memory is new. Throws for faults of the host only; the instance is then given up too.
   */
  run(request: PythonRequest): { reply: PythonReply; worn: boolean } {
    const { interpreter } = this.#started();
    let sound = false;
    try {
      const reply = interpreter.run(request);
      sound = !interpreter.worn;
      return { reply, worn: this.#instances >= INSTANCES };
    } finally {
      if (!sound) this.#interpreter = null;
    }
  }

  /** CPython's version. */
  version(): string {
    return this.#started().image.version;
  }

  #started(): { interpreter: Interpreter; image: Image } {
    if (this.#interpreter !== null && this.#image !== null)
      return { interpreter: this.#interpreter, image: this.#image };
    const machine = new Machine(this.#parts, MEMORY_LIMIT);
    const image = this.#image ?? machine.decode(this.#encoded);
    const interpreter = new Interpreter(machine, image);
    this.#instances += 1;
    this.#image = image;
    this.#interpreter = interpreter;
    return { interpreter, image };
  }
}

import { Descriptors } from "./descriptors.ts";
import { Entropy, VirtualClock } from "./determinism.ts";
import type { PythonExports } from "./exports.ts";
import { FileTree } from "./file-tree.ts";
import { type Growth, hostCalls } from "./host-calls.ts";
import { decodeImage, type Image } from "./image.ts";
import { LinearMemory } from "./linear-memory.ts";
import type { Surroundings } from "./wasi-calls.ts";

/** Where the interpreter finds the standard library's archive. */
export const LIBRARY_PATH = "/lib/python314.zip";
/** Enough for what the host itself does between two metered pieces of work. */
const UNMETERED = 1n << 60n;

export interface Parts {
  /** CPython, metered. */
  module: WebAssembly.Module;
  /** Calls C functions whose type differs from what the caller believes. */
  trampoline: WebAssembly.Module;
  library: Uint8Array;
}

/** One instance of CPython's wasm with the surroundings of one run. */
export class Machine {
  readonly exports: PythonExports;
  readonly memory: LinearMemory;
  readonly growth: Growth;
  /** The entry of the function table that holds the trampoline; images contain it. */
  readonly trampolineIndex: number;
  readonly #library: Uint8Array;
  #surroundings: Surroundings;

  constructor(parts: Parts, limit: number) {
    this.#library = parts.library;
    this.#surroundings = this.#fresh();
    this.growth = { limit, refused: false };
    this.memory = new LinearMemory();
    let table: WebAssembly.Table | null = null;
    const imports = hostCalls(
      parts.module,
      this.memory,
      () => this.#surroundings,
      this.growth,
      (index) => table?.get(index),
    );
    this.exports = new WebAssembly.Instance(parts.module, imports).exports as unknown as PythonExports;
    this.memory.attach(this.exports.memory);
    table = this.exports.__indirect_function_table;
    this.unmetered();
    this.exports.emscripten_stack_init();
    const { trampoline_call } = new WebAssembly.Instance(parts.trampoline, {
      env: { memory: this.exports.memory, __indirect_function_table: table },
    }).exports;
    this.trampolineIndex = table.grow(1, trampoline_call);
  }

  get fuel(): bigint {
    return this.exports.__fuel.value;
  }

  refuel(amount: bigint): void {
    this.exports.__fuel.value = amount;
  }

  unmetered(): void {
    this.refuel(UNMETERED);
  }

  /** Reads an image, which is only right in an instance that has done nothing yet. The image serves all later instances too. */
  decode(encoded: Uint8Array): Image {
    const { runs, ...facts } = decodeImage(encoded, this.memory.bytes);
    const own = this.memory.bytes.buffer;
    return {
      ...facts,
      runs: runs.map((run) => (run.bytes.buffer === own ? { ...run, bytes: run.bytes.slice() } : run)),
    };
  }

  /** Makes a new instance what it was when the image was taken; memory that the image leaves out is not even touched. */
  start(image: Image): void {
    for (const run of image.runs) this.memory.bytes.set(run.bytes, run.address);
    this.#begin(image);
  }

  /** The same for one that has run, but for the size of its memory, which never shrinks. */
  restore(image: Image): void {
    const { bytes } = this.memory;
    let zeroFrom = 0;
    for (const run of image.runs) {
      bytes.fill(0, zeroFrom, run.address);
      bytes.set(run.bytes, run.address);
      zeroFrom = run.address + run.bytes.length;
    }
    bytes.fill(0, zeroFrom);
    this.#begin(image);
  }

  #begin(image: Image): void {
    this.exports._emscripten_stack_restore(image.stack);
    this.#surroundings = this.#fresh();
    this.growth.refused = false;
    this.unmetered();
  }

  /** The contents of a file of the run. */
  readFile(path: string): Uint8Array {
    const node = this.#surroundings.tree.find(path);
    if (node.kind !== "file") throw new Error(`${path} is no file`);
    return node.data.slice(0, node.size);
  }

  writeFile(path: string, contents: Uint8Array): void {
    const { tree } = this.#surroundings;
    const node = tree.makeFile(path);
    tree.resize(node, contents.length);
    node.data.set(contents);
  }

  #fresh(): Surroundings {
    const tree = new FileTree(this.#library, LIBRARY_PATH);
    return { tree, descriptors: new Descriptors(tree), clock: new VirtualClock(), entropy: new Entropy() };
  }
}

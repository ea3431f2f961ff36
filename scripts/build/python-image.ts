import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeImage, PIN_NAMES, type Pins } from "../../workers/python/interpreter/image.ts";
import { MEMORY_LIMIT } from "../../workers/python/interpreter/limits.ts";
import { LIBRARY_PATH, Machine } from "../../workers/python/interpreter/machine.ts";
import { seal } from "./python-seal.ts";
import { BuildError } from "./solver-wasm.ts";

const REPORT_FAILURE =
  'import sys, traceback\nopen("/tmp/failure", "w").write("".join(traceback.format_exception(sys.last_exc)))';

export interface StarterParts {
  python: Uint8Array;
  trampoline: Uint8Array;
  library: Uint8Array;
}

/** A CPython that was started here and can be talked to in source text. */
export class Starter {
  readonly machine: Machine;
  /** The memory before anything ran. */
  readonly initial: Uint8Array;

  constructor(parts: StarterParts) {
    this.machine = new Machine(
      {
        module: new WebAssembly.Module(new Uint8Array(parts.python)),
        trampoline: new WebAssembly.Module(new Uint8Array(parts.trampoline)),
        library: parts.library,
      },
      MEMORY_LIMIT,
    );
    const { exports, memory, trampolineIndex } = this.machine;
    this.initial = memory.bytes.slice();
    exports.__wasm_call_ctors();
    const offset = memory.view.getInt32(exports._PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET.value, true);
    memory.view.setInt32(exports._PyRuntime.value + offset, trampolineIndex, true);
    seal(memory, exports);
    this.#initialize();
  }

  /** Isolated configuration (PEP 741) with a fixed hash seed: nothing depends on an environment. */
  #initialize(): void {
    const { exports, memory } = this.machine;
    const config = exports.PyInitConfig_Create();
    const settled = (name: string, status: number): void => {
      if (status !== 0) throw new BuildError(`CPython has no setting ${name}`);
    };
    const numbers = { use_environment: 0, site_import: 0, use_hash_seed: 1, hash_seed: 0, write_bytecode: 0 };
    for (const [name, value] of Object.entries({ ...numbers, install_signal_handlers: 0, parser_debug: 0 }))
      settled(name, exports.PyInitConfig_SetInt(config, this.#string(name), BigInt(value)));
    for (const name of ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"])
      settled(name, exports.PyInitConfig_SetStr(config, this.#string(name), this.#string("/")));
    settled("executable", exports.PyInitConfig_SetStr(config, this.#string("executable"), this.#string("/python")));
    const paths = exports.malloc(4);
    memory.view.setUint32(paths, this.#string(LIBRARY_PATH), true);
    settled(
      "module_search_paths",
      exports.PyInitConfig_SetStrList(config, this.#string("module_search_paths"), 1, paths),
    );
    if (exports.Py_InitializeFromInitConfig(config) !== 0) {
      const message = exports.malloc(4);
      exports.PyInitConfig_GetError(config, message);
      throw new BuildError(`CPython does not start: ${memory.string(memory.view.getUint32(message, true))}`);
    }
    exports.PyInitConfig_Free(config);
  }

  /** Runs statements in `__main__`. */
  run(source: string, what: string): void {
    const status = this.machine.exports.PyRun_SimpleString(this.#string(source));
    if (status === 0) return;
    this.machine.exports.PyRun_SimpleString(this.#string(REPORT_FAILURE));
    const report = Buffer.from(this.machine.readFile("/tmp/failure")).toString("utf8");
    throw new BuildError(`${what} failed while the image was made:\n${report}`);
  }

  /** An integer that an expression over `__main__` gives, such as `id(x)`. */
  text(expression: string): string {
    const report = "/tmp/report";
    this.run(`open(${JSON.stringify(report)}, "w").write(str(${expression}))`, expression);
    return Buffer.from(this.machine.readFile(report)).toString("utf8");
  }

  /** Fills what the allocator has free with zeros, as far as it gives it out: what was there before would only make the image larger. */
  clearFreeMemory(): void {
    const { exports, memory, growth } = this.machine;
    const limit = growth.limit;
    growth.limit = memory.size;
    const taken: number[] = [];
    for (let size = 1 << 20; size >= 64; size >>= 1) {
      for (let address = exports.malloc(size); address !== 0; address = exports.malloc(size)) {
        memory.bytes.fill(0, address >>> 0, (address >>> 0) + size);
        taken.push(address);
      }
    }
    for (const address of taken) exports.free(address);
    Object.assign(growth, { limit, refused: false });
  }

  #string(text: string): number {
    const bytes = Buffer.from(`${text}\0`);
    const address = this.machine.exports.malloc(bytes.length);
    this.machine.memory.bytes.set(bytes, address);
    return address;
  }
}

/** The standard library's archive with the stand-ins for contract libraries; takes half a minute. */
export function makeLibrary(root: string, parts: StarterParts): Uint8Array {
  const starter = new Starter(parts);
  const directory = join(root, "workers/python/harness");
  for (const name of readdirSync(join(directory, "stand-ins")).sort())
    starter.machine.writeFile(`/tmp/${name}`, readFileSync(join(directory, "stand-ins", name)));
  starter.run(readFileSync(join(directory, "library.py"), "utf8"), "harness/library.py");
  return starter.machine.readFile("/tmp/library.zip");
}

/** The image of an interpreter in which the harness waits. */
export function makeImage(root: string, parts: StarterParts): Uint8Array {
  const starter = new Starter(parts);
  const harness = (name: string): string => readFileSync(join(root, "workers/python/harness", name), "utf8");
  starter.machine.writeFile("/tmp/support.py", Buffer.from(harness("support.py")));
  starter.run(harness("image.py"), "harness/image.py");
  const pin = (name: string): [string, number] => {
    const address = Number(starter.text(`id(pins[${JSON.stringify(name)}])`));
    starter.machine.exports.Py_IncRef(address);
    return [name, address];
  };
  const pins = Object.fromEntries(PIN_NAMES.map(pin)) as Pins;
  const version = starter.text("__import__('platform').python_version()");
  starter.run(harness("hide.py"), "harness/hide.py");
  starter.clearFreeMemory();
  const { machine } = starter;
  return encodeImage(machine.memory.bytes, starter.initial, {
    version,
    stack: machine.exports.emscripten_stack_get_current(),
    pins,
  });
}

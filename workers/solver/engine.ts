import { CppExceptions } from "./cpp-exceptions.ts";
import { invokeImports } from "./invoke.ts";
import { LinearMemory } from "./linear-memory.ts";
import { Stopwatch } from "./stopwatch.ts";
import { MEMORY_EXIT, System, Z3Exit } from "./system.ts";
import { HEAP_PAGES, Z3_BUILD } from "./z3-build.ts";
import type { Pointer, Z3Exports } from "./z3-exports.ts";

/** Several times what the largest resource limit in use takes on a busy laptop. */
const SESSION_MS = 60_000;

const encoder = new TextEncoder();

/** Exercises parser, solver and model printer once, so that the snapshot holds their one-time allocations. */
const WARM_UP = "(declare-const x Int)(assert (> x 2))(check-sat)(get-model)";

/** A Z3 context that evaluates SMT-LIB commands; declarations and assertions persist from one `evaluate` to the next. */
export interface Session {
  evaluate(commands: string): string;
}

/**
 * One instance of Z3. Every `session` starts from the same bytes, so an answer depends on nothing that ran before, and the damage that an
 * exit, abort, trap or stack overflow leaves in the heap is gone with the next one. Single-threaded and not re-entrant.
 */
export class Engine {
  readonly #memory: LinearMemory;
  readonly #exceptions: CppExceptions;
  readonly #system: System;
  readonly #exports: Z3Exports;
  readonly #stopwatch: Stopwatch;
  readonly #heap: { start: number; end: number; image: Uint8Array; stack: Pointer };

  constructor(module: WebAssembly.Module, session_ms = SESSION_MS) {
    this.#stopwatch = new Stopwatch(session_ms, Date.now);
    let started: Z3Exports | null = null;
    const exports = (): Z3Exports => {
      if (started === null) throw new Error("z3.wasm called back before it was instantiated");
      return started;
    };
    this.#memory = new LinearMemory(Z3_BUILD.initial_pages, HEAP_PAGES);
    this.#exceptions = new CppExceptions(this.#memory, exports);
    this.#system = new System(this.#memory, exports);
    const instance = new WebAssembly.Instance(module, {
      env: {
        memory: this.#memory.memory,
        ...this.#exceptions.imports(),
        ...this.#system.environment(),
        ...invokeImports(module, exports, this.#stopwatch),
      },
      wasi_snapshot_preview1: this.#system.wasi(),
    });
    started = instance.exports as unknown as Z3Exports;
    this.#exports = started;
    started.emscripten_stack_init();
    started.__wasm_call_ctors();
    this.#withContext((session) => session.evaluate(WARM_UP));
    this.#heap = this.#photograph();
  }

  /** Whether Z3 was refused memory since the session began. */
  get outOfMemory(): boolean {
    return this.#memory.refused;
  }

  /**
   * Runs `use` in a fresh context on the pristine heap, with Z3's global resource limit set to `rlimit`.
   * Throws Z3Exit, Z3Abort, Z3Timeout, CppException, RangeError (stack) or WebAssembly.RuntimeError; the engine stays usable after each.
   */
  session<Result>(rlimit: number, use: (session: Session) => Result): Result {
    this.#restore();
    this.#stopwatch.start();
    this.#withString("rlimit", (name) =>
      this.#withString(String(rlimit), (value) => this.#exports.Z3_global_param_set(name, value)),
    );
    return this.#withContext(use);
  }

  #withContext<Result>(use: (session: Session) => Result): Result {
    const z3 = this.#exports;
    const config = z3.Z3_mk_config();
    const context = z3.Z3_mk_context(config);
    z3.Z3_del_config(config);
    z3.set_noop_error_handler(context);
    const result = use({
      evaluate: (commands) =>
        this.#withString(commands, (address) => this.#memory.string(z3.Z3_eval_smtlib2_string(context, address))),
    });
    z3.Z3_del_context(context);
    return result;
  }

  /** No cleanup when `use` throws: the heap is then suspect and is replaced before its next use. */
  #withString<Result>(text: string, use: (address: Pointer) => Result): Result {
    const bytes = encoder.encode(text);
    const address = this.#exports.malloc(bytes.length + 1);
    if (address === 0) throw new Z3Exit(MEMORY_EXIT);
    this.#memory.bytes.set(bytes, address);
    this.#memory.bytes[address + bytes.length] = 0;
    const result = use(address);
    this.#exports.free(address);
    return result;
  }

  /** The bytes above the stack region up to the last one that is not zero. */
  #photograph(): { start: number; end: number; image: Uint8Array; stack: Pointer } {
    const start = this.#exports.emscripten_stack_get_base();
    const { words } = this.#memory;
    let last = words.length;
    while (last > start >>> 2 && words[last - 1] === 0) last -= 1;
    const end = last * 4;
    return {
      start,
      end,
      image: this.#memory.bytes.slice(start, end),
      stack: this.#exports.emscripten_stack_get_current(),
    };
  }

  #restore(): void {
    const { start, end, image, stack } = this.#heap;
    this.#memory.bytes.set(image, start);
    this.#memory.bytes.fill(0, end);
    this.#memory.refused = false;
    this.#exports._emscripten_stack_restore(stack);
    this.#exports.setThrew(0, 0);
    this.#exceptions.reset();
    this.#system.reset();
  }
}

import type { LinearMemory } from "./linear-memory.ts";
import type { Z3Exports } from "./z3-exports.ts";

/** Exit code of Z3 when memory runs out (`ERR_MEMOUT` in z3's src/util/error_codes.h). */
export const MEMORY_EXIT = 101;

/** Z3 ended the process: `exit(code)`. */
export class Z3Exit extends Error {
  override readonly name = "Z3Exit";
  readonly code: number;
  constructor(code: number) {
    super(`Z3 exited with code ${code}`);
    this.code = code;
  }
}

/** Z3 called `abort()` or failed an assertion. */
export class Z3Abort extends Error {
  override readonly name = "Z3Abort";
}

/** Values of errno and of WASI's `errno` that the system calls answer. */
const EAGAIN = 6;
const ENOENT = 44;
const ENOTTY = 59;
const WASI_BADF = 8;
const WASI_SPIPE = 70;
const STACK_BYTES = 20 * 1024 * 1024;
const KEPT_DIAGNOSTICS = 4096;

/**
 * The operating system as Z3 sees it: no files, no threads, no environment, a clock that stands still (a check may not depend on time),
 * and standard output kept only to explain an abort.
 */
export class System {
  readonly #memory: LinearMemory;
  readonly #exports: () => Z3Exports;
  #diagnostics = "";

  constructor(memory: LinearMemory, exports: () => Z3Exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  reset(): void {
    this.#diagnostics = "";
  }

  environment() {
    const nothing = () => 0;
    const unexpectedScript = () => {
      throw new Z3Abort("the build calls JavaScript (EM_ASM)");
    };
    return {
      emscripten_asm_const_int: unexpectedScript,
      emscripten_asm_const_async_on_main_thread: unexpectedScript,
      exit: (code: number) => {
        throw new Z3Exit(code);
      },
      emscripten_exit_with_live_runtime: () => {
        throw new Z3Exit(0);
      },
      _abort_js: () => {
        throw new Z3Abort(this.#diagnostics.trim() || "abort");
      },
      __assert_fail: (condition: number, file: number, line: number) => {
        throw new Z3Abort(`assertion ${this.#memory.string(condition)} at ${this.#memory.string(file)}:${line}`);
      },
      emscripten_get_now: nothing,
      emscripten_date_now: nothing,
      _emscripten_get_now_is_monotonic: () => 1,
      _emscripten_init_main_thread_js: (thread: number) => {
        const exports = this.#exports();
        exports._emscripten_thread_init(thread, 1, 1, 1, STACK_BYTES, 0);
        exports._emscripten_tls_init();
      },
      _emscripten_thread_set_strongref: nothing,
      _emscripten_thread_mailbox_await: nothing,
      _emscripten_receive_on_main_thread_js: nothing,
      _emscripten_notify_mailbox_postmessage: nothing,
      _emscripten_thread_cleanup: nothing,
      emscripten_check_blocking_allowed: nothing,
      __pthread_create_js: () => EAGAIN,
      emscripten_resize_heap: (requested: number) => (this.#memory.growTo(requested >>> 0) ? 1 : 0),
      __syscall_openat: () => -ENOENT,
      __syscall_fcntl64: nothing,
      __syscall_ioctl: () => -ENOTTY,
      _tzset_js: (timezone: number, daylight: number, standardName: number, daylightName: number) => {
        this.#memory.setWord(timezone, 0);
        this.#memory.setWord(daylight, 0);
        this.#memory.bytes[standardName] = 0;
        this.#memory.bytes[daylightName] = 0;
      },
    };
  }

  wasi() {
    return {
      proc_exit: (code: number) => {
        throw new Z3Exit(code);
      },
      fd_close: () => 0,
      fd_seek: () => WASI_SPIPE,
      fd_read: () => WASI_BADF,
      fd_write: (_descriptor: number, vectors: number, count: number, writtenAt: number) => {
        let written = 0;
        for (let index = 0; index < count; index += 1) {
          const address = this.#memory.word(vectors + 8 * index);
          const length = this.#memory.word(vectors + 8 * index + 4);
          if (this.#diagnostics.length < KEPT_DIAGNOSTICS) this.#diagnostics += this.#memory.text(address, length);
          written += length;
        }
        this.#memory.setWord(writtenAt, written);
        return 0;
      },
      environ_sizes_get: (countAt: number, bytesAt: number) => {
        this.#memory.setWord(countAt, 0);
        this.#memory.setWord(bytesAt, 0);
        return 0;
      },
      environ_get: () => 0,
    };
  }
}

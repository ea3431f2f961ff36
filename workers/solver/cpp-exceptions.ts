import type { LinearMemory } from "./linear-memory.ts";
import type { Pointer, Z3Exports } from "./z3-exports.ts";

/** A C++ exception on its way through JavaScript frames. Not an Error: capturing a stack for each would dominate Z3's running time. */
export class CppException {
  readonly pointer: Pointer;
  constructor(pointer: Pointer) {
    this.pointer = pointer;
  }
}

/**
 * Layout of Emscripten's `__cxa_exception` header, which lies before the thrown object
 * (system/lib/libcxxabi/src/cxa_exception.h and src/lib/libexceptions.js of Emscripten).
 */
const HEADER = { size: 24, type: 4, destructor: 8, caught: 12, rethrown: 13, adjusted: 16 } as const;

/** Emscripten's JavaScript side of C++ exceptions. Its state is reset with every restored snapshot. */
export class CppExceptions {
  readonly #memory: LinearMemory;
  readonly #exports: () => Z3Exports;
  readonly #caught: Pointer[] = [];
  #last: CppException | null = null;
  #uncaught = 0;

  constructor(memory: LinearMemory, exports: () => Z3Exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  reset(): void {
    this.#caught.length = 0;
    this.#last = null;
    this.#uncaught = 0;
  }

  imports(): Record<string, (...values: number[]) => number | undefined> {
    const functions: Record<string, (...values: number[]) => number | undefined> = {
      __cxa_throw: (pointer = 0, type = 0, destructor = 0) => {
        const header = pointer - HEADER.size;
        this.#memory.setWord(header + HEADER.adjusted, 0);
        this.#memory.setWord(header + HEADER.type, type);
        this.#memory.setWord(header + HEADER.destructor, destructor);
        this.#uncaught += 1;
        return this.#raise(pointer);
      },
      __cxa_begin_catch: (pointer = 0) => {
        const header = pointer - HEADER.size;
        const { bytes } = this.#memory;
        if (bytes[header + HEADER.caught] === 0) {
          bytes[header + HEADER.caught] = 1;
          this.#uncaught -= 1;
        }
        bytes[header + HEADER.rethrown] = 0;
        this.#caught.push(pointer);
        this.#exports().__cxa_increment_exception_refcount(pointer);
        return this.#exports().__cxa_get_exception_ptr(pointer);
      },
      __cxa_end_catch: () => {
        this.#exports().setThrew(0, 0);
        const pointer = this.#caught.pop();
        if (pointer !== undefined) this.#exports().__cxa_decrement_exception_refcount(pointer);
        this.#last = null;
        return undefined;
      },
      __cxa_rethrow: () => {
        const pointer = this.#caught.pop();
        if (pointer === undefined) throw new Error("__cxa_rethrow without a caught exception");
        const header = pointer - HEADER.size;
        const { bytes } = this.#memory;
        if (bytes[header + HEADER.rethrown] === 0) {
          this.#caught.push(pointer);
          bytes[header + HEADER.rethrown] = 1;
          bytes[header + HEADER.caught] = 0;
          this.#uncaught += 1;
        }
        return this.#raise(pointer);
      },
      __resumeException: (pointer = 0) => {
        this.#last ??= new CppException(pointer);
        throw this.#last;
      },
      __cxa_uncaught_exceptions: () => this.#uncaught,
      llvm_eh_typeid_for: (type = 0) => type,
    };
    for (const arity of [2, 3, 4, 5, 6, 7, 8, 9])
      functions[`__cxa_find_matching_catch_${arity}`] = (...types) => this.#findCatch(types);
    return functions;
  }

  #raise(pointer: Pointer): never {
    this.#last = new CppException(pointer);
    throw this.#last;
  }

  /** Which of the handler's `types` catches the exception in flight: answers its pointer and leaves the type in tempret. */
  #findCatch(types: Pointer[]): Pointer {
    const exports = this.#exports();
    const thrown = this.#last?.pointer ?? 0;
    const select = (type: Pointer): Pointer => {
      exports._emscripten_tempret_set(type);
      return thrown;
    };
    if (thrown === 0) return select(0);
    const header = thrown - HEADER.size;
    this.#memory.setWord(header + HEADER.adjusted, thrown);
    const thrownType = this.#memory.word(header + HEADER.type);
    if (thrownType === 0) return select(0);
    for (const type of types) {
      if (type === 0 || type === thrownType) break;
      if (exports.__cxa_can_catch(type, thrownType, header + HEADER.adjusted) !== 0) return select(type);
    }
    return select(thrownType);
  }
}

import { ERRNO } from "./errno.ts";
import { ProgramExit, Unsupported } from "./failure.ts";
import { fileCalls } from "./file-calls.ts";
import type { LinearMemory } from "./linear-memory.ts";
import { type Surroundings, wasiCalls } from "./wasi-calls.ts";

const PAGE = 65_536;
/** `getaddrinfo` and its kin: EAI_FAIL of musl's netdb.h. */
const NAME_LOOKUP_FAILS = -4;
const DAY = 86_400;

/** How the interpreter may grow. */
export interface Growth {
  limit: number;
  /** Whether it wanted more than the limit since this was last set to false. */
  refused: boolean;
}

/**
 * Everything that the interpreter can reach outside its own memory. There is no call here that leads to a network, a clock, entropy or another run; what is
 * not listed answers ENOSYS where it is a system call, and ends the run where it is not.
 */
export function hostCalls(
  module: WebAssembly.Module,
  memory: LinearMemory,
  surroundings: () => Surroundings,
  growth: Growth,
  entry: (index: number) => (...args: number[]) => number,
): WebAssembly.Imports {
  const known: Record<string, (...args: never[]) => unknown> = {
    ...fileCalls(memory, surroundings),
    ...timeCalls(memory, surroundings),
    emscripten_resize_heap: (size: number) => resize(memory, growth, size >>> 0),
    emscripten_get_heap_max: () => growth.limit,
    _PyEM_TrampolineCall_JS: (callee: number, self: number, args: number, keywords: number) =>
      entry(callee)(self, args, keywords),
    _Py_CheckEmscriptenSignals_Helper: () => 0,
    _Py_emscripten_runtime: () => 0,
    _emscripten_get_progname: (buffer: number, room: number) => memory.writeString(buffer, "/python", room),
    getaddrinfo: () => NAME_LOOKUP_FAILS,
    getnameinfo: () => NAME_LOOKUP_FAILS,
    getprotobyname: () => 0,
    _emscripten_system: () => -1,
    _setitimer_js: () => -ERRNO.ENOSYS,
    _mmap_js: () => -ERRNO.ENOSYS,
    _munmap_js: () => 0,
    _msync_js: () => 0,
    // A constructor of Pyodide's JavaScript bridge, which is otherwise not brought to life.
    __hiwire_deduplicate_new: () => null,
    // Pyodide's hooks for sockets: nothing of theirs, so libc's own call follows, which finds no sockets.
    _try_fcntl64: () => 0,
    _try_shutdown: () => 0,
    _maybe_connect_async: () => null,
    _maybe_recvfrom_async: () => null,
    _maybe_sendto_async: () => null,
    _maybe_poll_async: () => null,
    emscripten_runtime_keepalive_push: () => undefined,
    emscripten_runtime_keepalive_pop: () => undefined,
    _emscripten_runtime_keepalive_clear: () => undefined,
    _dlopen_js: () => 0,
    _dlsym_js: () => 0,
    exit: (code: number) => {
      throw new ProgramExit(code);
    },
    _abort_js: () => {
      throw new ProgramExit(134);
    },
  };
  const wasi = wasiCalls(memory, surroundings);
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    if (kind === "global")
      imports[from][name] = new WebAssembly.Global({ value: "i32", mutable: true }, 0); // an absent function
    else if (kind === "function") imports[from][name] = (from === "env" ? known[name] : wasi[name]) ?? absent(name);
    else throw new Unsupported(`an import of kind ${kind}`);
  }
  return imports;
}

const absent = (name: string): (() => number) =>
  name.startsWith("__syscall_")
    ? () => -ERRNO.ENOSYS
    : () => {
        throw new Unsupported(name);
      };

function resize(memory: LinearMemory, growth: Growth, size: number): number {
  if (size > growth.limit) {
    growth.refused = true;
    return 0;
  }
  // A fifth more than asked for, as Emscripten does, so that growing step by step stays linear.
  const target = Math.min(growth.limit, Math.max(size, Math.floor(memory.size * 1.2)));
  const pages = Math.ceil((Math.max(size, target) - memory.size) / PAGE);
  if (pages <= 0 || memory.grow(pages)) return 1;
  growth.refused = true;
  return 0;
}

function timeCalls(memory: LinearMemory, surroundings: () => Surroundings) {
  const broken = (time: bigint, buffer: number): void => {
    const seconds = Number(time);
    const date = new Date(seconds * 1000);
    const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1);
    const fields = [
      date.getUTCSeconds(),
      date.getUTCMinutes(),
      date.getUTCHours(),
      date.getUTCDate(),
      date.getUTCMonth(),
      date.getUTCFullYear() - 1900,
      date.getUTCDay(),
      Math.floor((date.getTime() - yearStart) / (DAY * 1000)),
      0,
      0,
    ];
    fields.forEach((field, index) => {
      memory.view.setInt32((buffer >>> 0) + index * 4, Number.isFinite(field) ? field : 0, true);
    });
  };
  const seconds = (buffer: number): bigint => {
    const at = (index: number): number => memory.view.getInt32((buffer >>> 0) + index * 4, true);
    const time = Date.UTC(at(5) + 1900, at(4), at(3), at(2), at(1), at(0)) / 1000;
    if (!Number.isFinite(time)) return -1n;
    broken(BigInt(time), buffer);
    return BigInt(time);
  };
  return {
    emscripten_get_now: () => Number(surroundings().clock.elapsed()) / 1e6,
    emscripten_date_now: () => Number(surroundings().clock.now() / 1_000_000n),
    _localtime_js: broken,
    _gmtime_js: broken,
    _timegm_js: seconds,
    _mktime_js: seconds,
    _tzset_js: (timezone: number, daylight: number, standard: number, summer: number) => {
      memory.view.setInt32(timezone >>> 0, 0, true);
      memory.view.setInt32(daylight >>> 0, 0, true);
      memory.writeString(standard, "UTC", 17);
      memory.writeString(summer, "UTC", 17);
    },
  };
}

import type { Entropy, VirtualClock } from "./determinism.ts";
import { ERRNO, SystemError } from "./errno.ts";
import { ProgramExit } from "./failure.ts";
import type { Files } from "./file-calls.ts";
import type { LinearMemory } from "./linear-memory.ts";

/** What the calls of one run share; a new one for every run. */
export interface Surroundings extends Files {
  clock: VirtualClock;
  entropy: Entropy;
}

type Call = (...args: (number | bigint)[]) => number;

const ENVIRONMENT = ["HOME=/tmp", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "PATH=/", "TZ=UTC"];
const REALTIME = 0;

/** `wasi_snapshot_preview1` as Emscripten's libc calls it: an error number, zero for success. */
export function wasiCalls(memory: LinearMemory, surroundings: () => Surroundings): Record<string, Call> {
  const vectors = (list: number, count: number, each: (part: Uint8Array) => number): number => {
    let total = 0;
    for (let index = 0; index < count; index += 1) {
      const at = (list >>> 0) + index * 8;
      const part = memory.slice(memory.view.getUint32(at, true), memory.view.getUint32(at + 4, true));
      const done = each(part);
      total += done;
      if (done < part.length) break;
    }
    return total;
  };
  const store = (address: number, value: number): number => {
    memory.view.setUint32(address >>> 0, value, true);
    return 0;
  };
  const calls: Record<string, (...args: never[]) => number> = {
    fd_close: (number: number) => {
      surroundings().descriptors.close(number);
      return 0;
    },
    fd_read: (number: number, list: number, count: number, done: number) =>
      store(
        done,
        vectors(list, count, (part) => surroundings().descriptors.read(number, part, null)),
      ),
    fd_write: (number: number, list: number, count: number, done: number) =>
      store(
        done,
        vectors(list, count, (part) => surroundings().descriptors.write(number, part, null)),
      ),
    fd_pread: (number: number, list: number, count: number, offset: bigint, done: number) => {
      let position = Number(offset);
      const total = vectors(list, count, (part) => {
        const read = surroundings().descriptors.read(number, part, position);
        position += read;
        return read;
      });
      return store(done, total);
    },
    fd_pwrite: (number: number, list: number, count: number, offset: bigint, done: number) => {
      let position = Number(offset);
      const total = vectors(list, count, (part) => {
        const written = surroundings().descriptors.write(number, part, position);
        position += written;
        return written;
      });
      return store(done, total);
    },
    fd_seek: (number: number, offset: bigint, whence: number, result: number) => {
      const position = surroundings().descriptors.seek(number, Number(offset), whence);
      memory.view.setBigInt64(result >>> 0, BigInt(position), true);
      return 0;
    },
    fd_sync: () => 0,
    fd_fdstat_get: (number: number, buffer: number) => {
      const { node } = surroundings().descriptors.get(number);
      memory.bytes.fill(0, buffer >>> 0, (buffer >>> 0) + 24);
      memory.bytes[buffer >>> 0] = node.kind === "directory" ? 3 : node.kind === "file" ? 4 : 2;
      return 0;
    },
    environ_sizes_get: (count: number, bytes: number) => {
      store(
        bytes,
        ENVIRONMENT.reduce((sum, entry) => sum + entry.length + 1, 0),
      );
      return store(count, ENVIRONMENT.length);
    },
    environ_get: (pointers: number, buffer: number) => {
      let at = buffer >>> 0;
      ENVIRONMENT.forEach((entry, index) => {
        store((pointers >>> 0) + index * 4, at);
        memory.writeString(at, entry, entry.length + 1);
        at += entry.length + 1;
      });
      return 0;
    },
    clock_res_get: (_clock: number, result: number) => {
      memory.view.setBigInt64(result >>> 0, 1_000n, true);
      return 0;
    },
    clock_time_get: (clock: number, _precision: bigint, result: number) => {
      const time = surroundings().clock;
      memory.view.setBigInt64(result >>> 0, clock === REALTIME ? time.now() : time.elapsed(), true);
      return 0;
    },
    random_get: (buffer: number, size: number) => {
      surroundings().entropy.fill(memory.slice(buffer, size));
      return 0;
    },
    proc_exit: (code: number) => {
      throw new ProgramExit(code);
    },
  };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, guarded(call as Call)]));
}

function guarded(call: Call): Call {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof SystemError) return error.errno;
      if (error instanceof RangeError && error.message.includes("bounds")) return ERRNO.EINVAL;
      throw error;
    }
  };
}

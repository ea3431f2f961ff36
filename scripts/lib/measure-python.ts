import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PythonRequest } from "../../src/python/sandbox/contract.ts";
import { Host } from "../../workers/python/host.ts";

/** CPU time of this process in milliseconds, all threads together: what else runs on the machine does not count. */
export interface PythonTimings {
  /** Compiling the wasm, as far as the engine does it before the first call, an instance and the image: a new isolate. */
  cold_start: number;
  /** A new instance in a started isolate, as after a trap, with the request that follows. */
  new_instance: number;
  /** A request of one call, the memory's restoration included; the median. */
  warm_call: number;
  /** Calls of a small function per second of CPU, 2,000 to a request, each with one check. */
  calls_per_second: number;
  /** Units of fuel per second of CPU in an empty loop. */
  fuel_per_second: number;
}

const LIMITS = { fuel: 100_000_000, memory_bytes: 48 << 20 };
const RUNS = 30;
const CALLS = 2_000;

/** Measures the sandbox's interpreter in Node's engine, which is workerd's. Isolates and RPC come on top. Takes a few seconds. */
export function measurePython(): PythonTimings {
  const contents = (name: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(readFileSync(join(import.meta.dirname, "../../workers/python/dist", name)));
  const [python, trampoline, library, image] = [
    contents("python.wasm"),
    contents("trampoline.wasm"),
    contents("library.bin"),
    contents("image.bin"),
  ];
  let host: Host | null = null;
  const cold_start = timed(() => {
    const modules = { module: new WebAssembly.Module(python), trampoline: new WebAssembly.Module(trampoline) };
    host = new Host({ ...modules, library }, image);
    host.version();
  });
  const started: Host = host ?? unreachable();
  const run = (source: string, calls: number): number => timed(() => started.run(requestOf(source, calls)));
  const small = "def f(x): return x + 1";
  const warm = Array.from({ length: RUNS }, () => run(small, 1)).sort((a, b) => a - b);
  run(small, CALLS);
  const calls = run(small, CALLS);
  const fuel = run("def f(x):\n    while True: pass", 1);
  const new_instance = run(small, 1);
  return {
    cold_start,
    new_instance,
    warm_call: warm[RUNS >> 1] ?? 0,
    calls_per_second: Math.round((CALLS / calls) * 1000),
    fuel_per_second: Math.round((LIMITS.fuel / fuel) * 1000),
  };
}

function unreachable(): never {
  throw new Error("the interpreter was not started");
}

function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 100) / 10;
}

function requestOf(module: string, calls: number): PythonRequest {
  return {
    tenant: "bench",
    module,
    function: "f",
    calls: Array.from({ length: calls }, (_, index) => ({ args: [String(index)], kwargs: {} })),
    assume: [],
    checks: ["result == x + 1"],
    limits: LIMITS,
  };
}

import type { ProgramSource } from "../src/signatures/program-store.ts";

/** Compiled programs as KV keeps them: a version never changes, so that an old answer is a right one. */
export function programsIn(kv: KVNamespace): ProgramSource {
  return { get: (key) => kv.get(`program:${key}`, "json") };
}

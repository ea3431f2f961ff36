import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckLimits, SolverReply } from "../../src/logic/answer.ts";
import { check } from "../../workers/solver/check.ts";
import { Engine } from "../../workers/solver/engine.ts";

/** The solver Worker's engine, run by Node: the same wasm and the same code, without workerd. */
export function wasmSolver(): (script: string, limits: CheckLimits) => SolverReply {
  const wasm = join(import.meta.dirname, "../../workers/solver/z3.wasm");
  let engine: Engine | null = null;
  const engineOf = (): Engine => {
    engine ??= new Engine(new WebAssembly.Module(new Uint8Array(readFileSync(wasm))));
    return engine;
  };
  return (script, limits) => check(engineOf, script, limits);
}

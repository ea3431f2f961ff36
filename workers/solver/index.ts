import { WorkerEntrypoint } from "cloudflare:workers";
import type { CheckLimits, SolverReply, SolverRpc } from "../../src/logic/answer.ts";
import { check } from "./check.ts";
import { Engine } from "./engine.ts";
import { notPublic } from "./not-public.ts";
import z3 from "./z3.wasm";
import { Z3_BUILD } from "./z3-build.ts";

/** One engine per isolate, made by the first check: instantiation is no part of the Worker's start. */
let engine: Engine | null = null;

const engineOf = (): Engine => {
  engine ??= new Engine(z3);
  return engine;
};

/** Z3 behind a service binding. Checks run one after the other and hold the isolate while they run. */
export class SolverService extends WorkerEntrypoint implements SolverRpc {
  async check(script: string, limits: CheckLimits): Promise<SolverReply> {
    return check(engineOf, script, limits);
  }

  async checkMany(scripts: string[], limits: CheckLimits): Promise<SolverReply[]> {
    return scripts.map((script) => check(engineOf, script, limits));
  }

  async version(): Promise<{ name: "z3"; version: string; wasm_sha256: string }> {
    const answer = engineOf().session(1, (session) => session.evaluate("(get-info :version)"));
    return { name: "z3", version: /"([^"]+)"/.exec(answer)?.[1] ?? answer.trim(), wasm_sha256: Z3_BUILD.output_sha256 };
  }
}

/** The Worker has no public face. */
export default { fetch: notPublic } satisfies ExportedHandler;

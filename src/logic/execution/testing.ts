import { sampleIr } from "../../ir/ir.sample.ts";
import type { IR } from "../../ir/ir.ts";
import type { PythonModule } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import { execute } from "./execute.ts";
import type { Execution, ExecutionOptions } from "./execution.ts";

export const OPTIONS: ExecutionOptions = {
  unroll: 4,
  max_paths: 64,
  max_steps: 2000,
  invariants: new Map(),
  contracts: new Map(),
};

export function moduleOf(source: string): PythonModule {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.module;
}

/** Executes a function of the file; the last one when none is named. */
export function executionOf(
  module: PythonModule,
  name: string | null = null,
  options: Partial<ExecutionOptions> = {},
): Execution {
  const fn = name === null ? module.functions.at(-1) : module.functions.find(({ outline }) => outline.key === name);
  if (fn === undefined) throw new Error(`no function ${name}`);
  const ir: IR = { ...sampleIr(), signature: signatureOf(module, fn).signature };
  return execute(module, fn, ir, { ...OPTIONS, ...options });
}

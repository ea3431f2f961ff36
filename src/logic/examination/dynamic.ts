import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { PythonRpc } from "../../python/sandbox/contract.ts";
import { examine } from "../dynamic/examine.ts";
import { replayWitnesses } from "../dynamic/replay.ts";
import type { DynamicOptions } from "../dynamic/session.ts";
import type { DynamicFindings, Witness } from "./findings.ts";

export { DEFAULT_OPTIONS, type DynamicOptions } from "../dynamic/session.ts";

/**
 * What executions of the real code show of one function: verdicts of its clauses, hypotheses that always held, calls with their results. `witnesses` are run
 * among the inputs. Never throws for what the code does; what kept it from running is among the problems.
 */
export function examineDynamically(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  python: PythonRpc,
  options: DynamicOptions & { witnesses?: readonly Witness[] },
): Promise<DynamicFindings> {
  return examine(module, fn, ir, python, options, options.witnesses ?? []);
}

/**
 * Runs the solver's witnesses on the real code with all clauses as checks. A clause found false is refuted with the simplest input that shows it; nothing is
 * mined and nothing else is run.
 */
export function replay(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  witnesses: readonly Witness[],
  python: PythonRpc,
  options: DynamicOptions,
): Promise<DynamicFindings> {
  return replayWitnesses(module, fn, ir, witnesses, python, options);
}

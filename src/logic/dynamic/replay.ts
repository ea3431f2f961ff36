import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { PythonRpc } from "../../python/sandbox/contract.ts";
import type { DynamicFindings, Witness } from "../examination/findings.ts";
import { findingsOf, nothing } from "./findings.ts";
import { inputOf } from "./input.ts";
import { Judge } from "./judge.ts";
import { minimise } from "./minimise.ts";
import { reproduce } from "./reproduce.ts";
import { type DynamicOptions, Session } from "./session.ts";
import { targetOf } from "./target.ts";

/** Runs witnesses and nothing else; see `replay` of the examination. */
export async function replayWitnesses(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  witnesses: readonly Witness[],
  python: PythonRpc,
  options: DynamicOptions,
): Promise<DynamicFindings> {
  const target = targetOf(module, fn, ir);
  if (!("slots" in target)) return nothing([target]);
  if (!target.generative) return nothing(target.problems);
  const session = new Session(python, options);
  const judge = new Judge(target.declared);
  const given = witnesses.flatMap(({ call }) => {
    const input = inputOf(target.slots, call);
    return input === null ? [] : [input];
  });
  const unread = witnesses.length - given.length;
  const executions = await session.run(
    target,
    given,
    target.assume,
    target.declared.map(({ text }) => text),
  );
  judge.note(executions);
  await minimise(session, target, judge);
  const lost = await reproduce(session, target, judge);
  const problems =
    unread > 0
      ? [...lost, { code: "witness_not_read", detail: `${unread} witnesses are no calls of this signature.` }]
      : lost;
  return findingsOf(session, target, judge, executions, problems);
}

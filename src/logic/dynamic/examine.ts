import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { PythonRpc } from "../../python/sandbox/contract.ts";
import type { DynamicFindings, Witness } from "../examination/findings.ts";
import { explore } from "./explore.ts";
import { findingsOf, nothing } from "./findings.ts";
import type { Making } from "./generate.ts";
import { type Input, inputKey, inputOf } from "./input.ts";
import { Judge } from "./judge.ts";
import { minimise } from "./minimise.ts";
import { poolOf } from "./pool.ts";
import { type Profile, profilesOf } from "./profiles.ts";
import { seeded } from "./random.ts";
import { type DynamicOptions, type Execution, Session } from "./session.ts";
import { type Problem, type Target, targetOf } from "./target.ts";

/** Calls wanted of each profile before anything is supposed of the function. */
const EXPLORED = 80;
/** Scale of the first inputs. */
const SIZE = 8;

/** Examines one function by running it; see `examineDynamically` of the examination. */
export async function examine(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  python: PythonRpc,
  options: DynamicOptions,
  witnesses: readonly Witness[],
): Promise<DynamicFindings> {
  const target = targetOf(module, fn, ir);
  if (!("slots" in target)) return nothing([target]);
  const session = new Session(python, options);
  const judge = new Judge(target.declared);
  const making: Making = { random: seeded(options.seed), pool: poolOf(module, fn), size: SIZE, strange: false };
  const problems: Problem[] = [];
  const given = givenInputs(target, ir, witnesses);
  const profiles = target.generative ? await profilesOf(session, target, making) : [];
  const executions: Execution[] = [];
  const checks = target.declared.map(({ text }) => text);
  if (profiles.length === 0) {
    if (target.generative && session.ended === null)
      problems.push({
        code: "no_inputs",
        detail: "No kind of value was found that the function takes; only examples are run.",
      });
    executions.push(...(await session.run(target, given, target.assume, checks)));
  }
  for (const [index, profile] of profiles.entries()) {
    const known = new Set(given.map(inputKey));
    const own = index === 0 ? given : [];
    const { executions: ran } = await explore(session, target, profile, making, {
      given: own,
      wanted: EXPLORED,
      checks,
      known,
    });
    executions.push(...ran);
  }
  judge.note(executions);
  await minimise(session, target, judge);
  return findingsOf(session, target, judge, executions, [...problems, ...undeclared(ir, executions)]);
}

/** Calls that the examples and the solver suggest. Witnesses are run where preconditions cannot be judged, too: an example is meant to be valid, a witness is not. */
function givenInputs(target: Target, ir: IR, witnesses: readonly Witness[]): Input[] {
  const calls = [
    ...ir.examples.map(({ args, kwargs }) => ({ args, kwargs })),
    ...(target.generative ? witnesses.map(({ call }) => call) : []),
  ];
  const inputs = calls.flatMap((call) => {
    const input = inputOf(target.slots, call);
    return input === null ? [] : [input];
  });
  return [...new Map(inputs.map((input) => [inputKey(input), input])).values()];
}

/** Exceptions that no clause speaks of, each with the first call that ended in it. */
function undeclared(ir: IR, executions: readonly Execution[]): Problem[] {
  const declared = new Set(ir.signature.raises.map(({ exception }) => exception.slice(exception.lastIndexOf(".") + 1)));
  const found = new Map<string, Problem>();
  for (const { outcome } of executions) {
    if (outcome.kind !== "raised" || outcome.classes.some((name) => declared.has(name))) continue;
    const name = outcome.classes[0] ?? "an exception";
    if (found.has(name)) continue;
    const call = Object.entries(outcome.before).map(([parameter, value]) => `${parameter}=${value ?? "..."}`);
    found.set(name, {
      code: "raises",
      detail: `Raises ${name}, which no clause mentions, for ${call.join(", ")}`.slice(0, 500),
    });
  }
  return [...found.values()];
}

export type { Profile };

import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { PythonRpc } from "../../python/sandbox/contract.ts";
import type { DynamicFindings, Witness } from "../examination/findings.ts";
import { confirm, type ProfileClaims } from "./confirm.ts";
import { explore } from "./explore.ts";
import { findingsOf, nothing } from "./findings.ts";
import { ordinary } from "./generate-scalar.ts";
import { type Input, inputKey, inputOf } from "./input.ts";
import { Judge } from "./judge.ts";
import { mine } from "./mine.ts";
import { minimise } from "./minimise.ts";
import { obligationsOf } from "./obligations.ts";
import { poolOf } from "./pool.ts";
import { profilesOf } from "./profiles.ts";
import { guardOfProfile } from "./propose.ts";
import { reproduce } from "./reproduce.ts";
import { type DynamicOptions, type Execution, Session } from "./session.ts";
import { returnedLiterals, splitsOf } from "./splits.ts";
import { type Problem, type Target, targetOf } from "./target.ts";

/** Calls wanted of each profile before anything is supposed of the function. */
const EXPLORED = 80;
/** Calls wanted of each profile where nothing is supposed: they are all that the clauses are judged on. */
const JUDGED = 400;
/** Calls kept for shrinking and for trying the claims once more. */
const RESERVED = 600;
/** Calls that shrinking leaves for trying the claims. */
const CONFIRMING = 350;
/** Scale of the first inputs. */
const SIZE = 8;

const NOT_SUPPOSED: Problem = {
  code: "nondeterministic",
  detail: "The result depends on chance or time, or a parameter is named result; nothing is supposed of the function.",
};

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
  const making = ordinary(options.seed, poolOf(module, fn), SIZE);
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
    judge.note(executions);
  }
  const obligations = obligationsOf(module, fn);
  const names = target.slots.map(({ name }) => name);
  const splits = splitsOf(module, fn, names);
  const literals = returnedLiterals(module, fn);
  const wanted = options.suppose === false ? JUDGED : EXPLORED;
  const deterministic = target.deterministic && !names.includes("result");
  const supposable = deterministic && options.suppose !== false;
  if (!deterministic) problems.push(NOT_SUPPOSED);
  const claims: ProfileClaims[] = [];
  session.reserve(RESERVED);
  for (const [index, profile] of profiles.entries()) {
    const known = new Set(given.map(inputKey));
    const plan = { given: index === 0 ? given : [], wanted, checks, known };
    const { executions: ran } = await explore(session, target, profile, making, plan);
    judge.note(ran);
    executions.push(...ran);
    if (!supposable || guardOfProfile(target.slots, profile, null) === null) continue;
    const share = profiles.length === 1 ? 1 : 0.6;
    const mining = { session, target, judge, profile, making, obligations, splits, literals, known, share };
    const mined = await mine(mining, ran);
    executions.push(...mined.executions);
    problems.push(...mined.problems);
    claims.push({ profile, claims: mined.claims });
  }
  session.reserve(CONFIRMING);
  await minimise(session, target, judge);
  session.reserve(0);
  problems.push(...(await reproduce(session, target, judge)));
  const proposed = await confirm(session, target, claims, executions, making);
  const findings = findingsOf(session, target, judge, executions, [...problems, ...undeclared(ir, executions)]);
  return {
    ...findings,
    proposed: proposed.map(({ assertion }) => assertion),
    evidence: [...findings.evidence, ...proposed.map(({ evidence }) => evidence)],
  };
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

import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { CallOutcome, PythonCall, PythonRpc } from "../../python/sandbox/contract.ts";
import { ordinary } from "./generate-scalar.ts";
import { callOf, type Input, inputKey, inputOf } from "./input.ts";
import { makeInputs } from "./make-inputs.ts";
import { poolOf } from "./pool.ts";
import { profilesOf } from "./profiles.ts";
import { type DynamicOptions, Session } from "./session.ts";
import { type Target, targetOf } from "./target.ts";

/** One of several codes for the same contract. */
export interface Code {
  module: PythonModule;
  fn: PythonFunction;
  ir: IR;
}

/** Calls that every code was given, and how each ended: the `repr` of the result, or what happened instead; null where that says nothing. */
export interface Comparison {
  calls: PythonCall[];
  /** By code, then by call. Empty for a code that could not be run. */
  outcomes: (string | null)[][];
}

const FRESH = 50;
const NEAR_EXAMPLES = 40;
const SIZE = 8;

/**
 * Runs codes side by side on the same calls: the contract's examples, inputs near these, and fresh ones of the first kind that the first code takes. Behaviour decides, not text: this
 * is the majority vote over executions of Shi et al., "Natural Language to Code Translation with Execution" (EMNLP 2022).
 */
export async function compareCodes(
  codes: readonly Code[],
  python: PythonRpc,
  options: DynamicOptions,
): Promise<Comparison> {
  const targets = codes.map(({ module, fn, ir }) => targetOf(module, fn, ir));
  const [inputs, slots] = await inputsFor(codes, targets, python, options);
  const calls = inputs.map((input) => callOf(slots, input));
  const outcomes = await Promise.all(
    targets.map(async (target) => {
      if (!("slots" in target) || calls.length === 0) return [];
      const ran = await new Session(python, options).call(target, calls, target.assume, []);
      return calls.map((_, index) => ending(ran[index]));
    }),
  );
  return { calls, outcomes };
}

/** Inputs of the first code that takes any. */
async function inputsFor(
  codes: readonly Code[],
  targets: readonly ReturnType<typeof targetOf>[],
  python: PythonRpc,
  options: DynamicOptions,
): Promise<[Input[], Target["slots"]]> {
  for (const [index, { module, fn, ir }] of codes.entries()) {
    const target = targets[index];
    if (target === undefined || !("slots" in target)) continue;
    const making = ordinary(options.seed, poolOf(module, fn), SIZE);
    const given = ir.examples
      .map((example) => inputOf(target.slots, example))
      .filter((input): input is Input => input !== null);
    const [shapes] = target.generative ? await profilesOf(new Session(python, options), target, making) : [];
    if (shapes === undefined) {
      if (given.length > 0) return [given, target.slots];
      continue;
    }
    const known = new Set(given.map(inputKey));
    const request = { slots: target.slots, shapes, seeds: given, known };
    const near = given.length === 0 ? [] : makeInputs({ ...request, count: NEAR_EXAMPLES, mutated: 1 }, making);
    return [[...given, ...near, ...makeInputs({ ...request, count: FRESH, mutated: 0 }, making)], target.slots];
  }
  return [[], []];
}

function ending(outcome: CallOutcome | undefined): string | null {
  switch (outcome?.kind) {
    case "returned":
      return outcome.value === null ? null : `${outcome.value}${changes(outcome.after)}`;
    case "raised":
      return `raises ${outcome.classes[0] ?? "an exception"}`;
    case "fuel_exhausted":
      return "does not end";
    default:
      return null;
  }
}

/** Arguments that a call changed are part of how it ended. */
function changes(after: Readonly<Record<string, string | null>>): string {
  const changed = Object.entries(after).map(([name, value]) => `${name} = ${value ?? "..."}`);
  return changed.length === 0 ? "" : `, then ${changed.join(", ")}`;
}

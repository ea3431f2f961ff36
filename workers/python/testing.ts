import { env } from "cloudflare:test";
import type { CallOutcome, PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";

export interface Given extends Partial<Omit<PythonRequest, "calls">> {
  /** Arguments of each call. */
  calls?: string[][];
}

/** A request to call `f` of the module once without arguments, unless said otherwise. */
export function requestOf(module: string, { calls = [[]], ...rest }: Given = {}): PythonRequest {
  return {
    tenant: "tests",
    module,
    function: "f",
    calls: calls.map((args) => ({ args, kwargs: {} })),
    assume: [],
    checks: [],
    limits: { fuel: 100_000_000, memory_bytes: 48 << 20 },
    ...rest,
  };
}

export const run = (module: string, given: Given = {}): Promise<PythonReply> =>
  env.PYTHON.run(requestOf(module, given));

/** Outcomes of a run that must have taken place. */
export async function outcomesOf(module: string, given: Given = {}): Promise<CallOutcome[]> {
  const reply = await run(module, given);
  if (reply.status !== "ran") throw new Error(JSON.stringify(reply));
  return reply.outcomes;
}

/** The outcome of the only call. */
export async function outcomeOf(module: string, given: Given = {}): Promise<CallOutcome> {
  const [outcome, ...others] = await outcomesOf(module, given);
  if (outcome === undefined || others.length > 0) throw new Error(`one outcome expected, not ${others.length + 1}`);
  return outcome;
}

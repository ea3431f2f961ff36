import type { Making } from "./generate.ts";
import type { Input } from "./input.ts";
import { ended } from "./judge.ts";
import { makeInputs } from "./make-inputs.ts";
import type { Profile } from "./profiles.ts";
import type { Execution, Session } from "./session.ts";
import type { Target } from "./target.ts";

/** Rounds of making inputs from those that were accepted. */
const MAX_ROUNDS = 3;

export interface Exploration {
  /** All executions in order. */
  executions: Execution[];
  /** Those inputs on which the call was made and ended. */
  accepted: Input[];
}

/**
 * Runs inputs of a profile until `wanted` calls were made or the rounds are over. Where preconditions or exceptions turn most inputs away, later rounds change the accepted ones.
 */
export async function explore(
  session: Session,
  target: Target,
  profile: Profile,
  making: Making,
  plan: { given: readonly Input[]; wanted: number; checks: readonly string[]; known: Set<string> },
): Promise<Exploration> {
  const executions: Execution[] = [];
  const accepted: Input[] = [];
  const returning: Input[] = [];
  let inputs: readonly Input[] = plan.given;
  for (let round = 0; round < MAX_ROUNDS && accepted.length < plan.wanted; round += 1) {
    const missing = plan.wanted - accepted.length;
    const made = makeInputs(
      {
        slots: target.slots,
        shapes: profile,
        seeds: returning.length > 0 ? returning : plan.given,
        count: round === 0 ? missing : missing * 2,
        mutated: round === 0 ? (plan.given.length > 0 ? 0.25 : 0) : 0.7,
        known: plan.known,
      },
      making,
    );
    inputs = round === 0 ? [...plan.given, ...made] : session.affordable(made);
    const ran = await session.run(target, inputs, target.assume, plan.checks);
    executions.push(...ran);
    for (const execution of ran) {
      const outcome = ended(execution);
      if (outcome === null) continue;
      accepted.push(execution.input);
      if (outcome.kind === "returned") returning.push(execution.input);
    }
    if (session.cut !== null || session.ended !== null) break;
  }
  return { executions, accepted };
}

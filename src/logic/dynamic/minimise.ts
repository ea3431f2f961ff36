import { type Input, inputKey } from "./input.ts";
import { ended, type Judge, refutes } from "./judge.ts";
import type { Execution, Session } from "./session.ts";
import { shrinkInput, weightOf } from "./shrink.ts";
import type { Target } from "./target.ts";

/** Rounds of shrinking; each is one request for all refuted clauses together. */
const MAX_ROUNDS = 8;

/** Replaces each refuting input by the simplest that refutes the same clause and meets the preconditions. */
export async function minimise(session: Session, target: Target, judge: Judge): Promise<void> {
  const texts = target.declared.map(({ text }) => text);
  const tried = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const candidates = judge
      .refutations()
      .flatMap(({ execution }) => shrinkInput(target.slots, execution.input))
      .filter((candidate) => isNew(candidate, tried));
    if (candidates.length === 0) return;
    const executions = await session.run(target, candidates, target.assume, texts);
    if (!improve(executions, judge)) return;
  }
}

function isNew(candidate: Input, tried: Set<string>): boolean {
  const key = inputKey(candidate);
  if (tried.has(key)) return false;
  tried.add(key);
  return true;
}

function improve(executions: readonly Execution[], judge: Judge): boolean {
  let improved = false;
  for (const { index, clause, execution } of judge.refutations()) {
    const smaller = executions.filter((candidate) => {
      const outcome = ended(candidate);
      return outcome !== null && outcome.checks[index] === "false" && refutes(clause, outcome);
    });
    const best = smaller.reduce(
      (least, candidate) => (weightOf(candidate.input) < weightOf(least.input) ? candidate : least),
      execution,
    );
    if (best === execution) continue;
    judge.replace(index, best);
    improved = true;
  }
  return improved;
}

import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import type { CallOutcome } from "../../python/sandbox/contract.ts";
import { type Input, inputKey, type Slot } from "./input.ts";
import { ended, type Judge, refutes } from "./judge.ts";
import type { Execution, Session } from "./session.ts";
import type { Problem, Target } from "./target.ts";

/**
 * Makes every refutation again from the text that will stand in its verdict: one call in a request of its own, where nothing an earlier call left behind can matter. Literals are
 * tried first; where they lose what made the difference (two elements that are one object), the expressions the call was made with. A clause that neither shows to be false is not
 * refuted, and no longer called tested either.
 */
export async function reproduce(session: Session, target: Target, judge: Judge): Promise<Problem[]> {
  const checks = target.declared.map(({ text }) => text);
  const made = new Map<string, Execution | null>();
  const problems: Problem[] = [];
  for (const { index, clause, execution, first } of judge.refutations()) {
    const again = [execution, first].flatMap(({ input, outcome }) => [
      literalInput(target.slots, input, outcome),
      input,
    ]);
    let shown: Execution | null = null;
    for (const input of again) {
      if (input === null) continue;
      const key = inputKey(input);
      const known = made.get(key);
      const alone = known === undefined ? await session.alone(target, input, target.assume, checks) : known;
      made.set(key, alone);
      const outcome = alone === null ? null : ended(alone);
      if (outcome?.checks[index] !== "false" || !refutes(clause, outcome)) continue;
      shown = alone;
      break;
    }
    judge.replace(index, shown);
    if (shown === null)
      problems.push({
        code: "not_reproduced",
        detail: `A call found \`${clause.text.slice(0, 300)}\` false, but not when it was made again by itself; nothing is said of the clause.`,
      });
  }
  return problems;
}

/** The input with each value as the interpreter showed it before the call, defaults included; null when one of them cannot be read. */
export function literalInput(slots: readonly Slot[], input: Input, outcome: CallOutcome): Input | null {
  if (outcome.kind !== "returned" && outcome.kind !== "raised") return null;
  const values = slots.map(({ name, kind }, index) => {
    const [written, shown] = [input[index] ?? null, outcome.before[name] ?? null];
    if (shown === null) return written;
    const value = parseExpression(shown);
    if (unsupportedConstructs(value).length > 0) return undefined;
    if (kind === "var_positional" && value.kind !== "tuple") return undefined;
    if (kind === "var_keyword" && value.kind !== "dict") return undefined;
    return value;
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : null;
}

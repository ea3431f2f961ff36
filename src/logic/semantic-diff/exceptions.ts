import type { IR, Raises } from "../../ir/ir.ts";
import type { BreakingReason } from "../../ir/semantic-diff.ts";
import { BUILTIN_EXCEPTIONS, EXCEPTION_ALIASES } from "../../python/effects/library/exceptions.ts";
import type { Alignment } from "./alignment.ts";
import { claimsOf, quoteText } from "./compare-clauses.ts";
import { claimOf, type Side, type SideName } from "./contract.ts";
import type { Decider } from "./decide.ts";
import type { Questions } from "./question.ts";

interface Raised {
  exception: string;
  when: Raises["when"];
}

/**
 * Exceptions that callers did not have to expect: neither the class nor one of its bases was declared, or it was declared for fewer calls. Only calls that
 * both revisions admit count.
 */
export async function newExceptions(
  sides: Record<SideName, Side>,
  alignment: Alignment,
  questions: Questions,
  decider: Decider,
): Promise<BreakingReason[]> {
  const before = raisedBy(sides.from.ir);
  const admitted = [...claimsOf(sides.from, "entry"), ...claimsOf(sides.to, "entry")];
  const reasons: BreakingReason[] = [];
  for (const raised of raisedBy(sides.to.ir)) {
    const expected = before.filter(({ exception }) => isSubclass(raised.exception, exception));
    if (expected.some(({ when }) => when === null)) continue;
    const known = expected.flatMap(({ when }) => (when === null ? [] : [claimOf(when, "entry", "from", alignment)]));
    const when = raised.when === null ? null : claimOf(raised.when, "entry", "to", alignment);
    if (when !== null && known.some(({ key }) => key === when.key)) continue;
    const premises = when === null ? admitted : [...admitted, when];
    const answer = await decider.one(questions.ofSharedCalls("to", premises, known));
    if (answer.status === "implied") continue;
    const condition = raised.when === null ? "" : ` when ${quoteText(raised.when.text)}`;
    const { exception } = raised;
    const base = { kind: "exception_added", subject: exception } as const;
    // Without a condition nothing says that a call raises it: that it may is what callers have to expect.
    if (raised.when === null && expected.length === 0)
      reasons.push({
        ...base,
        status: "breaking",
        message: `The function may now raise ${exception}, which callers did not have to expect.`,
        witness: null,
        reason: null,
      });
    else if (answer.status === "refuted" && raised.when !== null)
      reasons.push({
        ...base,
        status: "breaking",
        message: `\`${answer.witness.call}\` now raises ${exception}${condition}, which callers did not have to expect.`,
        witness: answer.witness,
        reason: null,
      });
    else
      reasons.push({
        ...base,
        status: "unknown",
        message: `It could not be decided whether ${exception}${condition} is raised for calls that did not raise it before${answer.status === "unknown" ? `: ${answer.detail}` : ""}.`,
        witness: null,
        reason: answer.status === "unknown" ? answer.reason : null,
      });
  }
  return reasons;
}

/** Declared exceptions, and those that only the effects know of. */
function raisedBy({ signature, effects }: IR): Raised[] {
  const declared = signature.raises.map(({ exception, when }) => ({ exception, when }));
  const others = effects.filter(
    ({ effect_type: type, target }) =>
      type === "exception" && !declared.some(({ exception }) => isSubclass(target, exception)),
  );
  return [...declared, ...others.map(({ target }) => ({ exception: target, when: null }))];
}

/** Whether who handles `base` handles `exception`; of classes that are not built in only the name is known. */
export function isSubclass(exception: string, base: string): boolean {
  const wanted = canonical(base);
  for (let name: string | undefined = canonical(exception); name !== undefined; name = BUILTIN_EXCEPTIONS.get(name))
    if (name === wanted) return true;
  return false;
}

const canonical = (name: string): string => {
  const bare = name.startsWith("builtins.") ? name.slice("builtins.".length) : name;
  return EXCEPTION_ALIASES.get(bare) ?? bare;
};

import type { BreakingReason } from "../../ir/semantic-diff.ts";
import { type PythonType, typeName } from "../types/python-type.ts";
import { type Alignment, sameSource } from "./alignment.ts";
import { claimsOf } from "./compare-clauses.ts";
import type { Claim, Side, SideName } from "./contract.ts";
import type { Answer, Decider } from "./decide.ts";
import type { Questions } from "./question.ts";
import { membersNotIn } from "./subtype.ts";

/**
 * Types that calls may no longer pass, and results that they may now get. A type that the old preconditions exclude, or a result that the new
 * postconditions exclude, is no change for anybody.
 */
export async function typeReasons(
  sides: Record<SideName, Side>,
  alignment: Alignment,
  questions: Questions,
  decider: Decider,
): Promise<BreakingReason[]> {
  const reasons: BreakingReason[] = [];
  for (const { name, from, to } of alignment.parameters) {
    if (from === null || to === null) continue;
    // A default of None admits None.
    const admitsNone = [from, to].map((parameter) => parameter.default?.trim() === "None");
    if (sameSource(from.type_hint, to.type_hint) && admitsNone[0] === admitsNone[1]) continue;
    // Who annotates a parameter may only say what was meant before.
    const lost = lostMembers(annotated(sides.from, name), annotated(sides.to, name));
    for (const { type, certain } of lost) {
      const premises = claimsOf(sides.from, "entry");
      const possible =
        type === null ? null : await decider.one(questions.ofCalls("from", premises, [], new Map([[name, type]])));
      if (possible?.status === "implied") continue;
      const shown = type === null ? "any value" : `\`${typeName(type)}\``;
      reasons.push({
        kind: "parameter_type_narrowed",
        subject: from.name,
        ...(certain && possible !== null && isPossible(possible, premises)
          ? {
              status: "breaking" as const,
              message: `\`${from.name}\` no longer accepts ${shown}: it is \`${to.type_hint}\` now.`,
              witness: possible.status === "refuted" ? possible.witness : null,
              reason: null,
            }
          : {
              status: "unknown" as const,
              message: `Whether \`${from.name}\`, now \`${to.type_hint}\`, still accepts ${shown} could not be decided.`,
              witness: null,
              reason: possible?.status === "unknown" ? possible.reason : null,
            }),
      });
    }
  }
  return [...reasons, ...(await resultReasons(sides, questions, decider))];
}

/** A type that no condition speaks of is possible, whether or not a value of it can be written. */
const isPossible = (answer: Answer, premises: Claim[]): boolean => answer.status === "refuted" || premises.length === 0;

async function resultReasons(
  { from, to }: Record<SideName, Side>,
  questions: Questions,
  decider: Decider,
): Promise<BreakingReason[]> {
  const [before, after] = [from.ir.signature.returns.type_hint, to.ir.signature.returns.type_hint];
  if (before === null || sameSource(before, after) || annotated(from, "result") === null) return [];
  const gained = lostMembers(annotated(to, "result"), from.result);
  const reasons: BreakingReason[] = [];
  for (const { type, certain } of gained) {
    const premises = [...claimsOf(from, "entry"), ...claimsOf(to, "entry"), ...claimsOf(to, "exit")];
    const possible = type === null ? null : await decider.one(questions.ofReturns("to", premises, [], type));
    if (possible?.status === "implied") continue;
    const shown = type === null ? "any value" : `\`${typeName(type)}\``;
    reasons.push({
      kind: "result_type_widened",
      subject: "result",
      ...(certain && possible !== null && isPossible(possible, premises)
        ? {
            status: "breaking" as const,
            message: `The result may now be ${shown}, and was \`${before}\`.`,
            witness: possible.status === "refuted" ? possible.witness : null,
            reason: null,
          }
        : {
            status: "unknown" as const,
            message: `Whether the result, ${after === null ? "without annotation now" : `now \`${after}\``}, is always \`${before}\` could not be decided.`,
            witness: null,
            reason: possible?.status === "unknown" ? possible.reason : null,
          }),
    });
  }
  return reasons;
}

/** Members of one type that another does not admit, or does not for certain; of a type of which nothing is known, any value. */
function lostMembers(
  type: PythonType | null,
  other: PythonType | null,
): { type: PythonType | null; certain: boolean }[] {
  if (other === null) return [];
  return type === null ? [{ type: null, certain: false }] : membersNotIn(type, other);
}

/** The type that an annotation gives; null without one, whatever the clauses or the body suggest. */
function annotated(side: Side, name: string): PythonType | null {
  if (side.inferred.has(name)) return null;
  return (name === "result" ? side.result : side.types.get(name)) ?? null;
}

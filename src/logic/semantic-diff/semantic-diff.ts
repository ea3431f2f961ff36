import type { IR } from "../../ir/ir.ts";
import type { Breaking, BreakingReason, SemanticDiff } from "../../ir/semantic-diff.ts";
import type { SolverRpc } from "../answer.ts";
import { align } from "./alignment.ts";
import { compareClauses, type Finding, quote } from "./compare-clauses.ts";
import { sidesOf } from "./contract.ts";
import { Decider, type DiffLimits } from "./decide.ts";
import { newEffects } from "./effects.ts";
import { newExceptions } from "./exceptions.ts";
import { Questions } from "./question.ts";
import { signatureReasons } from "./signature.ts";
import { typeReasons } from "./types.ts";

/**
 * What changed between two revisions of one contract, by meaning. `breaking` is about callers that keep to the old contract: it is `true` only with
 * a reason that is certain, `false` only if every reason was ruled out. Never throws for what the solver answers or for its absence.
 */
export async function semanticDiff(from: IR, to: IR, solver: SolverRpc, limits: DiffLimits): Promise<SemanticDiff> {
  const alignment = align(from, to);
  const sides = sidesOf(from, to, alignment);
  const questions = new Questions(sides, alignment.parameters);
  const decider = new Decider(solver, limits);
  const { findings, ...compared } = await compareClauses(sides, questions, decider);
  const reasons = [
    ...signatureReasons(from, to, alignment),
    ...(await typeReasons(sides, alignment, questions, decider)),
    ...findings.flatMap(clauseReason),
    ...(await newExceptions(sides, alignment, questions, decider)),
    ...newEffects(from, to, alignment),
  ];
  const certain = reasons.filter(({ status }) => status === "breaking");
  const open = reasons.filter(({ status }) => status === "unknown");
  const breaking: Breaking = certain.length > 0 ? true : open.length > 0 ? "unknown" : false;
  return { breaking, reasons: [...certain, ...open], ...compared };
}

/** A demand that is new on entry, or a promise that is gone on return. */
function clauseReason({ side, clause, claim, answer }: Finding): BreakingReason[] {
  const demand = side === "to" && claim.moment === "entry";
  const promise = side === "from" && claim.moment === "exit";
  if (answer.status === "implied" || !(demand || promise)) return [];
  const { category, id: subject } = clause.assertion;
  const kind = demand ? "precondition_stronger" : "postcondition_weaker";
  const text = `the ${category} ${quote(clause)}`;
  if (answer.status === "unknown") {
    const doubt = demand ? `${text} excludes calls that were allowed` : `${text} is still kept`;
    return [
      {
        kind,
        status: "unknown",
        subject,
        message: `It could not be decided whether ${doubt}: ${answer.detail}.`,
        witness: null,
        reason: answer.reason,
      },
    ];
  }
  const { witness } = answer;
  const { result } = witness.values;
  return [
    {
      kind,
      status: "breaking",
      subject,
      message: demand
        ? `\`${witness.call}\` was allowed and no longer is: ${text} does not admit it.`
        : `\`${witness.call}\` may now ${result === undefined ? "end otherwise" : `return \`${result}\``}, which ${text} excluded.`,
      witness,
      reason: null,
    },
  ];
}

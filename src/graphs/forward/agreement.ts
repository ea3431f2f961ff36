import type { IR } from "../../ir/ir.ts";
import { compareCodes } from "../../logic/dynamic/compare.ts";
import { DEFAULT_OPTIONS } from "../../logic/dynamic/session.ts";
import type { NodeContext } from "../context.ts";
import type { Agreement, Judged } from "./facts.ts";
import { acceptable, judgedContract } from "./judge.ts";
import { subjectOfDraft } from "./judging.ts";

const BUDGET = { executions: 1500, milliseconds: 8_000 };

/**
 * Which of the codes that may be taken behave alike on the same generated calls, the largest group first. A contract that decides everything leaves one group; where there are more, the first call on
 * which they part says what the contract leaves open.
 */
export async function agreementOf(
  ir: IR,
  judged: readonly Judged[],
  seed: number,
  { python, tenant, now }: Pick<NodeContext, "python" | "tenant" | "now">,
): Promise<Agreement> {
  const codes = judged.filter(acceptable);
  if (codes.length < 2) return { calls: 0, groups: [], difference: null };
  const contract = judgedContract(ir);
  const { calls, outcomes } = await compareCodes(
    codes.map(({ draft }) => subjectOfDraft(contract, draft)),
    python,
    { tenant, seed, budget: BUDGET, limits: DEFAULT_OPTIONS.limits, now },
  );
  const places = codes.map(({ draft: { candidate, repair } }) => ({ candidate, repair }));
  const runnable = places.flatMap((place, index) => ((outcomes[index] ?? []).length > 0 ? [{ place, index }] : []));
  const behaviours = Map.groupBy(runnable, ({ index }) => JSON.stringify(outcomes[index]));
  const groups = [...behaviours.values()].toSorted((a, b) => b.length - a.length);
  const [first, second] = groups.map(([one]) => outcomes[one?.index ?? -1] ?? []);
  const at =
    first === undefined || second === undefined ? -1 : first.findIndex((ending, index) => ending !== second[index]);
  const call = calls[at];
  return {
    calls: calls.length,
    groups: groups.map((members) => members.map(({ place }) => place)),
    difference:
      call === undefined
        ? null
        : {
            call: `${ir.signature.name}(${[...call.args, ...Object.entries(call.kwargs).map(([name, text]) => `${name}=${text}`)].join(", ")})`,
            endings: [first?.[at] ?? "something else", second?.[at] ?? "something else"],
          },
  };
}

/** Codes that behave as this one does, itself included; null when it was not compared. */
export function agreeing(agreement: Agreement, { draft }: Judged): number | null {
  const own = agreement.groups.find((group) =>
    group.some(({ candidate, repair }) => candidate === draft.candidate && repair === draft.repair),
  );
  return own?.length ?? null;
}

/** How many codes were compared. */
export const compared = ({ groups }: Agreement): number => groups.reduce((sum, group) => sum + group.length, 0);

/** Whether codes that all meet the contract part, and most of them do not stand with this one. */
export function contested(agreement: Agreement, judged: Judged): boolean {
  const own = agreeing(agreement, judged);
  return own !== null && agreement.groups.length > 1 && own * 2 <= compared(agreement);
}

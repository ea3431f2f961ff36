import type { HoleAnswer } from "../../holes/answer.ts";
import type { Change } from "../../holes/change.ts";
import type { HoleId } from "../../ir/ids.ts";
import type { HoleCommand, StandingAnswer } from "./decisions.ts";
import type { Contract } from "./facts.ts";

/**
 * The answers of a run as commands for one that repeats it without some of them, in their order: answers that stand, then code that somebody gave. A suggestion becomes its value, as places among suggestions may be
 * others there. Holes of `without` that the contract does not have are named in `unknown`.
 */
export function answersWithout(
  { ir, decisions }: Contract,
  without: readonly HoleId[],
): { commands: HoleCommand[]; unknown: HoleId[] } {
  const standing = decisions.answers.map((own) => withValue(own, ir));
  const answered = new Set(standing.map(({ hole }) => hole));
  const code = ir.holes.flatMap(({ id, clause, status, resolution }): HoleAnswer[] => {
    if (clause !== "implementation" || status !== "resolved" || resolution === null || answered.has(id)) return [];
    const { author, timestamp, source } = resolution.provenance;
    if (author === null || timestamp === null || source !== "human") return [];
    return [{ hole: id, reply: { kind: "value", value: resolution.value }, by: author, at: timestamp, source }];
  });
  const all = [...standing, ...code];
  const out = new Set(without);
  return {
    commands: all.filter(({ hole }) => !out.has(hole)).map((answer) => ({ kind: "answer", answer })),
    unknown: without.filter((id) => !ir.holes.some((hole) => hole.id === id)),
  };
}

function withValue({ answer, changes }: StandingAnswer, ir: Contract["ir"]): HoleAnswer {
  const { reply } = answer;
  if (reply.kind !== "suggestion") return answer;
  const value =
    reply.value ??
    takenOf(answer.hole, reply.suggestion, changes) ??
    ir.holes.find(({ id }) => id === answer.hole)?.resolution?.value ??
    "";
  return value === "" ? answer : { ...answer, reply: { kind: "value", value } };
}

/** The suggestion that was taken: it left the hole with the others when the answer came. */
function takenOf(hole: HoleId, place: number, changes: readonly Change[]): string | null {
  const left = changes.find(
    ({ path, kind, position }) =>
      path.startsWith(`/holes/${hole}/suggestions/`) && kind === "remove" && position === place,
  );
  const before = left?.before;
  return typeof before === "object" && before !== null && "value" in before && typeof before.value === "string"
    ? before.value
    : null;
}

import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { ClauseId } from "../../ir/ids.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { applyAnswer } from "../apply-answer.ts";
import { newClashes } from "../contradict/examples.ts";
import { guardOf, probesOf } from "../contradict/probes.ts";
import type { Asker } from "../satisfiable.ts";
import { callsOf, SUPPOSED, supposing } from "../with-clause.ts";

/** A suggestion that cannot be taken any more. */
export interface Withdrawn {
  hole: Hole;
  value: string;
  reason: string;
}

interface Candidate {
  hole: Hole;
  value: string;
  ir: IR;
  /** The condition under which the suggestion says something. */
  guard: string | null;
}

/**
 * Suggestions that the contract excludes. Only what is shown to be excluded is: by an example, by types, or by the solver, with the contract itself being satisfiable as far as it knows.
 * An `unknown` excludes nothing.
 */
export async function excludedSuggestions(
  before: IR,
  after: IR,
  holes: readonly Hole[],
  asker: Asker | null,
): Promise<Withdrawn[]> {
  const withdrawn: Withdrawn[] = [];
  const open: Candidate[] = [];
  for (const hole of holes)
    for (const [index, { value }] of hole.suggestions.entries()) {
      const taken = take(after, hole, index);
      if (!taken.ok) {
        if (taken.problem.kind === "invalid_value" && take(before, hole, index).ok)
          withdrawn.push({ hole, value, reason: taken.problem.detail });
        continue;
      }
      const [clash] = newClashes(after, taken.ir);
      if (clash !== undefined) {
        withdrawn.push({ hole, value, reason: clash.detail });
        continue;
      }
      if (taken.ir.assertions.length === 0) continue;
      const guard = guardOf(parseExpression(value));
      const condition = guard === null ? null : printExpression(guard);
      // Where calls of the case may raise, no probe is the condition alone: that no result is left then excludes nothing.
      const isProbe = probesOf(taken.ir).some(({ text }) => text === condition);
      open.push({ hole, value, ir: taken.ir, guard: isProbe ? condition : null });
    }
  if (asker === null || open.length === 0) return withdrawn;
  const cores = await asker.cores(open.map(({ ir, guard }) => given(ir, guard)));
  const suspects = open.flatMap((one, index) => {
    const core = cores[index] ?? null;
    return core === null ? [] : [{ ...one, core }];
  });
  if (suspects.length === 0) return withdrawn;
  const guards = [...new Set(suspects.map(({ guard }) => guard))];
  const nothing = await asker.unsatisfiable(guards.map((guard) => given(after, guard)));
  const met = await asker.satisfiable(guards.map((guard) => given(callsOf(after), guard)));
  const already = suspects.map(({ guard }) => nothing[guards.indexOf(guard)]);
  const calls = suspects.map(({ guard }) => met[guards.indexOf(guard)]);
  for (const [index, { hole, value, guard, core }] of suspects.entries()) {
    if (already[index] || (guard !== null && calls[index]?.status !== "sat")) continue;
    withdrawn.push({ hole, value, reason: reasonOf(after, core) });
  }
  return withdrawn;
}

const given = (ir: IR, guard: string | null): IR => (guard === null ? ir : supposing(ir, "precondition", guard));

const take = (ir: IR, { id }: Hole, suggestion: number) =>
  applyAnswer(ir, {
    hole: id,
    reply: { kind: "suggestion", suggestion },
    by: "lift",
    at: "1970-01-01T00:00:00Z",
    source: "refinement",
  });

function reasonOf(after: IR, core: readonly ClauseId[]): string {
  const clauses = after.assertions
    .filter(({ id }) => id !== SUPPOSED && core.includes(id))
    .map(({ expression }) => `\`${expression.text.slice(0, 200)}\``);
  return clauses.length === 0 ? "it cannot hold" : `it cannot hold together with ${clauses.join(", ")}`;
}

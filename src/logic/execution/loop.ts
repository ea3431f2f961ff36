import type { StmtNode } from "py-ast";
import { assignTo } from "./assign.ts";
import { decide, type Place } from "./evaluate.ts";
import { turns } from "./iterate.ts";
import { expressionOf } from "./parse.ts";
import type { Result, State } from "./state.ts";
import { type Ending, endings, type How, NORMAL, runBlock } from "./statements.ts";

type For = StmtNode & { nodeType: "For" };
type While = StmtNode & { nodeType: "While" };

/** A loop, turn by turn up to the bound. */
export function loop(place: Place, state: State, statement: For | While): Ending[] {
  return statement.nodeType === "For" ? forLoop(place, state, statement) : whileLoop(place, state, statement, 0);
}

function forLoop(place: Place, state: State, statement: For): Ending[] {
  const { module } = place.run;
  const target = expressionOf(module, statement.target);
  const left: Ending[] = [];
  const results = turns<null>(place, state, expressionOf(module, statement.iter), null, (item, _, current) =>
    assignTo(place, current, target, item).flatMap((assigned): Result<null>[] => {
      if ("raised" in assigned) return [assigned];
      const bodies = runBlock(place, assigned.state, statement.body);
      return goingOn(bodies, left).map((next) => ({ state: next, value: null }));
    }),
  );
  return [...afterLoop(place, left), ...endings(results, (_, after) => runBlock(place, after, statement.orelse))];
}

/** The states in which the next turn begins; the other endings are put aside. */
function goingOn(bodies: Ending[], left: Ending[]): State[] {
  const next: State[] = [];
  for (const ending of bodies)
    if (ending.how.kind === "normal" || ending.how.kind === "continue") next.push(ending.state);
    else left.push(ending);
  return next;
}

/** A `break` ends the loop without its `else`. */
const afterLoop = (_place: Place, left: Ending[]): Ending[] =>
  left.map((ending) => (ending.how.kind === "break" ? { ...ending, how: NORMAL } : ending));

/** `undecided` counts the turns of which something was not known: only those are bounded. */
function whileLoop(place: Place, state: State, statement: While, undecided: number): Ending[] {
  const { run, span } = place;
  const ended: Ending[] = [];
  let heads: { state: State; undecided: number }[] = [{ state, undecided }];
  while (heads.length > 0) {
    const next: typeof heads = [];
    for (const head of heads) {
      if (!run.mayStep()) {
        run.gap(head.state, "too_long", span);
        continue;
      }
      const tests = run.attempt(head.state, span, null, () =>
        decide(place, head.state, expressionOf(run.module, statement.test)),
      );
      for (const test of tests) {
        if ("raised" in test) {
          ended.push({ state: test.state, how: { kind: "raise", raised: test.raised } satisfies How });
          continue;
        }
        if (!test.value) {
          ended.push(...runBlock(place, test.state, statement.orelse));
          continue;
        }
        const open = test.state.condition.length > head.state.condition.length;
        if (head.undecided >= run.options.unroll && open) {
          run.cut(test.state, `${run.options.unroll} iterations at line ${span?.line ?? 0}`);
          continue;
        }
        const left: Ending[] = [];
        for (const going of goingOn(runBlock(place, test.state, statement.body), left)) {
          const grown = going.condition.length > head.state.condition.length;
          if (head.undecided > run.options.unroll)
            run.cut(going, `${run.options.unroll} iterations at line ${span?.line ?? 0}`);
          else next.push({ state: going, undecided: head.undecided + (grown ? 1 : 0) });
        }
        ended.push(...afterLoop(place, left));
      }
    }
    heads = next;
  }
  return ended;
}

import type { StmtNode } from "py-ast";
import { abstracted } from "./abstract.ts";
import { assignTo } from "./assign.ts";
import { decide, type Place } from "./evaluate.ts";
import { turns } from "./iterate.ts";
import { expressionOf } from "./parse.ts";
import { visited } from "./site.ts";
import type { Result, State } from "./state.ts";
import { type Ending, endings, NORMAL, runBlock } from "./statements.ts";

export type Loop = StmtNode & { nodeType: "For" | "While" };
type For = Loop & { nodeType: "For" };
type While = Loop & { nodeType: "While" };

/** A loop: by its invariants where there are some, else turn by turn up to the bound. */
export function loop(place: Place, state: State, statement: Loop): Ending[] {
  const id = visited(place, state, statement);
  const invariants = place.run.options.invariants.get(id);
  if (invariants !== undefined) return abstracted(place, state, statement, id, invariants);
  return statement.nodeType === "For" ? forLoop(place, state, statement) : whileLoop(place, state, statement);
}

function forLoop(place: Place, state: State, statement: For): Ending[] {
  const { module } = place.run;
  const target = expressionOf(module, statement.target);
  const left: Ending[] = [];
  const results = turns<null>(place, state, expressionOf(module, statement.iter), null, (item, _, current) =>
    assignTo(place, current, target, item).flatMap((assigned): Result<null>[] => {
      if ("raised" in assigned) return [assigned];
      const { next, out } = divided(runBlock(place, assigned.state, statement.body));
      left.push(...out);
      return next.map((going) => ({ state: going, value: null }));
    }),
  );
  return [...left, ...endings(results, (_, after) => runBlock(place, after, statement.orelse))];
}

/** The states in which the next turn begins, and how else the loop ends: a `break` ends it without its `else`. */
export function divided(bodies: Ending[]): { next: State[]; out: Ending[] } {
  const next: State[] = [];
  const out: Ending[] = [];
  for (const ending of bodies)
    if (ending.how.kind === "normal" || ending.how.kind === "continue") next.push(ending.state);
    else out.push(ending.how.kind === "break" ? { ...ending, how: NORMAL } : ending);
  return { next, out };
}

/** Only turns of which something was not known count against the bound. */
function whileLoop(place: Place, state: State, statement: While): Ending[] {
  const { run, span } = place;
  const { unroll } = run.options;
  const ended: Ending[] = [];
  let heads = [{ state, open: 0 }];
  while (heads.length > 0) {
    const next: typeof heads = [];
    for (const head of heads) {
      if (!run.mayStep()) {
        run.gap(head.state, "too_long", span);
        continue;
      }
      run.reach(head.open + 1);
      const known = head.state.condition.length;
      const tests = run.attempt(head.state, span, () =>
        decide(place, head.state, expressionOf(run.module, statement.test)),
      );
      for (const test of tests) {
        if ("raised" in test) ended.push({ state: test.state, how: { kind: "raise", raised: test.raised } });
        else if (!test.value) ended.push(...runBlock(place, test.state, statement.orelse));
        else if (head.open >= unroll && test.state.condition.length > known)
          run.cut(test.state, boundOf(unroll, place));
        else {
          const { next: going, out } = divided(runBlock(place, test.state, statement.body));
          ended.push(...out);
          for (const after of going) {
            const open = head.open + (after.condition.length > known ? 1 : 0);
            if (open > unroll) run.cut(after, boundOf(unroll, place));
            else next.push({ state: after, open });
          }
        }
      }
    }
    heads = next;
  }
  return ended;
}

const boundOf = (unroll: number, { span }: Place): string =>
  `${unroll} iterations of the loop at line ${span?.line ?? 0}`;

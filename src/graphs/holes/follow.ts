import { ClassifiedError } from "../../graph/errors.ts";
import { asksForCondition } from "../../holes/apply/clause.ts";
import { affectedNames, dependentHoles } from "../../holes/propagate/affected.ts";
import { type Proposals, withFollowing } from "../../holes/propagate/following.ts";
import { Asker as SolverAsker } from "../../holes/satisfiable.ts";
import { undo } from "../../holes/undo.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { inferDependentConstraints } from "../../signatures/infer-dependent-constraints.ts";
import type { NodeContext } from "../context.ts";
import { type Asked, ask } from "../forward/ask.ts";
import { contractOf } from "../forward/contract.ts";
import type { Asker, Missing } from "../forward/facts.ts";
import { awaitedHoles } from "./choose.ts";
import { LIMITS } from "./decide.ts";
import type { Following, StandingAnswer } from "./decisions.ts";
import type { Asking, Contract } from "./facts.ts";

/** Answers of one turn for which a model is asked, and open questions that it is shown: each costs money. */
const MOST_ANSWERS = 4;
const MOST_OPEN = 12;

/** Whether a model is to be asked what follows from the last answers: only for holes that the run goes on to ask or to fill. Without a model nobody is asked, and the run goes on as if there were no such question. */
export function follows({ ir, decisions }: Contract, asker: Asker, asking: Asking): boolean {
  return (
    asker.model !== "offline" &&
    asking.policy !== "fail" &&
    lastAnswers(decisions.answers).length > 0 &&
    awaitedHoles(ir, asking).some(asksForCondition)
  );
}

/** The last answers for which nobody was asked what follows, of those that say something. */
function lastAnswers(answers: readonly StandingAnswer[]): StandingAnswer[] {
  const asked = answers.findLastIndex(({ following }) => following !== undefined);
  return answers
    .slice(asked + 1)
    .filter(({ answer }) => answer.reply.kind === "value" || answer.reply.kind === "suggestion");
}

/**
 * The contract with what the model says to follow from the last answers for the holes that depend on them, as far as it fits. What changes stands with the last answer, as it is made after all of them: whoever takes that one back takes this back too. No
 * fault of the model ends a run whose answer was accepted: it is noted.
 */
export async function follow(
  contract: Contract,
  asker: Asker,
  asking: Asking,
  context: NodeContext,
): Promise<Contract> {
  const { answers } = contract.decisions;
  const last = answers.at(-1);
  if (last === undefined) return contract;
  const following: Following = { by: null, dropped: [], missing: [] };
  const changes = [...last.changes];
  const solver = new SolverAsker(context.solver, LIMITS);
  let { ir } = contract;
  for (const { answer, open } of dependents(contract).slice(-MOST_ANSWERS)) {
    const hole = ir.holes.find(({ id }) => id === answer.hole);
    const asked = awaitedHoles(ir, asking).filter(({ id }) => open.some((one) => one.id === id));
    if (hole === undefined || asked.length === 0) continue;
    const reply = await proposed(ir, hole, asked, asker, context);
    if (!reply.ok) {
      following.missing.push(reply.missing);
      continue;
    }
    following.by = reply.by;
    const followed = await withFollowing(ir, hole.id, reply.proposals, reply.by, solver);
    ir = followed.ir;
    changes.push(...followed.changes);
    following.dropped.push(...followed.dropped, ...reply.strange);
  }
  const standing = { ...last, changes, following };
  return { ir, decisions: { ...contract.decisions, answers: [...answers.slice(0, -1), standing] } };
}

/** The last answers in their order, each with the open holes on which it bears. */
function dependents({ ir, decisions }: Contract): { answer: StandingAnswer["answer"]; open: Hole[] }[] {
  const wanted = new Set(lastAnswers(decisions.answers));
  const found: { answer: StandingAnswer["answer"]; open: Hole[] }[] = [];
  let after = ir;
  for (const standing of decisions.answers.toReversed()) {
    if (standing.following !== undefined) break;
    const before = undo(after, standing.changes);
    const { hole } = standing.answer;
    const names = before.ok ? affectedNames(before.ir, after) : new Set<string>();
    if (wanted.has(standing)) found.unshift({ answer: standing.answer, open: dependentHoles(after, hole, names) });
    if (!before.ok) break;
    after = before.ir;
  }
  return found;
}

type Proposed =
  | { ok: true; by: string; proposals: Proposals; strange: Following["dropped"] }
  | { ok: false; missing: Missing };

/** What the model proposes for the open questions. It knows these by short names. */
async function proposed(
  ir: IR,
  hole: Hole,
  open: readonly Hole[],
  asker: Asker,
  context: NodeContext,
): Promise<Proposed> {
  const shown = open.slice(0, MOST_OPEN).map((one, index) => ({ name: `q${index + 1}`, hole: one }));
  const asked = await answered(() =>
    ask(context, asker, inferDependentConstraints, {
      contract: contractOf(ir),
      question: hole.description,
      answer: hole.resolution?.value ?? "",
      open_questions: shown.map(({ name, hole: { description, suggestions } }) => ({
        id: name,
        question: description,
        suggestions: suggestions.map(({ value }) => value),
      })),
    }),
  );
  if (!asked.ok) return asked;
  const holeOf = (id: string) => shown.find(({ name }) => name === id.trim())?.hole.id;
  const { suggestions, rewordings } = asked.output;
  const strange = (value: string) => ({ hole: hole.id, value, reason: "it is about no question that was asked" });
  return {
    ok: true,
    by: asked.by.model,
    proposals: {
      suggestions: suggestions.flatMap(({ id, expression, rationale, confidence }) => {
        const about = holeOf(id);
        return about === undefined ? [] : [{ hole: about, value: expression, rationale, confidence }];
      }),
      rewordings: rewordings.flatMap(({ id, question }) => {
        const about = holeOf(id);
        return about === undefined ? [] : [{ hole: about, question }];
      }),
    },
    strange: [
      ...suggestions.flatMap(({ id, expression }) => (holeOf(id) === undefined ? [strange(expression)] : [])),
      ...rewordings.flatMap(({ id, question }) => (holeOf(id) === undefined ? [strange(question)] : [])),
    ],
  };
}

/** An answer, or why there is none, whoever is to blame; only the end of the lease goes on as what it is. */
async function answered<Output>(question: () => Promise<Asked<Output>>): Promise<Asked<Output>> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof ClassifiedError) || error.code === "aborted") throw error;
    return { ok: false, missing: { code: error.code, message: error.message.slice(0, 1000) } };
  }
}

import { TerminalError } from "../../graph/errors.ts";
import { detectHoles, whyItMatters } from "../../holes/detect/detect.ts";
import { Asker as SolverAsker } from "../../holes/satisfiable.ts";
import { DependencyCycle } from "../../holes/select-next.ts";
import { caseOf } from "../../holes/suggest/form.ts";
import { examplesOf, type History, NO_HISTORY } from "../../holes/suggest/history.ts";
import { suggest } from "../../holes/suggest/suggest.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { holeSuggestion } from "../../signatures/hole-suggestion.ts";
import type { NodeContext } from "../context.ts";
import { ask } from "../forward/ask.ts";
import { contractOf } from "../forward/contract.ts";
import type { Asker } from "../forward/facts.ts";
import { besideRules } from "./both.ts";
import { awaitedHoles, inOrder } from "./choose.ts";
import { LIMITS } from "./decide.ts";
import type { Asking } from "./facts.ts";
import { recalled } from "./history-source.ts";

/** Most holes for which a model is asked: each is a request that costs money. */
const MOST_QUESTIONS = 12;

/**
 * The contract with a hole for what is found open in it and in the words of the request, each with suggestions: its own, those of the rules, and those of the configured model, of which only what fits the hole and
 * contradicts nothing is kept. What people decided before weighs in.
 */
export async function prepare(
  ir: IR,
  text: string | null,
  asker: Asker,
  asking: Asking | null,
  context: NodeContext,
): Promise<IR> {
  const found = await detected(ir, text);
  const asked = new Set(modelled(found, asker, asking).map(({ id }) => id));
  const solver = new SolverAsker(context.solver, LIMITS);
  const suggested = new Map<string, Pick<Hole, "suggestions" | "context">>();
  const past = recalled(asking, context.history);
  // A model takes longer than everything else here: its questions do not wait for each other.
  const open = await Promise.all(
    inOrder(found).map(async (hole) =>
      asked.has(hole.id) ? withModel(found, hole, await past.of(hole), text, asker, context) : hole,
    ),
  );
  for (const hole of open) {
    const suggestions = await suggest(found, hole, await past.of(hole), solver);
    suggested.set(hole.id, {
      suggestions,
      context: hole.context ?? (await whyItMatters(found, { ...hole, suggestions })),
    });
  }
  return {
    ...found,
    holes: found.holes.map((hole) => ({ ...hole, ...suggested.get(hole.id) })),
  };
}

/** Holes for which a model is asked: those that the run asks somebody about or fills. `asking` is null for runs that ask for all. */
function modelled(ir: IR, { model }: Asker, asking: Asking | null): Hole[] {
  if (model === "offline") return [];
  const wanted = asking === null ? inOrder(ir) : asking.policy === "fail" ? [] : awaitedHoles(ir, asking);
  return wanted.slice(0, MOST_QUESTIONS);
}

/** The hole with what the rules and the model suggest, not weighed with what was decided before. */
async function withModel(
  ir: IR,
  hole: Hole,
  history: History,
  text: string | null,
  asker: Asker,
  context: NodeContext,
): Promise<Hole> {
  const [ofRules, ofModel] = await Promise.all([
    suggest(ir, hole, NO_HISTORY, new SolverAsker(context.solver, LIMITS)),
    fromModel(ir, hole, history, text, asker, context),
  ]);
  return { ...hole, suggestions: [...besideRules(hole, ofModel, ofRules), ...ofRules] };
}

async function detected(ir: IR, text: string | null): Promise<IR> {
  try {
    return await detectHoles(ir, text);
  } catch (error) {
    if (error instanceof DependencyCycle) throw new TerminalError("dependency_cycle", error.message);
    throw error;
  }
}

async function fromModel(
  ir: IR,
  open: Hole,
  history: History,
  prompt: string | null,
  asker: Asker,
  context: NodeContext,
): Promise<Hole["suggestions"]> {
  const { clause, kind, subject, type_hint, description, context: why } = open;
  const question = {
    contract: contractOf(ir),
    prompt,
    hole: { clause, kind, subject, type_hint, description, context: why },
    earlier: examplesOf(history, caseOf(ir, open)),
  };
  const asked = await ask(context, asker, holeSuggestion, question);
  // Without an answer the hole has the suggestions of the rules.
  return asked.ok ? asked.output.suggestions.map((reading) => ({ ...reading })) : [];
}

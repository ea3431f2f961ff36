import { asksForCondition } from "../../holes/apply/clause.ts";
import { detectHoles } from "../../holes/detect/detect.ts";
import { Asker as SolverAsker } from "../../holes/satisfiable.ts";
import { DependencyCycle } from "../../holes/select-next.ts";
import { NO_HISTORY } from "../../holes/suggest/history.ts";
import { joined, type Material, materialOfCode, materialOfWords, NO_MATERIAL } from "../../holes/suggest/material.ts";
import { materialOfSiblings } from "../../holes/suggest/siblings.ts";
import { suggest } from "../../holes/suggest/suggest.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { constraintExtraction } from "../../signatures/constraint-extraction.ts";
import type { NodeContext } from "../context.ts";
import { ask } from "../forward/ask.ts";
import { headerOf } from "../forward/contract.ts";
import { NO_INTENT } from "../forward/contract-nodes.ts";
import type { Asker } from "../forward/facts.ts";
import { LIMITS } from "../holes/decide.ts";
import type { Studied } from "./study.ts";

/** The contract with a hole for what is found open in it, and suggestions in the open holes that rest on what its code and the words of the request tell. Holes that have readings to choose from keep them. */
export async function offer(
  given: IR,
  studied: Studied | null,
  text: string | null,
  asker: Asker,
  context: NodeContext,
): Promise<IR> {
  const ir = await withGaps(given, text);
  const ofCode =
    studied === null
      ? NO_MATERIAL
      : joined(materialOfCode(studied.ir, studied.needs), materialOfSiblings(ir, studied.siblings));
  const material = joined(ofCode, await wordsOf(ir, text, asker, context));
  const solver = new SolverAsker(context.solver, LIMITS);
  const holes: Hole[] = [];
  for (const hole of ir.holes)
    holes.push(
      hole.status === "open" && hole.suggestions.length < 2 && mayTell(hole, material)
        ? { ...hole, suggestions: await suggest(ir, hole, NO_HISTORY, solver, material) }
        : hole,
    );
  return { ...ir, holes };
}

/** As it is where holes depend on each other in a circle: whoever prepares them refuses that. */
async function withGaps(ir: IR, text: string | null): Promise<IR> {
  try {
    return await detectHoles(ir, text);
  } catch (error) {
    if (error instanceof DependencyCycle) return ir;
    throw error;
  }
}

function mayTell(hole: Hole, { candidates, types, observed }: Material): boolean {
  return asksForCondition(hole) ? candidates.length + observed.length > 0 : types.size > 0;
}

/** What the rules read in the request. A configured model is asked for each hole elsewhere. */
async function wordsOf(ir: IR, text: string | null, asker: Asker, context: NodeContext): Promise<Material> {
  if (text === null || asker.model !== "offline") return NO_MATERIAL;
  // Under the def line words are read with the names of the contract; by themselves some say more. What names no parameter of the contract cannot be answered, and is left out like any such suggestion.
  const texts = [...new Set([asStub(ir, text), text])];
  const conditions = new Set<string>();
  for (const prompt of texts) {
    const asked = await ask(context, asker, constraintExtraction, { prompt, context: null, intent: NO_INTENT });
    if (!asked.ok) continue;
    for (const { expression } of [...asked.output.preconditions, ...asked.output.postconditions])
      conditions.add(expression);
  }
  return materialOfWords([...conditions]);
}

/** The words under the def line of the contract, so that they are read with its names; as they are where they have one. */
function asStub(ir: IR, text: string): string {
  if (/^\s*(?:async\s+)?def\s/m.test(text)) return text;
  const indented = text.trim().replaceAll('"""', "'''").replaceAll("\n", "\n    ");
  return `${headerOf(ir)}:\n    """${indented}\n    """\n`;
}

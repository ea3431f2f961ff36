import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { asksForCondition } from "../apply/clause.ts";
import { guardOf } from "../contradict/probes.ts";
import { distinctionText, distinguish } from "../distinguish.ts";
import { nameOf } from "../propagate/types.ts";
import { refuseCycles } from "../select-next.ts";
import { conflictingExamples } from "./conflicting-examples.ts";
import { openEdgeCases } from "./edge-cases.ts";
import { holeOf } from "./gap.ts";
import { openTies } from "./ties.ts";
import { missingTypes } from "./types.ts";
import { undefinedTerms } from "./undefined-terms.ts";
import { vagueWords } from "./vague-words.ts";

/**
 * The IR with a hole for each gap and ambiguity that is found in it and in `text` (the prompt; the IR's own words where it is null). A hole has two readings as suggestions where there are two, and in `context` why it
 * matters: an input on which they differ. Holes that are there already stay as they are, also under another id where they ask of the same case.
 */
export async function detectHoles(ir: IR, text: string | null): Promise<IR> {
  const words = text ?? [ir.intent.summary, ...ir.intent.success_criteria].join(". ");
  const gaps = [
    ...missingTypes(ir),
    ...conflictingExamples(ir),
    ...undefinedTerms(ir),
    ...openEdgeCases(ir),
    ...openTies(ir, words),
    ...vagueWords(words),
  ];
  const known = new Set(ir.holes.map(({ id }) => id));
  const asked = new Set(ir.holes.flatMap(casesOf));
  const found: Hole[] = [];
  for (const gap of gaps) {
    const hole = holeOf(ir, gap);
    if (
      known.has(hole.id) ||
      ir.holes.some((other) => asksTheSame(other, hole)) ||
      casesOf(hole).some((one) => asked.has(one))
    )
      continue;
    known.add(hole.id);
    found.push({ ...hole, context: hole.context ?? (await whyItMatters(ir, hole)) });
  }
  return withDependencies({ ...ir, holes: [...ir.holes, ...found] });
}

/** Two holes that ask for one element or word. */
const asksTheSame = (one: Hole, other: Hole): boolean =>
  one.clause === other.clause && one.kind === other.kind && one.subject === other.subject;

/** The cases on inputs of which the suggestions of a hole speak. */
function casesOf(hole: Hole): string[] {
  if (!asksForCondition(hole)) return [];
  const guards = hole.suggestions.map(({ value }) => guardOf(parseExpression(value)));
  return [...new Set(guards.flatMap((guard) => (guard === null ? [] : [printExpression(guard)])))];
}

/** An input on which the two first suggestions differ; null for what is no condition, and where none is found by trying small inputs. */
export async function whyItMatters(ir: IR, hole: Hole): Promise<string | null> {
  const [one, other] = hole.suggestions;
  if (one === undefined || other === undefined || !asksForCondition(hole)) return null;
  const readings = [one.value, other.value] as const;
  const { distinction } = await distinguish(ir, readings);
  return distinction === null ? null : distinctionText(ir.signature.name, distinction, readings);
}

/** Holes with what they depend on: a condition on the types of the names that it speaks of. Types depend on nothing, so there is no cycle; one that others have made is refused with `DependencyCycle`. */
export function withDependencies(ir: IR): IR {
  const types = new Map(
    ir.holes
      .filter(({ clause, kind, status }) => clause === "signature" && kind === "type" && status === "open")
      .map((hole) => [nameOf(ir, hole), hole.id]),
  );
  const holes = ir.holes.map((hole): Hole => {
    if (hole.status !== "open" || !asksForCondition(hole)) return hole;
    const names = new Set(hole.suggestions.flatMap(({ value }) => namesOf(parseExpression(value))));
    const more = [...names]
      .flatMap((name) => types.get(name) ?? [])
      .filter((id) => id !== hole.id && !hole.dependencies.includes(id));
    return more.length === 0 ? hole : { ...hole, dependencies: [...hole.dependencies, ...more] };
  });
  refuseCycles(holes);
  return { ...ir, holes };
}

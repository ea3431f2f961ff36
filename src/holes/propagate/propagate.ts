import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { HoleId } from "../../ir/ids.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Change } from "../change.ts";
import { changesBetween } from "../changes-between.ts";
import type { Asker } from "../satisfiable.ts";
import { typesOf } from "../try/inputs.ts";
import { affectedHoles, affectedNames } from "./affected.ts";
import { type Range, rangeOf } from "./bounds.ts";
import { excludedSuggestions } from "./conditions.ts";
import { INFERRED, INFERRED_CONFIDENCE, inferredTypes } from "./types.ts";

/** What an answer did to the holes that are still open. All numbers are computed. */
export interface Propagation {
  ir: IR;
  changes: Change[];
  /** Suggestions that cannot be taken any more. */
  withdrawn: { hole: HoleId; value: string; reason: string }[];
  /** Suggestions that follow. */
  added: { hole: HoleId; value: string; rationale: string }[];
  /** Number of suggestions of each hole whose number changed. */
  counts: { hole: HoleId; before: number; after: number }[];
  /** What is left of the integers of which the affected holes speak, where the answer narrowed it and the clauses are about integers alone. */
  ranges: { before: Range; after: Range }[];
}

/** Most integers of which ranges are computed: each takes some dozens of questions to the solver. */
const MOST_RANGES = 2;
/** Questions for all ranges of one answer, and the share of the limits that each may use: a range is a service, and one that is hard to compute is left out. */
const MOST_QUESTIONS = 160;
const SHARE = 0.1;

/**
 * Narrows what depends on an answer. `before` and `after` are the IR around it, `cause` is its hole. The solver is not asked where nothing depends. What stands in the IR afterwards is
 * only ever less than the contract allows by what it is shown to exclude.
 */
export async function propagate(before: IR, after: IR, cause: HoleId, asker: Asker | null): Promise<Propagation> {
  const names = affectedNames(before, after);
  const holes = affectedHoles(after, cause, names);
  const excluded = holes.length === 0 ? [] : await excludedSuggestions(before, after, holes, asker);
  const inferred = names.size === 0 ? [] : inferredTypes(after);
  const changes: Change[] = [];
  const counts: Propagation["counts"] = [];
  const added: Propagation["added"] = [];
  let ir = after;
  for (const hole of after.holes) {
    if (hole.status !== "open") continue;
    const gone = excluded.filter((one) => one.hole.id === hole.id);
    const type = inferred.find((one) => one.hole.id === hole.id);
    // A type that followed before and does not any more gives way, so that the order of answers leaves no trace.
    const stale = hole.suggestions.filter(
      ({ value, rationale }) => names.size > 0 && rationale === INFERRED && value !== type?.annotation,
    );
    const left = hole.suggestions.filter(
      (one) => !stale.includes(one) && !gone.some(({ value }) => value === one.value),
    );
    const more = type === undefined || left.some(({ value }) => value === type.annotation) ? [] : [type];
    if (gone.length === 0 && more.length === 0 && stale.length === 0) continue;
    const followed = more.map(({ annotation }) => ({
      value: annotation,
      rationale: INFERRED,
      confidence: INFERRED_CONFIDENCE,
    }));
    const suggestions = inOrder([...left, ...followed]);
    for (const { annotation, clauses } of more) {
      const rationale = `Follows from ${clauses.map((text) => `\`${text}\``).join(", ")}.`;
      added.push({ hole: hole.id, value: annotation, rationale });
    }
    const narrowed: IR = {
      ...ir,
      holes: ir.holes.map((other) => (other.id === hole.id ? { ...other, suggestions } : other)),
    };
    const reasons = [
      ...gone.map(({ value, reason }) => `\`${value}\`: ${reason}`),
      ...stale.map(({ value }) => `\`${value}\` does not follow any more`),
      ...more.map(({ annotation }) => `\`${annotation}\`: ${INFERRED}`),
    ];
    changes.push(...changesBetween(ir, narrowed, cause, reasons.join(" ").slice(0, 2000)));
    if (suggestions.length !== hole.suggestions.length)
      counts.push({ hole: hole.id, before: hole.suggestions.length, after: suggestions.length });
    ir = narrowed;
  }
  return {
    ir,
    changes,
    withdrawn: excluded.map(({ hole, value, reason }) => ({ hole: hole.id, value, reason })),
    added,
    counts,
    ranges:
      asker === null || holes.length === 0
        ? []
        : await asker.sparingly(MOST_QUESTIONS, SHARE, (sparing) =>
            narrowedRanges(before, after, holes, names, sparing),
          ),
  };
}

/** The most confident first, in an order that does not depend on which came first. */
const inOrder = (suggestions: Hole["suggestions"]): Hole["suggestions"] =>
  suggestions.toSorted((a, b) => b.confidence - a.confidence || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));

/** Ranges, before and after, of the affected integers of which the holes speak. */
async function narrowedRanges(
  before: IR,
  after: IR,
  holes: readonly Hole[],
  names: ReadonlySet<string>,
  asker: Asker,
): Promise<Propagation["ranges"]> {
  const clausesAlike =
    before.assertions.length === after.assertions.length &&
    before.assertions.every(({ expression }, index) => expression.text === after.assertions[index]?.expression.text);
  if (clausesAlike) return [];
  const types = typesOf(after);
  const spoken = new Set(
    holes.flatMap(({ suggestions }) => suggestions.flatMap(({ value }) => namesOf(parseExpression(value)))),
  );
  // Beside sequences and text one question may take as long as all others together.
  const isCheap = [...names].every((name) => ["int", "bool"].includes(types.get(name)?.kind ?? ""));
  const measures = isCheap ? [...spoken].filter((name) => names.has(name) && types.get(name)?.kind === "int") : [];
  const ranges: Propagation["ranges"] = [];
  for (const measure of measures.slice(0, MOST_RANGES)) {
    const now = await rangeOf(after, measure, asker);
    if (now.lowest === null && now.highest === null) continue;
    const old = await rangeOf(before, measure, asker);
    if (old.lowest !== now.lowest || old.highest !== now.highest) ranges.push({ before: old, after: now });
  }
  return ranges;
}

import type { HoleView } from "../../scripts/lib/hole-view.ts";
import { guardOf } from "../../src/holes/contradict/probes.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { printExpression } from "../../src/ir/expression/print.ts";
import type { Reference } from "./reference.ts";
import { columns, isExcludedBy } from "./same.ts";

export interface Consequence {
  kind: "withdrawn" | "added" | "clause";
  hole: string;
  value: string;
  /** Whether the reference satisfies what follows; null where the file has no calls that could tell. */
  right: boolean | null;
}

/**
 * What an answer led to in other holes and clauses, judged by CPython on calls of the file that are right: a suggestion that was withdrawn must be false on one of them, or say nothing of any, or where there are none cannot hold beside the whole reference, and a clause that was put
 * differently must hold on all. Where the hidden part of another hole is known (`truths`, by hole), withdrawing it is wrong whatever the calls.
 */
export async function consequences(
  answered: string,
  before: readonly HoleView[],
  after: readonly HoleView[],
  truths: ReadonlyMap<string, string>,
  reference: Reference,
): Promise<Consequence[]> {
  const found: Consequence[] = [];
  for (const old of before) {
    const now = after.find(({ id }) => id === old.id);
    if (old.id === answered || old.status !== "open" || now === undefined || now.status !== "open") continue;
    const had = new Set(old.suggestions.map(({ value }) => value));
    const has = new Set(now.suggestions.map(({ value }) => value));
    const truth = truths.get(old.id) ?? null;
    for (const value of had)
      if (!has.has(value))
        found.push({
          kind: "withdrawn",
          hole: old.id,
          value,
          right:
            value === truth
              ? false
              : old.kind === "type"
                ? truth === null
                  ? null
                  : true
                : await isExcluded(value, reference),
        });
    // One more suggestion excludes nothing; whether it is the hidden part is counted elsewhere.
    for (const value of has) if (!had.has(value)) found.push({ kind: "added", hole: old.id, value, right: null });
  }
  const own = after.find(({ id }) => id === answered);
  for (const { path, after: value, reason } of own?.changes ?? []) {
    const text =
      path.startsWith("/assertions/") && typeof reason === "string" && reason !== "" ? clauseText(path, value) : null;
    if (text !== null) found.push({ kind: "clause", hole: answered, value: text, right: await holds(text, reference) });
  }
  return found;
}

/** Whether the reference's right calls show that the condition does not hold; null without a call that could. */
async function isExcluded(value: string, reference: Reference): Promise<boolean | null> {
  const guard = guardOf(parseExpression(value));
  const clauses = guard === null ? [value] : [value, printExpression(guard)];
  const [judged = [], applies = null] = await columns(reference, clauses, reference.points.right);
  const decisive = judged.filter(
    (outcome, index) =>
      (outcome === "true" || outcome === "false" || outcome === "error") &&
      (applies === null || applies[index] === "true"),
  );
  // Where no call tells, the solver may, in this process and with the contract in which nothing is hidden.
  return decisive.length === 0 ? isExcludedBy(reference.ir, value) : decisive.some((outcome) => outcome !== "true");
}

async function holds(value: string, reference: Reference): Promise<boolean | null> {
  const [judged = []] = await columns(reference, [value], reference.points.right);
  const decisive = judged.filter((outcome) => outcome === "true" || outcome === "false");
  return decisive.length === 0 ? null : decisive.every((outcome) => outcome === "true");
}

function clauseText(path: string, value: unknown): string | null {
  if (typeof value === "string") return path.endsWith("/text") ? value : null;
  if (typeof value !== "object" || value === null) return null;
  const expression = "expression" in value ? value.expression : value;
  if (typeof expression !== "object" || expression === null || !("text" in expression)) return null;
  return typeof expression.text === "string" ? expression.text : null;
}

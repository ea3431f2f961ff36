import { asObject, type JsonObject } from "../../scripts/lib/client.ts";
import { type HoleView, holesOf } from "../../scripts/lib/hole-view.ts";
import type { IR } from "../../src/ir/ir.ts";
import { type Beside, besideOf } from "../holes/beside.ts";
import { type Hidden, hide, partsOf } from "../holes/hide.ts";
import { type Consequence, consequences } from "../holes/propagated.ts";
import { type Reference, referencesOf } from "../holes/reference.ts";
import { type Sameness, sameAs } from "../holes/same.ts";
import { variantsOf } from "../holes/variants.ts";
import type { Suite, SuiteContext } from "../suite.ts";

/** Most parts of one reference that are hidden: long modules would outweigh everything else. `not_hidden` counts the others. */
const MOST_PARTS = 24;

/**
 * Each clause and type of a reference contract is hidden in turn behind a hole of its kind, and a `resolve` run is asked for suggestions: `top1` and `top3` count hidden parts that are among the first one and three, by meaning
 * (`by_text`, `by_solver`, `by_inputs` say on what that rests, for the first that is right). Then another part is hidden too, offered beside its opposite and conditions like the first one's opposite, and the first hole is answered with the truth: `propagated` counts what
 * followed for other holes and clauses, `propagated_wrong` what the reference contradicts, `propagated_unjudged` what no call of the file tells about. `truth_refused` are answers that were called contradictions although
 * the reference says so. `with_code` and `with_words` are hidden parts beside which the code or the description was given: 0 where suggestions come of the contract alone. `truth_outside` those that cannot be said in Lift's language.
 */
export const holes: Suite = {
  name: "holes",
  fields: [
    ...["hidden", "top1", "top3", "hidden_types", "types_top1", "types_top3", "suggested"],
    ...["by_text", "by_solver", "by_inputs", "propagated", "propagated_wrong", "propagated_unjudged"],
    ...["withdrawn", "answered", "truth_refused", "truth_outside", "without_reference", "not_hidden"],
    ...["with_code", "with_words"],
  ],
  width: 3,
  async evaluate(row, context) {
    const counts: Record<string, number> = {};
    const detail: JsonObject[] = [];
    const count = (field: string, by = 1) => {
      counts[field] = (counts[field] ?? 0) + by;
    };
    const references = await referencesOf(row, context);
    if (references.length === 0) count("without_reference");
    for (const reference of references) {
      const parts = partsOf(reference.ir);
      count("not_hidden", Math.max(0, parts.length - MOST_PARTS));
      for (const [index, part] of parts.slice(0, MOST_PARTS).entries()) {
        const other = parts.length > 1 ? (parts[(index + 1) % parts.length] ?? null) : null;
        try {
          detail.push(await suggested(reference, part, context, count));
          if (other !== null) detail.push(await followed(reference, part, other, context, count));
        } catch (error) {
          count("errors");
          detail.push({ part: `${part.kind} ${part.truth}`, crashed: String(error) });
        }
      }
    }
    return { counts, detail };
  },
};

type Count = (field: string, by?: number) => void;

async function suggested(reference: Reference, part: Hidden, context: SuiteContext, count: Count): Promise<JsonObject> {
  const hidden = hide(reference.ir, part);
  count("hidden");
  if (part.kind === "type") count("hidden_types");
  const beside = await besideOf(reference, part, context);
  if (beside.code !== undefined) count("with_code");
  if (beside.prompt !== undefined) count("with_words");
  const { holes: open, cancel } = await knowing(part, hidden, context, () => resolving(hidden.ir, context, beside));
  await cancel();
  const values = open.find(({ id }) => id === hidden.hole)?.suggestions.map(({ value }) => value) ?? [];
  if (values.length > 0) count("suggested");
  const same = await sameAs(part, values.slice(0, 3), hidden.ir, reference, context.oracle);
  const rank = same.findIndex((one) => one !== null);
  if (rank === 0) for (const field of part.kind === "type" ? ["top1", "types_top1"] : ["top1"]) count(field);
  if (rank >= 0) {
    for (const field of part.kind === "type" ? ["top3", "types_top3"] : ["top3"]) count(field);
    count(`by_${same[rank] as Exclude<Sameness, null>}`);
  }
  return {
    hidden: `${part.kind} ${part.truth}`,
    suggestions: values,
    rank: rank < 0 ? null : rank + 1,
    by: same[rank] ?? null,
  };
}

/** While the simulated model, where there is one, knows what is hidden. */
function knowing<Result>(
  { kind, truth }: Hidden,
  { ir, hole }: { ir: IR; hole: string },
  context: SuiteContext,
  work: () => Promise<Result>,
): Promise<Result> {
  if (context.hidden === null) return work();
  const subject = ir.holes.find(({ id }) => id === hole)?.subject ?? "";
  const { name } = ir.signature;
  return context.hidden.during({ name, subject, kind: kind === "type" ? "type" : "condition", truth }, work);
}

/** Answers one hole with the truth beside another one, whose own truth has to stay possible. */
async function followed(
  reference: Reference,
  part: Hidden,
  other: Hidden,
  context: SuiteContext,
  count: Count,
): Promise<JsonObject> {
  const first = hide(reference.ir, part);
  const both = hide(first.ir, other, [other.truth, oppositeOf(other), ...rivalsOf(part, other)]);
  const { run, holes: before, cancel } = await resolving(both.ir, context);
  const path = `/v1/runs/${run}/holes/${first.hole}/resolution`;
  const { status, body } = await context.client.call("POST", path, { value: part.truth });
  const about = { answered: `${part.kind} ${part.truth}`, beside: `${other.kind} ${other.truth}` };
  if (status >= 300) {
    await cancel();
    const { code = null } = asObject(body);
    if (status === 409 && code === "hole_contradiction") count("truth_refused");
    else if (status === 422) count("truth_outside");
    else throw new Error(`the answer was met with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
    return { ...about, refused: body };
  }
  count("answered");
  await context.client.rest(run);
  const after = await holesOf(context.client, run);
  await cancel();
  const found = await consequences(first.hole, before, after, new Map([[both.hole, other.truth]]), reference);
  for (const { kind, right } of found) {
    count("propagated");
    if (kind === "withdrawn") count("withdrawn");
    if (right === false) count("propagated_wrong");
    if (right === null) count("propagated_unjudged");
  }
  return { ...about, followed: found.map((one: Consequence) => ({ ...one })) };
}

/** What cannot be true beside the hidden part, so that there is something to withdraw. */
function oppositeOf({ kind, truth }: Hidden): string {
  if (kind !== "type") return `not (${truth})`;
  return /\bbytes\b/.test(truth) ? "complex" : "bytes";
}

/** What the answer excludes, or may exclude: its opposite, and conditions that are nearly the same. */
const rivalsOf = (part: Hidden, other: Hidden): string[] =>
  part.kind === "type" || part.kind !== other.kind ? [] : [oppositeOf(part), ...variantsOf(part.truth).slice(0, 2)];

/** A run that waits with its holes. */
async function resolving(
  ir: IR,
  { client, model }: SuiteContext,
  beside: Beside = {},
): Promise<{ run: string; holes: HoleView[]; cancel: () => Promise<unknown> }> {
  // What a code tells is the same for all parts; what the simulated model knows is not.
  const cache = model === "offline" && beside.code !== undefined;
  // What one row was answered must not help the next.
  const options = { cache, learn: false };
  const run = await client.run({ graph: "resolve", input: { ir, ...beside }, options }, { rest: true });
  const id = String(run.id);
  if (run.status === "failed") throw new Error(`resolve failed: ${JSON.stringify(run.error)}`);
  return { run: id, holes: await holesOf(client, id), cancel: () => client.call("POST", `/v1/runs/${id}/cancel`) };
}

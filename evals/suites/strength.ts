import { asArray, asObject, type JsonObject } from "../../scripts/lib/client.ts";
import { completeSource, entryOf, lift, preconditionsOf } from "../lift.ts";
import type { Suite } from "../suite.ts";
import { type Judged, judgeValues, pointOf } from "../values.ts";

const HOLDING = new Set(["proved", "bounded", "tested"]);

/**
 * How much the lifted postconditions of a correct function say: the share of wrong programs of which some (arguments, wrong result) makes one of them
 * false or raise, and no right result may. The reference code is the row with the same `family`. Arguments that our preconditions refuse say nothing.
 */
export const strength: Suite = {
  name: "strength",
  fields: [
    ...["functions", "with_postconditions", "mutants", "rejected", "rejected_by_error_only"],
    ...["right_outputs", "right_outputs_rejected", "postconditions", "proved", "bounded", "tested"],
  ],
  width: 4,
  async evaluate(row, context) {
    const reference =
      typeof row.code === "string"
        ? row
        : context
            .beside(["code", "entry_point", "family", "tests"])
            .find(({ family, entry_point }) => family === row.family && entry_point === row.entry_point);
    if (reference === undefined) throw new Error(`no row with code and family ${row.family}; give its file by --with`);
    const { source } = await completeSource(reference, String(reference.code), context);
    const lifted = entryOf(await lift(source, context), row.entry_point);
    if (lifted === undefined) throw new Error(`no IR for ${row.entry_point}`);
    const post = lifted.clauses.filter(({ category, status }) => category === "postcondition" && HOLDING.has(status));
    const mutants = asArray(row.mutants ?? []).map((mutant) => asArray(asObject(mutant).wrong ?? []).map(asObject));
    const correct = asArray(row.correct ?? []).map(asObject);
    const counts: Record<string, number> = {
      functions: 1,
      with_postconditions: post.length > 0 ? 1 : 0,
      mutants: mutants.length,
      right_outputs: correct.length,
      postconditions: post.length,
    };
    for (const { status } of post) counts[status] = (counts[status] ?? 0) + 1;
    if (post.length === 0) return { counts };
    const pre = preconditionsOf(lifted);
    const points = [
      ...correct.map((entry) => pointOf(entry, "expected")),
      ...mutants.flat().map((entry) => pointOf(entry, "wrong")),
    ];
    const texts = [...pre, ...post.map(({ text }) => text)];
    const { judged, failed } = await judgeValues({
      source,
      function: String(row.entry_point),
      clauses: texts,
      points,
    });
    if (failed !== null) return { counts: { ...counts, errors: 1 }, detail: failed };
    const verdictOn = (index: number): Judged => overall(judged[index] ?? [], pre.length);
    const wrongRight: JsonObject[] = correct.flatMap((entry, index) =>
      isRejection(verdictOn(index)) ? [{ entry, clauses: broken(judged[index] ?? [], texts, pre.length) }] : [],
    );
    counts.right_outputs_rejected = wrongRight.length;
    let next = correct.length;
    const survivors: number[] = [];
    for (const [index, wrong] of mutants.entries()) {
      const verdicts = wrong.map(() => verdictOn(next++));
      if (verdicts.some(isRejection)) counts.rejected = (counts.rejected ?? 0) + 1;
      else survivors.push(index);
      if (verdicts.some(isRejection) && !verdicts.includes("false"))
        counts.rejected_by_error_only = (counts.rejected_by_error_only ?? 0) + 1;
    }
    return {
      counts,
      detail: {
        postconditions: post.map(({ text, status }) => `${status}: ${text}`),
        right_outputs_rejected: wrongRight,
        survivors,
      },
    };
  },
};

const isRejection = (judged: Judged): boolean => judged === "false" || judged === "error";

/** What the contract says of one pair: nothing when a precondition does not hold, else the strongest rejection among the postconditions. */
function overall(judged: Judged[], preconditions: number): Judged {
  if (judged.slice(0, preconditions).some((outcome) => outcome !== "true")) return "not_applicable";
  const post = judged.slice(preconditions);
  return post.includes("false") ? "false" : post.includes("error") ? "error" : "true";
}

function broken(judged: Judged[], texts: string[], from: number): string[] {
  return texts.filter((_, index) => index >= from && isRejection(judged[index] ?? "unjudged"));
}

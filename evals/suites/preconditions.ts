import { asArray, asObject, type JsonObject } from "../../scripts/lib/client.ts";
import { completeSource, entryOf, type LiftedFunction, lift, preconditionsOf } from "../lift.ts";
import type { Suite, SuiteContext } from "../suite.ts";
import { type Judged, judgeValues, pointOf } from "../values.ts";

/**
 * Preconditions found in code from which a person's contract was removed. An expected one is implied when ours reject every labelled input that it
 * rejects, or, where no labelled input decides, when Lift proves the implication for the types of the signature. `wrongly_refused` are valid inputs
 * that ours reject; a precondition that raises rejects.
 */
export const preconditions: Suite = {
  name: "preconditions",
  fields: [
    ...["functions", "expected", "implied", "implied_by_points", "implied_by_proof", "proof_contradicted", "undecided"],
    ...["valid_inputs", "wrongly_refused", "invalid_inputs", "rightly_refused", "unjudged", "ours"],
  ],
  width: 4,
  async evaluate(row, context) {
    const { source } = await completeSource(row, String(row.code), context);
    const lifted = entryOf(await lift(source, context), row.entry_point);
    if (lifted === undefined) throw new Error(`no IR for ${row.entry_point}`);
    const ours = [...new Set(preconditionsOf(lifted))];
    const expected = asArray(row.preconditions ?? []).map(String);
    const points = [...asArray(row.points ?? []), ...asArray(row.probes ?? [])]
      .map(asObject)
      .filter(({ pre }) => typeof pre === "boolean");
    const withContract = await completeSource(row, String(row.code_with_contract ?? row.code), context);
    const [oursOn, expectedOn] = await Promise.all([
      judgeOn(points, source, row, ours),
      judgeOn(points, withContract.source, row, expected),
    ]);
    const refused = oursOn.map((judged) => judged.some(rejects));
    const counts: Record<string, number> = { functions: 1, expected: expected.length, ours: ours.length };
    const count = (field: string) => {
      counts[field] = (counts[field] ?? 0) + 1;
    };
    const wronglyRefused: JsonObject[] = [];
    for (const [index, point] of points.entries()) {
      count(point.pre === true ? "valid_inputs" : "invalid_inputs");
      if (oursOn[index]?.includes("unjudged")) count("unjudged");
      if (refused[index] !== true) continue;
      count(point.pre === true ? "wrongly_refused" : "rightly_refused");
      if (point.pre === true && wronglyRefused.length < 10)
        wronglyRefused.push({ point, by: ours.filter((_, clause) => rejects(oursOn[index]?.[clause] ?? "true")) });
    }
    const proofs = await prove(lifted, source, ours, expected, context);
    const decisions = expected.map((text, clause) => {
      const decisive = points.flatMap((point, index) =>
        point.pre === false && rejects(expectedOn[index]?.[clause] ?? "true") ? [refused[index] === true] : [],
      );
      const byPoints = decisive.length === 0 ? null : decisive.every(Boolean);
      const proof = proofs[clause] ?? "unknown";
      if (byPoints === true) count("implied_by_points");
      else if (byPoints === null && proof === "proved") count("implied_by_proof");
      if (byPoints === true || (byPoints === null && proof === "proved")) count("implied");
      if (byPoints === false && proof === "proved") count("proof_contradicted");
      if (byPoints === null && proof !== "proved") count("undecided");
      return { text, points: decisive.length, by_points: byPoints, proof };
    });
    return {
      counts,
      detail: { ours, expected: decisions, ...(wronglyRefused.length > 0 ? { wrongly_refused: wronglyRefused } : {}) },
    };
  },
};

const rejects = (judged: Judged): boolean => judged === "false" || judged === "error";

async function judgeOn(points: JsonObject[], source: string, row: JsonObject, clauses: string[]): Promise<Judged[][]> {
  if (clauses.length === 0 || points.length === 0) return points.map(() => []);
  const report = await judgeValues({
    source,
    function: String(row.entry_point),
    clauses,
    points: points.map((point) => pointOf(point)),
  });
  if (report.judged.length === 0) throw new Error(`the judge could not run: ${report.failed}`);
  return report.judged;
}

/** What Lift says of each expected precondition as the postcondition of a function that does nothing and requires ours. */
async function prove(
  lifted: LiftedFunction,
  source: string,
  ours: string[],
  expected: string[],
  context: SuiteContext,
): Promise<string[]> {
  const parameters = asArray(asObject(lifted.ir.signature).parameters).map(asObject);
  if (expected.length === 0 || parameters.some(({ kind }) => String(kind).startsWith("var_"))) return [];
  const names = parameters.map(({ name }) => String(name)).join(", ");
  const typed = parameters.map(({ name, type_hint }) =>
    typeof type_hint === "string" ? `${name}: ${type_hint}` : name,
  );
  const lines = [
    ...["", "", "import icontract"],
    ...ours.map((text) => `@icontract.require(lambda ${names}: (${text}))`),
    ...expected.map((text) => `@icontract.ensure(lambda ${names}: (${text}))`),
    `def implied_preconditions(${typed.join(", ")}):`,
    "    return None",
  ];
  const run = await lift(source + lines.join("\n"), context, {
    function: "implied_preconditions",
    dynamic: false,
  }).catch(() => []);
  const post = run.flatMap(({ clauses }) => clauses.filter(({ category }) => category === "postcondition"));
  return expected.map((text) => post.find((clause) => sameText(clause.text, text))?.status ?? "unknown");
}

/** Clauses are given back in Lift's own spelling; spaces and outer parentheses do not tell them apart. */
const sameText = (left: string, right: string): boolean => left.replace(/[\s()]/g, "") === right.replace(/[\s()]/g, "");

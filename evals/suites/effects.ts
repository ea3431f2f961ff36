import { asArray, asObject, irsOf, type JsonObject } from "../../scripts/lib/client.ts";
import type { Effect } from "../../src/ir/ir.ts";
import { exceptionsOf, markersOf } from "../../src/python/effects/markers.ts";
import type { CaseResult, Suite } from "../suite.ts";

/**
 * Effects of labelled snippets. `effects` rows compare deal's marker names, `raises` rows exception classes, `mutates_argument` rows whether
 * an argument is mutated. `returns` rows label returned literals, which an effect is not: they are counted as `not_applicable`.
 */
export const effects: Suite = {
  name: "effects",
  fields: ["expected", "found", "spurious", "not_applicable"],
  width: 4,
  async evaluate(row, { client }) {
    if (row.kind === "returns") return { counts: { not_applicable: 1 } };
    const run = await client.run({ graph: "reverse", input: { source: row.code, module_body: true } });
    if (run.status !== "succeeded") return { counts: { errors: 1 }, detail: run.error };
    const irs = irsOf(run);
    const ir =
      row.scope === "module" ? irs.find((candidate) => qualifiedName(candidate) === "<module>") : lastFunction(irs);
    if (ir === undefined) return { counts: { errors: 1 }, detail: "no IR for the labelled scope" };
    const claimed = asArray(ir.effects) as unknown as Effect[];
    if (row.kind === "mutates_argument") {
      const mutates = claimed.some((effect) => effect.effect_type === "mutation");
      return compare(row.expected === true ? ["mutation"] : [], mutates ? ["mutation"] : []);
    }
    const expected = asArray(row.expected).map(String);
    if (row.kind === "raises") return compare(expected, exceptionsOf(claimed));
    return compare(expected, markersOf(claimed));
  },
};

function compare(expected: string[], claimed: string[]): CaseResult {
  const [want, got] = [new Set(expected), new Set(claimed)];
  const found = [...want].filter((item) => got.has(item)).length;
  const counts = { expected: want.size, found, spurious: got.size - found };
  return {
    counts,
    detail: found === want.size && got.size === found ? undefined : { expected: [...want], claimed: [...got] },
  };
}

function qualifiedName(ir: JsonObject): string {
  return String(asObject(ir.metadata).qualified_name);
}

function lastFunction(irs: JsonObject[]): JsonObject | undefined {
  return irs.filter((ir) => qualifiedName(ir) !== "<module>").at(-1);
}

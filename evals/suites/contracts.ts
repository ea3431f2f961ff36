import { asArray, asObject, irsOf, type Json, type JsonObject } from "../../scripts/lib/client.ts";
import type { Suite, SuiteContext } from "../suite.ts";

/** Rules of the reverse graph that read contracts a person wrote with a contract library. */
const LIBRARY_RULE = /^(icontract|deal|pep316)/;

/**
 * Contracts written by people are given back with the same meaning: same category, and the same CPython AST once the library's own
 * notation (`OLD.x`, `_.x`, `__return__`) is written as `result` and `old(...)`. `altered` counts clauses that Lift claims as declared and nobody wrote.
 */
export const contracts: Suite = {
  name: "contracts",
  fields: ["contracts", "captured", "altered", "missed"],
  width: 4,
  async evaluate(row, context) {
    const expected = await expectedContracts(row, context);
    if (expected.length === 0) return { counts: { contracts: 0 } };
    const source = String(row.code_with_contract);
    const run = await context.client.run({ graph: "reverse", input: { source } });
    if (run.status !== "succeeded") {
      return { counts: { contracts: expected.length, missed: expected.length, errors: 1 }, detail: run.error };
    }
    const ir = irsOf(run).find((candidate) => asObject(candidate.signature).name === row.entry_point);
    if (ir === undefined)
      return { counts: { contracts: expected.length, missed: expected.length, errors: 1 }, detail: "no IR" };
    const claimed = await claimedContracts(ir, context);
    const open = [...claimed];
    const missed: string[] = [];
    for (const contract of expected) {
      const index = open.findIndex((claim) => claim.category === contract.category && claim.normal === contract.normal);
      if (index === -1) missed.push(`${contract.category}: ${contract.text}`);
      else open.splice(index, 1);
    }
    return {
      counts: {
        contracts: expected.length,
        captured: expected.length - missed.length,
        altered: open.length,
        missed: missed.length,
      },
      detail:
        missed.length + open.length === 0
          ? undefined
          : { missed, altered: open.map(({ category, text }) => `${category}: ${text}`) },
    };
  },
};

interface Contract {
  category: string;
  text: string;
  normal: string | null;
}

async function expectedContracts(row: JsonObject, { oracle }: SuiteContext): Promise<Contract[]> {
  const parameters = asArray(asObject(row.signature).params).map((parameter) => asObject(parameter).name);
  const code = row.code_with_contract;
  const read = async (items: Json | undefined, category: string, role: string): Promise<Contract[]> =>
    Promise.all(
      asArray(items ?? []).map(async (item) => {
        const { expr, args } = asObject(item);
        const question = {
          op: "expression",
          notation: true,
          text: expr,
          args: args ?? null,
          role,
          code,
          parameters,
        };
        return { category, text: String(expr), normal: await oracle.normal(question) };
      }),
    );
  return [...(await read(row.pre, "precondition", "pre")), ...(await read(row.post, "postcondition", "post"))];
}

async function claimedContracts(ir: JsonObject, { oracle }: SuiteContext): Promise<Contract[]> {
  const evidence = new Map(
    asArray(asObject(ir.metadata).evidence).map((item) => [asObject(item).id, String(asObject(item).rule)]),
  );
  const claims: Contract[] = [];
  for (const item of asArray(ir.assertions)) {
    const assertion = asObject(item);
    const rules = asArray(asObject(assertion.provenance).evidence_refs).map(
      (reference) => evidence.get(reference) ?? "",
    );
    const category = String(assertion.category);
    if (category === "invariant" || !rules.some((rule) => LIBRARY_RULE.test(rule))) continue;
    const text = String(asObject(assertion.expression).text);
    claims.push({ category, text, normal: await oracle.normal({ op: "expression", text }) });
  }
  return claims;
}

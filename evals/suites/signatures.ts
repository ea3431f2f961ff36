import { asArray, asObject, irsOf, type JsonObject } from "../../scripts/lib/client.ts";
import type { CaseResult, Suite, SuiteContext } from "../suite.ts";

/**
 * Signatures against CPython's `ast`: annotations, defaults and kinds that are present in `code` must come back exactly. Where a row has
 * `code_stripped`, each type the author had written is inferable and each type claimed counts as inferred; where it has `facts`, those are the truth.
 * Types are compared in one normal form (`Optional[int]` is `int | None`), and only equality is right: a refinement is wrong here.
 */
export const signatures: Suite = {
  name: "signatures",
  fields: [
    ...["functions", "parameters", "annotations", "annotations_right", "defaults", "defaults_right", "kinds_right"],
    ...["inferable", "inferred", "inferred_right"],
  ],
  width: 4,
  async evaluate(row, context) {
    const present = await presentParts(row, context);
    if (typeof row.code_stripped === "string") return merge(present, await strippedTypes(row, context));
    if (Array.isArray(row.facts)) return merge(present, await factTypes(row, context));
    return present;
  },
};

function merge(a: CaseResult, b: CaseResult): CaseResult {
  const counts = { ...a.counts };
  for (const [key, value] of Object.entries(b.counts)) counts[key] = (counts[key] ?? 0) + value;
  return { counts, detail: { present: a.detail, inferred: b.detail } };
}

async function liftedByLine(source: string, { client }: SuiteContext): Promise<Map<number, JsonObject>> {
  const run = await client.run({ graph: "reverse", input: { source } });
  if (run.status !== "succeeded") throw new Error(`run ${run.status}: ${JSON.stringify(run.error)}`);
  return new Map(irsOf(run).map((ir) => [Number(asObject(asObject(ir.metadata).span).line), ir]));
}

async function presentParts(row: JsonObject, context: SuiteContext): Promise<CaseResult> {
  const truth = await context.oracle.ask({ op: "signatures", code: row.code });
  if (truth.ok !== true) return { counts: { errors: 1 }, detail: truth.error };
  const lifted = await liftedByLine(String(row.code), context);
  const counts = {
    functions: 0,
    parameters: 0,
    annotations: 0,
    annotations_right: 0,
    defaults: 0,
    defaults_right: 0,
    kinds_right: 0,
  };
  const wrong: string[] = [];
  const equal = async (expected: unknown, actual: unknown) => {
    const [a, b] = await Promise.all(
      [expected, actual].map((text) => context.oracle.normal({ op: "expression", text: String(text) })),
    );
    return a !== null && a === b;
  };
  for (const item of asArray(truth.functions)) {
    const expected = asObject(item);
    counts.functions++;
    const ir = lifted.get(Number(expected.line));
    const signature = ir === undefined ? null : asObject(ir.signature);
    const actual = signature === null ? [] : asArray(signature.parameters).map(asObject);
    for (const [index, entry] of asArray(expected.parameters).entries()) {
      const { name, kind, annotation, default: standard } = asObject(entry);
      const parameter = actual[index];
      const same = parameter !== undefined && parameter.name === name;
      counts.parameters++;
      if (same && parameter.kind === kind) counts.kinds_right++;
      else wrong.push(`${expected.name}.${name}: kind`);
      if (annotation !== null) {
        counts.annotations++;
        if (same && parameter.type_hint !== null && (await equal(annotation, parameter.type_hint)))
          counts.annotations_right++;
        else wrong.push(`${expected.name}.${name}: ${annotation} came back as ${parameter?.type_hint}`);
      }
      if (standard !== null) {
        counts.defaults++;
        if (same && parameter.default !== null && (await equal(standard, parameter.default))) counts.defaults_right++;
        else wrong.push(`${expected.name}.${name} = ${standard} came back as ${parameter?.default}`);
      }
    }
    if (expected.returns !== null) {
      counts.annotations++;
      const returns = signature === null ? null : asObject(signature.returns).type_hint;
      if (returns !== null && (await equal(expected.returns, returns))) counts.annotations_right++;
      else wrong.push(`${expected.name} -> ${expected.returns} came back as ${returns}`);
    }
  }
  return { counts, detail: wrong.length === 0 ? undefined : wrong };
}

interface TypeClaim {
  place: string;
  expected: string;
  claimed: string | null;
}

async function strippedTypes(row: JsonObject, context: SuiteContext): Promise<CaseResult> {
  const truth = asObject(row.signature);
  const lifted = await liftedByLine(String(row.code_stripped), context);
  const ir = [...lifted.values()].find((candidate) => asObject(candidate.signature).name === truth.name);
  if (ir === undefined) throw new Error(`no IR for ${truth.name}`);
  const signature = asObject(ir.signature);
  const parameters = new Map(
    asArray(signature.parameters).map((item) => [asObject(item).name, asObject(item).type_hint]),
  );
  const claims: TypeClaim[] = [];
  for (const item of asArray(truth.params)) {
    const { name, type } = asObject(item);
    if (typeof type === "string")
      claims.push({ place: String(name), expected: type, claimed: hint(parameters.get(String(name))) });
  }
  if (typeof truth.returns === "string") {
    claims.push({ place: "return", expected: truth.returns, claimed: hint(asObject(signature.returns).type_hint) });
  }
  return judge(claims, async (claim) => {
    const [expected, claimed] = await Promise.all(
      [claim.expected, claim.claimed].map((text) => context.oracle.normal({ op: "type", text: String(text) })),
    );
    return expected === claimed;
  });
}

/** Facts name constructors only (`list`, `str`, `callable`), so a claim is judged by the constructors of its union's members. */
async function factTypes(row: JsonObject, context: SuiteContext): Promise<CaseResult> {
  const lifted = await liftedByLine(String(row.code), context);
  const byName = new Map(
    [...lifted.values()].map((ir) => [String(asObject(ir.metadata).qualified_name).replaceAll(".<locals>", ""), ir]),
  );
  const claims: TypeClaim[] = [];
  for (const item of asArray(row.facts)) {
    const fact = asObject(item);
    if (fact.file !== "main.py" || (fact.kind !== "return" && fact.kind !== "parameter")) continue;
    const ir = byName.get(String(fact.function));
    if (ir === undefined) continue;
    const signature = asObject(ir.signature);
    const place = `${fact.function}.${fact.name}`;
    const expected = asArray(fact.types).map(String).sort().join(" | ");
    if (fact.kind === "return") claims.push({ place, expected, claimed: hint(asObject(signature.returns).type_hint) });
    else {
      const parameter = asArray(signature.parameters)
        .map(asObject)
        .find((candidate) => candidate.name === fact.name);
      if (parameter !== undefined) claims.push({ place, expected, claimed: hint(parameter.type_hint) });
    }
  }
  return judge(claims, async (claim) => {
    const normal = await context.oracle.normal({ op: "type", text: String(claim.claimed) });
    return normal !== null && constructors(normal) === constructors(claim.expected);
  });
}

function constructors(type: string): string {
  const names = type.split(" | ").map((member) => member.replace(/\[.*$/, "").toLowerCase());
  return [...new Set(names.map((name) => (name === "nonetype" ? "none" : name)))].sort().join(" | ");
}

function hint(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

async function judge(claims: TypeClaim[], right: (claim: TypeClaim) => Promise<boolean>): Promise<CaseResult> {
  const counts = { inferable: claims.length, inferred: 0, inferred_right: 0 };
  const wrong: TypeClaim[] = [];
  for (const claim of claims) {
    if (claim.claimed === null) continue;
    counts.inferred++;
    if (await right(claim)) counts.inferred_right++;
    else wrong.push(claim);
  }
  return { counts, detail: wrong.length === 0 ? undefined : wrong };
}

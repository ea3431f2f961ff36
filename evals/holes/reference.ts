import { asArray, asObject, type Json, type JsonObject } from "../../scripts/lib/client.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { expressionText } from "../../src/ir/expression/text.ts";
import { namesOf } from "../../src/ir/expression/walk.ts";
import { clauseId } from "../../src/ir/hash.ts";
import { type Assertion, IR } from "../../src/ir/ir.ts";
import { completeSource, entryOf, type LiftedFunction, lift } from "../lift.ts";
import type { SuiteContext } from "../suite.ts";
import { type Points, pointsOf } from "./points.ts";

/** A function with its contract as a row has it, and what its file says of its calls. */
export interface Reference {
  ir: IR;
  source: string;
  points: Points;
  /** The code without its contract, and what is declared in it all the same; null where the row has no such code. */
  plain: { code: string; declared: LiftedFunction } | null;
  /** The row's description of the function. */
  words: string | null;
}

const CODE = ["code_with_contract", "code", "python_reference", "prompt"] as const;
const WRITTEN: ReadonlySet<string> = new Set(["declared", "human"]);
const DECLARED = { source: "declared", confidence: 1, author: null, timestamp: null, evidence_refs: [] } as const;

/**
 * The reference IRs of a row: what its code declares, types and conditions that stand beside the code in the row included. Holes of the reference itself are left out. None for a row whose contract is
 * labelled wrong or whose code has a recorded bug.
 */
export async function referencesOf(row: JsonObject, context: SuiteContext): Promise<Reference[]> {
  if ("bug" in row || row.test_set_correct === false) return [];
  if (typeof row.postcondition === "string") return [await withPostcondition(row, context)];
  if (typeof row.module_code === "string") return allOf(row, row.module_code, context);
  const code = CODE.map((field) => row[field]).find((text) => typeof text === "string" && text !== "");
  if (typeof code !== "string") return [];
  return [await entry(row, row, code, context)];
}

async function withPostcondition(row: JsonObject, context: SuiteContext): Promise<Reference> {
  const reference = context
    .beside(["code", "entry_point", "family", "tests"])
    .find((candidate) => candidate.family === row.family);
  if (reference === undefined) throw new Error(`no row with code and family ${row.family}; give its file by --with`);
  const { code, entry_point } = reference;
  const { postcondition } = row;
  const joined = await context.oracle.ask({ op: "with_postcondition", code, entry_point, postcondition });
  return entry(reference, reference, joined.ok === true ? String(joined.source) : String(code), context);
}

async function entry(row: JsonObject, io: JsonObject, code: string, context: SuiteContext): Promise<Reference> {
  const [{ source }, plain] = await Promise.all([
    completeSource(row, code, context),
    completeSource(row, String(row.code ?? code), context),
  ]);
  const lifted = entryOf(await lift(source, context, { symbolic: false, dynamic: false }), row.entry_point);
  if (lifted === undefined) throw new Error(`no IR for ${row.entry_point}`);
  const bareCode =
    typeof row.code === "string" ? plain.source : typeof row.python_reference === "string" ? source : null;
  return {
    ir: completed(IR.parse(lifted.ir), row),
    source: plain.source,
    points: pointsOf(io),
    plain: context.material.code && bareCode !== null ? await plainOf(bareCode, row.entry_point, context) : null,
    words: [row.description, row.docstring].map(textOf).find((text) => text !== null && text !== "") ?? null,
  };
}

async function allOf(row: JsonObject, code: string, context: SuiteContext): Promise<Reference[]> {
  const { source } = await completeSource(row, code, context);
  const lifted = await lift(source, context, { symbolic: false, dynamic: false });
  return lifted.map(({ ir }) => ({ ir: bare(IR.parse(ir)), source, points: pointsOf({}), plain: null, words: null }));
}

async function plainOf(code: string, name: Json | undefined, context: SuiteContext): Promise<Reference["plain"]> {
  const declared = entryOf(await lift(code, context, { symbolic: false, dynamic: false }), name);
  return declared === undefined ? null : { code, declared };
}

/** With the types and conditions that the row states beside its code. */
function completed(ir: IR, row: JsonObject): IR {
  const functions = Array.isArray(row.functions) ? row.functions.map(asObject) : [];
  const beside = functions.find(({ name }) => name === row.entry_point) ?? row;
  const signature = asObject(beside.signature ?? row.signature ?? {});
  const stated = new Map(asArray(signature.params ?? []).map((item) => [asObject(item).name, asObject(item).type]));
  const typed: IR = {
    ...ir,
    signature: {
      ...ir.signature,
      parameters: ir.signature.parameters.map((parameter) => ({
        ...parameter,
        type_hint: parameter.type_hint ?? textOf(stated.get(parameter.name)),
      })),
      returns: { ...ir.signature.returns, type_hint: ir.signature.returns.type_hint ?? textOf(signature.returns) },
    },
  };
  const conditions = [
    ...texts(beside.pre).map((text) => ["precondition", text] as const),
    ...texts(beside.post).map((text) => ["postcondition", text] as const),
  ];
  return conditions.reduce((before, [category, text]) => withClause(before, category, text), bare(typed));
}

/** Conditions in the notation of Nagini, as Lift's language writes them. Objects are conditions that the code declares anyway. */
function texts(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((item) => typeof item === "string")
    .map((text) =>
      text
        .replaceAll(/\bResult\(\)/g, "result")
        .replaceAll(/\bImplies\(/g, "implies(")
        .replaceAll(/\bOld\(/g, "old("),
    );
}

function withClause(ir: IR, category: Assertion["category"], text: string): IR {
  const expression = expressionText(text);
  const id = clauseId(category, expression.text);
  if (ir.assertions.some((one) => one.id === id)) return ir;
  const names = namesOf(parseExpression(text));
  const applies_to = [...ir.signature.parameters.map(({ name }) => name), "result"].filter((name) =>
    names.includes(name),
  );
  const verdict = { status: "unknown", reason: "not_attempted", detail: "" } as const;
  const provenance = { ...DECLARED, evidence_refs: [] };
  const assertion: Assertion = {
    id,
    category,
    expression,
    rationale: null,
    verdict,
    locked: false,
    applies_to,
    provenance,
  };
  return { ...ir, assertions: [...ir.assertions, assertion] };
}

/** Only what is certain: what was written, without holes and what was found about the code. */
const bare = (ir: IR): IR => ({
  ...ir,
  holes: [],
  assertions: ir.assertions.filter(({ provenance }) => WRITTEN.has(provenance.source)),
  metadata: { ...ir.metadata, checks: [] },
});

const textOf = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);

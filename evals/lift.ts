import { asArray, asObject, irsOf, type Json, type JsonObject } from "../scripts/lib/client.ts";
import type { ExecutionJob, JudgedClause, RefutedClause } from "./execution.ts";
import type { SuiteContext } from "./suite.ts";

export interface Clause {
  id: string;
  category: string;
  text: string;
  /** The verdict as the API gives it. */
  verdict: JsonObject;
  status: string;
  /** Where the clause comes from, such as `declared` or `symbolic`. */
  source: string;
}

export interface LiftedFunction {
  /** Dotted path in the module. */
  name: string;
  ir: JsonObject;
  clauses: Clause[];
  problems: JsonObject[];
}

/** Sources of clauses that a person wrote, in the code or about it. */
const WRITTEN = new Set(["declared", "human", "static"]);

/** The functions of a source as the `reverse` graph lifts them. Rejects when the run does not succeed. */
export async function lift(
  source: string,
  { client }: SuiteContext,
  input: JsonObject = {},
): Promise<LiftedFunction[]> {
  const run = await client.run({ graph: "reverse", input: { source, ...input } });
  if (run.status !== "succeeded") throw new Error(`reverse ${run.status}: ${JSON.stringify(run.error)}`);
  return irsOf(run).map((ir) => {
    const metadata = asObject(ir.metadata);
    return {
      name: String(metadata.qualified_name),
      ir,
      clauses: asArray(ir.assertions).map((item) => clauseOf(asObject(item))),
      problems: asArray(metadata.problems ?? []).map(asObject),
    };
  });
}

function clauseOf(assertion: JsonObject): Clause {
  const verdict = asObject(assertion.verdict);
  return {
    id: String(assertion.id),
    category: String(assertion.category),
    text: String(asObject(assertion.expression).text),
    verdict,
    status: String(verdict.status),
    source: String(asObject(assertion.provenance).source),
  };
}

export const isWritten = (clause: Clause): boolean => WRITTEN.has(clause.source);

/** Code of a row that can stand alone: cut-out methods get their class, well-known names their imports. */
export interface Source {
  source: string;
  /** Names that are known to nobody: calls that reach them raise. */
  unresolved: string[];
  unknown_imports: string[];
}

export async function completeSource(
  row: JsonObject,
  code: string,
  { oracle }: SuiteContext,
  imports: string[] = [],
): Promise<Source> {
  const written = Array.isArray(row.imports) ? row.imports.map(String) : [];
  const answer = await oracle.ask({ op: "complete", code, cls: row.cls ?? null, imports: [...written, ...imports] });
  if (answer.ok !== true) return { source: code, unresolved: [], unknown_imports: [] };
  return {
    source: String(answer.source),
    unresolved: asArray(answer.unresolved).map(String),
    unknown_imports: asArray(answer.unknown_imports).map(String),
  };
}

/** What the execution oracle is told about a lifted function. */
export function claimsOf(lifted: LiftedFunction): ExecutionJob["functions"][number] {
  const clauses: JudgedClause[] = [];
  const refuted: RefutedClause[] = [];
  for (const clause of lifted.clauses) {
    const { id, text, status } = clause;
    if (status === "refuted")
      refuted.push({ id, text, counterexample: asObject(clause.verdict.counterexample) as Record<string, string> });
    else if (clause.category === "postcondition" && ["proved", "bounded", "tested", "vacuous"].includes(status))
      clauses.push({ id, text, status, bound: textOf(clause.verdict.bound), proposed: !isWritten(clause) });
  }
  return { name: lifted.name, pre: preconditionsOf(lifted), clauses, refuted };
}

export function preconditionsOf(lifted: LiftedFunction): string[] {
  return lifted.clauses.filter(({ category }) => category === "precondition").map(({ text }) => text);
}

/** The entry point's IR: by its name, a module's function before a method. */
export function entryOf(functions: LiftedFunction[], name: Json | undefined): LiftedFunction | undefined {
  return functions.find((item) => item.name === name) ?? functions.find((item) => item.name.split(".").at(-1) === name);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Statements of a row that call its functions, whatever field they stand in. */
export function testsOf(row: JsonObject): string[] {
  const texts = (value: Json | undefined): string[] =>
    typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return [row.test_setup, row.tests, row.challenge_tests, row.test_call].flatMap(texts).filter((text) => text !== "");
}

/** Labelled inputs of a row's entry point, whatever field they stand in. */
export function callsOf(row: JsonObject): JsonObject[] {
  return [row.io_tests, row.points, row.probes, row.tests, row.correct].flatMap((value) =>
    Array.isArray(value)
      ? value.filter(
          (item): item is JsonObject =>
            item !== null && typeof item === "object" && !Array.isArray(item) && ("args" in item || "args_py" in item),
        )
      : [],
  );
}

import { asArray, asObject, type JsonObject } from "../../scripts/lib/client.ts";
import { type ExecutionReport, execute } from "../execution.ts";
import { callsOf, claimsOf, completeSource, lift, type Source, testsOf } from "../lift.ts";
import type { CaseResult, Suite, SuiteContext } from "../suite.ts";

/** Generated calls of one function, beside those that its tests and doctests make. */
const GENERATED = 80;

/** Fields that may hold a row's code, the one with most contracts first. */
const CODE_FIELDS = ["code_with_contract", "module_code", "code", "python_reference"];

const JUDGED = ["proved", "bounded", "tested", "vacuous"];

/**
 * Nothing that Lift claims of code may be contradicted by running it: every function is lifted, then executed by CPython on the calls of its own
 * tests and doctests and on generated inputs that meet the IR's preconditions. A clause is violated when an execution makes it false or raise.
 * `outside_types_*` counts calls with bools for ints or ints for floats, which annotations allow in part, and for clauses that a person wrote any
 * value of a parameter without annotation; `*_exercised` are clauses that at least one execution judged.
 */
export const soundness: Suite = {
  name: "soundness",
  fields: [
    "functions",
    ...JUDGED.flatMap((status) => [status, `${status}_violated`, `${status}_exercised`]),
    "refuted",
    "refuted_reproduced",
    "executions",
    "outside_types_executions",
    "outside_types_violated",
    "not_run",
  ],
  width: 4,
  async evaluate(row, context) {
    const { source } = await sourceOf(row, context);
    const functions = await lift(source, context);
    const counts: Record<string, number> = { functions: functions.length };
    const claims = functions.filter(({ name }) => !name.includes("<")).map(claimsOf);
    if (claims.every(({ clauses, refuted }) => clauses.length + refuted.length === 0)) return { counts };
    const report = await execute({
      source,
      functions: claims,
      entry_point: typeof row.entry_point === "string" ? row.entry_point : null,
      tests: testsOf(row),
      calls: callsOf(row),
      seed: context.seed,
      generated: GENERATED,
    });
    const count = (field: string, by = 1) => {
      counts[field] = (counts[field] ?? 0) + by;
    };
    for (const { clauses, refuted } of claims) {
      for (const { status } of clauses) count(status);
      count("refuted", refuted.length);
    }
    return tally(report, source, counts, count);
  },
};

async function sourceOf(row: JsonObject, context: SuiteContext): Promise<Source> {
  const codes = CODE_FIELDS.flatMap((field) => (typeof row[field] === "string" ? [row[field]] : []));
  const [first] = codes;
  if (first === undefined) throw new Error(`the row has none of ${CODE_FIELDS.join(", ")}`);
  let chosen: Source | null = null;
  for (const code of codes) {
    const completed = await completeSource(row, code, context);
    if (completed.unknown_imports.length === 0) return completed;
    chosen ??= completed;
  }
  return chosen ?? { source: first, unresolved: [], unknown_imports: [] };
}

function tally(
  report: ExecutionReport,
  source: string,
  counts: Record<string, number>,
  count: (field: string, by?: number) => void,
): CaseResult {
  count("refuted_reproduced", report.refuted.filter(({ reproduced }) => reproduced === true).length);
  const notes: JsonObject[] = [];
  for (const item of report.functions) {
    if (item.not_run !== undefined) {
      count("not_run");
      notes.push(item);
      continue;
    }
    const calls = asObject(item.counts) as Record<string, number>;
    count("executions", (calls.typed ?? 0) + (calls.untyped ?? 0));
    count("outside_types_executions", calls.outside_types ?? 0);
    for (const entry of asArray(item.clauses)) {
      const clause = asObject(entry);
      const violated = asObject(clause.violated) as Record<string, number>;
      const status = String(clause.status);
      const wrong = (violated.typed ?? 0) + (violated.untyped ?? 0);
      if (wrong > 0) count(`${status}_violated`);
      if (wrong > 0 || Number(clause.held) > 0) count(`${status}_exercised`);
      if ((violated.outside_types ?? 0) > 0) count("outside_types_violated");
    }
    if (Object.keys(asObject(item.notes)).length > 0 || asArray(item.unreadable).length > 0)
      notes.push({ name: item.name ?? null, notes: item.notes ?? null, unreadable: item.unreadable ?? null });
  }
  if (report.module_failed !== null) count("not_run", Number(counts.functions));
  if (!report.complete) count("errors");
  const lost = report.refuted.filter(({ reproduced }) => reproduced !== true);
  const problems = {
    ...(report.module_failed === null ? {} : { module_failed: report.module_failed }),
    ...(report.violations.length === 0 ? {} : { violations: report.violations }),
    ...(lost.length === 0 ? {} : { not_reproduced: lost }),
    ...(report.killed.length === 0 ? {} : { killed: report.killed }),
    ...(notes.length === 0 ? {} : { notes }),
  };
  if (Object.keys(problems).length === 0) return { counts };
  return { counts, detail: report.violations.length + lost.length > 0 ? { ...problems, source } : problems };
}

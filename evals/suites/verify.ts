import { asArray, asObject, type JsonObject } from "../../scripts/lib/client.ts";
import { execute } from "../execution.ts";
import { claimsOf, completeSource, entryOf, isWritten, type LiftedFunction, lift } from "../lift.ts";
import type { CaseResult, Suite, SuiteContext } from "../suite.ts";

/** Statuses of declared postconditions that the summary counts. */
const COUNTED = ["proved", "bounded", "tested", "unknown", "refuted", "vacuous"];

/** What a label says of some functions of one source: that a contract in it can be violated, or not; null when nobody labelled it. */
interface Subject {
  source: string;
  buggy: boolean | null;
  /** Only this function's clauses count; null for all. */
  function: string | null;
}

/**
 * Contracts told apart by whether the code meets them. Three shapes of rows: a function with CrossHair's expected output, which names the functions
 * that it finds at fault; a module with a recorded bug and the path of its correct form; a postcondition with a label, joined by `family` to the code.
 * A bug is found when a declared clause of the function is refuted and the counterexample makes it false in CPython. Every refutation of a clause
 * labelled right is a false alarm; `false_alarms_reproduced` are those which CPython confirms, where the label is wrong about inputs that nobody
 * labelled. `proved` to `vacuous` count declared postconditions.
 */
export const verify: Suite = {
  name: "verify",
  fields: [
    ...["correct", "false_alarms", "false_alarms_reproduced", "buggy", "found", "found_not_reproduced", "unlabelled"],
    ...["not_expressible", ...COUNTED],
  ],
  width: 3,
  async evaluate(row, context) {
    if (typeof row.postcondition === "string") return labelledPostcondition(row, context);
    if (typeof row.correct_module === "string") return recordedBug(row, context);
    const { source } = await completeSource(row, String(row.code_with_contract), context);
    const output = row.crosshair_expected_output;
    const name = String(row.entry_point);
    const buggy = typeof output === "string" ? reported(output).has(name) : null;
    const { result } = await judge({ source, buggy, function: name }, context);
    return result;
  },
};

/** Functions that CrossHair's output calls with a counterexample. */
function reported(output: string): Set<string> {
  return new Set([...output.matchAll(/calling ([\w.]+)\(/g)].map((match) => (match[1] ?? "").split(".").at(-1) ?? ""));
}

async function labelledPostcondition(row: JsonObject, context: SuiteContext): Promise<CaseResult> {
  const reference = context
    .beside(["code", "entry_point", "family", "tests"])
    .find((candidate) => candidate.family === row.family);
  if (reference === undefined) throw new Error(`no row with code and family ${row.family}; give its file by --with`);
  const { code, entry_point } = reference;
  const { oracle } = context;
  const joined = await oracle.ask({ op: "with_postcondition", code, entry_point, postcondition: row.postcondition });
  if (joined.ok !== true) return { counts: { not_expressible: 1 }, detail: joined.error };
  const { source } = await completeSource(reference, String(joined.source), context);
  const buggy = row.test_set_correct !== true;
  const { result } = await judge({ source, buggy, function: String(entry_point) }, context);
  return result;
}

/** Correct modules that were judged already, by path: several bugs share one. */
const judgedModules = new Map<string, Promise<{ result: CaseResult; refuted: Set<string> }>>();

async function recordedBug(row: JsonObject, context: SuiteContext): Promise<CaseResult> {
  const path = String(row.correct_module);
  let correct = judgedModules.get(path);
  const first = correct === undefined;
  if (correct === undefined) {
    const module = context
      .beside(["module_code", "origin"])
      .find((candidate) => asObject(candidate.origin).path === path);
    if (module !== undefined) {
      correct = judge({ source: String(module.module_code), buggy: false, function: null }, context);
      judgedModules.set(path, correct);
    }
  }
  const sound = await correct;
  const { result } = await judge(
    { source: String(row.module_code), buggy: true, function: null },
    context,
    sound?.refuted,
  );
  const counts = { ...result.counts };
  if (first)
    for (const [field, count] of Object.entries(sound?.result.counts ?? {}))
      counts[field] = (counts[field] ?? 0) + count;
  return {
    counts,
    detail: { buggy: result.detail ?? null, ...(first ? { correct: sound?.result.detail ?? null } : {}) },
  };
}

/** `known` are clauses that are refuted without the bug: finding them again is not finding it. */
async function judge(
  { source, buggy, function: name }: Subject,
  context: SuiteContext,
  known: ReadonlySet<string> = new Set(),
): Promise<{ result: CaseResult; refuted: Set<string> }> {
  const lifted = await lift(source, context);
  const entry = name === null ? null : entryOf(lifted, name);
  if (entry === undefined) throw new Error(`no IR for ${name}`);
  const subjects = entry === null ? lifted : [entry];
  const reproduced = await reproduce(source, subjects);
  const counts: Record<string, number> = {};
  const count = (field: string) => {
    counts[field] = (counts[field] ?? 0) + 1;
  };
  const refuted = new Set<string>();
  const detail: JsonObject[] = [];
  let [real, any] = [false, false];
  for (const subject of subjects) {
    const written = subject.clauses.filter(isWritten);
    let [alarm, alarmReproduced] = [false, true];
    for (const clause of written) {
      if (clause.category === "postcondition") count(clause.status);
      if (clause.status !== "refuted") continue;
      const key = `${subject.name}: ${clause.text}`;
      const confirmed = reproduced.get(`${subject.name} ${clause.id}`) === true;
      refuted.add(key);
      alarm = true;
      alarmReproduced &&= confirmed;
      if (!known.has(key)) {
        any = true;
        real ||= confirmed;
      }
    }
    const contracted = written.some(({ category }) => category === "postcondition");
    if (buggy === false && contracted) {
      count("correct");
      if (alarm) count("false_alarms");
      if (alarm && alarmReproduced) count("false_alarms_reproduced");
    }
    detail.push(detailOf(subject, reproduced));
  }
  if (buggy === null) count("unlabelled");
  if (buggy === true) {
    count("buggy");
    if (real) count("found");
    else if (any) count("found_not_reproduced");
  }
  return {
    result: { counts, detail: { buggy, functions: detail.filter(({ clauses }) => asArray(clauses).length > 0) } },
    refuted,
  };
}

function detailOf(subject: LiftedFunction, reproduced: ReadonlyMap<string, boolean>): JsonObject {
  const clauses = subject.clauses.filter((clause) => isWritten(clause) && clause.category === "postcondition");
  return {
    name: subject.name,
    clauses: clauses.map(({ id, text, verdict, status }) => ({
      text,
      verdict,
      ...(status === "refuted" ? { reproduced: reproduced.get(`${subject.name} ${id}`) === true } : {}),
    })),
    // A fault may show as an input that the function should not have been given: told here, not counted as found.
    missing_preconditions: subject.clauses
      .filter((clause) => clause.category === "precondition" && !isWritten(clause))
      .map(({ text, verdict }) => ({ text, verdict })),
    problems: subject.problems.slice(0, 10),
  };
}

/** Whether CPython makes each refuted clause false on its counterexample, by function and clause. */
async function reproduce(source: string, functions: LiftedFunction[]): Promise<Map<string, boolean>> {
  const claims = functions.map(claimsOf).filter(({ refuted }) => refuted.length > 0);
  if (claims.length === 0) return new Map();
  const report = await execute({
    source,
    functions: claims.map((claim) => ({ ...claim, clauses: [] })),
    entry_point: null,
    tests: [],
    calls: [],
    seed: 1,
    generated: 0,
  });
  return new Map(report.refuted.map((item) => [`${item.function} ${item.id}`, item.reproduced === true]));
}

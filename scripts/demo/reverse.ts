import { IR } from "../../src/ir/ir.ts";
import { renderIr } from "../../src/ir/render.ts";
import { asArray, asObject, type Json, type JsonObject, type LiftClient } from "../lib/client.ts";
import { followRun, printLine } from "../lib/follow.ts";

/** Lifts a file, shows every node as it ends, and prints the IRs with their verdicts. `path` is for people and for evidence. */
export async function showReverse(client: LiftClient, source: string, path: string): Promise<void> {
  console.log(`POST /v1/runs  graph=reverse  ${path} (${source.split("\n").length} lines)`);
  const created = await client.call("POST", "/v1/runs", { graph: "reverse", input: { source, path } });
  if (created.status !== 202)
    throw new Error(`POST /v1/runs answered ${created.status}: ${JSON.stringify(created.body)}`);
  const { run } = await followRun(client, String(asObject(created.body).id), (line) => console.log(printLine(line)));
  if (run.status !== "succeeded") throw new Error(`the run ${run.status}: ${JSON.stringify(run.error)}`);
  show(run, path);
}

function show(run: JsonObject, path: string): void {
  const outcome = asObject(run.outcome);
  const irs = asArray(outcome.irs).map((item) => IR.parse(asObject(item).ir));
  for (const ir of irs) console.log(`\n${renderIr(ir)}`);
  const file = asObject(outcome.file);
  const contradicted = irs.filter(({ metadata }) => metadata.checks.some(({ status }) => status === "unsat"));
  console.log(`\n${"=".repeat(78)}`);
  console.log(
    `${file.functions_lifted} of ${file.functions_found} functions lifted, ${count(irs, "assertions")} contracts, ${count(irs, "effects")} effects, ${count(irs, "holes")} holes.`,
  );
  console.log(`Clauses: ${verdictCounts(irs)}.`);
  for (const ir of contradicted) {
    const check = ir.metadata.checks.find(({ status }) => status === "unsat");
    console.log(
      `\nDEFECT found by the solver in ${ir.metadata.qualified_name}: these clauses exclude each other, so no call can be right:`,
    );
    for (const id of check?.core ?? []) {
      const clause = ir.assertions.find((assertion) => assertion.id === id);
      const line = ir.metadata.evidence.find((item) => clause?.provenance.evidence_refs.includes(item.id))?.span?.line;
      console.log(`    ${clause?.category} ${clause?.expression.text}   (${path}:${line ?? "?"})`);
    }
  }
  for (const ir of irs) {
    for (const { expression, verdict } of ir.assertions) {
      if (verdict.status !== "refuted") continue;
      const input = Object.entries(verdict.counterexample).map(([name, value]) => `${name} = ${value}`);
      console.log(
        `\nDEFECT found in ${ir.metadata.qualified_name}, replayed on the code: \`${expression.text}\` is false`,
      );
      console.log(`    for ${input.join(", ")}   (${verdict.observed ?? "no result"})`);
    }
  }
  console.log(`\nwhole file: ${verdictLine(outcome.verdict ?? null)}`);
}

/** How many clauses have each verdict, the strongest first. */
function verdictCounts(irs: IR[]): string {
  const all = irs.flatMap(({ assertions }) => assertions.map(({ verdict }) => verdict.status));
  return (["proved", "bounded", "tested", "refuted", "vacuous", "unknown"] as const)
    .map((status) => [status, all.filter((each) => each === status).length] as const)
    .filter(([, times]) => times > 0)
    .map(([status, times]) => `${times} ${status}`)
    .join(", ");
}

function count(irs: IR[], part: "assertions" | "effects" | "holes"): number {
  return irs.reduce((sum, ir) => sum + ir[part].length, 0);
}

function verdictLine(verdict: Json): string {
  if (verdict === null) return "no verdict";
  const { status, detail } = asObject(verdict);
  return `${status}${detail === undefined ? "" : ` (${detail})`}`;
}

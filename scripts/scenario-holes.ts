import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { canonicalJson } from "../src/ir/canonical.ts";
import { IR } from "../src/ir/ir.ts";
import { oneLine, renderVerdict } from "../src/ir/render-text.ts";
import { Verdict } from "../src/ir/verdict.ts";
import { asObject, irsOf, type JsonObject, LiftClient } from "./lib/client.ts";
import { renderHole, renderPropagated, renderRefusal } from "./lib/hole-text.ts";
import { type AnswerBody, type HoleView, holesOf, openHoles, Refusal } from "./lib/hole-view.ts";
import { startServer } from "./lib/server.ts";

/**
 * `npm run scenario:holes [-- --url URL]`: one ambiguous sentence, the questions that it leaves open, a refused contradiction, an answer taken back byte for byte, and the code that the answers lead to. Needs no account, no key and
 * no network. Exit code 1 when something does not go as it says.
 */
const SENTENCE =
  "Write a function closest(numbers: list[int]) -> int that returns the closest number to zero in a list.";

const { values } = parseArgs({ options: { url: { type: "string" } } });
const state = mkdtempSync(join(tmpdir(), "lift-scenario-"));
if (values.url === undefined) console.log("Starting the Workers in a local workerd ...");
const server =
  values.url === undefined ? await startServer({ state, output: "collect", vars: { LIFT_MODEL: "offline" } }) : null;
const client = new LiftClient(values.url ?? server?.url ?? "");
try {
  await play();
} finally {
  await server?.stop();
  rmSync(state, { recursive: true, force: true });
}

async function play(): Promise<void> {
  title("1. A sentence that can be read in more than one way");
  console.log(`  ${SENTENCE}`);
  const first = await client.run({ graph: "forward", input: { prompt: SENTENCE } }, { rest: true });
  const run = String(first.id);
  expect(first.status === "waiting", `the run should wait, and is ${String(first.status)}`);
  console.log(`  The run ${run} waits. It leaves open:`);
  const asked = openHoles(await holesOf(client, run)).filter(({ clause }) => clause !== "implementation");
  for (const [index, hole] of asked.entries())
    console.log(`\n${indented(renderHole(hole, { index: index + 1, of: asked.length }))}`);
  const empty = holeAbout(asked, /empty/);
  const ties = asked.filter(({ id }) => id !== empty.id);
  expect(ties.length > 0, "a hole should ask which of two equally close numbers counts");
  const [tie] = ties;
  if (tie === undefined) return;

  title("2. An answer becomes a clause that only a person can change again");
  await answer(run, empty, { value: "implies(len(numbers) == 0, result == 0)" });
  await showContract(run);

  title("3. An answer that contradicts it is refused, with an input on which it does");
  expect(!(await accepted(run, tie, { value: "result > 0" })), "the contradiction should be refused");

  title("4. An answer that is taken back leaves the contract as it was, byte for byte");
  const before = await contractOf(run);
  await answer(run, tie, { value: "result >= 0" });
  const between = await contractOf(run);
  const { status } = await client.call("DELETE", `/v1/runs/${run}/holes/${tie.id}/resolution`);
  expect(status < 300, `the undo was met with ${status}`);
  await client.rest(run);
  const after = await contractOf(run);
  console.log(
    `  ${before.length} bytes before, ${between.length} with the answer, ${after.length} after taking it back`,
  );
  expect(between !== before, "the answer should change the contract");
  expect(after === before, "the contract should be what it was");
  console.log("  The same bytes: yes");

  title("5. The other answers, until the run has what it needs");
  for (let rounds = 0; rounds < 10; rounds++) {
    const open = openHoles(await holesOf(client, run)).find(({ clause }) => clause !== "implementation");
    if (open === undefined) break;
    const larger = open.suggestions.findIndex(({ rationale }) => /larg/i.test(rationale));
    const chosen = open.suggestions[Math.max(0, larger)]?.value ?? null;
    if (chosen === null) await answer(run, open, { skip: true });
    else if (!(await accepted(run, open, { value: chosen }))) {
      console.log("  (nothing is the largest of an empty list, so the answer is limited to the others)");
      await answer(run, open, { value: `implies(len(numbers) > 0, ${chosen})` });
    }
  }
  const last = await client.rest(run);
  await showContract(run);
  showCode(last);

  title("6. What the answers decide, on two codes");
  const ir = irOf(last);
  const codes = [
    [
      "the larger of two equally close",
      "    return max((v for v in numbers if abs(v) == min(abs(w) for w in numbers)), default=0)",
    ],
    ["the first of two equally close", "    return min(numbers, key=abs, default=0)"],
  ] as const;
  const sourceOf = (body: string) => `def closest(numbers: list[int]) -> int:\n${body}\n`;
  for (const [name, body] of codes) {
    const judged = await client.run({ graph: "validate", input: { ir, code: sourceOf(body) } });
    const verdict = Verdict.safeParse(asObject(judged.outcome).verdict);
    console.log(`  ${name}: ${verdict.success ? renderVerdict(verdict.data) : String(judged.status)}`);
  }
}

async function answer(run: string, hole: HoleView, body: AnswerBody): Promise<void> {
  expect(await accepted(run, hole, body), "the answer should be taken");
}

/** Gives an answer and shows what came of it: false, with the refusal shown, when it contradicts the contract. */
async function accepted(run: string, hole: HoleView, body: AnswerBody): Promise<boolean> {
  console.log(`  ${oneLine(hole.description)}\n  > ${sayingOf(hole, body)}`);
  const { status, body: answered } = await post(run, hole, body);
  if (status === 409) {
    console.log(indented(renderRefusal(Refusal.parse(answered))));
    return false;
  }
  expect(status < 300, `the answer was met with ${status}: ${JSON.stringify(answered).slice(0, 500)}`);
  await client.rest(run);
  const now = (await holesOf(client, run)).find(({ id }) => id === hole.id);
  for (const line of now === undefined ? [] : renderPropagated(now)) console.log(`  ${line}`);
  return true;
}

function post(run: string, hole: HoleView, body: AnswerBody) {
  return client.call("POST", `/v1/runs/${run}/holes/${hole.id}/resolution`, body);
}

function sayingOf({ suggestions }: HoleView, body: AnswerBody): string {
  if ("suggestion" in body) return suggestions[body.suggestion]?.value ?? "";
  return "value" in body ? String(body.value) : "skip";
}

function holeAbout(holes: readonly HoleView[], about: RegExp): HoleView {
  const found = holes.find(({ description }) => about.test(description));
  if (found === undefined) throw new Error(`no hole asks about ${about}`);
  return found;
}

function irOf(run: JsonObject): JsonObject {
  const [ir] = irsOf(run);
  if (ir === undefined) throw new Error("the run has no contract");
  return ir;
}

async function contractOf(run: string): Promise<string> {
  return canonicalJson(irOf(await client.rest(run)), "escape");
}

async function showContract(run: string): Promise<void> {
  const { assertions } = IR.parse(irOf(await client.rest(run)));
  console.log("\n  The contract now:");
  for (const { category, expression, locked } of assertions)
    console.log(`    ${category} ${oneLine(expression.text)}${locked ? "  (locked)" : ""}`);
}

function showCode(run: JsonObject): void {
  const { code = null } = run.outcome === null ? {} : asObject(run.outcome);
  if (typeof code === "string") console.log(`\n  The code:\n${indented(code.trimEnd())}`);
  else
    console.log(
      `\n  The run is ${String(run.status)}: the offline engine finds no code for this contract, which a model or a person can give it.`,
    );
}

function title(text: string): void {
  console.log(`\n${"=".repeat(78)}\n${text}\n`);
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

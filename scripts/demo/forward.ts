import { IR } from "../../src/ir/ir.ts";
import { oneLine, renderVerdict } from "../../src/ir/render-text.ts";
import { Verdict } from "../../src/ir/verdict.ts";
import { asArray, asObject, irsOf, type Json, type JsonObject, type LiftClient } from "../lib/client.ts";

interface Request {
  title: string;
  prompt: string;
  examples?: readonly { args: readonly Json[]; returns: Json }[];
}

const REQUESTS: readonly Request[] = [
  {
    title: "a request whose words define the result",
    prompt:
      "Write a function late_fee(days: int, rate: int) -> int that returns the product of rate and the maximum of days and 0.",
  },
  {
    title: "a request that is mostly examples",
    prompt: `def initials(name: str) -> str:
    """Return the first letters of the words of the name.

    >>> initials("Ada Lovelace")
    'AL'
    >>> initials("Grace Brewster Hopper")
    'GBH'
    >>> initials("Alan")
    'A'
    """
`,
  },
  {
    title: "a request whose examples contradict each other",
    prompt: "Write a function total(price: int, postage: int) -> int that returns the sum of price and postage.",
    examples: [
      { args: [20, 5], returns: 25 },
      { args: [20, 5], returns: 20 },
    ],
  },
];

/** Requests in plain words, answered by the offline engine: the contract, the code and its verdict, or what has to be asked first. */
export async function showForward(client: LiftClient): Promise<void> {
  for (const { title, prompt, examples = [] } of REQUESTS) {
    console.log(`\n${"=".repeat(78)}\nPOST /v1/runs  graph=forward  ${title}\n`);
    console.log(indented(prompt));
    for (const { args, returns } of examples)
      console.log(`    example: (${args.join(", ")}) gives ${JSON.stringify(returns)}`);
    const began = performance.now();
    const input = examples.length === 0 ? { prompt } : { prompt, examples };
    let run = await client.run({ graph: "forward", input }, { rest: true });
    if (run.status === "waiting") run = await answered(client, run);
    if (run.status !== "succeeded") throw new Error(`the run ${run.status}: ${JSON.stringify(run.error)}`);
    showCode(run);
    console.log(`(${Math.round(performance.now() - began)} ms, ${asObject(run.usage).llm_calls} requests to models)`);
  }
}

function showCode(run: JsonObject): void {
  const outcome = asObject(run.outcome);
  for (const item of irsOf(run)) {
    const { assertions, examples } = IR.parse(item);
    console.log("\nContract:");
    for (const { category, expression, verdict } of assertions)
      console.log(`    ${category} ${oneLine(expression.text)}: ${renderVerdict(verdict)}`);
    if (examples.length > 0) console.log(`    examples: ${examples.length}`);
  }
  console.log(`\nCode:\n${indented(String(outcome.code))}`);
  console.log(`Verdict: ${renderVerdict(Verdict.parse(outcome.verdict))}`);
}

/** The run that waited, after a person took the first suggestion for each hole it waited for. */
async function answered(client: LiftClient, run: JsonObject): Promise<JsonObject> {
  const url = String(asObject(run.urls).holes);
  const holes = asArray(asObject((await client.call("GET", url)).body).data).map(asObject);
  console.log("\nThe run waits instead of guessing. GET .../holes:");
  for (const { id, description, suggestions } of holes.filter(({ awaited }) => awaited === true)) {
    console.log(`    ${oneLine(String(description))}`);
    for (const [index, suggestion] of asArray(suggestions).entries())
      console.log(`      suggestion ${index}: ${oneLine(String(asObject(suggestion).value))}`);
    console.log(`POST .../holes/${id}/resolution {"suggestion": 0}`);
    const { status, body } = await client.call("POST", `${url}/${id}/resolution`, { suggestion: 0 });
    if (status !== 202) throw new Error(`the answer was refused with ${status}: ${JSON.stringify(body)}`);
  }
  return client.rest(String(run.id));
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
}

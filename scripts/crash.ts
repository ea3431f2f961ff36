import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AnswerTrial } from "./crash/answers.ts";
import { EventTrial } from "./crash/events.ts";
import { asArray, asObject, FACTS_ONLY, type JsonObject, LiftClient } from "./lib/client.ts";
import { type LocalServer, ROOT, startServer } from "./lib/server.ts";

/**
 * `npm run test:crash [-- --runs N --kills N --waiting N --told N --seed N]`: SIGKILLs the whole local server (process group) at random moments while runs are under way and restarts it on the
 * same state. Afterwards every run must have ended exactly once, and every event a client had seen must still stand in its journal, unchanged.
 * Beside them runs wait for answers, which are posted twice and at once with others to the same holes while the server dies: no answer that was taken may be lost, and none may count twice.
 * Others tell a webhook that they wait, and are reminded: each reminder is one event, and each event arrives.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    kills: { type: "string", default: "20" },
    waiting: { type: "string", default: "40" },
    told: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [RUNS, KILLS] = [Number(values.runs), Number(values.kills)];
const random = mulberry32(Number(values.seed));
const state = mkdtempSync(join(tmpdir(), "lift-crash-"));
const example = readFileSync(join(ROOT, "examples/rental.py"), "utf8");
const seen = new Map<string, Map<number, string>>();
const runOfKey = new Map<string, string>();
const LONGEST_LEASE_MS = 300_000;
const TERMINAL = /^run_(succeeded|failed|canceled|expired)$/;
let duplicates = 0;

console.log(`seed ${values.seed}: ${RUNS} runs, ${KILLS} kills`);
let server = await startServer({ state, output: "collect" });
const answers = new AnswerTrial(Number(values.waiting), KILLS, random);
const events = new EventTrial(Number(values.told));
try {
  await answers.prepare(new LiftClient(server.url));
  await events.prepare(new LiftClient(server.url));
  for (let kill = 0; kill < KILLS; kill++) {
    const first = Math.round((kill * RUNS) / KILLS);
    const keys = Array.from(
      { length: Math.round(((kill + 1) * RUNS) / KILLS) - first },
      (_, index) => `crash-${values.seed}-${first + index}`,
    );
    const delay = 20 + random() * 1800;
    const work = Promise.allSettled([
      ...keys.map((key) => post(server, key)),
      watch(server, delay),
      answers.give(new LiftClient(server.url), kill, delay),
    ]);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await server.kill();
    await work;
    server = await startServer({ state, output: "collect" });
    // A client whose answer was cut off asks again with the same key: it must get the same run.
    await Promise.all(keys.map((key) => post(server, key)));
    await answers.giveAgain(new LiftClient(server.url), kill);
    console.log(`kill ${kill + 1}/${KILLS} after ${delay.toFixed(0)} ms`);
  }
  // A node whose worker was killed goes on when its lease ends.
  const deadline = Date.now() + LONGEST_LEASE_MS + 120_000;
  const client = new LiftClient(server.url);
  const [runs, answered] = [await judge(deadline), await answers.judge(client, deadline)];
  const told = await events.judge(client, deadline);
  process.exitCode = runs && answered && told ? 0 : 1;
} finally {
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}

/** A source of its own for each key, so that no run is answered from another's cache. */
function sourceOf(key: string): string {
  return [
    `"""Run ${key}."""`,
    ...Array.from({ length: 4 }, (_, copy) => example.replaceAll("def ", `def v${copy}_`)),
  ].join("\n\n");
}

async function post(to: LocalServer, key: string): Promise<void> {
  const client = new LiftClient(to.url);
  const body = { graph: "reverse", input: { source: sourceOf(key), path: "rental.py", ...FACTS_ONLY } };
  const answer = await client.call("POST", "/v1/runs", body, { "idempotency-key": key });
  if (answer.status >= 300) throw new Error(`POST answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const id = String(asObject(answer.body).id);
  const known = runOfKey.get(key);
  if (known !== undefined && known !== id) duplicates++;
  runOfKey.set(key, id);
}

/** Reads the journals of all runs until the time is up, and remembers what it was shown. */
async function watch(of: LocalServer, milliseconds: number): Promise<void> {
  const client = new LiftClient(of.url);
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    for (const id of runOfKey.values()) {
      if (Date.now() >= end) return;
      await readJournal(client, id);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function readJournal(client: LiftClient, id: string): Promise<JsonObject[]> {
  const remembered = seen.get(id) ?? new Map<number, string>();
  seen.set(id, remembered);
  const events: JsonObject[] = [];
  let after = 0;
  for (;;) {
    const { body } = await client.call("GET", `/v1/runs/${id}/events?after=${after}`);
    const page = asArray(asObject(body).data).map(asObject);
    if (page.length === 0) break;
    events.push(...page);
    after = Number(page.at(-1)?.seq);
  }
  for (const event of events)
    if (!remembered.has(Number(event.seq))) remembered.set(Number(event.seq), JSON.stringify(event));
  return events;
}

async function judge(deadline: number): Promise<boolean> {
  const client = new LiftClient(server.url);
  const count = {
    runs: runOfKey.size,
    succeeded: 0,
    ended_otherwise: 0,
    not_ended: 0,
    ended_twice: 0,
    events_lost: 0,
    accepted_twice: 0,
    gaps: 0,
    duplicates,
  };
  for (const id of runOfKey.values()) {
    const run = await client.rest(id, deadline);
    if (run.status === "succeeded") count.succeeded++;
    else if (run.status === "running" || run.status === "queued") count.not_ended++;
    else count.ended_otherwise++;
    const before = new Map(seen.get(id));
    const events = await readJournal(client, id);
    const now = new Map(events.map((event) => [Number(event.seq), JSON.stringify(event)]));
    for (const [seq, text] of before) if (now.get(seq) !== text) count.events_lost++;
    if (events.some((event, index) => Number(event.seq) !== index + 1)) count.gaps++;
    if (events.filter((event) => TERMINAL.test(String(event.type))).length > 1) count.ended_twice++;
    const accepted = events
      .filter((event) => event.type === "node_succeeded")
      .map((event) => `${event.node}#${event.iteration}`);
    if (new Set(accepted).size !== accepted.length) count.accepted_twice++;
  }
  console.table(count);
  const { not_ended, ended_otherwise, ended_twice, events_lost, accepted_twice, gaps } = count;
  return (
    not_ended + ended_otherwise + ended_twice + events_lost + accepted_twice + gaps + duplicates === 0 &&
    count.runs === RUNS
  );
}

/** Mulberry32, a small seeded generator: enough to make the moments of the kills repeatable. */
function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

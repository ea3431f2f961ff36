import { irWith, openHole } from "../../src/holes/holes.fixture.ts";
import { irId } from "../../src/ir/hash.ts";
import type { IR } from "../../src/ir/ir.ts";
import { asArray, asObject, type JsonObject, type LiftClient, mapConcurrently } from "../lib/client.ts";
import { holesOf } from "../lib/hole-view.ts";

/** Two answers to one hole, of which one may win. */
const RIVALS = ["result >= 0", "result <= 0"] as const;
const PLAIN = "result in xs";

const CONTESTED = openHole("contested");
const SINGLE = openHole("single");
/** Keeps the run waiting, so that what was answered can be read from a run that goes on. */
const UNANSWERED = openHole("unanswered");
const AT_ONCE = 8;

/** Runs that wait, each with a hole that two clients answer differently at once, and one that two clients answer alike; every request is sent twice. */
export class AnswerTrial {
  readonly #count: number;
  readonly #rounds: number;
  readonly #random: () => number;
  readonly #runs: string[] = [];
  /** Answers that the API took, by run and hole: an answer that was taken stands. */
  readonly #taken = new Map<string, Set<string>>();
  /** Requests of which the kill left no answer, and those that had one before. */
  #cutOff = 0;
  #met = 0;

  constructor(count: number, rounds: number, random: () => number) {
    this.#count = count;
    this.#rounds = rounds;
    this.#random = random;
  }

  async prepare(client: LiftClient): Promise<void> {
    const numbers = Array.from({ length: this.#count }, (_, index) => index);
    const runs = await mapConcurrently(numbers, AT_ONCE, async (index) => {
      const run = await client.run({ graph: "resolve", input: { ir: contract(index) } }, { rest: true });
      if (run.status !== "waiting")
        throw new Error(`the run ${String(run.id)} is ${String(run.status)}, and should wait`);
      return String(run.id);
    });
    this.#runs.push(...runs);
  }

  /** Sends the answers of one round at random moments of the time that the server has left. Requests that the kill cuts off are expected. */
  async give(client: LiftClient, round: number, milliseconds: number): Promise<void> {
    const requests = this.#requests(round).map(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, this.#random() * milliseconds));
      await this.#send(client, request);
    });
    const ended = await Promise.allSettled(requests);
    const cut = ended.filter(({ status }) => status === "rejected").length;
    this.#cutOff += cut;
    this.#met += ended.length - cut;
  }

  /** Clients whose answer was cut off ask again. */
  async giveAgain(client: LiftClient, round: number): Promise<void> {
    await mapConcurrently(this.#requests(round), AT_ONCE, (request) => this.#send(client, request));
  }

  /** Whether every answer that was taken stands, once, and no other in its place. A run that is still at work at the deadline (milliseconds since the epoch) counts against the trial. */
  async judge(client: LiftClient, deadline: number): Promise<boolean> {
    const count = {
      waiting_runs: this.#runs.length,
      answered: 0,
      met_before_kill: this.#met,
      cut_off: this.#cutOff,
      not_at_rest: 0,
      lost: 0,
      kept_and_refused: 0,
      doubled: 0,
      both_won: 0,
    };
    for (const run of this.#runs) {
      const object = await client.rest(run, deadline);
      if (object.status !== "waiting") {
        count.not_at_rest += 1;
        continue;
      }
      const clauses = irOf(object).assertions.map(({ text }) => text);
      const holes = await holesOf(client, run);
      const decisions = asObject(asObject(object.outcome).decisions);
      const standing = asArray(decisions.answers).map((item) => String(asObject(asObject(item).answer).hole));
      // Kept while the run was at work, and refused with a reason that everybody can read.
      const refused = asArray(decisions.refused).map((item) => {
        const answer = asObject(asObject(asObject(item).command).answer);
        return `${String(answer.hole)} ${String(asObject(answer.reply).value)}`;
      });
      for (const { id } of [CONTESTED, SINGLE]) {
        const value = holes.find((hole) => hole.id === id)?.resolution?.value ?? null;
        const taken = [...(this.#taken.get(`${run} ${id}`) ?? [])].filter((text) => !refused.includes(`${id} ${text}`));
        count.kept_and_refused += refused.filter((one) => one.startsWith(`${id} `)).length;
        if (value !== null) count.answered += 1;
        if (taken.length > 1) count.both_won += 1;
        if (taken.some((text) => text !== value || !clauses.includes(text))) count.lost += 1;
        const own = clauses.filter((text) =>
          id === CONTESTED.id ? RIVALS.some((rival) => rival === text) : text === PLAIN,
        );
        if (own.length > 1 || standing.filter((hole) => hole === id).length > 1) count.doubled += 1;
      }
    }
    console.table(count);
    const { lost, doubled, both_won, not_at_rest, answered } = count;
    return lost + doubled + both_won + not_at_rest === 0 && answered === 2 * this.#runs.length;
  }

  #requests(round: number): Request[] {
    const runs = this.#runs.filter((_, index) => index % this.#rounds === round);
    return runs.flatMap((run) => {
      const once = [
        ...RIVALS.map((value) => ({ run, hole: CONTESTED.id, value })),
        { run, hole: SINGLE.id, value: PLAIN },
      ];
      return [...once, ...once];
    });
  }

  async #send(client: LiftClient, { run, hole, value }: Request): Promise<void> {
    const { status, body } = await client.call("POST", `/v1/runs/${run}/holes/${hole}/resolution`, { value });
    if (status < 300) {
      const key = `${run} ${hole}`;
      this.#taken.set(key, (this.#taken.get(key) ?? new Set()).add(value));
      return;
    }
    // The other answer won, or others answer at the same time: this one was not taken, and says so.
    if (status === 409 || status === 429 || status === 503) return;
    throw new Error(`the answer was met with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  }
}

interface Request {
  run: string;
  hole: string;
  value: string;
}

function contract(index: number): IR {
  const name = `waits_${index}`;
  const ir = irWith(
    { name, parameters: { xs: "list[int]" }, returns: "int", pre: ["len(xs) > 0"] },
    CONTESTED,
    SINGLE,
    UNANSWERED,
  );
  return { ...ir, id: irId([name]) };
}

function irOf(run: JsonObject): { assertions: { text: string }[] } {
  const ir = asObject(asObject(asArray(asObject(run.outcome).irs)[0]).ir);
  return {
    assertions: asArray(ir.assertions).map((item) => ({ text: String(asObject(asObject(item).expression).text) })),
  };
}

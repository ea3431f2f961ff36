import { Webhook } from "standardwebhooks";
import { irWith, openHole } from "../../src/holes/holes.fixture.ts";
import { irId } from "../../src/ir/hash.ts";
import { asArray, asObject, type LiftClient, mapConcurrently } from "../lib/client.ts";
import { type Received, startWebhookReceiver } from "../lib/webhook-receiver.ts";

const AT_ONCE = 8;
/** Some fall due while the server is down, and most of the others soon before it is killed. */
const REMINDERS_S = Array.from({ length: 10 }, (_, index) => 6 * (index + 1));

/** Runs that wait, each with a webhook and reminders that come while the server dies: none may be lost, and none may come as two. */
export class EventTrial {
  readonly #count: number;
  readonly #runs: string[] = [];
  #receiver = "";

  constructor(count: number) {
    this.#count = count;
  }

  async prepare(client: LiftClient): Promise<void> {
    this.#receiver = (await startWebhookReceiver()).url;
    const numbers = Array.from({ length: this.#count }, (_, index) => index);
    this.#runs.push(
      ...(await mapConcurrently(numbers, AT_ONCE, async (index) => {
        const name = `told_${index}`;
        const ir = irWith({ name, parameters: { n: "int" }, returns: "int" }, openHole("unanswered"));
        const request = {
          graph: "resolve",
          input: { ir: { ...ir, id: irId([name]) } },
          options: { reminders_s: REMINDERS_S },
          webhook: { url: `${this.#receiver}/in/${index}` },
        };
        return String((await client.run(request, { rest: true })).id);
      })),
    );
  }

  /** Whether the journal has each reminder once, and the receiver each of its events, signed and always with the same body. Waits until the deadline, in milliseconds since the epoch, for what is still to come. */
  async judge(client: LiftClient, deadline: number): Promise<boolean> {
    const secret = String(asObject((await client.call("GET", "/v1/webhooks/secret")).body).secret);
    const count = {
      told_runs: this.#runs.length,
      events: 0,
      requests: 0,
      undelivered: 0,
      not_told: 0,
      not_journaled: 0,
      bad: 0,
    };
    for (const [index, run] of this.#runs.entries()) {
      const journaled = await this.#untilTold(client, run, deadline);
      const { body } = await client.call("GET", `/v1/runs/${run}/deliveries`);
      const deliveries = asArray(asObject(body).data).map(asObject);
      count.undelivered += deliveries.filter(({ status }) => status !== "delivered").length;
      const received = (await (await fetch(`${this.#receiver}/received/${index}`)).json()) as Received[];
      const bodies = new Map<string, string>();
      for (const { headers, body } of received) {
        const id = headers["webhook-id"] ?? "";
        const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
        const signed = new Webhook(secret).sign(id, at, body) === headers["webhook-signature"];
        if (!signed || (bodies.get(id) ?? body) !== body) count.bad += 1;
        bodies.set(id, body);
      }
      count.requests += received.length;
      count.events += bodies.size;
      // One event for the wait, and one for each reminder in the journal.
      count.not_told += Math.max(0, journaled.length + 1 - bodies.size);
      count.not_journaled += Math.max(0, bodies.size - journaled.length - 1);
      if (journaled.some((reminder, place) => reminder <= (journaled[place - 1] ?? 0))) count.bad += 1;
      if (journaled.at(-1) !== REMINDERS_S.length) count.bad += 1;
    }
    console.table(count);
    const { undelivered, not_told, not_journaled, bad } = count;
    return undelivered + not_told + not_journaled + bad === 0;
  }

  /** The reminders in the run's journal, once the last one is there and everything was delivered, or at the deadline. */
  async #untilTold(client: LiftClient, run: string, deadline: number): Promise<number[]> {
    for (;;) {
      const events = asArray(asObject((await client.call("GET", `/v1/runs/${run}/events`)).body).data).map(asObject);
      const reminders = events.filter(({ type }) => type === "wait_reminded").map(({ reminder }) => Number(reminder));
      const { body } = await client.call("GET", `/v1/runs/${run}/deliveries`);
      const open = asArray(asObject(body).data).some((delivery) => asObject(delivery).status === "pending");
      if ((reminders.at(-1) === REMINDERS_S.length && !open) || Date.now() >= deadline) return reminders;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

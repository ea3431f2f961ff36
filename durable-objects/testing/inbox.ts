import { env } from "cloudflare:test";
import { vi } from "vitest";
import type { Received, Reply } from "../../scripts/lib/webhook-receiver.ts";
import type { RunRequest } from "../../src/graphs/run.ts";
import { WebhookEvent } from "../../src/webhooks/event.ts";
import type { WebhookEventType } from "../../src/webhooks/event-types.ts";

/** An inbox of the receiver, unlike any other test's. */
export class Inbox {
  readonly #name = crypto.randomUUID();
  readonly url = `${env.WEBHOOK_RECEIVER}/in/${this.#name}`;

  async answers(...replies: Reply[]): Promise<this> {
    await fetch(`${env.WEBHOOK_RECEIVER}/replies/${this.#name}`, { method: "PUT", body: JSON.stringify(replies) });
    return this;
  }

  async received(): Promise<Received[]> {
    return (await fetch(`${env.WEBHOOK_RECEIVER}/received/${this.#name}`)).json();
  }

  /** What came, without what came again under the same id. */
  async events(): Promise<WebhookEvent[]> {
    const bodies = new Map((await this.received()).map(({ headers, body }) => [headers["webhook-id"], body]));
    return [...bodies.values()].map((body) => WebhookEvent.parse(JSON.parse(body)));
  }

  async types(): Promise<string[]> {
    return (await this.events()).map(({ type }) => type).sort();
  }
}

/** A request for a run of the graph `ask` that tells an inbox. */
export const asks = ({ url }: Inbox, reminders_s: number[] = [], events?: WebhookEventType[]): Partial<RunRequest> =>
  ({
    graph: "resolve",
    tags: ["ask"],
    options: { reminders_s },
    webhook: events === undefined ? { url } : { url, events },
  }) as unknown as Partial<RunRequest>;

export const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 5_000, interval: 20 });

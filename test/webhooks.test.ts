import { exports } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { z } from "zod";
import { Inbox, until } from "../durable-objects/testing/inbox.ts";
import { Run } from "../src/api/runs/resource.ts";
import { irWith, openHole, suggesting } from "../src/holes/holes.fixture.ts";

/** Events from the outside: the real Worker, the graph of holes, and a receiver that knows nothing but the secret and what it is sent. */

async function send(path: string, body?: object): Promise<Response> {
  const headers = { "content-type": "application/json", prefer: "wait=40" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  return exports.default.fetch(new Request(`http://localhost${path}`, init));
}

const UPPER = openHole("upper", { suggestions: suggesting("result <= n + 10", "result <= n + 20") });
const ir = () =>
  irWith({ name: "raised", parameters: { n: "int" }, returns: "int", pre: ["n >= 0"], post: ["result >= n"] }, UPPER);

it("a receiver learns which holes wait until when, is reminded, and hears how the run ended", {
  timeout: 60_000,
}, async () => {
  const inbox = new Inbox();
  const options = { answer_deadline_s: 4, reminders_s: [1] };
  const run = z.parse(
    Run,
    await (
      await send("/v1/runs", { graph: "resolve", input: { ir: ir() }, options, webhook: { url: inbox.url } })
    ).json(),
  );
  expect(run.status).toBe("waiting");
  const Holes = z.object({ data: z.array(z.looseObject({ id: z.string(), awaited: z.boolean() })) });
  const { data } = Holes.parse(await (await send(`/v1/runs/${run.id}/holes`)).json());
  const awaited = data.filter((hole) => hole.awaited).map(({ id }) => id);
  expect(awaited).toContain(UPPER.id);

  await until(async () => expect(await inbox.types()).toEqual(["run.reminder", "run.waiting"]));
  await until(async () =>
    expect(await inbox.types()).toEqual(["run.deadline_passed", "run.failed", "run.reminder", "run.waiting"]),
  );
  const events = (await inbox.events()).toSorted((a, b) => a.timestamp.localeCompare(b.timestamp));
  for (const { type, data } of events) {
    expect(data).toMatchObject({ run: run.id, graph: "resolve", urls: { self: `http://localhost/v1/runs/${run.id}` } });
    if (type === "run.failed") expect(data.error).toEqual({ code: "unanswered", node: expect.any(String) });
    else expect(data.waiting_for).toMatchObject({ holes: awaited, holes_total: awaited.length });
  }
  const [waiting] = events;
  const { since, until: end } = waiting?.data.waiting_for ?? { since: "", until: "" };
  expect(Date.parse(end) - Date.parse(since)).toBe(4_000);

  const { secret } = z.object({ secret: z.string() }).parse(await (await send("/v1/webhooks/secret")).json());
  for (const { headers, body } of await inbox.received()) {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(body).not.toContain("result");
  }
});

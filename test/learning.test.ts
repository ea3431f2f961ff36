import { env, evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { usePlatform } from "../durable-objects/platform.ts";
import { failingD1 } from "../durable-objects/testing/bindings.ts";
import { Run } from "../src/api/runs/resource.ts";
import { irWith, openHole, suggesting } from "../src/holes/holes.fixture.ts";

/** Learning from answers, from the outside: the real Worker, queue, D1 and Z3, and no model. */

const RAISES = (name: string) => `implies(len(${name}) == 0, raises(ValueError))`;
const ZERO = (name: string) => `implies(len(${name}) == 0, result == 0)`;

/** One tenant as it uses the API. */
class Tenant {
  readonly #key: string;

  private constructor(key: string) {
    this.#key = key;
  }

  static async create(): Promise<Tenant> {
    const body = { name: "k", scopes: ["run"], tenant: `t${crypto.randomUUID().replaceAll("-", "")}` };
    const response = await fetchFrom("/v1/keys", "POST", {}, body);
    return new Tenant(z.parse(z.looseObject({ key: z.string() }), await response.json()).key);
  }

  send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetchFrom(path, method, { authorization: `Bearer ${this.#key}`, ...headers }, body);
  }

  /** A run that waits for answers about a function over a list. */
  async ask(name: string, options: object = {}): Promise<Run> {
    // A second question, so that an answer does not end the run.
    const other = openHole("parity", { suggestions: suggesting("result % 2 == 0", "result % 2 == 1") });
    const parts = {
      name: `total_${name}`,
      parameters: { [name]: "list[int]" },
      returns: "int",
      post: ["result >= -9"],
    };
    const ir = irWith(parts, other);
    const body = { graph: "resolve", input: { ir }, options };
    const run = z.parse(Run, await (await this.send("POST", "/v1/runs", body, { prefer: "wait=40" })).json());
    expect(run.status).toBe("waiting");
    return run;
  }

  async suggestions({ id }: Run, name: string): Promise<{ hole: string; values: string[] }> {
    const answer = await (await this.send("GET", `/v1/runs/${id}/holes`)).json();
    const hole = z.parse(Holes, answer).data.find(({ subject }) => subject === `empty ${name}`);
    if (hole === undefined) throw new Error(`nothing is asked about an empty ${name}`);
    return { hole: hole.id, values: hole.suggestions.map(({ value }) => value) };
  }

  async order(name: string): Promise<string[]> {
    return (await this.suggestions(await this.ask(name), name)).values;
  }

  async answer(run: Run, name: string, value: string): Promise<void> {
    const { hole } = await this.suggestions(run, name);
    const response = await this.send("POST", `/v1/runs/${run.id}/holes/${hole}/resolution`, { value });
    expect(response.status).toBe(202);
  }
}

const Holes = z.object({
  data: z.array(
    z.looseObject({ id: z.string(), subject: z.string(), suggestions: z.array(z.looseObject({ value: z.string() })) }),
  ),
});

function fetchFrom(path: string, method: string, headers: Record<string, string>, body?: object): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const all = { "content-type": "application/json", ...headers };
  return exports.default.fetch(new Request(`http://localhost${path}`, { method, headers: all, ...content }));
}

const rowsOf = async ({ id }: Run) =>
  (await env.DB.prepare("SELECT rank, accepted FROM hole_decisions WHERE run_id = ? ORDER BY rank").bind(id).all())
    .results;
const settled = (run: Run, rows: number) =>
  expect.poll(async () => (await rowsOf(run)).length, { timeout: 15_000 }).toBe(rows);

describe("what somebody answered", { timeout: 120_000 }, () => {
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  it("changes the order of suggestions in the next run of the tenant, and of no other", async () => {
    const [tenant, other] = [await Tenant.create(), await Tenant.create()];
    const first = await tenant.ask("xs");
    const before = (await tenant.suggestions(first, "xs")).values;
    expect(before.slice(0, 2)).toEqual([ZERO("xs"), RAISES("xs")]);
    await tenant.answer(first, "xs", RAISES("xs"));
    await settled(first, before.length);
    expect(await tenant.order("rows")).toEqual([
      RAISES("rows"),
      ...before.map((text) => text.replaceAll("xs", "rows")).filter((text) => text !== RAISES("rows")),
    ]);
    expect(await other.order("rows")).toEqual(before.map((text) => text.replaceAll("xs", "rows")));

    const metrics = await (await tenant.send("GET", "/v1/metrics")).json();
    expect(metrics).toMatchObject({
      suggestions: [
        {
          clause: "assertion",
          kind: "spec",
          offered: 1,
          accepted: 1,
          acceptance_rate: 1,
          mean_rank: 2,
          accepted_first: 0,
          accepted_within_3: 1,
        },
      ],
    });
    expect(await (await other.send("GET", "/v1/metrics")).json()).toMatchObject({ suggestions: [] });
  });

  it("neither counts later nor earlier for a run that is not to learn", async () => {
    const tenant = await Tenant.create();
    const apart = await tenant.ask("xs", { learn: false });
    const before = (await tenant.suggestions(apart, "xs")).values;
    await tenant.answer(apart, "xs", RAISES("xs"));
    const first = await tenant.ask("ys");
    expect((await tenant.suggestions(first, "ys")).values[0]).toBe(ZERO("ys"));
    await tenant.answer(first, "ys", RAISES("ys"));
    await settled(first, before.length);
    expect(await rowsOf(apart)).toEqual([]);
    expect((await tenant.order("rows"))[0]).toBe(RAISES("rows"));
    const again = await tenant.ask("rows", { learn: false });
    expect((await tenant.suggestions(again, "rows")).values[0]).toBe(ZERO("rows"));
  });

  it("is looked at again in a run that would be answered from the cache", async () => {
    const tenant = await Tenant.create();
    const first = await tenant.ask("xs");
    const { values } = await tenant.suggestions(first, "xs");
    expect((await tenant.ask("xs")).usage.cache_hits).toBeGreaterThan(first.usage.cache_hits);
    await tenant.answer(first, "xs", RAISES("xs"));
    await settled(first, values.length);
    expect((await tenant.order("xs"))[0]).toBe(RAISES("xs"));
  });

  it("is suggested to the tenant with the names of another function when no suggestion was it", async () => {
    const tenant = await Tenant.create();
    const first = await tenant.ask("xs");
    await tenant.answer(first, "xs", "implies(len(xs) == 0, result == -1)");
    await settled(first, (await tenant.order("ys")).length);
    expect((await tenant.order("rows"))[0]).toBe("implies(len(rows) == 0, result == -1)");
  });

  it("is forgotten when it is taken back, and with its run", async () => {
    const tenant = await Tenant.create();
    const [undone, removed] = [await tenant.ask("xs"), await tenant.ask("ys")];
    const { hole, values } = await tenant.suggestions(undone, "xs");
    await tenant.answer(undone, "xs", RAISES("xs"));
    await settled(undone, values.length);
    await tenant.answer(removed, "ys", RAISES("ys"));
    await settled(removed, values.length);
    expect((await tenant.order("rows"))[0]).toBe(RAISES("rows"));

    expect((await tenant.send("DELETE", `/v1/runs/${undone.id}/holes/${hole}/resolution`)).status).toBe(202);
    await settled(undone, 0);
    expect((await tenant.order("rows"))[0]).toBe(RAISES("rows"));
    expect((await tenant.send("DELETE", `/v1/runs/${removed.id}`)).status).toBe(204);
    await settled(removed, 0);
    expect(await tenant.order("rows")).toEqual(values.map((text) => text.replaceAll("xs", "rows")));
  });

  it("costs nothing while D1 is down, and is learned when it is back, also over an eviction", async () => {
    const tenant = await Tenant.create();
    const first = await tenant.ask("xs");
    const { values } = await tenant.suggestions(first, "xs");
    restore = usePlatform({ bindings: (real) => ({ ...real, DB: failingD1() }) });
    await tenant.answer(first, "xs", RAISES("xs"));
    const during = await tenant.ask("rows");
    expect((await tenant.suggestions(during, "rows")).values).toEqual(
      values.map((text) => text.replaceAll("xs", "rows")),
    );
    expect(await rowsOf(first)).toEqual([]);
    await evictDurableObject(env.RUNS.getByName(first.id));
    restore();
    restore = usePlatform({ clock: () => Date.now() + 600_000 });
    await runDurableObjectAlarm(env.RUNS.getByName(first.id));
    await settled(first, values.length);
    restore();
    expect((await tenant.order("rows"))[0]).toBe(RAISES("rows"));
  });
});

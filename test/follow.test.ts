import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { usePlatform } from "../durable-objects/platform.ts";
import { Run } from "../src/api/runs/resource.ts";
import { irWith, openHole, suggesting } from "../src/holes/holes.fixture.ts";
import { canonicalJson } from "../src/ir/canonical.ts";

/** What a model says to follow from an answer, from the outside; a server that speaks a provider's API stands for the model. */

let restore: () => void = () => undefined;
afterEach(() => restore());

const Session = z.object({ seen: z.array(z.object({ signature: z.string().nullable() })) });

/** Lets runs ask a model whose requests fail as `faults` says; a session of its own, for what was asked. */
async function withModel(faults: Record<string, unknown> = {}): Promise<() => Promise<(string | null)[]>> {
  const made = await fetch(`${env.MODEL_SERVER}/sessions`, { method: "POST", body: JSON.stringify({ faults }) });
  const { path } = z.object({ path: z.string() }).parse(await made.json());
  const url = `${env.MODEL_SERVER}${path}`;
  restore();
  restore = usePlatform({
    bindings: (real) => ({ ...real, ANTHROPIC_API_KEY: "right-key", ANTHROPIC_BASE_URL: url }),
  });
  return async () => Session.parse(await (await fetch(url)).json()).seen.map(({ signature }) => signature);
}

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const all = { "content-type": "application/json", ...headers };
  return exports.default.fetch(new Request(`http://localhost${path}`, { ...init, headers: all }));
}

const read = async (response: Response) => z.parse(Run, await response.json());

async function start(graph: string, input: unknown, options: Record<string, unknown> = {}): Promise<Run> {
  return read(
    await send("POST", "/v1/runs", { graph, input, options: { cache: false, ...options } }, { prefer: "wait=40" }),
  );
}

/** The run once it stops moving. */
async function rest({ id }: Run): Promise<Run> {
  for (let tries = 0; tries < 300; tries++) {
    const now = await read(await send("GET", `/v1/runs/${id}`));
    if (now.status !== "running" && now.status !== "queued") return now;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${id} does not come to rest`);
}

const UPPER = openHole("upper", { suggestions: suggesting("result <= n + 10", "result <= n + 20") });
const PARITY = openHole("parity", {
  suggestions: suggesting("result % 2 == 0", "result % 2 == 1"),
  dependencies: [UPPER.id],
});
const raised = () =>
  irWith(
    { name: "raised", parameters: { n: "int" }, returns: "int", pre: ["n >= 0"], post: ["result >= n"] },
    UPPER,
    PARITY,
  );

async function answered(run: Run): Promise<Run> {
  const response = await send("POST", `/v1/runs/${run.id}/holes/${UPPER.id}/resolution`, { value: "result <= n + 10" });
  expect(response.status).toBeLessThan(300);
  return rest(run);
}

const irOf = ({ outcome }: Run) => outcome?.irs?.[0]?.ir;
const parityOf = (run: Run) => irOf(run)?.holes.find(({ id }) => id === PARITY.id);
const lastOf = ({ outcome }: Run) => outcome?.decisions?.answers.at(-1);

async function attempts({ id }: Run, node: string): Promise<number | undefined> {
  const Graph = z.object({ nodes: z.array(z.object({ id: z.string(), attempts: z.number() })) });
  const { nodes } = Graph.parse(await (await send("GET", `/v1/runs/${id}/graph`)).json());
  return nodes.find((one) => one.id === node)?.attempts;
}

describe("what follows from an answer", { timeout: 60_000 }, () => {
  it("becomes suggestions and wording of the holes that depend on it, as far as it fits, and undo takes it back byte for byte", async () => {
    const seen = await withModel();
    const run = await start("resolve", { ir: raised() });
    expect(run.status).toBe("waiting");
    const after = await answered(run);
    expect(after.status).toBe("waiting");
    expect(parityOf(after)).toMatchObject({
      description: "Which parity has the result, now that it is bounded?",
      suggestions: expect.arrayContaining([
        { value: "result % 2 == n % 2", rationale: "It is raised by an even number.", confidence: 0.6 },
      ]),
    });
    const standing = lastOf(after);
    expect(standing?.following).toMatchObject({ by: "claude-opus-5-5", missing: [] });
    const dropped = standing?.following?.dropped ?? [];
    expect(dropped.map(({ value }) => value).sort()).toEqual(["result < n", "result == n", "result is roughly n"]);
    expect(dropped.find(({ value }) => value === "result < n")?.reason).toContain("`result >= n`");
    expect(standing?.changes).toContainEqual(
      expect.objectContaining({ cause: UPPER.id, before: "What of parity?", after: expect.stringMatching(/bounded/) }),
    );
    expect((await seen()).filter((signature) => signature === "infer-dependent-constraints")).toHaveLength(1);
    const undone = await send("DELETE", `/v1/runs/${run.id}/holes/${UPPER.id}/resolution`);
    expect(undone.status).toBeLessThan(300);
    expect(canonicalJson(irOf(await rest(run)))).toBe(canonicalJson(irOf(run)));
  });

  it.each([
    "wrong_schema",
    "invalid_json",
    "refusal",
    "max_tokens",
    "empty",
    "server_error",
    "rate_limit",
    "broken_body",
  ])("is nothing where the model fails, which is noted: %s", async (fault) => {
    await withModel();
    const run = await start("resolve", { ir: raised() });
    await withModel({ rates: { [fault]: 1 }, retry_after_s: 1 });
    const after = await answered(run);
    expect(after.status).toBe("waiting");
    expect(parityOf(after)).toMatchObject({ description: "What of parity?", suggestions: parityOf(run)?.suggestions });
    expect(lastOf(after)?.following).toMatchObject({ by: null, dropped: [], missing: [{ code: /./ }] });
  });

  it("is not asked for without a model", async () => {
    const after = await answered(await start("resolve", { ir: raised() }));
    expect(after.status).toBe("waiting");
    expect(lastOf(after)?.following).toBeUndefined();
    expect(after.usage.llm_calls).toBe(0);
    expect(await attempts(after, "holes/follows")).toBe(1);
    expect(await attempts(after, "holes/follow")).toBe(0);
  });
});

describe("suggestions of a model", { timeout: 60_000 }, () => {
  it("are asked for only where the run asks somebody or fills by itself", async () => {
    const seen = await withModel();
    const prompt = "Return the absolute difference of two integers, such as distance(3, 5) == 2.";
    const run = await start("forward", { prompt }, { candidates: 1 });
    expect(run.status).toBe("succeeded");
    expect(irOf(run)?.holes.some(({ status }) => status === "open")).toBe(true);
    expect(await seen()).not.toContain("hole-suggestion");
    await start("resolve", { ir: raised() }, { hole_policy: "fail" });
    expect(await seen()).not.toContain("hole-suggestion");
    await start("resolve", { ir: raised() });
    expect(await seen()).toContain("hole-suggestion");
  });
});

import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Run } from "../src/api/runs/resource.ts";

/** From a request to code, from the outside: the real Worker, queue, Z3 and CPython, and no model. */

async function send(path: string, body?: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", prefer: "wait=55" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  return exports.default.fetch(new Request(`http://localhost${path}`, init));
}

async function forward(input: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<Run> {
  const response = await send("/v1/runs", { graph: "forward", input, ...more });
  expect(response.status).toBe(201);
  return z.parse(Run, await response.json());
}

const Holes = z.object({ data: z.array(z.looseObject({ id: z.string(), clause: z.string(), awaited: z.boolean() })) });

async function awaited(run: Run): Promise<string> {
  const { data } = z.parse(Holes, await (await send(`/v1/runs/${run.id}/holes`)).json());
  const [hole] = data.filter((item) => item.awaited);
  if (hole === undefined) throw new Error("the run waits for nothing");
  return hole.id;
}

const SUM = "Write a function add(a: int, b: int) -> int that returns the sum of a and b.";
const UNKNOWABLE = "Write a function vibe(text: str) -> str that returns the vibe of the text.";

describe("forward without a model", { timeout: 60_000 }, () => {
  it("proves the code of a sentence that defines the result, and asserts it in the code", async () => {
    const { status, outcome, usage } = await forward({ prompt: SUM });
    expect(status).toBe("succeeded");
    expect(outcome?.verdict?.status).toBe("proved");
    expect(outcome?.code).toBe(
      'def add(a: int, b: int) -> int:\n    """Returns the sum of a and b."""\n    result = a + b\n    assert result == a + b\n    return result\n',
    );
    expect(outcome).toMatchObject({ candidates: 1, repairs: 0 });
    expect(outcome?.candidate_verdicts?.[0]).toMatchObject({ by: "offline", chosen: true, missing: null });
    expect(usage).toMatchObject({ llm_calls: 0, micro_usd: 0 });
  });

  it("takes examples as data, shows them as doctests and calls the code no more than tested for them", async () => {
    const examples = [
      { args: [2, 3], returns: 5 },
      { args: [-1, 1], returns: 0 },
    ];
    const { outcome } = await forward({ prompt: SUM, examples }, { options: { assertion_mode: "off" } });
    expect(outcome?.verdict?.status).toBe("tested");
    expect(outcome?.candidate_verdicts?.[0]?.clauses.map(({ verdict }) => verdict.status)).toEqual([
      "proved",
      "tested",
      "tested",
    ]);
    expect(outcome?.code).toContain(">>> add(2, 3)\n    5\n");
    expect(outcome?.code).not.toContain("assert");
  });

  it("uses the results of an equal run again", async () => {
    const input = { prompt: `${SUM}\n`, examples: [{ args: [7, 8], returns: 15 }] };
    const first = await forward(input);
    const again = await forward(input);
    expect(first.usage.cache_misses).toBeGreaterThan(0);
    expect(again.usage.cache_misses).toBe(0);
    expect(again.outcome?.code).toBe(first.outcome?.code);
  });

  it("waits with an implementation hole that says what is missing, and judges the code that a person gives", async () => {
    const run = await forward({
      prompt: UNKNOWABLE,
      examples: [
        { args: ["ab"], returns: "AB!" },
        { args: ["c"], returns: "C!" },
      ],
    });
    expect(run.status).toBe("waiting");
    expect(run.outcome?.code).toBeUndefined();
    const hole = await awaited(run);
    const answer = (value: string) => send(`/v1/runs/${run.id}/holes/${hole}/resolution`, { value });

    expect((await answer("def vibe(text):\n    return text\n")).status).toBe(202);
    const refuted = await rest(run);
    expect(refuted.status).toBe("waiting");
    expect(refuted.outcome?.candidate_verdicts?.at(-1)?.verdict?.status).toBe("refuted");

    const code = "def vibe(text: str) -> str:\n    return text.upper() + '!'\n";
    expect((await answer(code)).status).toBe(202);
    const done = await rest(run);
    expect(done).toMatchObject({ status: "succeeded", outcome: { code, verdict: { status: "tested" } } });
    expect((await answer(code)).status).toBe(202);
    expect((await answer("def vibe(text): ...")).status).toBe(409);
  });

  it("fails with `unfilled_holes` and keeps the contract where it may not ask", async () => {
    const { status, error, outcome } = await forward({ prompt: UNKNOWABLE }, { options: { hole_policy: "fail" } });
    expect(status).toBe("failed");
    expect(error).toMatchObject({ code: "unfilled_holes", retryable: false });
    expect(outcome?.irs?.[0]?.ir).toMatchObject({
      signature: { name: "vibe" },
      holes: expect.arrayContaining([expect.objectContaining({ clause: "implementation" })]),
    });
  });

  it("asks which outcome holds where examples contradict each other, and goes on with the answer", async () => {
    const examples = [
      { args: [1, 1], returns: 2 },
      { args: [1, 1], returns: 3 },
    ];
    const run = await forward({ prompt: SUM, examples });
    expect(run.status).toBe("waiting");
    const hole = await awaited(run);
    expect((await send(`/v1/runs/${run.id}/holes/${hole}/resolution`, { value: "x + 1" })).status).toBe(422);
    expect((await send(`/v1/runs/${run.id}/holes/${hole}/resolution`, { suggestion: 0 })).status).toBe(202);
    expect(await rest(run)).toMatchObject({ status: "succeeded", outcome: { verdict: { status: "tested" } } });
  });

  it("refuses a prompt over the limit and an example without an outcome", async () => {
    const long = await send("/v1/runs", { graph: "forward", input: { prompt: "a".repeat(32 * 1024 + 1) } });
    expect(long.status).toBe(413);
    const odd = await send("/v1/runs", { graph: "forward", input: { prompt: SUM, examples: [{ args: [1, 2] }] } });
    expect(odd.status).toBe(422);
    expect(await (await send("/v1/runs/run_0000000000/holes")).json()).toMatchObject({ code: "run_not_found" });
  });
});

/** The run once it stops moving. */
async function rest(run: Run): Promise<Run> {
  for (let tries = 0; tries < 100; tries++) {
    const now = z.parse(Run, await (await send(`/v1/runs/${run.id}`)).json());
    if (now.status !== "running" && now.status !== "queued") return now;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`${run.id} does not come to rest`);
}

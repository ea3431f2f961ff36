import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { usePlatform } from "../durable-objects/platform.ts";
import { Run } from "../src/api/runs/resource.ts";

/** The forward graph by what the environment says of models, from the outside; a server that speaks the providers' APIs stands for them. */

const PROMPT = "Return the absolute difference of two integers, such as distance(3, 5) == 2.";
const DEFINED = "Write a function gap(a: int, b: int) -> int that returns the absolute difference of a and b.";

let restore: () => void = () => undefined;
afterEach(() => restore());

async function forward(prompt: string, variables: Record<string, string>): Promise<Run> {
  restore();
  restore = usePlatform({ bindings: (real) => ({ ...real, ...variables }) });
  const request = new Request("http://localhost/v1/runs", {
    method: "POST",
    headers: { "content-type": "application/json", prefer: "wait=55" },
    body: JSON.stringify({ graph: "forward", input: { prompt }, options: { cache: false, candidates: 1 } }),
  });
  return z.parse(Run, await (await exports.default.fetch(request)).json());
}

describe("models by the environment", { timeout: 60_000 }, () => {
  it("names the variable that is missing where a model is wanted and not configured", async () => {
    expect(await forward(PROMPT, { LIFT_MODEL: "anthropic/claude-opus-5-5" })).toMatchObject({
      status: "failed",
      error: { code: "misconfigured", message: expect.stringContaining("ANTHROPIC_API_KEY"), retryable: false },
      usage: { llm_calls: 0 },
    });
  });

  it("names the variable of a key that is wrong, without asking again", async () => {
    const variables = { ANTHROPIC_API_KEY: "wrong-key", ANTHROPIC_BASE_URL: env.MODEL_SERVER };
    expect(await forward(PROMPT, variables)).toMatchObject({
      status: "failed",
      error: {
        code: "authentication",
        node: "extract_intent",
        message: expect.stringContaining("Set ANTHROPIC_API_KEY to a valid key"),
        retryable: false,
      },
      usage: { llm_calls: 1, micro_usd: 0 },
    });
    const other = {
      LIFT_MODEL: "openai/simulated",
      OPENAI_API_KEY: "wrong-key",
      OPENAI_BASE_URL: `${env.MODEL_SERVER}/v1`,
    };
    expect((await forward(PROMPT, other)).error?.message).toContain("OPENAI_API_KEY");
  });

  it("asks Claude where its key is set, visible in provenance, candidates and usage", async () => {
    const { status, outcome, usage } = await forward(PROMPT, {
      ANTHROPIC_API_KEY: "right-key",
      ANTHROPIC_BASE_URL: env.MODEL_SERVER,
    });
    expect(status).toBe("succeeded");
    expect(outcome?.code).toContain("def distance(a: int, b: int) -> int:");
    expect(outcome?.irs?.[0]?.ir.intent.provenance).toMatchObject({ source: "agent", author: "claude-opus-5-5" });
    expect(outcome?.candidate_verdicts?.[0]).toMatchObject({ by: "claude-opus-5-5", chosen: true });
    expect(usage.llm_calls).toBeGreaterThanOrEqual(4);
    expect(usage.input_tokens).toBeGreaterThan(0);
    expect(usage.micro_usd).toBeGreaterThan(0);
  });

  it("works offline without any key, visible in provenance, candidates and usage", async () => {
    const { status, outcome, usage } = await forward(DEFINED, {});
    expect(status).toBe("succeeded");
    expect(outcome?.irs?.[0]?.ir.intent.provenance).toMatchObject({ source: "static", author: "lift" });
    expect(outcome?.candidate_verdicts?.[0]).toMatchObject({ by: "offline", chosen: true });
    expect(usage).toMatchObject({ llm_calls: 0, input_tokens: 0, micro_usd: 0 });
  });
});

import { exports } from "cloudflare:workers";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { usePlatform } from "../durable-objects/platform.ts";
import { Run } from "../src/api/runs/resource.ts";

let restore: () => void = () => undefined;
afterEach(() => restore());

it("names the variable that is missing where a model is wanted and not configured", { timeout: 60_000 }, async () => {
  restore = usePlatform({ bindings: (real) => ({ ...real, LIFT_MODEL: "anthropic/claude-opus-5-5" }) });
  const request = new Request("http://localhost/v1/runs", {
    method: "POST",
    headers: { "content-type": "application/json", prefer: "wait=30" },
    body: JSON.stringify({ graph: "forward", input: { prompt: "Add two numbers." }, options: { cache: false } }),
  });
  const run = z.parse(Run, await (await exports.default.fetch(request)).json());
  expect(run).toMatchObject({
    status: "failed",
    error: { code: "misconfigured", message: expect.stringContaining("ANTHROPIC_API_KEY"), retryable: false },
    usage: { llm_calls: 0 },
  });
});

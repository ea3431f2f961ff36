import { describe, expect, it } from "vitest";
import { ModelConfigurationError, modelConfiguration } from "./configuration.ts";

/** The problems of an environment that configures nothing. */
function problems(environment: Record<string, string>): readonly string[] {
  try {
    modelConfiguration(environment);
  } catch (error) {
    if (error instanceof ModelConfigurationError) return error.problems;
    throw error;
  }
  throw new Error("the configuration is valid");
}

describe("configuration from the environment", () => {
  it("is offline without any key or model", () => {
    expect(modelConfiguration({}).chain).toEqual([{ provider: "offline", model: "offline" }]);
    expect(modelConfiguration({ ANTHROPIC_API_KEY: "", LIFT_MODEL: "" }).chain[0].provider).toBe("offline");
  });

  it("is Claude with Anthropic's key alone", () => {
    const [first] = modelConfiguration({ ANTHROPIC_API_KEY: "k" }).chain;
    expect(first).toMatchObject({ provider: "anthropic", model: "claude-opus-5-5", api_key: "k", base_url: null });
  });

  it("stays offline where that is asked for, whatever keys there are", () => {
    expect(modelConfiguration({ ANTHROPIC_API_KEY: "k", LIFT_MODEL: "offline" }).chain[0].provider).toBe("offline");
  });

  it("takes a server of one's own without a key, and models with slashes in their names", () => {
    const [first] = modelConfiguration({
      LIFT_MODEL: "openai/Qwen/Qwen3-Coder",
      OPENAI_BASE_URL: "http://gpu:8000/v1",
    }).chain;
    expect(first).toMatchObject({ model: "Qwen/Qwen3-Coder", api_key: null, max_tokens_field: "max_tokens" });
    expect(modelConfiguration({ LIFT_MODEL: "workers-ai/@cf/meta/llama" }).chain[0].model).toBe("@cf/meta/llama");
  });

  it("reads a chain in its order", () => {
    const { chain } = modelConfiguration({
      LIFT_MODEL: "anthropic/claude-sonnet-5-5, workers-ai/x, offline",
      ANTHROPIC_API_KEY: "k",
    });
    expect(chain.map(({ provider }) => provider)).toEqual(["anthropic", "workers-ai", "offline"]);
  });

  it.each([
    [{ LIFT_MODEL: "anthropic/claude-opus-5-5" }, "ANTHROPIC_API_KEY"],
    [{ LIFT_MODEL: "openai/gpt" }, "OPENAI_API_KEY"],
    [{ LIFT_MODEL: "claude" }, "LIFT_MODEL"],
    [{ LIFT_MODEL: "gemini/x" }, "LIFT_MODEL"],
    [{ LIFT_MODEL: "anthropic/", ANTHROPIC_API_KEY: "k" }, "LIFT_MODEL"],
    [{ ANTHROPIC_BASE_URL: "not a url" }, "ANTHROPIC_BASE_URL"],
    [{ OPENAI_BASE_URL: "ftp://x" }, "OPENAI_BASE_URL"],
    [{ LIFT_MODEL_TIMEOUT_MS: "soon" }, "LIFT_MODEL_TIMEOUT_MS"],
    [{ LIFT_MODEL_CONCURRENCY: "0" }, "LIFT_MODEL_CONCURRENCY"],
    [{ LIFT_MODEL_EFFORT: "huge" }, "LIFT_MODEL_EFFORT"],
  ])("%j is refused with a problem that names %s", (environment, variable) => {
    const said = problems(environment as Record<string, string>);
    expect(said.length).toBe(1);
    expect(said[0]).toMatch(new RegExp(`^${variable}:`));
  });

  it("names all problems at once and shows no key", () => {
    const said = problems({ LIFT_MODEL: "openai/a,gemini/b", ANTHROPIC_API_KEY: "secret" });
    expect(said.length).toBe(2);
    expect(said.join()).not.toContain("secret");
  });
});

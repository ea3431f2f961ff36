import { exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { usePlatform } from "../durable-objects/platform.ts";
import { Run } from "../src/api/runs/resource.ts";
import type { CodeFacts, ConstraintFacts, IntentFacts, SignatureFacts } from "../src/signatures/facts.ts";
import { type Prediction, PredictionError, type Predictor } from "../src/signatures/predictor.ts";

/** The forward graph where what a model answers has to be chosen: the predictor is scripted, everything else is real. */

type Script = (signature: string, input: Record<string, unknown>, seed: number) => unknown;

let restore: () => void = () => undefined;
afterEach(() => restore());

/** Answers every signature by the script; what is no answer is thrown. Keeps the questions. */
function scripted(script: Script): { signature: string; input: Record<string, unknown>; seed: number }[] {
  const asked: { signature: string; input: Record<string, unknown>; seed: number }[] = [];
  const predictor = {
    async predict(signature: { id: string }, input: Record<string, unknown>, options: { seed?: number } = {}) {
      const seed = options.seed ?? 0;
      asked.push({ signature: signature.id, input, seed });
      const output = script(signature.id, input, seed);
      if (output instanceof Error) throw output;
      return {
        output,
        reasoning: null,
        source: "model",
        model: "scripted-1",
        program: null,
        usage: [],
      } as Prediction<unknown>;
    },
  } as unknown as Predictor;
  restore = usePlatform({ predictor: () => predictor });
  return asked;
}

const INTENT: IntentFacts = {
  summary: "Return the larger of two numbers.",
  rationale: null,
  user_personas: [],
  success_criteria: [],
  domain_concepts: [],
  identifiers: [{ name: "larger", role: "function", meaning: "" }],
};
const parameter = (name: string) =>
  ({ name, type_hint: "int", kind: "positional_or_keyword", default: null, description: null }) as const;
const SIGNATURE: SignatureFacts = {
  name: "larger",
  parameters: [parameter("a"), parameter("b")],
  returns: { type_hint: "int", description: null },
  raises: [],
  ambiguities: [],
};
const clause = (expression: string) => ({ expression, rationale: "" });
const CONSTRAINTS: ConstraintFacts = {
  preconditions: [],
  postconditions: [
    clause("result >= a and result >= b"),
    clause("result == a or result == b"),
    clause("greatness(result)"),
  ],
  examples: [],
  effects: [],
  ambiguities: [],
};
const code = (body: string): CodeFacts => ({ imports: [], helpers: "", body });
const RIGHT = code("return a if a >= b else b");
const WRONG = code("return a");

const contract: Script = (signature) =>
  ({ "nl-to-intent": INTENT, "intent-to-signature": SIGNATURE, "constraint-extraction": CONSTRAINTS })[signature];

async function forward(more: Record<string, unknown> = {}): Promise<Run> {
  const { options, ...rest } = more;
  const body = {
    graph: "forward",
    input: { prompt: "The larger of two numbers." },
    options: { cache: false, hole_policy: "fail", ...(options as object) },
    ...rest,
  };
  const response = await exports.default.fetch(
    new Request("http://localhost/v1/runs", {
      method: "POST",
      headers: { "content-type": "application/json", prefer: "wait=55" },
      body: JSON.stringify(body),
    }),
  );
  expect(response.status).toBe(201);
  return z.parse(Run, await response.json());
}

describe("forward with a scripted model", { timeout: 60_000 }, () => {
  it("chooses the candidate that is proved, and names its author and every clause that was filtered", async () => {
    const asked = scripted((signature, input, seed) => {
      if (signature === "ir-to-code") return seed === 2 ? RIGHT : WRONG;
      return contract(signature, input, seed);
    });
    const { status, outcome } = await forward({ options: { candidates: 3, seed: 1 } });
    expect(status).toBe("succeeded");
    expect(outcome?.verdict?.status).toBe("proved");
    expect(outcome?.code).toContain("a if a >= b else b");
    expect(outcome?.candidate_verdicts?.find(({ chosen }) => chosen)).toMatchObject({ candidate: 2, by: "scripted-1" });
    expect(
      asked
        .filter(({ signature }) => signature === "ir-to-code")
        .map(({ seed }) => seed)
        .sort(),
    ).toEqual([1, 2, 3]);
    const ir = outcome?.irs?.[0]?.ir;
    expect(ir?.metadata.problems).toContainEqual(expect.objectContaining({ code: "unknown_name" }));
    expect(ir?.assertions.map(({ provenance }) => [provenance.source, provenance.author])).toEqual([
      ["agent", "scripted-1"],
      ["agent", "scripted-1"],
    ]);
  });

  const silent: Script = (signature, input, seed) => {
    if (signature === "constraint-extraction") return { ...CONSTRAINTS, postconditions: [] };
    // Three bodies of which two behave alike although they are written differently.
    if (signature === "ir-to-code") return [RIGHT, code("return max(a, b)"), WRONG][seed - 1];
    return contract(signature, input, seed);
  };

  it("takes what most candidates do where nothing is stated and the request says that this will do, and claims nothing", async () => {
    scripted(silent);
    const options = { candidates: 3, seed: 1, hole_policy: "auto", confidence_threshold: 0.6 };
    const { status, outcome } = await forward({ options });
    expect(status).toBe("succeeded");
    expect(outcome?.verdict?.status).toBe("unknown");
    expect(outcome?.verdict).toMatchObject({ detail: expect.stringMatching(/2 of 3 codes behave like this one/) });
    expect(outcome?.code).not.toContain("return a\n");
    expect(outcome?.candidate_verdicts?.map(({ behaves_alike }) => behaves_alike)).toEqual([2, 2, 1]);
  });

  it("offers such codes to a person otherwise, with the share of those that behave alike as confidence", async () => {
    scripted(silent);
    const { status, outcome } = await forward({ options: { candidates: 3, seed: 1, hole_policy: "ask" } });
    expect(status).toBe("waiting");
    const hole = outcome?.irs?.[0]?.ir.holes.find(({ clause }) => clause === "implementation");
    expect(hole?.suggestions.map(({ confidence }) => Math.round(confidence * 100))).toEqual([67, 67, 0]);
  });

  it("does not call a code tested that passes the examples as others do that behave differently", async () => {
    const examples = [{ args: ["2", "1"], kwargs: [], returns: "2", raises: null }];
    scripted((signature, input, seed) => {
      if (signature === "constraint-extraction") return { ...CONSTRAINTS, postconditions: [], examples };
      if (signature === "ir-to-code") return [RIGHT, WRONG][seed - 1];
      return contract(signature, input, seed);
    });
    const { outcome } = await forward({ options: { candidates: 2, seed: 1 } });
    expect(outcome?.verdict).toMatchObject({ status: "unknown", reason: "incomplete" });
    expect(outcome?.verdict).toMatchObject({ detail: expect.stringMatching(/for larger\(.*\) one gives .*, another/) });
  });

  it("shows the counterexample to whoever corrects the code", async () => {
    const asked = scripted((signature, input, seed) => {
      if (signature === "ir-to-code") return WRONG;
      return signature === "repair" ? RIGHT : contract(signature, input, seed);
    });
    const { outcome } = await forward({ options: { candidates: 2 } });
    expect(outcome).toMatchObject({ verdict: { status: "proved" }, repairs: 1, candidates: 2 });
    const repair = asked.find(({ signature }) => signature === "repair")?.input;
    expect(repair?.code).toContain("return a");
    expect(repair?.failures).toEqual([
      expect.objectContaining({
        clause: "result >= a and result >= b",
        verdict: "refuted",
        counterexample: expect.stringMatching(/a = -?\d+/),
      }),
    ]);
  });

  it("corrects no more often than it may, and never hands out refuted code", async () => {
    const asked = scripted((signature, input, seed) =>
      signature === "ir-to-code" || signature === "repair" ? WRONG : contract(signature, input, seed),
    );
    const { status, error, outcome } = await forward({ options: { candidates: 1, max_repairs: 2 } });
    expect({ status, code: error?.code }).toEqual({ status: "failed", code: "unfilled_holes" });
    expect(outcome?.code).toBeUndefined();
    expect(outcome?.candidate_verdicts?.map(({ verdict }) => verdict?.status)).toEqual([
      "refuted",
      "refuted",
      "refuted",
    ]);
    expect(asked.filter(({ signature }) => signature === "repair")).toHaveLength(2);
  });

  it("lets code with a syntax error be corrected", async () => {
    scripted((signature, input, seed) => {
      if (signature === "ir-to-code") return code("return a if");
      return signature === "repair" ? RIGHT : contract(signature, input, seed);
    });
    expect((await forward({ options: { candidates: 1 } })).outcome).toMatchObject({
      verdict: { status: "proved" },
      repairs: 1,
    });
  });

  it("refuses code with an effect that the contract does not state", async () => {
    scripted((signature, input, seed) =>
      signature === "ir-to-code" ? code("print(a)\nreturn a if a >= b else b") : contract(signature, input, seed),
    );
    const { outcome } = await forward({ options: { candidates: 1, max_repairs: 0 } });
    expect(outcome?.code).toBeUndefined();
    expect(outcome?.candidate_verdicts?.[0]?.clauses[0]).toMatchObject({
      clause: "code",
      verdict: { detail: expect.stringContaining("io") },
    });
  });

  it("goes on with the candidates that exist when another one is refused", async () => {
    scripted((signature, input, seed) => {
      if (signature !== "ir-to-code") return contract(signature, input, seed);
      return seed === 1 ? new PredictionError("refused", "scripted-1 declined to answer") : RIGHT;
    });
    const { outcome } = await forward({ options: { candidates: 2, seed: 1 } });
    expect(outcome?.verdict?.status).toBe("proved");
  });

  it("judges and returns what exists when the budget is spent, and else ends with `budget_exhausted` and the contract", async () => {
    const spent = () => new PredictionError("budget_exhausted", "the budget of 4 calls is spent");
    scripted((signature, input, seed) => {
      if (signature !== "ir-to-code") return contract(signature, input, seed);
      return seed === 2 ? spent() : RIGHT;
    });
    expect((await forward({ options: { candidates: 2, seed: 1 } })).outcome?.verdict?.status).toBe("proved");
    restore();
    scripted((signature, input, seed) => (signature === "ir-to-code" ? spent() : contract(signature, input, seed)));
    const { status, error, outcome } = await forward({ options: { hole_policy: "ask" } });
    expect({ status, code: error?.code }).toEqual({ status: "failed", code: "budget_exhausted" });
    expect(outcome?.irs?.[0]?.ir.signature.name).toBe("larger");
  });

  it("ends with the fault and what to do where the provider refuses the key", async () => {
    scripted(() => new PredictionError("authentication", "The key is refused: set ANTHROPIC_API_KEY to a valid one"));
    expect((await forward()).error).toMatchObject({
      code: "authentication",
      node: "extract_intent",
      retryable: false,
      message: expect.stringContaining("ANTHROPIC_API_KEY"),
    });
  });

  it("waits as long as the provider says and asks again", async () => {
    let refusals = 1;
    scripted((signature, input, seed) => {
      if (signature === "nl-to-intent" && refusals-- > 0)
        return new PredictionError("rate_limited", "slow down", { retry_after_ms: 1_500 });
      return signature === "ir-to-code" ? RIGHT : contract(signature, input, seed);
    });
    const run = await forward({ options: { candidates: 1 } });
    expect(run.status).toBe("succeeded");
    expect(Date.parse(run.finished_at ?? "") - Date.parse(run.created_at)).toBeGreaterThanOrEqual(1_500);
  });

  it("names the clauses that cannot hold together", async () => {
    scripted((signature, input, seed) =>
      signature === "constraint-extraction"
        ? { ...CONSTRAINTS, postconditions: [clause("result > a"), clause("result < a")] }
        : contract(signature, input, seed),
    );
    const { status, error, outcome } = await forward();
    expect({ status, code: error?.code }).toEqual({ status: "failed", code: "unfilled_holes" });
    const ir = outcome?.irs?.[0]?.ir;
    const ids = ir?.assertions.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(2);
    expect(ir?.holes.find(({ constraints }) => constraints.length > 0)?.constraints.toSorted()).toEqual(ids.toSorted());
    expect(error?.details[0]?.detail).toContain(ids[0]);
  });

  it("does not hand out code of which nothing is known, and offers it as a suggestion", async () => {
    scripted((signature, input, seed) => {
      if (signature === "constraint-extraction") return { ...CONSTRAINTS, postconditions: [] };
      return signature === "ir-to-code" ? RIGHT : contract(signature, input, seed);
    });
    const { outcome } = await forward();
    expect(outcome?.code).toBeUndefined();
    const hole = outcome?.irs?.[0]?.ir.holes.find(({ clause }) => clause === "implementation");
    expect(hole?.suggestions[0]?.value).toContain("def larger(a: int, b: int) -> int:");
  });
});

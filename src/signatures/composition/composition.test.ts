import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineSignature } from "../define.ts";
import { PredictionError } from "../predictor.ts";
import { aggregate, bestOf } from "./best-of.ts";
import { answerCodeToIr } from "./code-to-ir.ts";
import { reAct, type Tool } from "./re-act.ts";
import { refine } from "./refine.ts";
import { COST, ScriptedPredictor, untilAborted } from "./testing.ts";

const guess = defineSignature({
  id: "guess",
  version: 1,
  description: "Guess the number",
  input: z.object({ hint: z.string() }),
  output: z.object({ number: z.int() }),
  reasoning: true,
});
const correct = defineSignature({
  ...guess,
  id: "correct",
  input: z.object({ number: z.int(), problems: z.array(z.string()) }),
});
const question = { signature: guess, input: { hint: "even" } };
const budget = () => new PredictionError("budget_exhausted", "spent", { usage: [] });
const byNumber = ({ output }: { output: { number: number } }) => output.number;

describe("the best of several samples", () => {
  it("is the one of the highest score; of equals, the first sample", async () => {
    const numbers = [3, 7, 7, 1];
    const predictor = new ScriptedPredictor(({ options }) => ({ number: numbers[options.seed ?? 0] }));
    const picked = await bestOf(predictor, question, { n: 4, concurrency: 2, score: byNumber });
    expect(picked.best).toMatchObject({ strategy: "sample 1", score: 7 });
    expect(picked).toMatchObject({ ended: "all", failures: [] });
    expect(picked.candidates).toHaveLength(4);
    expect(picked.usage).toHaveLength(4);
    expect(predictor.mostRunning).toBe(2);
  });

  it("ends when one is good enough: what runs is aborted and paid, what waits is not asked", async () => {
    const predictor = new ScriptedPredictor(({ options }) =>
      options.seed === 1 ? { number: 9 } : untilAborted(options.signal),
    );
    const picked = await bestOf(predictor, question, { n: 5, concurrency: 2, score: byNumber, enough: 9 });
    expect(picked).toMatchObject({ best: { strategy: "sample 1" }, ended: "enough", failures: [] });
    expect(predictor.asked).toHaveLength(2);
    expect(picked.usage).toEqual([COST, COST]);
  });

  it("is the best so far when the budget ends", async () => {
    const predictor = new ScriptedPredictor((_asked, number) => {
      if (number >= 2) throw budget();
      return { number };
    });
    const picked = await bestOf(predictor, question, { n: 9, concurrency: 1, score: byNumber });
    expect(picked).toMatchObject({
      best: { score: 1 },
      ended: "budget",
      failures: [{ error: { fault: "budget_exhausted" } }],
    });
    expect(predictor.asked).toHaveLength(3);
  });

  it("outlives samples that fail, and is none when all do", async () => {
    const failing = (until: number) =>
      new ScriptedPredictor((_asked, number) => {
        if (number < until) throw new PredictionError("refused", "no", { usage: [COST] });
        return { number };
      });
    const picked = await bestOf(failing(2), question, { n: 3, concurrency: 1, score: byNumber });
    expect(picked.best.score).toBe(2);
    expect(picked.failures).toHaveLength(2);
    const none = bestOf(failing(3), question, { n: 3, concurrency: 1, score: byNumber });
    await expect(none).rejects.toMatchObject({ fault: "refused", usage: [COST, COST, COST] });
  });

  it("is aborted by the caller", async () => {
    const controller = new AbortController();
    const predictor = new ScriptedPredictor(({ options }) => untilAborted(options.signal));
    const picked = bestOf(predictor, question, { n: 3, concurrency: 3, score: byNumber, signal: controller.signal });
    controller.abort();
    await expect(picked).rejects.toMatchObject({ fault: "aborted", usage: [COST, COST, COST] });
  });
});

describe("aggregation", () => {
  const run: Tool = { name: "run", description: "Runs code", run: async (argument) => `ran ${argument}` };

  it("asks without thoughts, with them, and with tools at once, and picks by score", async () => {
    const predictor = new ScriptedPredictor(({ signature, input }) => {
      if (signature.id === "guess-act")
        return Array.isArray(input.trajectory) && input.trajectory.length > 0
          ? { thought: "enough", tool: "finish", argument: "" }
          : { thought: "see", tool: "run", argument: "f(1)" };
      if (signature.id === "guess-after-acting") return { number: 5 };
      return { number: signature.reasoning ? 4 : 3 };
    });
    const picked = await aggregate(predictor, question, { tools: [run], max_steps: 3, score: byNumber });
    expect(picked.best).toMatchObject({ strategy: "re_act", score: 5 });
    expect(picked.candidates.map(({ score }) => score).toSorted()).toEqual([3, 4, 5]);
    const answered = predictor.asked.find(({ signature }) => signature.id === "guess-after-acting");
    expect(answered?.input.trajectory).toEqual([
      { thought: "see", tool: "run", argument: "f(1)", observation: "ran f(1)" },
    ]);
    expect(picked.usage).toHaveLength(5);
  });
});

describe("acting with tools", () => {
  const acting = (tool: Tool, max_steps: number) => {
    const predictor = new ScriptedPredictor(({ signature }) =>
      signature.id === "guess-act" ? { thought: "t", tool: tool.name, argument: "a" } : { number: 1 },
    );
    return { predictor, answer: reAct(predictor, question, { tools: [tool], max_steps }) };
  };
  const seen = (predictor: ScriptedPredictor) => predictor.asked.at(-1)?.input.trajectory;

  it("answers after its last step, even if it would go on", async () => {
    const { predictor, answer } = acting({ name: "run", description: "", run: async () => "x".repeat(5000) }, 2);
    expect((await answer).usage).toHaveLength(3);
    expect(seen(predictor)).toHaveLength(2);
    expect(JSON.stringify(seen(predictor))).toContain("(1000 more characters)");
  });

  it("shows what a tool throws, and passes on what ends everything", async () => {
    const failing = acting({ name: "run", description: "", run: () => Promise.reject(new Error("no Python")) }, 1);
    await failing.answer;
    expect(seen(failing.predictor)).toMatchObject([{ observation: "The tool failed: no Python" }]);
    const spent = acting({ name: "run", description: "", run: () => Promise.reject(budget()) }, 1);
    await expect(spent.answer).rejects.toMatchObject({ fault: "budget_exhausted", usage: [COST] });
  });
});

describe("refinement", () => {
  const critique = ({ number }: { number: number }) => Array.from({ length: Math.abs(number) }, () => "not zero");
  const revision = {
    signature: correct,
    input: (previous: { number: number }, problems: readonly string[]) => ({ ...previous, problems: [...problems] }),
  };

  it("gives each answer with its critique to the revision until it passes", async () => {
    const predictor = new ScriptedPredictor(({ input }) => ({
      number: typeof input.number === "number" ? input.number - 1 : 2,
    }));
    const refined = await refine(predictor, question, { rounds: 9, critique, revision });
    expect(refined).toMatchObject({ ended: "passed", best: { prediction: { output: { number: 0 } }, problems: [] } });
    expect(predictor.asked.map(({ signature, input }) => [signature.id, input])).toEqual([
      ["guess", { hint: "even" }],
      ["correct", { number: 2, problems: ["not zero", "not zero"] }],
      ["correct", { number: 1, problems: ["not zero"] }],
    ]);
    expect(refined.usage).toHaveLength(3);
  });

  it("ends after its rounds with the best of them", async () => {
    const numbers = [3, 1, 2];
    const predictor = new ScriptedPredictor((_asked, number) => ({ number: numbers[number] }));
    expect(await refine(predictor, question, { rounds: 3, critique, revision })).toMatchObject({
      ended: "rounds",
      best: { prediction: { output: { number: 1 } } },
    });
  });

  it("ends with the best so far when the budget ends or a revision fails, and throws when nothing came", async () => {
    for (const [error, ended] of [
      [budget(), "budget"],
      [new PredictionError("refused", "no", { usage: [COST] }), "failed"],
    ] as const) {
      const predictor = new ScriptedPredictor((_asked, number) => {
        if (number === 1) throw error;
        return { number: 2 };
      });
      const refined = await refine(predictor, question, { rounds: 5, critique, revision });
      expect(refined).toMatchObject({ ended, error, best: { prediction: { output: { number: 2 } } } });
    }
    const none = refine(new ScriptedPredictor(() => Promise.reject(budget())), question, {
      rounds: 2,
      critique,
      revision,
    });
    await expect(none).rejects.toMatchObject({ fault: "budget_exhausted" });
  });
});

describe("code to IR", () => {
  const input = { code: "def f(): ...", function_name: "f", known_facts: [] };
  const facts: Record<string, unknown> = {
    "code-to-intent": {
      summary: "s",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      identifiers: [],
    },
    "code-to-constraints": { preconditions: [], postconditions: [], examples: [], effects: [], ambiguities: [] },
  };

  it("asks for its parts at once and loses none to the failure of another", async () => {
    const predictor = new ScriptedPredictor(async ({ signature }) => {
      await Promise.resolve();
      if (signature.id in facts) return facts[signature.id];
      throw new PredictionError("truncated", "too long", { usage: [COST] });
    });
    const answer = await answerCodeToIr(predictor, input);
    expect(predictor.mostRunning).toBe(3);
    expect(answer.intent).toMatchObject({ ok: true, prediction: { output: { summary: "s" } } });
    expect(answer.signature).toMatchObject({ ok: false, error: { fault: "truncated" } });
    expect(answer.output).toMatchObject({
      intent: { summary: "s" },
      signature: null,
      constraints: { preconditions: [] },
    });
    expect(answer.usage).toHaveLength(3);
  });
});

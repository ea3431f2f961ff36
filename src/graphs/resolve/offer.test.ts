import { describe, expect, it } from "vitest";
import { irWith, openHole, suggesting } from "../../holes/holes.fixture.ts";
import type { Hole } from "../../ir/ir.ts";
import type { Sketch } from "../../logic/semantic-diff/sketch.fixture.ts";
import { offlinePredictor } from "../../models/offline.ts";
import type { NodeContext } from "../context.ts";
import type { Asker } from "../forward/facts.ts";
import { ignorant } from "../holes/solver.fixture.ts";
import { offer } from "./offer.ts";
import { codeOf, type Studied } from "./study.ts";

const asker: Asker = { model: "offline", seed: 1, program: null };
const context = { solver: ignorant, predictor: offlinePredictor() } as unknown as NodeContext;
const missing = openHole("missing", { subject: "precondition 1 of f" });
const contract: Sketch = { name: "f", parameters: { xs: "list[int]", k: "int" }, returns: "int" };

async function offered(hole: Hole, studied: Studied | null, text: string | null = null): Promise<string[]> {
  const { holes } = await offer(irWith(contract, hole), studied, text, asker, context);
  return holes.find(({ id }) => id === hole.id)?.suggestions.map(({ value }) => value) ?? [];
}

describe("what stands beside a contract", () => {
  it("is offered: what the code states and needs", async () => {
    const studied = {
      ir: irWith({ ...contract, pre: ["k % 4 == 1"] }),
      needs: [{ text: "len(xs) == 17", rationale: "It says so.", weight: 60 }],
      siblings: [],
    };
    const [first, second] = await offered(missing, studied);
    expect([first, second]).toEqual(["k % 4 == 1", "len(xs) == 17"]);
  });

  it("is offered: what the words say, in the names of the contract", async () => {
    const after = openHole("after", { subject: "postcondition 1 of f" });
    expect(await offered(after, null, "Return the largest element of xs.")).toContain("result == max(xs)");
  });

  it("leaves holes with readings as they are, and all where nothing stands beside it", async () => {
    const read = { ...missing, suggestions: suggesting("k > 5", "k > 6") };
    const studied = { ir: irWith({ ...contract, pre: ["k % 4 == 1"] }), needs: [], siblings: [] };
    expect(await offered(read, studied)).toEqual(["k > 5", "k > 6"]);
    expect(await offered(missing, null)).toEqual([]);
  });

  it("is about the function that the contract names, or refused", () => {
    const ir = irWith(contract);
    expect(codeOf("def g(): ...\ndef f(xs, k): ...\n", ir)).toMatchObject({ function: "f" });
    expect(() => codeOf("def g(): ...\n", ir)).toThrow("The code has no function f; it has g.");
    expect(() => codeOf("def f(:\n", ir)).toThrow("not valid Python");
  });
});

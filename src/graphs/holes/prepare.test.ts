import { describe, expect, it } from "vitest";
import { irWith, openHole, suggesting } from "../../holes/holes.fixture.ts";
import { featuresOf } from "../../holes/suggest/form.ts";
import type { Decision } from "../../holes/suggest/history.ts";
import type { NodeContext } from "../context.ts";
import type { Asker } from "../forward/facts.ts";
import { prepare } from "./prepare.ts";
import { ignorant } from "./solver.fixture.ts";

const RAISES = "implies(len(xs) == 0, raises(ValueError))";
const ZERO = "implies(len(xs) == 0, result == 0)";
const hole = openHole("empty xs", { suggestions: suggesting(ZERO, RAISES) });
const ir = irWith({ parameters: { xs: "list[int]" }, returns: "int" }, hole);
const NOW = Date.UTC(2026, 0, 1);

const decision = (value: string, accepted: boolean): Decision => ({
  clause: hole.clause,
  kind: hole.kind,
  about: "empty _",
  features: featuresOf(ir, hole, value),
  value,
  names: [{ name: "xs", type: "list[int]", place: 0 }],
  accepted,
  at: NOW,
});

/** The suggestions of the hole, and what a model was asked, with this past. */
async function prepared(...decisions: Decision[]) {
  const inputs: unknown[] = [];
  const predictor = {
    predict: async (_signature: unknown, input: unknown) => {
      inputs.push(input);
      return { output: { suggestions: [] }, model: "scripted", source: "model", program: null };
    },
  };
  const history = { of: async () => ({ decisions, as_of: NOW }) };
  const asker = { model: "scripted", seed: 0, program: null } as unknown as Asker;
  const context = { solver: ignorant, predictor, history } as unknown as NodeContext;
  const after = await prepare(ir, null, asker, null, context);
  const own = after.holes.find(({ id }) => id === hole.id);
  return { values: own?.suggestions.map(({ value }) => value).slice(0, 2), inputs };
}

describe("suggestions of a run", () => {
  it("are in the order in which the tenant's decisions put them", async () => {
    expect((await prepared()).values).toEqual([RAISES, ZERO]);
    expect((await prepared(decision(ZERO, true), decision(RAISES, false))).values).toEqual([ZERO, RAISES]);
  });

  it("are asked of a model with what was decided about the same question", async () => {
    const { inputs } = await prepared(decision(ZERO, true), decision(RAISES, false));
    expect(inputs[0]).toMatchObject({
      hole: { subject: "empty xs" },
      earlier: [
        { value: ZERO, decision: "accepted" },
        { value: RAISES, decision: "rejected" },
      ],
    });
    expect((await prepared()).inputs[0]).toMatchObject({ earlier: [] });
  });
});

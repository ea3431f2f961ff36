import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IR } from "../../ir/ir.ts";
import { confidenceOf } from "./confidence.ts";
import { draft } from "./draft.fixture.ts";
import { holes } from "./holes.ts";

describe("holes", () => {
  it("opens a type hole for a parameter nobody typed and leaves the type out", () => {
    const [ir] = holes([draft({ parameters: [{ name: "x", type_hint: null, confidence: 0 }] })], [1], 0.7);
    expect(ir?.holes.map(({ clause, kind, subject }) => [clause, kind, subject])).toEqual([
      ["signature", "type", "param_x"],
    ]);
  });

  it("withdraws a doubtful type into the hole's suggestion", () => {
    const [ir] = holes([draft({ parameters: [{ name: "x", type_hint: "int", confidence: 0.6 }] })], [1], 0.7);
    expect(ir?.signature.parameters[0]?.type_hint).toBeNull();
    expect(ir?.holes[0]?.suggestions).toEqual([
      { value: "int", rationale: "Inferred from the body.", confidence: 0.6 },
    ]);
  });

  it("does not ask for the type of self", () => {
    const method = draft({ parameters: [{ name: "self", type_hint: null, confidence: 0 }], method: true });
    expect(holes([method], [1], 0.7)[0]?.holes).toEqual([]);
  });

  it("asks what a function is for when only its name says so", () => {
    const [ir] = holes([draft({ intentConfidence: 0.4 })], [1], 0.7);
    expect(ir?.holes.map(({ clause }) => clause)).toEqual(["intent"]);
  });

  it("gives one hole the same id in every run, and two functions different ids", () => {
    const open = (name: string) =>
      holes([draft({ name, parameters: [{ name: "x", type_hint: null, confidence: 0 }] })], [1], 0.7)[0]?.holes[0]?.id;
    expect(open("f")).toBe(open("f"));
    expect(open("f")).not.toBe(open("g"));
  });

  it("leaves a valid IR whatever the confidences are, with a hole for each one below the threshold and no other", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), unit, unit, (confidences, intentConfidence, threshold) => {
        const parameters = confidences.map((confidence, index) => ({
          name: `p${index}`,
          type_hint: "int",
          confidence,
        }));
        const [ir] = holes([draft({ parameters, intentConfidence })], [1], threshold);
        expect(IR.safeParse(ir).success).toBe(true);
        const doubtful =
          confidences.filter((confidence) => confidence < threshold).length +
          (intentConfidence < threshold ? 1 : 0) +
          (1 < threshold ? 1 : 0);
        expect(ir?.holes).toHaveLength(doubtful);
        expect(new Set(ir?.holes.map(({ id }) => id)).size).toBe(doubtful);
      }),
    );
  });
});

describe("confidence", () => {
  it("counts a type nobody knows as nothing", () => {
    const known = confidenceOf(draft({ parameters: [{ name: "x", type_hint: "int", confidence: 1 }] }));
    const unknown = confidenceOf(draft({ parameters: [{ name: "x", type_hint: null, confidence: 1 }] }));
    expect(known).toBe(1);
    expect(unknown).toBeCloseTo(2 / 3, 2);
  });

  it("grows with the confidence of any part", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const of = (confidence: number) =>
          confidenceOf(draft({ parameters: [{ name: "x", type_hint: "int", confidence }] }));
        expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)));
      }),
    );
  });
});

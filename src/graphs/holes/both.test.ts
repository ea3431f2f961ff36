import { describe, expect, it } from "vitest";
import { openHole } from "../../holes/holes.fixture.ts";
import { besideRules } from "./both.ts";

const hole = openHole("condition");
const one = (value: string, confidence: number) => ({ value, rationale: value, confidence });

describe("what a model suggests beside the rules", () => {
  it("is believed in part", () => {
    expect(besideRules(hole, [one("x > 0", 1)], [])[0]?.confidence).toBeCloseTo(0.7);
  });

  it("is likelier than either says where both say it, however it is written", () => {
    const [found] = besideRules(hole, [one("(x>0)", 0.8)], [one("x > 0", 0.5), one("x > 1", 0.2)]);
    expect(found).toMatchObject({ value: "x > 0", rationale: "x > 0" });
    expect(found?.confidence).toBeCloseTo(1 - 0.44 * 0.5);
  });

  it("of a type is compared as it is written", () => {
    const type = openHole("type", { clause: "signature", kind: "type", subject: "return" });
    expect(besideRules(type, [one(" int ", 0.5)], [one("int", 0.5)])[0]?.confidence).toBeCloseTo(1 - 0.65 * 0.5);
  });
});

import { describe, expect, it } from "vitest";
import { irWith, openHole } from "../holes.fixture.ts";
import { NO_HISTORY } from "./history.ts";
import { materialOfSiblings, type Sibling } from "./siblings.ts";
import { suggest } from "./suggest.ts";

const missing = openHole("missing", { subject: "precondition 1 of f" });
const ir = irWith({ parameters: { rate: "float", years: "int" }, returns: "float" }, missing);
const sibling = (name: string, clauses: string[], rate: string | null = "float"): Sibling => ({
  name,
  types: [
    { name: "rate", type: rate },
    { name: "months", type: "int" },
    { name: "result", type: "float" },
  ],
  clauses,
});
const suggested = async (...siblings: Sibling[]) =>
  (await suggest(ir, missing, NO_HISTORY, null, materialOfSiblings(ir, siblings))).map(({ value }) => value);

describe("what functions of the same file say", () => {
  it("of parameters of the same name is suggested, with who says it", async () => {
    const material = materialOfSiblings(ir, [sibling("g", ["rate < 0.4"]), sibling("h", ["rate < 0.4"])]);
    expect(material.candidates).toEqual([
      { text: "rate < 0.4", rationale: "`g` and `h` say so.", weight: expect.any(Number) },
    ]);
    expect((await suggested(sibling("g", ["rate < 0.4"])))[0]).toBe("rate < 0.4");
  });

  it("counts the more, the more of them say it", async () => {
    const [first, second] = await suggested(
      sibling("g", ["rate < 0.4", "rate < 0.7"]),
      sibling("h", ["rate < 0.7"]),
      sibling("k", ["rate < 0.7"]),
    );
    expect([first, second]).toEqual(["rate < 0.7", "rate < 0.4"]);
  });

  it("says nothing here where it is about other names, or of another type", () => {
    expect(materialOfSiblings(ir, [sibling("g", ["months < 13", "rate < months"])]).candidates).toEqual([]);
    expect(materialOfSiblings(ir, [sibling("g", ["len(rate) < 4"], "str")]).candidates).toEqual([]);
  });

  it("suggests types of parameters of the same name, and none of results", async () => {
    const hole = openHole("type", { clause: "signature", kind: "type", subject: "years" });
    const untyped = irWith({ parameters: { years: null }, returns: null }, hole);
    const material = materialOfSiblings(untyped, [
      {
        name: "g",
        types: [
          { name: "years", type: "Decimal" },
          { name: "result", type: "str" },
        ],
        clauses: [],
      },
    ]);
    expect(material.types.get("years")).toEqual([
      { value: "Decimal", rationale: "It is so in `g`.", confidence: expect.any(Number) },
    ]);
    expect(material.types.has("result")).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { parameterId } from "../../ir/hash.ts";
import { sampleParameter } from "../../ir/ir.sample.ts";
import type { Example, IR } from "../../ir/ir.ts";
import { irWith, openHole, suggesting } from "../holes.fixture.ts";
import { suggestDoctests } from "./doctests.ts";
import { NO_HISTORY } from "./history.ts";
import { suggest } from "./suggest.ts";

const example = (args: string[], returns: string): Example => ({
  call: `f(${args.join(", ")})`,
  args,
  kwargs: {},
  returns,
  raises: null,
  source: "doctest",
  evidence_refs: [],
});
const typeHole = (name: string) =>
  openHole(name, { clause: "signature", kind: "type", subject: name === "return" ? name : parameterId(name) });

async function values(ir: IR, ...more: Parameters<typeof suggest> extends [IR, ...infer Rest] ? Partial<Rest> : never) {
  const [hole = ir.holes[0], history = NO_HISTORY, asker = null] = more;
  if (hole === undefined) throw new Error("there is no hole");
  return (await suggest(ir, hole, history, asker)).map(({ value }) => value);
}

describe("suggestions", () => {
  it.each<[string, IR, string]>([
    [
      "examples",
      {
        ...irWith({ parameters: { x: null } }, typeHole("x")),
        examples: [example(["[1, 2.5]"], "1"), example(["[]"], "0")],
      },
      "list[int | float]",
    ],
    [
      "the default",
      irWith({ parameters: { x: { ...sampleParameter("x"), type_hint: null, default: "'a'" } } }, typeHole("x")),
      "str",
    ],
    ["clauses", irWith({ parameters: { xs: "list[str]", x: null }, pre: ["x in xs"] }, typeHole("x")), "str"],
    [
      "the result's clauses",
      irWith({ parameters: { xs: "list[float]" }, post: ["result == sorted(xs)"] }, typeHole("return")),
      "list[float]",
    ],
    ["a sibling", irWith({ parameters: { low: "float", high: null } }, typeHole("high")), "float"],
    ["uses", irWith({ parameters: { s: null }, pre: ["s.startswith('a')"] }, typeHole("s")), "str"],
  ])("of a type come from %s", async (_, ir, type) => {
    const [first] = await values(ir);
    if (type.includes("float]") && type.includes("int")) expect(["list[float]", type]).toContain(first);
    else expect(first).toBe(type);
  });

  it("of conditions are those that the examples bear out", async () => {
    const ir: IR = {
      ...irWith({ parameters: { xs: "list[int]" }, returns: "int", pre: ["len(xs) > 0"] }, openHole("postcondition")),
      examples: [example(["[3, 1, 2]"], "3"), example(["[5, 4]"], "5")],
    };
    const found = await values(ir);
    expect(found).toContain("result in xs");
    expect(found).toContain("result == max(xs)");
    expect(found).not.toContain("result == min(xs)");
    expect(found).not.toContain("len(xs) > 0");
  });

  it("of the outcome of a call are what the clauses admit", async () => {
    const hole = openHole("outcome", { subject: "outcome of f([2, -2, 3])" });
    const ir = irWith(
      {
        parameters: { xs: "list[int]" },
        returns: "int",
        post: ["result in xs", "all(abs(result) <= abs(v) for v in xs)"],
      },
      hole,
    );
    expect((await values(ir)).sort()).toEqual(["-2", "2"]);
  });

  it("that cannot be answered are left out", async () => {
    const hole = openHole("open", { suggestions: suggesting("y > 0", "x > 0", "x <") });
    expect(await values(irWith({ parameters: { x: "int" } }, hole))).toEqual(["x > 0"]);
  });

  it("as doctests show calls of which the clauses leave one result", () => {
    const ir = irWith({ name: "f", parameters: { x: "int" }, returns: "int", post: ["result == x + 1"] });
    expect(suggestDoctests(ir, 2)).toEqual([">>> f(0)\n1", ">>> f(1)\n2"]);
    expect(suggestDoctests(irWith({ parameters: { x: "int" }, returns: "int" }))).toEqual([]);
  });
});

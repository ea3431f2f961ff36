import { describe, expect, it } from "vitest";
import { type Example, type Hole, IR } from "../../ir/ir.ts";
import type { Sketch } from "../../logic/semantic-diff/sketch.fixture.ts";
import { irWith, openHole, suggesting } from "../holes.fixture.ts";
import { DependencyCycle } from "../select-next.ts";
import { detectHoles, withDependencies } from "./detect.ts";

const example = (call: string, args: string[], returns: string): Example => ({
  call,
  args,
  kwargs: {},
  returns,
  raises: null,
  source: "doctest",
  evidence_refs: [],
});

async function found(parts: Sketch, text: string | null = null, examples: Example[] = []): Promise<Hole[]> {
  const ir = await detectHoles({ ...irWith(parts), examples }, text);
  IR.parse(ir);
  return ir.holes;
}

const CLOSEST: Sketch = {
  name: "closest",
  parameters: { xs: "list[int]" },
  returns: "int",
  post: ["result in xs", "all(abs(result) <= abs(v) for v in xs)"],
};

describe("what a contract leaves open", () => {
  it("of the closest number to zero is the empty list and ties, each with readings that differ on an input", async () => {
    const holes = await found(CLOSEST, "Return the closest number to zero in a list.");
    expect(holes.map(({ subject }) => subject)).toEqual(["empty xs", "ties of abs(_) in xs"]);
    const [empty, ties] = holes;
    expect(empty).toMatchObject({
      description: "What is the result when xs is empty?",
      suggestions: [
        { value: "implies(len(xs) == 0, result == 0)" },
        { value: "implies(len(xs) == 0, raises(ValueError))" },
        { value: "len(xs) > 0" },
      ],
      context: expect.stringMatching(/^closest\(xs=\[\]\): .*: 0; .*: raises ValueError$/),
    });
    expect(ties?.context).toMatch(/^closest\(xs=\[(?:1, -1|-1, 1|2, -2|-2, 2)\]\): /);
    expect(ties?.suggestions.map(({ rationale }) => rationale)).toContain("The largest one.");
  });

  it("is not asked twice where each reading of an open hole decides it", async () => {
    const asking = (...values: string[]) =>
      detectHoles(irWith(CLOSEST, openHole("which", { suggestions: suggesting(...values) })), null);
    const subjects = async (...values: string[]) => (await asking(...values)).holes.map(({ subject }) => subject);
    const nearest = "abs(x) == min(abs(y) for y in xs)";
    expect(
      await subjects(`result == max(x for x in xs if ${nearest})`, `result == min(x for x in xs if ${nearest})`),
    ).not.toContain("ties of abs(_) in xs");
    expect(await subjects(`result == max(x for x in xs if ${nearest})`, "result != 7")).toContain(
      "ties of abs(_) in xs",
    );
  });

  it("is nothing more where the preconditions, a clause, an example or the clauses together decide", async () => {
    expect(await found({ ...CLOSEST, pre: ["len(xs) == 1"] })).toEqual([]);
    const subjects = async (...more: Parameters<typeof found>) => (await found(...more)).map(({ subject }) => subject);
    expect(
      await subjects({ ...CLOSEST, post: [...(CLOSEST.post ?? []), "implies(len(xs) == 0, result == 0)"] }),
    ).not.toContain("empty xs");
    expect(await subjects(CLOSEST, null, [example("closest([])", ["[]"], "0")])).not.toContain("empty xs");
    expect(await subjects({ parameters: { x: "int" }, returns: "int", post: ["result == x * 2"] })).toEqual([]);
    expect(await subjects({ parameters: { x: "int" }, returns: "int", raises: { ValueError: "x < 0" } })).toEqual([]);
  });

  it.each<[string, Sketch, string, string[]]>([
    [
      "negative numbers",
      { parameters: { n: "int" }, returns: "int", post: ["result >= n"] },
      "negative n",
      ["n >= 0", "implies(n < 0, raises(ValueError))"],
    ],
    [
      "None",
      { parameters: { s: "str | None" }, returns: "bool", pre: ["s is None or len(s) > 0"] },
      "None s",
      ["implies(s is None, result == False)", "implies(s is None, raises(TypeError))", "s is not None"],
    ],
    [
      "empty text",
      { parameters: { s: "str" }, returns: "str" },
      "empty s",
      ["implies(len(s) == 0, result == '')", "implies(len(s) == 0, raises(ValueError))", "len(s) > 0"],
    ],
  ])("of %s is asked", async (_, parts, subject, readings) => {
    const hole = (await found(parts)).find((one) => one.subject === subject);
    expect(hole?.suggestions.map(({ value }) => value)).toEqual(readings);
    expect(hole?.context).toMatch(/^f\(/);
  });

  it("are types, and what conditions speak of depends on them", async () => {
    const holes = await found({ parameters: { xs: "list[int]", limit: null }, returns: null, post: ["result in xs"] });
    const [limit, returns] = holes;
    expect(limit).toMatchObject({ subject: "param_limit", clause: "signature", kind: "type" });
    expect(returns).toMatchObject({ subject: "return", suggestions: [{ value: "int" }] });
    const empty = (await found({ parameters: { xs: "list[int]" }, returns: null, post: ["result in xs"] })).find(
      ({ subject }) => subject === "empty xs",
    );
    expect(empty?.suggestions.length).toBeGreaterThanOrEqual(2);
  });

  it("are outcomes of one call that cannot both hold", async () => {
    const examples = [
      example("f(1)", ["1"], "2"),
      example("f(1)", ["1"], "3"),
      example("f(2)", ["2"], "2"),
      example("f(2)", ["2"], "2.0"),
    ];
    const holes = await found({ parameters: { x: "int" }, returns: "int", pre: ["x >= 0"] }, null, examples);
    expect(holes).toMatchObject([
      { subject: "outcome of f(1)", priority: "critical", suggestions: [{ value: "2" }, { value: "3" }] },
    ]);
  });

  it("are names that nobody defines and words without a measure", async () => {
    const holes = await found(
      { parameters: { x: "int" }, returns: "bool", pre: ["x >= 0"], post: ["result == is_lucky(x)"] },
      "Say whether x is a large enough number.",
    );
    expect(holes.map(({ subject }) => subject)).toEqual(["is_lucky", "large", "enough"]);
    expect(holes[0]?.context).toContain("`result == is_lucky(x)`");
    expect(holes[1]).toMatchObject({ description: 'From which value on is something "large"?', suggestions: [{}, {}] });
  });

  it("is asked once: what is a hole already stays as it is", async () => {
    const once = await detectHoles(irWith(CLOSEST), "closest");
    expect(await detectHoles(once, "closest")).toEqual(once);
    const renamed = {
      ...once,
      holes: once.holes.map((hole) => ({ ...hole, subject: "xs", id: `${hole.id}0` as Hole["id"] })),
    };
    expect(
      (await detectHoles(renamed, "closest")).holes.filter(({ description }) => description.includes("empty")),
    ).toHaveLength(1);
  });

  it("never makes holes depend on each other in a circle", async () => {
    const { holes } = await detectHoles(irWith({ ...CLOSEST, parameters: { xs: "list[int]", y: null } }), "closest");
    const [one, two] = holes;
    if (one === undefined || two === undefined) throw new Error("there are two holes");
    const circle = [
      { ...one, dependencies: [two.id] },
      { ...two, dependencies: [one.id] },
    ];
    expect(() => withDependencies({ ...irWith(CLOSEST), holes: circle })).toThrowError(DependencyCycle);
  });
});

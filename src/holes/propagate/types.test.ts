import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../ir/canonical.ts";
import { parameterId } from "../../ir/hash.ts";
import type { Sketch } from "../../logic/semantic-diff/sketch.fixture.ts";
import { applyAnswer } from "../apply-answer.ts";
import { answerTo, irWith, openHole } from "../holes.fixture.ts";
import { settle } from "../settle.ts";
import { undo } from "../undo.ts";
import { propagate } from "./propagate.ts";
import { inferredTypeOf } from "./types.ts";
import { atom, Unifier } from "./unify.ts";

describe("types", () => {
  it.each<[string, Sketch, string, string | null]>([
    ["an element", { parameters: { xs: "list[str]" }, post: ["result in xs"] }, "result", "str"],
    [
      "an element by index",
      { parameters: { xs: "list[list[int]]" }, post: ["result == xs[0]"] },
      "result",
      "list[int]",
    ],
    ["a slice", { parameters: { xs: "list[int]" }, post: ["result == xs[1:]"] }, "result", "list[int]"],
    ["an order", { parameters: { xs: "set[int]" }, post: ["result == sorted(xs)"] }, "result", "list[int]"],
    ["a bound variable", { parameters: { xs: "list[int]" }, post: ["all(result <= v for v in xs)"] }, "result", "int"],
    [
      "a value of a dict",
      { parameters: { d: "dict[str, float]", k: null }, post: ["result == d[k]"] },
      "result",
      "float",
    ],
    ["a container", { parameters: { xs: null, x: "int" }, pre: ["x in xs"] }, "xs", "list[int]"],
    ["a chain", { parameters: { xs: "list[int]", y: null }, post: ["result in xs", "result == y"] }, "y", "int"],
    ["a length", { parameters: { xs: "list[int]" }, post: ["result == len(xs)"] }, "result", "int"],
    ["an element of any list", { parameters: { xs: "list" }, post: ["result in xs"] }, "result", null],
    ["what is not compared", { parameters: { xs: "list[int]" } }, "result", null],
    [
      "what is compared with two types",
      { parameters: { x: "int", y: "str" }, post: ["result == x or result == y"] },
      "result",
      "int",
    ],
  ])("follow for %s", (_, parts, name, type) => {
    expect(inferredTypeOf(irWith(parts), name)).toBe(type);
  });

  it("follow from an answer to what depends on it, and are taken back with it", async () => {
    const xs = openHole("xs", { clause: "signature", kind: "type", subject: parameterId("xs") });
    const returns = openHole("returns", {
      clause: "signature",
      kind: "type",
      subject: "return",
      dependencies: [xs.id],
    });
    const ir = irWith({ parameters: { xs: null }, post: ["result in xs"] }, xs, returns);
    const applied = applyAnswer(ir, answerTo(xs, "list[str]"));
    if (!applied.ok) throw new Error("the answer fits");
    const propagation = await propagate(ir, applied.ir, xs.id, null);
    expect(propagation.added).toEqual([
      { hole: returns.id, value: "str", rationale: expect.stringContaining("`result in xs`") },
    ]);
    expect(propagation.counts).toEqual([{ hole: returns.id, before: 0, after: 1 }]);
    expect(undo(propagation.ir, [...applied.changes, ...propagation.changes])).toEqual({ ok: true, ir });
  });

  it("that follow leave no trace of the order in which they came to follow", async () => {
    const asks = (name: string) =>
      openHole(name, { clause: "signature", kind: "type", subject: name === "return" ? name : parameterId(name) });
    const holes = { x: asks("x"), y: asks("y"), xs: asks("xs"), returns: asks("return"), spec: openHole("spec") };
    const ir = irWith(
      { parameters: { x: null, y: null, xs: null }, post: ["result == x or result == y"] },
      ...Object.values(holes),
    );
    const answers = [
      answerTo(holes.x, "int"),
      answerTo(holes.y, "str"),
      answerTo(holes.xs, "list[float]"),
      answerTo(holes.spec, "result in xs"),
    ];
    const settledIn = async (order: typeof answers) => {
      let current = ir;
      for (const answer of order) {
        const result = await settle(current, answer, { solver: null, limits: { rlimit: 1 } });
        if (!result.ok) throw new Error(JSON.stringify(result.problem));
        current = result.ir;
      }
      return canonicalJson(current);
    };
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(answers), async (order) => {
        expect(await settledIn(order)).toBe(await settledIn(answers.filter((answer) => order.includes(answer))));
      }),
      { numRuns: 40 },
    );
  });

  it("of terms that contain each other do not unify, and leave no trace", () => {
    const unifier = new Unifier();
    const [a, b] = [unifier.fresh(), unifier.fresh()];
    expect(
      unifier.unify({ name: "dict", args: [a, b] }, { name: "dict", args: [atom("int"), { name: "list", args: [b] }] }),
    ).toBe(false);
    expect(unifier.annotation(a)).toBeNull();
    expect(
      unifier.unify({ name: "dict", args: [a, b] }, { name: "dict", args: [atom("int"), { name: "list", args: [a] }] }),
    ).toBe(true);
    expect(unifier.annotation(b)).toBe("list[int]");
  });
});

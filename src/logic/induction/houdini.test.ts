import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Demand } from "./discharge.ts";
import { type Attempt, type Candidates, houdini, type Judge, type Place, placeOf } from "./houdini.ts";

/** Candidates `c0`, `c1`, ...; each needs those of `needs`, and itself not to be `false`. */
interface World {
  needs: Record<string, string[]>;
  /** What the solver shows wrong by a model; everything else unproved is just unproved. */
  models?: string[];
}

const texts = (candidates: Candidates) =>
  [...candidates.values()].flat().map((expression) => printExpression(expression));

const attemptIn =
  ({ needs, models = [] }: World, extra: Demand<Place | null>[] = []) =>
  (candidates: Candidates): Attempt<string[]> => {
    const present = new Set(texts(candidates));
    const demands: Demand<Place | null>[] = [...candidates].flatMap(([about, list]) =>
      list.map((expression, index) => ({
        source: placeOf(about, index),
        condition: [],
        holds: printExpression(expression),
      })),
    );
    const holds = (name: string) => name === "true" || (needs[name] ?? ["never"]).every((other) => present.has(other));
    const judge: Judge = {
      falsified: async (asked) =>
        new Set(asked.filter(({ holds: name }) => models.includes(name) && !holds(name)).map(({ source }) => source)),
      proved: async (asked) => asked.map(({ holds: name }) => holds(name)),
    };
    return { outcome: [...present], demands: [...demands, ...extra], judge };
  };

const named = (...names: string[]): Expression[] => names.map((name) => parseExpression(name));

describe("houdini", () => {
  it("keeps what holds together and drops what leans on something dropped", async () => {
    const found = await houdini(
      new Map([["loop", named("a", "b", "c", "d")]]),
      attemptIn({ needs: { a: [], b: ["a"], c: ["d"] } }),
    );
    expect(found?.outcome).toEqual(["a", "b"]);
  });

  it("keeps candidates that need each other", async () => {
    const found = await houdini(new Map([["loop", named("a", "b")]]), attemptIn({ needs: { a: ["b"], b: ["a"] } }));
    expect(found?.outcome).toEqual(["a", "b"]);
  });

  it("drops what a model shows wrong before it asks for proofs", async () => {
    const found = await houdini(
      new Map([
        ["outer", named("a", "x")],
        ["inner", named("b")],
      ]),
      attemptIn({ needs: { a: [], b: ["x"] }, models: ["x"] }),
    );
    expect(found?.outcome).toEqual(["a"]);
  });

  it("ends with nothing where nothing holds", async () => {
    expect((await houdini(new Map([["loop", named("a")]]), attemptIn({ needs: {} })))?.outcome).toEqual([]);
  });

  it("gives up when something fails that no candidate answers for", async () => {
    const extra = [{ source: null, condition: [], holds: "never" }];
    expect(await houdini(new Map([["loop", named("a")]]), attemptIn({ needs: { a: [] } }, extra))).toBeNull();
  });

  it("accepts demands that no candidate answers for when they are proved", async () => {
    const extra = [{ source: null, condition: [], holds: "true" }];
    expect(await houdini(new Map([["loop", named("a")]]), attemptIn({ needs: { a: [] } }, extra))).not.toBeNull();
  });

  it("finds the greatest set closed under its needs, whatever they are", async () => {
    const names = ["a", "b", "c", "d", "e"];
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(...names.map(() => fc.option(fc.subarray(names)))),
        fc.subarray(names),
        async (lists, models) => {
          const needs = Object.fromEntries(
            names.flatMap((name, index) => {
              const list = lists[index];
              return list === null || list === undefined ? [] : [[name, list]];
            }),
          );
          let greatest = names;
          for (const _ of names)
            greatest = greatest.filter((name) => needs[name]?.every((other) => greatest.includes(other)) ?? false);
          const found = await houdini(new Map([["loop", named(...names)]]), attemptIn({ needs, models }));
          expect(found?.outcome).toEqual(greatest);
        },
      ),
    );
  });
});

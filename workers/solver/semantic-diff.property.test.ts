import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { anyIr } from "../../src/ir/ir.arbitrary.ts";
import type { IR } from "../../src/ir/ir.ts";
import type { Relation } from "../../src/ir/semantic-diff.ts";
import { holds } from "../../src/logic/evaluate/evaluate.ts";
import { int } from "../../src/logic/evaluate/value.ts";
import { semanticDiff } from "../../src/logic/semantic-diff/semantic-diff.ts";
import { type Sketch, sketch } from "../../src/logic/semantic-diff/sketch.fixture.ts";

const LIMITS = { rlimit: 500_000, questions: 100 };
const RUNS = { numRuns: 25 };
/** Every run asks the solver several times; on a busy machine that takes a while. */
const TIMEOUT = 120_000;
const diff = (from: IR, to: IR) => semanticDiff(from, to, env.SOLVER, LIMITS);

/** Conditions over a few integers, from a vocabulary so small that two of them often have to do with each other. */
function condition(names: string[]): fc.Arbitrary<string> {
  const term = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom("0", "1", "2"),
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom("+", "-", "*", "//", "%"), fc.constantFrom("2", ...names))
      .map((parts) => `(${parts.join(" ")})`),
  );
  const comparison = fc.tuple(term, fc.constantFrom("<", "<=", "==", "!="), term).map((parts) => parts.join(" "));
  return fc.oneof(
    { weight: 3, arbitrary: comparison },
    { weight: 1, arbitrary: fc.tuple(comparison, comparison).map(([a, b]) => `${a} or ${b}`) },
    { weight: 1, arbitrary: fc.tuple(comparison, comparison).map(([a, b]) => `implies(${a}, ${b})`) },
    { weight: 1, arbitrary: comparison.map((text) => `not ${text}`) },
  );
}

const contract = fc.record({
  pre: fc.uniqueArray(condition(["x", "y"]), { maxLength: 2 }),
  post: fc.uniqueArray(condition(["x", "result"]), { maxLength: 2 }),
});
type Contract = Pick<Required<Sketch>, "pre" | "post">;

const SHARED: Sketch = { parameters: { x: "int", y: "int" }, returns: "int" };
const irOf = (parts: Contract) => sketch({ ...SHARED, ...parts });

const SMALL = [-3n, -2n, -1n, 0n, 1n, 2n, 3n];
const all = (texts: string[], values: Record<string, bigint>) => {
  const environment = new Map(Object.entries(values).map(([name, value]) => [name, int(value)]));
  return texts.every((text) => holds(parseExpression(text), { values: environment, old: null }) === true);
};
const CALLS = SMALL.flatMap((x) => SMALL.map((y) => ({ x, y })));

const MIRRORED: Partial<Record<Relation, Relation>> = { stronger: "weaker", weaker: "stronger" };
const mirrored = (relation: Relation): Relation => MIRRORED[relation] ?? relation;

describe("a semantic diff", { timeout: TIMEOUT }, () => {
  it("with itself is equivalent throughout and breaks nobody", async () => {
    await fc.assert(
      fc.asyncProperty(anyIr, async (ir) => {
        const found = await diff(ir, ir);
        expect(found).toMatchObject({
          breaking: false,
          reasons: [],
          preconditions: { relation: "equivalent" },
          postconditions: { relation: "equivalent" },
        });
        expect(found.clauses.every(({ relation }) => relation === "equivalent")).toBe(true);
      }),
      RUNS,
    );
  });

  it("never throws, whatever the two contracts are", async () => {
    await fc.assert(
      fc.asyncProperty(anyIr, anyIr, async (from, to) => {
        const { breaking, reasons } = await diff(from, to);
        expect(breaking === false).toBe(reasons.length === 0);
      }),
      RUNS,
    );
  });

  it("turned round has the same relations the other way", async () => {
    await fc.assert(
      fc.asyncProperty(contract, contract, async (a, b) => {
        const [there, back] = [await diff(irOf(a), irOf(b)), await diff(irOf(b), irOf(a))];
        for (const part of ["preconditions", "postconditions"] as const) {
          const relations = [there[part].relation, back[part].relation];
          // What one way of asking leaves open, the other may decide.
          if (!relations.includes("unknown")) expect(relations[1]).toBe(mirrored(there[part].relation));
        }
      }),
      RUNS,
    );
  });

  it("does not notice the order of clauses, of conjuncts, or the names of bound variables", async () => {
    await fc.assert(
      fc.asyncProperty(condition(["x", "y"]), condition(["x", "y"]), condition(["x", "item"]), async (a, b, c) => {
        const from = irOf({ pre: [`(${a}) and (${b})`, `all(${c} for item in range(y))`], post: [] });
        const renamed = c.replaceAll("item", "other");
        const to = irOf({ pre: [`all(${renamed} for other in range(y))`, `(${b}) and (${a})`], post: [] });
        expect(await diff(from, to)).toMatchObject({ breaking: false, preconditions: { relation: "equivalent" } });
      }),
      RUNS,
    );
  });

  it("agrees with the evaluation of small calls", async () => {
    await fc.assert(
      fc.asyncProperty(contract, contract, async (a, b) => {
        const { breaking, preconditions, postconditions } = await diff(irOf(a), irOf(b));
        const before = CALLS.filter((call) => all(a.pre, call));
        const after = CALLS.filter((call) => all(b.pre, call));
        const excluded = before.some((call) => !after.includes(call));
        const allowed = after.some((call) => !before.includes(call));
        if (["equivalent", "weaker"].includes(preconditions.relation)) expect(excluded).toBe(false);
        if (["equivalent", "stronger"].includes(preconditions.relation)) expect(allowed).toBe(false);

        const returns = before
          .filter((call) => after.includes(call))
          .flatMap((call) => SMALL.map((result) => ({ ...call, result })));
        const lost = returns.some((values) => all(b.post, values) && !all(a.post, values));
        const won = returns.some((values) => all(a.post, values) && !all(b.post, values));
        if (["equivalent", "stronger"].includes(postconditions.relation)) expect(lost).toBe(false);
        if (["equivalent", "weaker"].includes(postconditions.relation)) expect(won).toBe(false);
        if (breaking === false) expect(excluded || lost).toBe(false);
      }),
      RUNS,
    );
  });
});

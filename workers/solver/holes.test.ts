import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/holes/answer.ts";
import { distinguish } from "../../src/holes/distinguish.ts";
import { answerTo, irWith, openHole, suggesting } from "../../src/holes/holes.fixture.ts";
import type { Contradiction } from "../../src/holes/problem.ts";
import { rangeOf } from "../../src/holes/propagate/bounds.ts";
import { Asker } from "../../src/holes/satisfiable.ts";
import { type Settled, settle } from "../../src/holes/settle.ts";
import { NO_HISTORY } from "../../src/holes/suggest/history.ts";
import { suggest } from "../../src/holes/suggest/suggest.ts";
import { undo } from "../../src/holes/undo.ts";
import { canonicalJson } from "../../src/ir/canonical.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { parameterId } from "../../src/ir/hash.ts";
import type { Hole, IR } from "../../src/ir/ir.ts";
import { holds } from "../../src/logic/evaluate/evaluate.ts";
import { int } from "../../src/logic/evaluate/value.ts";
import type { Sketch } from "../../src/logic/semantic-diff/sketch.fixture.ts";

const LIMITS = { rlimit: 1_000_000 };
const OPTIONS = { solver: env.SOLVER, limits: LIMITS };

async function settled(ir: IR, hole: Hole, reply: string | Reply): Promise<Extract<Settled, { ok: true }>> {
  const result = await settle(ir, answerTo(hole, reply), OPTIONS);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result;
}

async function refusal(ir: IR, hole: Hole, reply: string | Reply): Promise<Contradiction> {
  const result = await settle(ir, answerTo(hole, reply), OPTIONS);
  if (result.ok || result.problem.kind !== "contradiction") throw new Error(`not refused: ${JSON.stringify(result)}`);
  return result.problem.contradiction;
}

const open = openHole("open");
const CLOSEST = {
  name: "closest",
  parameters: { xs: "list[int]" },
  returns: "int",
  post: ["result in xs", "all(abs(result) <= abs(v) for v in xs)"],
};

describe("an answer that contradicts the other clauses", () => {
  it("for every call is refused with a minimal core and fixes that work", async () => {
    const ir = irWith(
      { parameters: { x: "int", y: "int" }, returns: "int", pre: ["y > 0"], post: ["result > 10", "result < x"] },
      open,
    );
    const found = await refusal(ir, open, "result == 3");
    expect(found).toMatchObject({ kind: "no_call", counterexample: { result: /./ } });
    expect(found.core.map(({ text }) => text).sort()).toEqual(["result == 3", "result > 10"]);
    expect(found.core.find(({ answer }) => answer)?.text).toBe("result == 3");
    expect(found.fixes[0]?.changes).toEqual([
      { kind: "drop", clause: found.core.find(({ answer }) => !answer)?.id, before: "result > 10" },
    ]);
  });

  it("for some inputs is refused with such an input, and weakening the other clause mends it", async () => {
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result > x"] }, open);
    const found = await refusal(ir, open, "implies(x > 5, result == 0)");
    expect(found).toMatchObject({ kind: "no_result", counterexample: { x: /./ } });
    expect(found.core.map(({ text }) => text).sort()).toEqual(["implies(x > 5, result == 0)", "result > x"]);
    expect(found.fixes[0]).toMatchObject({
      changes: [{ kind: "weaken", before: "result > x", after: "implies(x <= 5, result > x)" }],
      touches_locked: false,
    });
  });

  it("is refused where it speaks of a case that a locked clause excludes", async () => {
    const first = openHole("first");
    const { ir } = await settled(irWith({ ...CLOSEST, post: [] }, first, open), first, "result in xs");
    const found = await refusal(ir, open, "implies(len(xs) == 0, result == 0)");
    expect(found).toMatchObject({
      kind: "no_result",
      counterexample: { xs: "[]" },
      core: [{ text: "result in xs", locked: true }],
    });
    expect(found.fixes[0]).toMatchObject({
      changes: [{ kind: "weaken", after: "implies(len(xs) > 0, result in xs)" }],
      touches_locked: true,
    });
  });

  it("is mended first by an exception for a case that somebody decided, which stays decided", async () => {
    const first = openHole("first");
    const zero = "implies(len(xs) == 0, result == 0)";
    const { ir } = await settled(irWith({ ...CLOSEST, post: [] }, first, open), first, zero);
    const { fixes } = await refusal(ir, open, "result > 0");
    expect(fixes.map(({ changes }) => changes)).toEqual([
      [{ kind: "narrow", value: "implies(len(xs) > 0, result > 0)" }],
      [expect.objectContaining({ kind: "drop", before: zero })],
    ]);
    expect(
      (await settled(ir, open, "implies(len(xs) > 0, result > 0)")).ir.assertions.map(
        ({ expression }) => expression.text,
      ),
    ).toContain(zero);
  });

  it("is mended by another suggestion of the hole where one fits", async () => {
    const hole = openHole("open", { suggestions: suggesting("result < 0", "result > 5", "result == -1") });
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result >= 0"] }, hole);
    const found = await refusal(ir, hole, { kind: "suggestion", suggestion: 0 });
    expect(found.fixes.map(({ changes }) => changes)).toContainEqual([
      { kind: "answer", suggestion: 1, value: "result > 5" },
    ]);
    expect(found.fixes.flatMap(({ changes }) => changes)).not.toContainEqual(
      expect.objectContaining({ suggestion: 2 }),
    );
  });

  it("ranks fixes that leave a person's clauses alone first", async () => {
    const first = openHole("first");
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result <= 5"] }, first, open);
    const { ir: answered } = await settled(ir, first, "result > 2");
    const found = await refusal(answered, open, "result == 100 or result == 0");
    expect(found.core.length).toBe(3);
    expect(found.fixes[0]).toMatchObject({ touches_locked: false, changes: [{ before: "result <= 5" }] });
    expect(found.fixes.some(({ touches_locked }) => touches_locked)).toBe(true);
  });

  it("needs two changes where no single one helps", async () => {
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result > 10", "result > 20"] }, open);
    const found = await refusal(ir, open, "result == 3");
    expect(found.fixes[0]?.changes.map(({ kind }) => kind)).toEqual(["drop", "drop"]);
  });

  it("contradicts an example where a person said what a call returns", async () => {
    const ir: IR = {
      ...irWith({ parameters: { x: "int" }, returns: "int" }, open),
      examples: [
        { call: "f(0)", args: ["0"], kwargs: {}, returns: "1", raises: null, source: "doctest", evidence_refs: [] },
      ],
    };
    const found = await refusal(ir, open, "result == x");
    expect(found).toMatchObject({
      kind: "example",
      counterexample: { x: "0", result: "1" },
      example: { call: "f(0)" },
    });
    expect(found.fixes[0]?.changes).toEqual([{ kind: "drop_example", call: "f(0)" }]);
  });

  it.each<[string, string, Sketch]>([
    ["of inputs that may raise", "implies(x < 0, result == 0)", { raises: { ValueError: "x < 0" } }],
    ["of inputs that the preconditions exclude", "implies(x < 0, result == 0)", { pre: ["x >= 0"] }],
    ["of nothing at all", "result >= x", {}],
  ])("is not found where there is none: %s", async (_, answer, more) => {
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result > 0"], ...more }, open);
    expect((await settled(ir, open, answer)).ir.assertions.length).toBe(ir.assertions.length + 1);
  });

  it("is not held against an answer that did not cause it", async () => {
    const ir = irWith({ parameters: { xs: "list[int]" }, returns: "int", post: ["result in xs"] }, open);
    expect((await settled(ir, open, "implies(len(xs) == 1, result == xs[0])")).ir.assertions.length).toBe(2);
  });
});

describe("an answer for a case that the contract left without a result", () => {
  it("makes the general clauses leave room, and can be taken back", async () => {
    const ir = irWith(CLOSEST, open);
    const { ir: after, changes } = await settled(ir, open, "implies(len(xs) == 0, result == 0)");
    expect(after.assertions.map(({ expression }) => expression.text)).toEqual([
      "implies(not len(xs) == 0, result in xs)",
      "all(abs(result) <= abs(v) for v in xs)",
      "implies(len(xs) == 0, result == 0)",
    ]);
    expect(changes.find(({ before }) => before === "result in xs")?.reason).toContain("left no result");
    const undone = undo(after, changes);
    if (!undone.ok) throw new Error(undone.detail);
    expect(canonicalJson(undone.ir)).toBe(canonicalJson(ir));
  });
});

describe("a clause that raises in a case that is decided", () => {
  const first = openHole("first");
  const EMPTY = "implies(len(xs) == 0, result == 0)";
  const XS = { parameters: { xs: "list[int]" }, returns: "int" };
  const texts = ({ assertions }: IR) => assertions.map(({ expression }) => expression.text).sort();

  it.each([
    ["result == min(xs, key=lambda v: (abs(v), -v))", EMPTY, "implies(len(xs) > 0, "],
    ["result == xs[-1]", "implies(not xs, result == 0)", "implies(xs, "],
    ["result == sum(xs) // len(xs)", "implies(xs == [], result == 0)", "implies(not xs == [], "],
  ])(
    "is guarded, also a locked one and in either order, and can be taken back: %s",
    async (general, decided, guard) => {
      const ir = irWith(XS, first, open);
      const { ir: standing } = await settled(ir, first, general);
      const { ir: after, changes } = await settled(standing, open, decided);
      expect(texts(after)).toEqual([`${guard}${general})`, decided].sort());
      expect(after.assertions.every(({ locked }) => locked)).toBe(true);
      expect(changes.find((change) => change.before === general)).toMatchObject({
        after: `${guard}${general})`,
        reason: expect.stringContaining("raises where"),
      });
      const undone = undo(after, changes);
      if (!undone.ok) throw new Error(undone.detail);
      expect(canonicalJson(undone.ir)).toBe(canonicalJson(standing));
      const { ir: other } = await settled((await settled(ir, open, decided)).ir, first, general);
      expect(canonicalJson(other)).toBe(canonicalJson(after));
    },
  );

  it("is guarded where an outcome was asked for", async () => {
    const outcome = openHole("outcome", { subject: "outcome of f([])", type_hint: "object" });
    const ir = irWith({ ...XS, post: ["result == max(xs)"] }, outcome);
    expect(texts((await settled(ir, outcome, "0")).ir)).toEqual(["implies(len(xs) > 0, result == max(xs))"]);
  });

  it("is left alone where it says something in the case, if only for some input or some result", async () => {
    for (const [general, decided] of [
      ["result == max(xs)", "implies(len(xs) <= 1, result == 0)"],
      ["len(xs) == 0 or result == xs[0]", EMPTY],
      ["implies(len(xs) > 0, result == xs[0])", EMPTY],
    ] as const) {
      const { ir } = await settled((await settled(irWith(XS, first, open), first, general)).ir, open, decided);
      expect(texts(ir)).toContain(general);
    }
    const { ir } = await settled(irWith(XS, first, open), first, "1 // result >= 0");
    expect((await refusal(ir, open, EMPTY)).core.map(({ text }) => text)).toContain("1 // result >= 0");
    expect(
      await refusal((await settled(irWith(XS, first, open), first, "result in xs")).ir, open, EMPTY),
    ).toMatchObject({
      core: [{ text: "result in xs" }],
    });
  });
});

describe("propagation", () => {
  it("withdraws what cannot be taken any more, with the reason, and keeps the rest", async () => {
    const dependent = openHole("dependent", {
      suggestions: suggesting("result == -1", "result == 0", "result == 7"),
      dependencies: [open.id],
    });
    const ir = irWith({ parameters: { x: "int" }, returns: "int" }, open, dependent);
    const { propagation, ir: after, changes } = await settled(ir, open, "result >= 0");
    expect(propagation.withdrawn).toEqual([
      { hole: dependent.id, value: "result == -1", reason: expect.stringContaining("`result >= 0`") },
    ]);
    expect(propagation.counts).toEqual([{ hole: dependent.id, before: 3, after: 2 }]);
    expect(propagation.ranges).toEqual([
      {
        before: expect.objectContaining({ measure: "result", lowest: null, highest: null }),
        after: expect.objectContaining({ lowest: "0", lowest_attained: true, highest: null }),
      },
    ]);
    const undone = undo(after, changes);
    if (!undone.ok) throw new Error(undone.detail);
    expect(canonicalJson(undone.ir)).toBe(canonicalJson(ir));
  });

  it("withdraws a case for which no result would be left", async () => {
    const dependent = openHole("dependent", {
      suggestions: suggesting("implies(len(xs) == 0, result == 0)", "implies(len(xs) == 1, result == xs[0])"),
    });
    const ir = irWith({ parameters: { xs: "list[int]" }, returns: "int" }, open, dependent);
    const { propagation } = await settled(ir, open, "implies(len(xs) < 1, result == -1)");
    expect(propagation.withdrawn.map(({ value }) => value)).toEqual(["implies(len(xs) == 0, result == 0)"]);
  });

  it("asks the solver nothing where nothing depends and there is no clause", async () => {
    const type = openHole("x", { clause: "signature", kind: "type", subject: parameterId("x") });
    const ir = irWith({ parameters: { x: null }, returns: "int" }, type, open);
    expect((await settled(ir, type, "int")).questions).toBe(0);
  });
});

describe("ranges", () => {
  it.each([
    [["x > 3", "x < 10"], "4", "9"],
    [["x > 1000", "x % 7 == 0", "x <= 5000"], "1001", "4998"],
    [["x * x <= 100"], "-10", "10"],
    [["x >= 123456"], "123456", null],
    [["x != 5"], null, null],
  ])("of %j are computed", async (pre, lowest, highest) => {
    const range = await rangeOf(irWith({ parameters: { x: "int" }, pre }), "x", new Asker(env.SOLVER, LIMITS));
    expect(range).toMatchObject({ lowest, highest });
  });
});

describe("readings", () => {
  it("are told apart by the solver where no small input does it, and known to mean the same", async () => {
    const asker = new Asker(env.SOLVER, LIMITS);
    const ir = irWith({ parameters: { x: "int", y: "int" }, returns: "int" });
    const far = await distinguish(
      ir,
      ["implies(x == 37 * y and y > 5, result == 1)", "implies(x == 37 * y and y > 5, result == 2)"],
      {
        asker,
      },
    );
    expect(far.distinction).toMatchObject({ by: "solver", outcomes: expect.arrayContaining(["1"]) });
    const same = await distinguish(ir, ["x > y", "y < x"], { asker });
    expect(same).toEqual({ distinction: null, reason: "they mean the same" });
  });
});

describe("suggestions", () => {
  it("are not those that the contract excludes", async () => {
    const hole = openHole("open", { suggestions: suggesting("result > 10", "result < 0") });
    const ir = irWith({ parameters: { x: "int" }, returns: "int", post: ["result >= 0"] }, hole);
    const found = await suggest(ir, hole, NO_HISTORY, new Asker(env.SOLVER, LIMITS));
    expect(found.map(({ value }) => value)).toEqual(["result > 10"]);
  });
});

describe("whatever is answered", () => {
  const bound = fc.integer({ min: -3, max: 3 });
  const condition = fc
    .tuple(fc.constantFrom("result", "x", "result - x"), fc.constantFrom("<", "<=", "==", "!=", ">", ">="), bound)
    .map(([side, operator, value]) => `${side} ${operator} ${value}`);
  const clause = fc.oneof(
    condition.filter((text) => text.startsWith("result")),
    fc
      .tuple(
        bound,
        condition.filter((text) => text.startsWith("result")),
      )
      .map(([at, text]) => `implies(x > ${at}, ${text})`),
  );
  const domain = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((value) => BigInt(value));
  const admitsAll = (clauses: readonly string[], x: bigint, result: bigint) =>
    clauses.every((text) => {
      const values = new Map([
        ["x", int(x)],
        ["result", int(result)],
      ]);
      return holds(parseExpression(text), { values, old: values }) === true;
    });
  /** A function on the domain that keeps all clauses, if there is one: for each input some result. */
  const isMet = (clauses: readonly string[]) =>
    domain.every((x) => domain.some((result) => admitsAll(clauses, x, result)));

  it("no suggestion is withdrawn, and no answer refused, that some function can keep together with the contract", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(clause, { maxLength: 2 }),
        clause,
        fc.array(clause, { minLength: 1, maxLength: 3 }),
        async (post, answer, suggestions) => {
          const dependent = openHole("dependent", {
            suggestions: suggesting(...new Set(suggestions)),
            dependencies: [open.id],
          });
          const ir = irWith({ parameters: { x: "int" }, returns: "int", pre: ["-4 <= x <= 5"], post }, open, dependent);
          const result = await settle(ir, answerTo(open, answer), OPTIONS);
          if (!result.ok) {
            expect(isMet([...post, answer])).toBe(false);
            return;
          }
          for (const { value } of result.propagation.withdrawn) expect(isMet([...post, answer, value])).toBe(false);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe("fifty dependent holes", () => {
  it("are narrowed by one answer", async () => {
    const holes = Array.from({ length: 50 }, (_, index) =>
      openHole(`dependent ${index}`, {
        suggestions: suggesting(`result == ${index}`, `result > ${index}`),
        dependencies: [open.id],
      }),
    );
    const ir = irWith({ parameters: { x: "int" }, returns: "int" }, open, ...holes);
    const start = performance.now();
    const { propagation, questions } = await settled(ir, open, "result >= 25");
    console.info(`propagation over 50 holes: ${Math.round(performance.now() - start)} ms, ${questions} questions`);
    expect(questions).toBeLessThan(250);
    expect(propagation.withdrawn).toHaveLength(25);
    expect(propagation.counts).toHaveLength(25);
  });
});

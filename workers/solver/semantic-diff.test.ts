import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { declared } from "../../src/ir/ir.sample.ts";
import type { Provenance } from "../../src/ir/provenance.ts";
import { SemanticDiff } from "../../src/ir/semantic-diff.ts";
import { semanticDiff } from "../../src/logic/semantic-diff/semantic-diff.ts";
import { type Sketch, sketch } from "../../src/logic/semantic-diff/sketch.fixture.ts";

const LIMITS = { rlimit: 1_000_000, questions: 200 };

const diff = async (from: Sketch, to: Sketch): Promise<SemanticDiff> =>
  SemanticDiff.parse(await semanticDiff(sketch(from), sketch(to), env.SOLVER, LIMITS));

/** Two contracts that share everything but what is given. */
const change = (shared: Sketch, from: Sketch, to: Sketch) => diff({ ...shared, ...from }, { ...shared, ...to });

const WITHDRAW: Sketch = { name: "withdraw", parameters: { balance: "int", amount: "int" }, returns: "int" };
const reasonsOf = ({ reasons }: SemanticDiff) => reasons.map(({ kind, status }) => `${status} ${kind}`);

describe("preconditions", () => {
  it("that exclude a call that was allowed break callers, and the call is shown", async () => {
    const found = await change(WITHDRAW, { pre: ["amount >= 0"] }, { pre: ["amount > 0"] });
    expect(found).toMatchObject({
      breaking: true,
      preconditions: { relation: "stronger", witness: { only_from: { values: { amount: "0" } }, only_to: null } },
      clauses: [{ relation: "stronger", matched_by: "implication" }],
      reasons: [{ kind: "precondition_stronger", status: "breaking", witness: { values: { amount: "0" } } }],
    });
    expect(found.reasons[0]?.message).toMatch(/^`withdraw\(.*, 0\)` was allowed and no longer is/);
  });

  it("that admit more break nobody", async () => {
    const found = await change(WITHDRAW, { pre: ["amount > 0"] }, { pre: ["amount >= 0"] });
    expect(found).toMatchObject({
      breaking: false,
      reasons: [],
      preconditions: { relation: "weaker", witness: { only_from: null, only_to: { values: { amount: "0" } } } },
    });
  });

  it("that neither imply nor follow are changed, with a call on either side", async () => {
    const { preconditions, clauses } = await change(WITHDRAW, { pre: ["amount > 0"] }, { pre: ["amount < 10"] });
    expect(preconditions.relation).toBe("changed");
    expect(preconditions.witness).toEqual({ only_from: expect.anything(), only_to: expect.anything() });
    expect(clauses.map(({ relation }) => relation)).toEqual(["added", "removed"]);
  });

  it.each<[string, string[], string[]]>([
    ["split", ["0 <= amount <= balance"], ["amount <= balance", "amount >= 0"]],
    ["joined", ["amount > 0", "balance > amount"], ["balance > amount > 0"]],
    ["worded otherwise", ["amount > 0"], ["amount >= 1"]],
    ["repeated", ["amount > 0"], ["amount > 0", "amount + 1 > 1"]],
    ["moved into a case", ["amount > 0 or balance > 0"], ["implies(not amount > 0, balance > 0)"]],
  ])("that are %s are no change", async (_, pre, now) => {
    const found = await change(WITHDRAW, { pre }, { pre: now });
    expect(found).toMatchObject({ breaking: false, preconditions: { relation: "equivalent" } });
    expect(new Set(found.clauses.map(({ relation }) => relation))).toEqual(new Set(["equivalent"]));
  });
});

describe("postconditions", () => {
  it("that promise less break callers, and the result is shown", async () => {
    const found = await change(
      WITHDRAW,
      { pre: ["amount >= 0"], post: ["result == balance - amount"] },
      { pre: ["amount >= 0"], post: ["result <= balance"] },
    );
    expect(found).toMatchObject({
      breaking: true,
      postconditions: { relation: "weaker", witness: { only_from: null, only_to: { values: { result: /./ } } } },
      reasons: [{ kind: "postcondition_weaker", status: "breaking" }],
    });
  });

  it("that promise more break nobody", async () => {
    const found = await change(WITHDRAW, { post: ["result <= balance"] }, { post: ["result < balance"] });
    expect(found).toMatchObject({ breaking: false, postconditions: { relation: "stronger" } });
  });

  it("are compared for the calls that both revisions admit", async () => {
    const found = await change(
      { parameters: { x: "int" }, returns: "int" },
      { pre: ["x > 0"], post: ["result > 0"] },
      { pre: ["x >= 0"], post: ["result == x"] },
    );
    expect(found).toMatchObject({ breaking: false, postconditions: { relation: "stronger" } });
  });

  it("of a changed object speak of its state before and after", async () => {
    const push: Sketch = { parameters: { xs: "list[int]" }, effects: ["mutation xs"] };
    const found = await change(
      push,
      { post: ["len(xs) == len(old(xs)) + 1"] },
      { post: ["len(xs) - len(old(xs)) == 1"] },
    );
    expect(found).toMatchObject({ breaking: false, postconditions: { relation: "equivalent" } });
    const weaker = await change(push, { post: ["len(xs) == len(old(xs)) + 1"] }, { post: ["len(xs) > len(old(xs))"] });
    expect(weaker).toMatchObject({ breaking: true, postconditions: { relation: "weaker" } });
  });

  it("that promise an exception are not implied by promises about returning", async () => {
    const raising: Sketch = { parameters: { x: "int" }, post: ["implies(x < 0, raises(ValueError))"] };
    expect(await diff(raising, { ...raising, post: ["x >= 0"] })).toMatchObject({ breaking: "unknown" });
    expect(await diff(raising, { ...raising, post: [] })).toMatchObject({ breaking: true });
  });
});

describe("what is not certain", () => {
  it("is unknown where a proof would rest on reals for floats", async () => {
    const double: Sketch = { parameters: { x: "float" }, returns: "float" };
    const found = await change(double, { post: ["result == 2 * x"] }, { post: ["result == x + x"] });
    expect(found).toMatchObject({ breaking: "unknown", postconditions: { relation: "unknown", reason: "incomplete" } });
    expect(found.postconditions.detail).toContain("float-as-real");
  });

  it("leaves the order of floats decided, and nan told apart", async () => {
    const half: Sketch = { parameters: { x: "float" } };
    expect(await change(half, { pre: ["x > 0"] }, { pre: ["x >= 0"] })).toMatchObject({
      breaking: false,
      preconditions: { relation: "weaker" },
    });
    expect(await change(half, { pre: ["not x < 0"] }, { pre: ["x >= 0"] })).toMatchObject({
      breaking: true,
      preconditions: { witness: { only_from: { call: "f(float('nan'))" } } },
    });
  });

  it("is unknown with the construct's name, unless the words or the logic around it suffice", async () => {
    const account: Sketch = { parameters: { self: null, n: "int" } };
    expect(await change(account, { pre: ["self.balance >= n"] }, { pre: ["self.balance > n"] })).toMatchObject({
      breaking: "unknown",
      preconditions: { relation: "unknown", reason: "unsupported_construct" },
      reasons: [
        { status: "unknown", kind: "precondition_stronger", message: expect.stringContaining("attribute:balance") },
      ],
    });
    const split = await change(
      account,
      { pre: ["n > 0 and self.balance >= n"] },
      { pre: ["self.balance >= n", "n > 0"] },
    );
    expect(split).toMatchObject({ breaking: false, preconditions: { relation: "equivalent" } });
  });

  it("does not take text outside of the language for the same when names changed their meaning", async () => {
    const pre = ["f'{x}' == '1'"];
    const positional = (name: string): Sketch => ({ parameters: { [name]: { kind: "positional_only" } }, pre });
    expect(await diff(positional("x"), positional("x"))).toMatchObject({ breaking: false });
    expect(await diff(positional("x"), positional("y"))).toMatchObject({ breaking: "unknown" });
  });

  it("does not believe refutations over sequences of text", async () => {
    const words: Sketch = { parameters: { s: "list[str]" } };
    const found = await change(words, { pre: ["len(s) > 0", "s[0] == 'a'"] }, { pre: ["s[0] == 'a'"] });
    expect(found).toMatchObject({ breaking: false, preconditions: { relation: "unknown" } });
    expect(found.preconditions.detail).toContain("sequence_of_text");
  });

  it("is said where helpers outside of the contract would have to mean the same", async () => {
    const found = await change(
      { parameters: { x: "int" } },
      { pre: ["valid(x)", "x > 0"] },
      { pre: ["x > 0 and valid(x)"] },
    );
    expect(found).toMatchObject({ breaking: false, preconditions: { relation: "equivalent" } });
    expect(found.preconditions.assumptions).toContain("same-meaning:valid");
  });

  it("is unknown by budget when the questions are spent", async () => {
    const [from, to] = [sketch({ ...WITHDRAW, pre: ["amount > 0"] }), sketch({ ...WITHDRAW, pre: ["amount >= 1"] })];
    const found = await semanticDiff(from, to, env.SOLVER, { rlimit: 1_000_000, questions: 0 });
    expect(found).toMatchObject({ breaking: "unknown", preconditions: { relation: "unknown", reason: "budget" } });
  });

  it("is unknown by the solver's failure, and what needs no solver is still said", async () => {
    const down = { ...env.SOLVER, checkMany: () => Promise.reject(new Error("gone")) } as unknown as typeof env.SOLVER;
    const [from, to] = [
      sketch({ ...WITHDRAW, pre: ["amount > 0"], post: ["result > 0"] }),
      sketch({ ...WITHDRAW, pre: ["amount >= 1"], post: ["result > 0"] }),
    ];
    expect(await semanticDiff(from, to, down, LIMITS)).toMatchObject({
      breaking: "unknown",
      preconditions: { reason: "solver_failure" },
      postconditions: { relation: "equivalent" },
    });
  });
});

describe("signatures", () => {
  const optional = { type_hint: "int", default: "1" };
  const cases: [string, Sketch, Sketch, string[]][] = [
    [
      "a removed parameter",
      { parameters: { x: "int", y: "int" } },
      { parameters: { x: "int" } },
      ["breaking parameter_removed"],
    ],
    ["a renamed parameter", { parameters: { x: "int" } }, { parameters: { y: "int" } }, ["breaking parameter_renamed"]],
    [
      "a renamed positional-only parameter",
      { parameters: { x: { kind: "positional_only" } } },
      { parameters: { y: { kind: "positional_only" } } },
      [],
    ],
    [
      "reordered parameters",
      { parameters: { x: "int", y: "int" } },
      { parameters: { y: "int", x: "int" } },
      ["breaking parameter_reordered"],
    ],
    [
      "a new required parameter",
      { parameters: { x: "int" } },
      { parameters: { x: "int", y: "int" } },
      ["breaking parameter_required"],
    ],
    ["a new optional parameter", { parameters: { x: "int" } }, { parameters: { x: "int", y: optional } }, []],
    [
      "a new optional parameter before another",
      { parameters: { x: optional } },
      { parameters: { y: optional, x: optional } },
      ["breaking parameter_reordered"],
    ],
    ["a removed default", { parameters: { x: optional } }, { parameters: { x: "int" } }, ["breaking default_removed"]],
    [
      "another default",
      { parameters: { x: optional } },
      { parameters: { x: { ...optional, default: "2" } } },
      ["unknown default_changed"],
    ],
    [
      "a parameter that became keyword-only",
      { parameters: { x: "int" } },
      { parameters: { x: { kind: "keyword_only" } } },
      ["breaking parameter_kind_narrowed"],
    ],
    [
      "a parameter that takes keywords too",
      { parameters: { x: { kind: "positional_only" } } },
      { parameters: { x: "int" } },
      [],
    ],
    [
      "a parameter that further arguments went to",
      { parameters: { x: "int", rest: { type_hint: null, kind: "var_positional" } } },
      { parameters: { x: "int", y: optional, rest: { type_hint: null, kind: "var_positional" } } },
      ["breaking argument_rebound"],
    ],
    [
      "a narrower type",
      { parameters: { x: "int | None" } },
      { parameters: { x: "int" } },
      ["breaking parameter_type_narrowed"],
    ],
    ["a wider type", { parameters: { x: "int" } }, { parameters: { x: "float | None" } }, []],
    [
      "a type of which nothing is known",
      { parameters: { x: "A" } },
      { parameters: { x: "B" } },
      ["unknown parameter_type_narrowed"],
    ],
    [
      "a default of None that is gone",
      { parameters: { x: { default: "None" } } },
      { parameters: { x: { default: "0" } } },
      ["breaking parameter_type_narrowed", "unknown default_changed"],
    ],
    ["a wider result", { returns: "int" }, { returns: "int | None" }, ["breaking result_type_widened"]],
    ["a narrower result", { returns: "int | None" }, { returns: "int" }, []],
    ["a result that is awaited", {}, { signature: { is_async: true } }, ["breaking async_changed"]],
    ["a result that is iterated", {}, { signature: { is_generator: true } }, ["breaking generator_changed"]],
    ["another decorator", {}, { signature: { decorators: ["cache"] } }, ["unknown decorators_changed"]],
  ];
  it.each(cases)("%s", async (_, from, to, expected) => {
    const found = await diff(from, to);
    expect(reasonsOf(found)).toEqual(expected);
    const certain = expected.some((text) => text.startsWith("breaking"));
    expect(found.breaking).toBe(certain ? true : expected.length > 0 ? "unknown" : false);
  });

  it("that exclude a type no caller could pass, or a result that is promised not to come, break nobody", async () => {
    expect(
      await diff({ parameters: { x: "int | None" }, pre: ["x is not None"] }, { parameters: { x: "int" } }),
    ).toMatchObject({
      breaking: false,
    });
    expect(await diff({ returns: "int" }, { returns: "int | None", post: ["result is not None"] })).toMatchObject({
      breaking: false,
    });
  });

  it("hold callers to annotations, not to types that an analysis found", async () => {
    const provenance: Provenance = { ...declared, source: "static" };
    const found = (type_hint: string): Sketch => ({ parameters: { x: { type_hint, provenance } } });
    expect(await diff(found("int | None"), found("int"))).toMatchObject({ breaking: false });
    expect(await diff({ parameters: { x: "int | None" } }, found("int"))).toMatchObject({ breaking: false });
    expect(reasonsOf(await diff(found("int"), { parameters: { x: "str" } }))).toEqual([
      "unknown parameter_type_narrowed",
    ]);
  });

  it("give a new parameter its default in the calls of before", async () => {
    const before: Sketch = { parameters: { x: "int" }, pre: ["x > 0"] };
    const now = (pre: string): Sketch => ({ parameters: { x: "int", least: optional }, pre: [pre] });
    expect(await diff(before, now("x >= least"))).toMatchObject({
      breaking: false,
      preconditions: { relation: "equivalent" },
    });
    expect(await diff(before, now("x > least"))).toMatchObject({ breaking: true });
  });

  it("keep a renamed parameter the same value", async () => {
    const found = await diff(
      { parameters: { x: "int" }, pre: ["x > 0"] },
      { parameters: { y: "int" }, pre: ["0 < y"] },
    );
    expect(found.preconditions.relation).toBe("equivalent");
  });
});

describe("exceptions and effects", () => {
  it("are new when neither the class nor a base of it was declared for the call", async () => {
    const found = await change(
      { parameters: { x: "int" }, pre: ["x != 0"] },
      { raises: { LookupError: null, ValueError: "x < -5" } },
      { raises: { KeyError: "x > 3", ZeroDivisionError: "x == 0", ValueError: "x < 0", OSError: null } },
    );
    expect(found.reasons).toMatchObject([
      { status: "breaking", subject: "ValueError", witness: { call: expect.stringMatching(/^f\(-\d\)$/) } },
      { status: "breaking", subject: "OSError", witness: null },
    ]);
  });

  it("are new when the old revision had none like it", async () => {
    const found = await change({}, { effects: ["io stdout"] }, { effects: ["io stdout", "network http"] });
    expect(found).toMatchObject({ breaking: true, reasons: [{ kind: "effect_added", status: "breaking" }] });
  });

  it("may not be new where an unknown call is gone", async () => {
    const found = await change({}, { effects: ["unknown_call helper"] }, { effects: ["network http"] });
    expect(reasonsOf(found)).toEqual(["unknown effect_added"]);
  });

  it("of a renamed parameter are the same", async () => {
    const found = await diff(
      { parameters: { xs: { kind: "positional_only", type_hint: "list[int]" } }, effects: ["mutation xs"] },
      { parameters: { ys: { kind: "positional_only", type_hint: "list[int]" } }, effects: ["mutation ys"] },
    );
    expect(found.breaking).toBe(false);
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { ClauseId } from "../../src/ir/ids.ts";
import { type AssertionCategory, type Effect, IR } from "../../src/ir/ir.ts";
import { checkIr, checkIrs } from "../../src/logic/check-ir.ts";
import { verdictsOf } from "../../src/logic/verdicts.ts";

const LIMITS = { rlimit: 2_000_000 };
const PROVENANCE = { source: "declared", confidence: 1, author: null, timestamp: null, evidence_refs: [] } as const;

interface Sketch {
  parameters: Record<string, string | null>;
  returns?: string;
  pre?: string[];
  post?: string[];
  invariants?: string[];
  effects?: Pick<Effect, "effect_type" | "target">[];
}

/** A whole IR from what matters to the solver; clauses are `pre0`, `post0`, `invariant0`, ... */
function irOf({ parameters, returns, pre = [], post = [], invariants = [], effects = [] }: Sketch): IR {
  const assertions = (prefix: string, category: AssertionCategory, texts: string[]) =>
    texts.map((text, index) => ({
      id: `${prefix}${index}`,
      category,
      expression: { text, unsupported: [] },
      rationale: null,
      verdict: { status: "unknown", reason: "not_attempted", detail: "" },
      locked: false,
      applies_to: [],
      provenance: PROVENANCE,
    }));
  return IR.parse({
    schema_version: "1",
    id: "ir_test",
    language: "python",
    intent: {
      summary: "",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance: PROVENANCE,
    },
    signature: {
      id: "signature",
      name: "f",
      parameters: Object.entries(parameters).map(([name, hint]) => ({
        id: name,
        name,
        type_hint: hint,
        description: null,
        kind: "positional_or_keyword",
        default: null,
        constraints: [],
        provenance: PROVENANCE,
      })),
      returns: { type_hint: returns ?? null, description: null, provenance: PROVENANCE },
      return_constraints: [],
      is_async: false,
      is_generator: false,
      raises: [],
      decorators: [],
      type_parameters: [],
      provenance: PROVENANCE,
    },
    assertions: [
      ...assertions("pre", "precondition", pre),
      ...assertions("post", "postcondition", post),
      ...assertions("invariant", "invariant", invariants),
    ],
    effects: effects.map((effect, index) => ({
      id: `e${index}`,
      description: "",
      via: [],
      provenance: PROVENANCE,
      ...effect,
    })),
    examples: [],
    relationships: [],
    holes: [],
    confidence: 1,
    metadata: {
      qualified_name: "f",
      path: null,
      repo: null,
      commit: null,
      span: null,
      source_hash: null,
      evidence: [],
      checks: [],
      problems: [],
    },
  });
}

const checkOf = (sketch: Sketch) => checkIr(irOf(sketch), env.SOLVER, LIMITS);

describe("checkIr", () => {
  it("asks nothing of an IR without assertions", async () => {
    expect(await checkOf({ parameters: { x: "int" } })).toEqual([]);
  });

  it("answers satisfiable preconditions with inputs as Python literals", async () => {
    const [check] = await checkOf({
      parameters: { x: "int", s: "str", xs: "list[int]", o: "int | None", t: "tuple[bool, float]" },
      pre: [
        "x == -3",
        "s == 'a\"\\n'",
        "len(xs) == 2 and xs[-1] == 7 and xs[0] == 2 ** 70",
        "o is None",
        "t[0] and t[1] == 0.1",
      ],
    });
    expect(check).toMatchObject({
      question: "preconditions_satisfiable",
      status: "sat",
      model: { x: "-3", s: "'a\"\\n'", xs: `[${2n ** 70n}, 7]`, o: "None", t: "(True, 0.1)" },
      left_out: [],
      assumptions: ["characters-to-U+2FFFF", "float-as-real", "types-as-annotated"],
    });
  });

  it("names a minimal set of contradicting preconditions", async () => {
    const [check] = await checkOf({
      parameters: { x: "int", y: "int" },
      pre: ["x > 0", "y > 5", "x < y", "x < 0 or x == 0"],
    });
    expect(check).toMatchObject({ status: "unsat", core: ["pre0", "pre3"], model: null });
  });

  it("keeps to Python's meaning where others differ", async () => {
    const contradictions = [
      "x // -2 * -2 + x % -2 != x",
      "x % 3 == -1",
      "(x or 5) == 0",
      "x < 3 < x",
      "xs[len(xs)] == 0",
      "1 // x == 1 // 0",
      "len(xs[1:]) > len(xs)",
      "True + True != 2",
      "x > 'a'",
      "all(y > 0 for y in xs) and xs[0] == 0",
    ];
    const checks = await checkIrs(
      contradictions.map((text) => irOf({ parameters: { x: "int", xs: "list[int]" }, pre: [text] })),
      env.SOLVER,
      LIMITS,
    );
    expect(checks.map(([check], index) => [contradictions[index], check?.status])).toEqual(
      contradictions.map((text) => [text, "unsat"]),
    );
  });

  it("finds postconditions that no result can meet", async () => {
    const checks = await checkOf({
      parameters: { xs: "list[int]" },
      returns: "int",
      pre: ["len(xs) > 0"],
      post: ["result in xs", "result < len(xs) * 0", "all(x >= 0 for x in xs)"],
    });
    expect(checks).toMatchObject([
      { question: "preconditions_satisfiable", status: "sat" },
      { question: "clauses_consistent", status: "unsat", core: ["post0", "post1", "post2"] },
    ]);
  });

  it("leaves out what it cannot translate, names it, and says what an answer is about", async () => {
    const [check] = await checkOf({
      parameters: { x: "int", s: "str", k: "Kettle", u: null },
      pre: ["x > 0", "s.isdigit()", "k.volume > 0", "u == 0", "x ** 0.5 > 3", "LIMIT > x"],
    });
    expect(check).toMatchObject({
      status: "sat",
      detail: expect.stringContaining("1 of 6 clauses"),
      left_out: [
        { clause: "pre1", construct: "method:isdigit" },
        { clause: "pre2", construct: "attribute:volume" },
        { clause: "pre3", construct: "untyped:u" },
        { clause: "pre4", construct: "power" },
        { clause: "pre5", construct: "name:LIMIT" },
      ],
    });
  });

  it("is unknown when nothing could be asked", async () => {
    expect(await checkOf({ parameters: { s: "str" }, pre: ["s.isdigit()"] })).toMatchObject([
      {
        status: "unknown",
        reason: "unsupported_construct",
        left_out: [{ clause: "pre0", construct: "method:isdigit" }],
      },
    ]);
  });

  it("still finds a contradiction among the clauses it kept", async () => {
    expect(await checkOf({ parameters: { s: "str" }, pre: ["s.isdigit()", "len(s) < 0"] })).toMatchObject([
      { status: "unsat", core: ["pre1"] },
    ]);
  });

  it("takes an unannotated name for a number where only numbers make sense, and says so", async () => {
    expect(await checkOf({ parameters: { x: null }, pre: ["x > 3", "x < 5"] })).toMatchObject([
      { status: "sat", assumptions: ["float-as-real", "number:x"] },
    ]);
  });

  it.each([
    [["x > 3", "x < 2"]],
    [["0 <= x < 1", "not (x < 1 or x > 100)"]],
    [["x == 0.1", "n == 0", "x < n"]],
    [["x != x", "x == x"]],
  ])("finds a contradiction of floats that rests on their order alone: %j", async (pre) => {
    expect(await checkOf({ parameters: { x: "float", n: "int" }, pre })).toMatchObject([{ status: "unsat" }]);
  });

  it.each([[["not x < 1", "not x >= 1"]], [["x != x"]], [["not (x - x == 0)", "n == 0"]], [["x / 2 != x * 0.5"]]])(
    "claims no contradiction that rests on reals in place of floats: %j",
    async (pre) => {
      expect(await checkOf({ parameters: { x: "float", n: "int" }, pre })).toMatchObject([
        { status: "unknown", reason: "incomplete", assumptions: expect.arrayContaining(["float-as-real"]) },
      ]);
    },
  );

  it("still finds a contradiction among the clauses that speak of no floats", async () => {
    expect(await checkOf({ parameters: { x: "float", n: "int" }, pre: ["x > 3", "n < 2", "n > 2"] })).toMatchObject([
      { status: "unsat", core: ["pre1", "pre2"] },
    ]);
  });

  it.each([
    [{ d: "dict[int, int]", k: "int" }, ["k in d", "d == {1: 2}", "k == 2"], "unsat"],
    [{ d: "dict[int, int]", k: "int" }, ["k in d", "d == {1: 2}", "k == 1"], "sat"],
    [{ s: "set[int]", k: "int" }, ["k in s", "s == {1, 2}", "k == 3"], "unsat"],
    [{ s: "set[int]", k: "int" }, ["k in s", "s == {1, 2}", "k == 2"], "sat"],
    [{ s: "set[int]" }, ["len(s) > 0"], "sat"],
    [{ d: "dict[int, int]" }, ["len(d) > 0"], "sat"],
    [{ d: "dict[str, int]" }, ["len(d) > 0"], "sat"],
    [{ d: "dict[str, int]" }, ["len(d) > 1", "len(d) < 1"], "unsat"],
    [{ i: "int", j: "int" }, ["not {j: i, i: -4}"], "unsat"],
    [{ i: "int", j: "int" }, ["{j: i, i: -4}[i] == -4"], "sat"],
  ])("answers of dicts and sets %j with %j: %s", async (parameters, pre, status) => {
    expect(await checkOf({ parameters, pre })).toMatchObject([{ status }]);
  });

  it("separates the state on entry from the one on return where the function may change an argument", async () => {
    const sketch: Sketch = {
      parameters: { xs: "list[int]" },
      pre: ["len(xs) == 1"],
      post: ["len(xs) == len(old(xs)) + 1"],
    };
    expect((await checkOf({ ...sketch, effects: [{ effect_type: "mutation", target: "xs" }] }))[1]).toMatchObject({
      status: "sat",
    });
    expect((await checkOf(sketch))[1]).toMatchObject({
      status: "unsat",
      core: ["post0"],
      assumptions: ["types-as-annotated", "unchanged:xs"],
    });
  });

  it("offers no example that Python's floats do not confirm", async () => {
    expect(await checkOf({ parameters: { x: "float" }, pre: ["x * x == 2"] })).toMatchObject([
      { status: "unknown", reason: "incomplete", model: null },
    ]);
    const absorbed = { parameters: { x: "float" }, pre: ["0 < x < 1", "x + 2.0 ** 1 * 1e308 != 2.0 ** 1 * 1e308"] };
    expect(await checkOf(absorbed)).toMatchObject([{ model: null }]);
  });

  it("takes a confirmed example for an answer even where the solver has none", async () => {
    const [check] = await checkOf({ parameters: { lines: "list[str]" }, pre: ["all(',' in line for line in lines)"] });
    expect(check).toMatchObject({ status: "sat", model: { lines: expect.stringMatching(/^\[/) } });
  });

  it("lets no refutation rest on items of sequences of text, which the solver gets wrong", async () => {
    const parameters = { ws: "list[str]", k: "int" };
    const satisfiable = ["ws == ['aa', 'a', 'b']", "0 <= k < 3", "ws[k] in 'a'"];
    const checks = await checkOf({ parameters, pre: satisfiable });
    expect(checks.map(({ status }) => status)).not.toContain("unsat");
    expect(await checkOf({ parameters, pre: [...satisfiable, "len(ws) > 2 and k > 3 * len(ws)"] })).toMatchObject([
      { status: "unsat", core: ["pre1", "pre3"] },
    ]);
  });

  it("says budget when the limit is used up", async () => {
    const ir = irOf({
      parameters: { x: "int", y: "int", z: "int" },
      pre: ["x * x * x + y * y * y == z * z * z", "0 < x and 0 < y"],
    });
    expect(await checkIr(ir, env.SOLVER, { rlimit: 20_000 })).toMatchObject([{ status: "unknown", reason: "budget" }]);
  });

  it("answers many IRs as it answers each alone", async () => {
    const irs = Array.from({ length: 50 }, (_, index) =>
      irOf({ parameters: { x: "int" }, pre: [`x > ${index}`, "x < 25"] }),
    );
    const checks = await checkIrs(irs, env.SOLVER, LIMITS);
    expect(checks.map(([check]) => check?.status)).toEqual(irs.map((_, index) => (index < 24 ? "sat" : "unsat")));
  });

  it("explains a solver that cannot be reached", async () => {
    const unreachable = () => Promise.reject(new Error("no such Worker"));
    const checks = await checkIr(
      irOf({ parameters: { x: "int" }, pre: ["x > 0"] }),
      { check: unreachable, checkMany: unreachable, version: unreachable },
      LIMITS,
    );
    expect(checks).toMatchObject([
      { status: "unknown", reason: "solver_failure", detail: expect.stringContaining("no such Worker") },
    ]);
  });
});

describe("verdictsOf", () => {
  it("calls every assertion vacuous when the preconditions contradict each other", async () => {
    const ir = irOf({ parameters: { x: "int" }, returns: "int", pre: ["x > 0", "x < 0"], post: ["result == x"] });
    const verdicts = verdictsOf(ir, await checkIr(ir, env.SOLVER, LIMITS));
    expect([...verdicts.keys()]).toEqual(["pre0", "pre1", "post0"]);
    expect(verdicts.get(ClauseId.parse("post0"))).toMatchObject({
      status: "vacuous",
      detail: expect.stringContaining("`x > 0`, `x < 0` contradict each other"),
    });
  });

  it("says of satisfiable clauses what was checked, and leaves them unknown", async () => {
    const ir = irOf({ parameters: { x: "int" }, returns: "int", pre: ["x > 0"], post: ["result == x"] });
    const verdicts = verdictsOf(ir, await checkIr(ir, env.SOLVER, LIMITS));
    expect(verdicts.get(ClauseId.parse("post0"))).toMatchObject({
      status: "unknown",
      reason: "not_attempted",
      detail: expect.stringMatching(/^Consistent with the other clauses .*; the body was not proved against it\.$/),
    });
    expect(verdicts.get(ClauseId.parse("pre0"))).toMatchObject({
      status: "unknown",
      detail: expect.stringContaining("no caller was checked against it"),
    });
  });

  it("names the clauses that a check left out, and says of them that nothing was checked", async () => {
    const ir = irOf({
      parameters: { x: "int" },
      returns: "int",
      pre: ["x > 0"],
      post: ["result == x", "vast(result)"],
    });
    const verdicts = verdictsOf(ir, await checkIr(ir, env.SOLVER, LIMITS));
    expect(verdicts.get(ClauseId.parse("post0"))).toMatchObject({
      detail: expect.stringContaining("The check left out `vast(result)` because of"),
    });
    expect(verdicts.get(ClauseId.parse("post1"))).toMatchObject({ status: "unknown", reason: "unsupported_construct" });
  });

  it("says of each clause whether it is part of the contradiction, and calls none a pass", async () => {
    const ir = irOf({ parameters: { x: "int" }, returns: "int", pre: ["x > 0"], post: ["result > 5", "result < 3"] });
    const verdicts = verdictsOf(ir, await checkIr(ir, env.SOLVER, LIMITS));
    const detailOf = (id: string) => verdicts.get(ClauseId.parse(id));
    expect(detailOf("post0")).toMatchObject({
      status: "unknown",
      detail: expect.stringContaining(
        "No call can meet the contract: `result > 5`, `result < 3` contradict each other",
      ),
    });
    expect(detailOf("pre0")).toMatchObject({
      status: "unknown",
      detail: expect.stringContaining("Not part of the contradiction"),
    });
  });

  it("cuts a long clause where it quotes it", async () => {
    const long = `x < 0 and ${"x < 1 and ".repeat(40)}x < 2`;
    const ir = irOf({ parameters: { x: "int" }, pre: ["x > 0", long] });
    const [verdict] = verdictsOf(ir, await checkIr(ir, env.SOLVER, LIMITS)).values();
    expect(verdict).toMatchObject({ status: "vacuous", detail: expect.stringContaining("...`") });
  });
});

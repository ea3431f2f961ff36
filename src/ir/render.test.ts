import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterId } from "./hash.ts";
import { anyIr } from "./ir.arbitrary.ts";
import { sampleIr, sampleParameter } from "./ir.sample.ts";
import type { Check, IR } from "./ir.ts";
import { renderIr } from "./render.ts";

const base = sampleIr();
const lines = (ir: IR) =>
  renderIr(ir)
    .split("\n")
    .map((line) => line.trim());
const withCheck = (check: Partial<Check>): IR => ({
  ...base,
  metadata: { ...base.metadata, checks: base.metadata.checks.map((item) => ({ ...item, ...check })) },
});

describe("renderIr", () => {
  it("begins with the name, the place and the confidence", () => {
    expect(lines(base)[0]).toBe("clamp  numbers.py:10-20  (confidence 87%)");
  });

  it("shows a missing type as a hole in the signature", () => {
    expect(lines(base)).toContain("def clamp(x: int, low: int, ?high: type? = 10) -> int");
  });

  it("writes every kind of parameter as Python does", () => {
    const parameters = [
      sampleParameter("a", { kind: "positional_only" }),
      sampleParameter("b", { type_hint: null, default: "1" }),
      sampleParameter("c", { kind: "keyword_only" }),
      sampleParameter("d", { kind: "var_keyword", type_hint: null }),
    ];
    const ir: IR = { ...base, signature: { ...base.signature, parameters, is_async: true, decorators: ["cache"] } };
    expect(lines(ir)).toContain("async def clamp(a: int, /, b=1, *, c: int, **d) -> int");
    expect(lines(ir)).toContain("@cache");
  });

  it("gives each clause its verdict and the lines of its evidence", () => {
    const text = lines(base);
    expect(text[text.indexOf("low <= high") + 1]).toBe("unknown, not_attempted  [declared, line 12]");
    expect(text[text.indexOf("low <= result <= high") + 1]).toBe(
      "proved by z3 assuming int-unbounded  [declared, line 13]",
    );
  });

  it("marks a clause that nobody interprets", () => {
    const [first] = base.assertions;
    if (first === undefined) throw new Error("the sample has assertions");
    const ir: IR = { ...base, assertions: [{ ...first, expression: { text: "f'{x}'", unsupported: ["f_string"] } }] };
    expect(renderIr(ir)).toContain("not interpreted: f_string");
  });

  it("shows the first examples and counts them all", () => {
    const text = lines(base);
    expect(text).toContain("Examples (5)");
    expect(text).toContain("clamp(3, 0) -> 3  [doctest]");
    expect(text).not.toContain("clamp(4, 0) -> 4  [doctest]");
    expect(text).toContain("and 2 more");
  });

  it("spells out the clauses of an unsat core", () => {
    const core = base.assertions.map(({ id }) => id);
    const text = lines(withCheck({ question: "clauses_consistent", status: "unsat", core, model: null }));
    expect(text).toContain("clauses agree: NO, unsat");
    expect(text).toContain("precondition low <= high  [line 12]");
    expect(text).toContain("postcondition low <= result <= high  [line 13]");
  });

  it("shows the model of a satisfiable check and the reason of an unknown one", () => {
    expect(lines(base)).toContain("preconditions can be met: yes, sat, for example low = 0, high = 10");
    expect(lines(withCheck({ status: "unknown", reason: "timeout", detail: "2 s", model: null }))).toContain(
      "preconditions can be met: unknown, timeout (2 s)",
    );
  });

  it("lists open holes with their suggestions, the most urgent first", () => {
    const [hole] = base.holes;
    if (hole === undefined) throw new Error("the sample has a hole");
    const critical = { ...hole, priority: "critical" as const, subject: parameterId("x"), description: "First." };
    const text = lines({ ...base, holes: [hole, critical] });
    expect(text).toContain("Holes (2 open)");
    expect(text.findIndex((line) => line.includes("First."))).toBeLessThan(
      text.findIndex((line) => line.includes("high is not known")),
    );
    expect(text).toContain("maybe int (60%): The default is an int.");
  });

  it("lets no control character of the source through", () => {
    const ir: IR = { ...base, intent: { ...base.intent, summary: "red \u001b[31m\u202e\r\nnext\u0000" } };
    expect(renderIr(ir)).toContain("red \\u{1b}[31m\\u{202e} next\\u{0}");
  });

  it("names every assertion, exception, effect, relationship and hole of any IR", () => {
    fc.assert(
      fc.property(anyIr, (ir) => {
        const text = renderIr(ir);
        expect(text).not.toMatch(/[^\n\P{Cc}]/u);
        for (const { expression } of ir.assertions) expect(text).toContain(`\n  ${expression.text}\n`);
        for (const { effect_type, target } of ir.effects) expect(text).toContain(`\n  ${effect_type} ${target}`);
        for (const { kind, target } of ir.relationships) expect(text).toContain(`${kind.replace("_", " ")} ${target}`);
        for (const { exception } of ir.signature.raises) expect(text).toContain(`\n  ${exception}`);
        for (const { id } of ir.holes) expect(text).toContain(id);
      }),
    );
  });
});

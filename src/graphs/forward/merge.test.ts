import { describe, expect, it } from "vitest";
import { IR } from "../../ir/ir.ts";
import { clause, constraints, example, intent, MODEL, parameter, prompt, signature } from "./facts.fixture.ts";
import { merge, UNNAMED } from "./merge.ts";

const texts = (ir: IR) => ir.assertions.map(({ category, expression }) => `${category}: ${expression.text}`);
const codes = (ir: IR) => ir.metadata.problems.map(({ code }) => code);

describe("merging readings into a contract", () => {
  it("gives the same valid contract for the same facts", () => {
    const made = () => merge(prompt(), intent(), signature(), constraints({ postconditions: [clause("result==a+b")] }));
    expect(IR.parse(made().ir)).toEqual(made().ir);
    expect(texts(made().ir)).toEqual(["postcondition: result == a + b"]);
    expect(made().ir.signature.return_constraints).toEqual(made().ir.assertions.map(({ id }) => id));
  });

  it("says of each statement whether rules read it or which model said it", () => {
    const stated = { postconditions: [clause("result > a")] };
    const { ir } = merge(prompt(), intent(), signature(), constraints(stated, MODEL));
    expect(ir.signature.provenance).toMatchObject({ source: "static", author: null });
    expect(ir.assertions[0]?.provenance).toMatchObject({ source: "agent", author: "some-model" });
  });

  it("takes clauses once, however they are written", () => {
    const postconditions = [clause("result == a+b"), clause("(result) == a + b")];
    expect(merge(prompt(), intent(), signature(), constraints({ postconditions })).ir.assertions).toHaveLength(1);
  });

  it("lets clauses speak of pure functions of the standard library, and of no module as a value", () => {
    const postconditions = [
      clause("result == math.gcd(a, b)"),
      clause("result == os.getpid()"),
      clause("result == math"),
    ];
    const { ir } = merge(prompt(), intent(), signature(), constraints({ postconditions }));
    expect(texts(ir)).toEqual(["postcondition: result == math.gcd(a, b)"]);
  });

  it.each([
    ["clause_not_expressible", { postconditions: [clause("await result")] }],
    ["unknown_name", { postconditions: [clause("result == total")] }],
    ["unknown_name", { preconditions: [clause("result > 0")] }],
    ["clause_does_not_apply", { preconditions: [clause("old(a) > 0")] }],
    ["clause_does_not_apply", { postconditions: [clause("True")] }],
    ["unknown_effect", { effects: [{ effect_type: "magic", target: "moon", description: "" }] }],
  ])("leaves out what does not apply and names it: %s", (code, parts) => {
    const { ir } = merge(prompt(), intent(), signature(), constraints(parts));
    expect([...ir.assertions, ...ir.effects]).toEqual([]);
    expect(codes(ir)).toEqual([code]);
  });

  it("enforces no clause that a stated example shows to be wrong", () => {
    const parts = {
      preconditions: [clause("a > 0")],
      postconditions: [clause("result == a * b"), clause("result == a + b")],
      examples: [example(["-1", "3"], "2")],
    };
    const raises = [{ exception: "ValueError", when: "a < 0" }];
    const { ir } = merge(prompt(), intent(), signature({ raises }), constraints(parts));
    expect(texts(ir)).toEqual(["postcondition: result == a + b"]);
    expect(ir.signature.raises).toEqual([]);
    expect(codes(ir)).toEqual(["contradicted_by_example", "contradicted_by_example", "contradicted_by_example"]);
  });

  it("does not hold against a clause what an example leaves unsaid of the arguments afterwards", () => {
    const parts = { postconditions: [clause("xs == sorted(old(xs))")], examples: [example(["[2, 1]"], "None")] };
    const header = { parameters: [parameter("xs", "list[int]")] };
    expect(merge(prompt(), intent(), signature(header), constraints(parts)).ir.assertions).toHaveLength(1);
  });

  it("keeps apart examples that contradict each other, and takes equal values for one outcome", () => {
    const examples = [
      example(["1", "2"], "3"),
      example(["1", "2"], "4"),
      example(["5", "5"], "10"),
      example(["5", "5"], "10.0"),
    ];
    const { ir, contradictions } = merge(prompt(), intent(), signature(), constraints({ examples }));
    expect(ir.examples.map(({ call }) => call)).toEqual(["add(5, 5)"]);
    expect(contradictions).toMatchObject([{ call: "add(1, 2)", examples: [{ returns: "3" }, { returns: "4" }] }]);
  });

  it("leaves out examples that are no call of the function, each with its reason", () => {
    const examples = [
      example(["1"], "1"),
      example(["1", "2", "3"], "1"),
      example(["a", "2"], "1"),
      example(["1", "2"], null),
    ];
    const { ir } = merge(
      prompt({ examples: [example(["1", "2"], "3")] }),
      intent(),
      signature(),
      constraints({ examples }),
    );
    expect(ir.examples).toMatchObject([{ call: "add(1, 2)", source: "human" }]);
    expect(codes(ir)).toEqual(Array.from({ length: 4 }, () => "example_left_out"));
  });

  it("prefers the name that was asked for, and invents no parameter", () => {
    expect(merge(prompt({ function: "plus" }), intent(), signature(), constraints()).ir.signature.name).toBe("plus");
    const unread = { facts: null, by: null, missing: "nothing names a parameter" };
    const { ir } = merge(prompt(), intent(), unread, constraints());
    expect(ir.signature).toMatchObject({ name: UNNAMED, parameters: [] });
    expect(ir.metadata.problems).toMatchObject([{ code: "no_answer", detail: "nothing names a parameter" }]);
  });
});

import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { intentOf } from "./intent.ts";

function lift(source: string, name: string) {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const fn = parsed.module.functions.find(({ outline }) => outline.qualified_name === name);
  if (!fn) throw new Error(`no ${name}`);
  return intentOf(parsed.module, fn);
}

describe("intent", () => {
  it("is the docstring's prose, without contracts, fields and examples", () => {
    const source = [
      "def f(x):",
      '    """Sum the',
      "    things.",
      "",
      "    They may be many.",
      "",
      "    pre: x > 0",
      "",
      "    Args:",
      "        x: Number.",
      "",
      "    Example::",
      "",
      "        >>> f(1)",
      "        2",
      '    """',
    ].join("\n");
    const { intent } = lift(source, "f");
    expect(intent).toMatchObject({ summary: "Sum the things.", rationale: "They may be many." });
    expect(intent.provenance).toMatchObject({ source: "declared" });
  });

  it.each([
    ["parse_mask", "Parse mask"],
    ["isValidHTTPHeader", "Tell whether it is valid http header"],
    ["has_items", "Tell whether it has items"],
    ["constructor", "Constructor"],
  ])("of %s is read from the name, too uncertain to stand without a person", (name, summary) => {
    const { intent } = lift(`def ${name}(): ...`, name);
    expect(intent.summary).toBe(summary);
    expect(intent.provenance.confidence).toBeLessThan(0.7);
  });

  it("of a special method is what the language says", () => {
    expect(lift("class Cart:\n    def __len__(self): ...", "Cart.__len__").intent.summary).toBe(
      "Give the length of a Cart",
    );
  });

  it("names the domain's words in the identifiers", () => {
    const { intent } = lift("def total_price(cart: ShoppingCart, tax_rate) -> Money: ...", "total_price");
    expect(intent.domain_concepts).toEqual(["total", "price", "cart", "tax", "rate", "shopping", "money"]);
  });
});

describe("relationships", () => {
  it("follow Python's scopes within the file", () => {
    const source = [
      "def helper(): ...",
      "class Base:",
      "    def run(self): ...",
      "    def shared(self): ...",
      "class A(Base):",
      "    def __init__(self): ...",
      "    def run(self, other: 'Base'):",
      "        def helper(): ...",
      "        helper()",
      "        self.shared()",
      "        A()",
      "        print(other)",
    ].join("\n");
    expect(lift(source, "A.run").relationships).toEqual([
      { kind: "method_of", target: "A" },
      { kind: "overrides", target: "Base.run" },
      { kind: "calls", target: "A.run.<locals>.helper" },
      { kind: "calls", target: "Base.shared" },
      { kind: "calls", target: "A.__init__" },
      { kind: "uses_type", target: "Base" },
    ]);
  });
});

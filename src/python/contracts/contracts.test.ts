import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { contractsOf } from "./contracts.ts";

function lift(source: string, name = "f") {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const fn = parsed.module.functions.find(({ outline }) => outline.qualified_name === name);
  if (!fn) throw new Error(`no ${name}`);
  return contractsOf(parsed.module, fn);
}

function clauses(source: string, name?: string) {
  return lift(source, name).assertions.map(({ category, expression }) => `${category}: ${expression.text}`);
}

function raises(source: string, name?: string) {
  return lift(source, name).raises.map(({ exception, when }) => `${exception}: ${when?.text ?? "-"}`);
}

describe("icontract", () => {
  it("reads conditions by import, by prefix and, in excerpts, by the bare name", () => {
    expect(clauses("from icontract import require as r\n@r(lambda x: x > 0, 'positive')\ndef f(x): ...")).toEqual([
      "precondition: x > 0",
    ]);
    expect(clauses("@icontract.require(lambda x: x > 0)\ndef f(x): ...")).toHaveLength(1);
    expect(clauses("    @ensure(lambda result: result)\n    def f(self): ...")).toEqual(["postcondition: result"]);
    expect(clauses("from auth import require\n@require(lambda x: x)\ndef f(x): ...")).toEqual([]);
  });

  it("writes snapshots as values on entry", () => {
    const source =
      "@snapshot(lambda xs: xs[:])\n@snapshot(lambda xs: len(xs), name='n')\n" +
      "@ensure(lambda xs, OLD: len(xs) == OLD.n + 1 and xs[:-1] == OLD.xs)\ndef f(xs): ...";
    expect(clauses(source)).toEqual(["postcondition: len(xs) == old(len(xs)) + 1 and xs[:-1] == old(xs[:])"]);
  });

  it("keeps a condition verbatim when a snapshot is missing, and says so", () => {
    expect(lift("@ensure(lambda OLD: OLD.x > 0)\ndef f(x): ...").assertions[0]?.expression).toEqual({
      text: "OLD.x > 0",
      unsupported: ["unknown_snapshot"],
    });
  });

  it("puts a one-line function's expression in its place and keeps others as calls", () => {
    const source =
      "def ok(x): return x > 0\ndef big(x):\n    y = x\n    return y > 9\n@require(ok)\n@require(big)\ndef f(x): ...";
    expect(clauses(source)).toEqual(["precondition: x > 0", "precondition: big(x)"]);
  });

  it("knows the exception that an error= raises instead", () => {
    expect(raises("@require(lambda x: x > 0, error=ValueError)\ndef f(x): ...")).toEqual(["ValueError: not x > 0"]);
  });

  it("gives equal clauses ids of their own", () => {
    const ids = lift("@require(lambda x: x)\n@require(lambda x: x)\ndef f(x): ...").assertions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("deal", () => {
  it("names results and arguments as the function does", () => {
    const source =
      "import deal\n@deal.pre(lambda a, b: a > b)\n@deal.post(lambda r: r > 0)\n" +
      '@deal.ensure(lambda _: _.result >= _["y"])\ndef f(x, y): ...';
    expect(clauses(source)).toEqual(["precondition: x > y", "postcondition: result > 0", "postcondition: result >= y"]);
  });

  it("does not capture names that an expression binds itself", () => {
    expect(clauses("import deal\n@deal.post(lambda r: all(r for r in r))\ndef f(): ...")).toEqual([
      "postcondition: all(r for r in result)",
    ]);
  });

  it("unfolds chains and names for them", () => {
    const source = "import deal as d\npositive = d.chain(d.pre(lambda x: x > 0), d.safe)\n@positive\ndef f(x): ...";
    expect(clauses(source)).toEqual(["precondition: x > 0", "postcondition: not raises(Exception)"]);
  });

  it("does not read a reason as a condition under which the exception must come", () => {
    const source = "import deal\n@deal.reason(ValueError, lambda x: x == 1)\n@deal.raises(ValueError)\ndef f(x): ...";
    expect(clauses(source)).toEqual(["postcondition: implies(raises(ValueError), x == 1)"]);
    expect(raises(source)).toEqual(["ValueError: -"]);
  });

  it("marks what it checks on every item of a generator", () => {
    const source = "import deal\n@deal.post(lambda r: r > 0)\ndef f():\n    yield 1";
    expect(lift(source).assertions[0]?.expression.unsupported).toEqual(["yielded_value"]);
  });
});

describe("docstrings", () => {
  it("hold PEP 316 contracts, on a line or in a block", () => {
    const source = [
      "def f(xs, n):",
      '    """Sum.',
      "",
      "    pre: n > 0",
      "    pre:",
      "        all(x > 0",
      "            for x in xs)",
      "    post[xs]: __return__ == sum(xs) + __old__.n",
      "    post: len(_) > 0",
      "    post: send the mail",
      '    """',
    ].join("\n");
    expect(clauses(source)).toEqual([
      "precondition: n > 0",
      "precondition: all(x > 0 for x in xs)",
      "postcondition: result == sum(xs) + old(n)",
      "postcondition: len(result) > 0",
    ]);
  });

  it.each([
    ["Sphinx", ":raises ValueError: if bad\n    :raise pkg.Error:"],
    ["Google", "Raises:\n        ValueError: if bad\n        pkg.Error"],
    ["numpydoc", "Raises\n    ------\n    ValueError\n        if bad\n    pkg.Error"],
  ])("document exceptions in the style of %s, never as a condition", (_, section) => {
    const source = `def f():\n    """Do.\n\n    ${section}\n    """`;
    expect(raises(source)).toEqual(["ValueError: -", "pkg.Error: -"]);
    expect(lift(source).raises[0]?.description).toBe("if bad");
  });

  it("give examples from doctests that are one call with literals", () => {
    const source = [
      "def f(x, y=1):",
      '    """',
      "    >>> f([1, -2.5], y='a')",
      "    {'k': (None, True)}",
      "    >>> f(0)",
      "    Traceback (most recent call last):",
      "        ...",
      "    ValueError: no",
      "    >>> f(2) == 3",
      "    True",
      "    >>> x = 3",
      "    >>> f(x)",
      "    4",
      "    >>> f(5)  # doctest: +ELLIPSIS",
      "    [1, ...]",
      '    """',
    ].join("\n");
    expect(lift(source).examples.map(({ call, returns, raises: exception }) => [call, returns, exception])).toEqual([
      ["f([1, -2.5], y='a')", "{'k': (None, True)}", null],
      ["f(0)", null, "ValueError"],
      ["f(2)", "3", null],
    ]);
  });
});

describe("class invariants", () => {
  const source = [
    "@icontract.invariant(lambda self: self.n >= 0, 'not negative')",
    "@deal.inv(lambda obj: obj.k)",
    "class A:",
    '    """A.',
    "",
    "    inv: self.m",
    '    """',
    "    def __init__(self): ...",
    "    def public(this): ...",
    "    def _private(self): ...",
    "    def __repr__(self): ...",
    "    @staticmethod",
    "    def static(x): ...",
  ].join("\n");

  it.each([
    ["__init__", ["invariant: self.n >= 0", "invariant: self.m"]],
    ["public", ["invariant: this.n >= 0", "invariant: this.k", "invariant: this.m"]],
    ["_private", ["invariant: self.k"]],
    ["__repr__", []],
    ["static", []],
  ])("belong to %s by each library's rule", (name, expected) => {
    expect(clauses(source, `A.${name}`)).toEqual(expected);
  });
});

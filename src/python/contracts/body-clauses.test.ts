import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { contractsOf } from "./contracts.ts";

function lift(body: string, header = "def f(x, y, xs):") {
  const parsed = parseModule(`${header}\n${body.replace(/^/gm, "    ")}\n`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [fn] = parsed.module.functions;
  if (!fn) throw new Error("no function");
  const { assertions, raises, evidence } = contractsOf(parsed.module, fn);
  return {
    clauses: assertions.map(({ category, expression }) => `${category}: ${expression.text}`),
    raises: raises.map(({ exception, when }) => `${exception}: ${when?.text ?? "-"}`),
    unsupported: assertions.map(({ expression }) => expression.unsupported),
    rules: evidence.map(({ rule }) => rule),
  };
}

describe("guards that raise", () => {
  it("are preconditions and conditions of the exception for argument errors", () => {
    const { clauses, raises, rules } = lift("if x < 0:\n    raise ValueError('negative')\nreturn x");
    expect(clauses).toEqual(["precondition: not x < 0"]);
    expect(raises).toEqual(["ValueError: x < 0"]);
    expect(rules).toContain("guard-raise-argument");
  });

  it("are conditions of the exception alone for any other", () => {
    const { clauses, raises } = lift("if x < 0:\n    raise KeyError(x)\nreturn x");
    expect(clauses).toEqual([]);
    expect(raises).toEqual(["KeyError: x < 0"]);
  });

  it("hold only where earlier ones did not fire", () => {
    const { clauses, raises } = lift(
      "if x is None:\n    return 0\nif y:\n    raise OSError\nif x < 0:\n    raise ValueError\nelif x > 9:\n    raise TypeError",
    );
    expect(clauses).toEqual([
      "precondition: implies(not x is None and not y, not x < 0)",
      "precondition: implies(not x is None and not y and not x < 0, not x > 9)",
    ]);
    expect(raises).toEqual([
      "OSError: not x is None and y",
      "ValueError: not x is None and not y and x < 0",
      "TypeError: not x is None and not y and not x < 0 and x > 9",
    ]);
  });

  it("see through locals and nested branches", () => {
    const { clauses } = lift("n = len(xs)\nif y:\n    if n > 3:\n        raise ValueError");
    expect(clauses).toEqual(["precondition: implies(y, not len(xs) > 3)"]);
  });

  it.each([
    ["the parameter was reassigned", "x = abs(x)\nif x < 0:\n    raise ValueError"],
    ["the parameter was changed by a call", "prepare(x)\nif x.n < 0:\n    raise ValueError"],
    ["the parameter was changed by an assignment", "x.n = 1\nif x.n < 0:\n    raise ValueError"],
    ["a loop may have returned", "for i in xs:\n    if i:\n        return i\nif x < 0:\n    raise ValueError"],
    [
      "a branch may have returned on something unknown",
      "if prepare(y) and (z := y):\n    return 1\nif x < 0:\n    raise ValueError",
    ],
    ["it stands in a try", "try:\n    if x < 0:\n        raise ValueError\nexcept ValueError:\n    pass"],
    ["it stands in a loop", "for x in xs:\n    if x < 0:\n        raise ValueError"],
  ])("claim nothing of the arguments when %s", (_, body) => {
    expect(lift(body).clauses).toEqual([]);
  });

  it("claim no condition for the exception when something before may raise too", () => {
    const { clauses, raises } = lift("n = xs[0]\nif x < 0:\n    raise ValueError");
    expect(clauses).toEqual(["precondition: not x < 0"]);
    expect(raises).toEqual(["ValueError: -"]);
  });
});

describe("other raise statements", () => {
  it("are listed without condition, unless a handler stops them", () => {
    const body =
      "try:\n    raise FileNotFoundError\nexcept OSError:\n    raise RuntimeError\n" +
      "try:\n    g()\nexcept KeyError:\n    raise\nexcept Exception:\n    raise";
    expect(lift(body).raises).toEqual(["RuntimeError: -", "KeyError: -"]);
  });
});

describe("asserts", () => {
  it("are preconditions on entry about unchanged parameters", () => {
    const { clauses, rules } = lift("assert x > 0, 'positive'\nassert isinstance(y, int)");
    expect(clauses).toEqual(["precondition: x > 0", "precondition: isinstance(y, int)"]);
    expect(rules).toContain("assert-entry");
  });

  it("of a test state what comes out and not what goes in", () => {
    expect(lift("assert x == 1", "def test_it(x):").clauses).toEqual(["invariant: x == 1"]);
  });

  it("are postconditions right before the only return, about the returned name", () => {
    expect(lift("r = g(x)\nassert r > y\nreturn r").clauses).toEqual(["postcondition: result > y"]);
    expect(lift("if y:\n    return 1\nr = g(x)\nassert r > y\nreturn r").clauses).toEqual(["invariant: r > y"]);
  });

  it("are marked as local everywhere else, so that nobody interprets them", () => {
    const { clauses, unsupported } = lift("for i in xs:\n    assert i < x");
    expect(clauses).toEqual(["invariant: i < x"]);
    expect(unsupported).toEqual([["local_state"]]);
  });
});

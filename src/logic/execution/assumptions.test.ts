import { describe, expect, it } from "vitest";
import { executionOf, moduleOf } from "./testing.ts";

const assumptionsOf = (source: string) => executionOf(moduleOf(source), "f").assumptions;

describe("assumptions of an execution", () => {
  it.each([
    "def f(x: float):\n    if x != x:\n        return 1\n    return 0\n",
    "def f(x: float):\n    return x\n",
    "def f(n: int):\n    return 1 if n / 2 == n / 2 else 0\n",
    "def f(n: int):\n    if n / 2 != n / 2:\n        return 1\n    return 0\n",
    "def f(n: int):\n    return int(n / 2)\n",
    "def f(n: int):\n    return float(n) == float(n)\n",
    "def f(n: int):\n    return (0.5, n)[1]\n",
    "def f(xs: list[float]):\n    return len(xs)\n",
    "def f(n: int):\n    def g(x):\n        return x / 3\n    return g(n) == g(n)\n",
    "def f(d: dict[str, float]):\n    return 'a' in d\n",
    "def f(n: int):\n    return 0 if 0.1 + 0.2 == 0.3 else 1\n",
  ])("rest on reals wherever a float was in play, whatever is left of it: %s", (source) => {
    expect(assumptionsOf(source)).toContain("float-as-real");
  });

  it.each([
    "def f(n: int):\n    return n // 2\n",
    "def f(s: str):\n    return s == 'a'[:0]\n",
    "def f(xs: list[int]):\n    return sum(xs)\n",
  ])("rest on no reals where there are no floats: %s", (source) => {
    expect(assumptionsOf(source)).not.toContain("float-as-real");
  });

  it.each([
    "def f(n: int):\n    return str(n)\n",
    "def f(s: str):\n    return int(s)\n",
    "def f(s: str, n: int):\n    return s * n\n",
    "def f(n: int):\n    return 1 << n\n",
    "def f(n: int):\n    return 2 ** abs(n)\n",
  ])("say that no integer and no size is too large: %s", (source) => {
    expect(assumptionsOf(source)).toContain("integers-of-any-length");
  });

  it("say nothing of sizes where none is a variable's", () => {
    expect(assumptionsOf("def f(n: int):\n    return n * 3 + n ** 2\n")).not.toContain("integers-of-any-length");
  });
});

import { describe, expect, it } from "vitest";
import { guess } from "./loop.fixture.ts";

const INTS = "list[int]";

describe("candidatesFor", () => {
  it("gives a closed form to what goes by constant steps, from the value it begins with", () => {
    const source = `
def f(n: int, m: int) -> int:
    i = 3
    while n > 0:
        i += 2
        n = n - m
    return i
`;
    const found = guess({ source, changed: { i: "int", n: "int" }, unchanged: { m: "int" } });
    expect(found).toContain("i == 3 + 2 * k");
    expect(found).toContain("n == old(n) - m * k");
    expect(found).toContain("i % 2 == 3 % 2");
    expect(found).toContain("n >= 0");
  });

  it("reads a step through branches and local names", () => {
    const source = `
def f(xs: list[int]) -> int:
    n = 0
    for x in xs:
        big = x > 10
        if big:
            step = 2
        else:
            step = 1
        n += step
    return n
`;
    const found = guess({
      source,
      changed: { n: "int", x: "int", step: "int", big: "bool" },
      unchanged: { xs: INTS },
    });
    expect(found).toContain("n >= k");
    expect(found).toContain("n <= 2 * k");
  });

  it("says of a maximum that it is one of the items and none is above it", () => {
    const source = `
def f(xs: list[int]) -> int:
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
    return best
`;
    const found = guess({ source, changed: { best: "int", x: "int" }, unchanged: { xs: INTS } });
    expect(found).toContain("all(best >= xs[j] for j in range(k))");
    expect(found).toContain("best == xs[0] or any(best == j_item for j_item in xs[:k])");
    const viaMax = guess({
      source: source.replace("if x > best:\n            best = x", "best = max(best, x)"),
      changed: { best: "int", x: "int" },
      unchanged: { xs: INTS },
    });
    expect(viaMax).toContain("all(best >= xs[j] for j in range(k))");
  });

  it("says of a search that no finished turn found anything", () => {
    const source = `
def f(xs: list[int], t: int) -> int:
    for i in range(len(xs)):
        if xs[i] == t:
            return i
    return -1
`;
    const found = guess({ source, changed: { i: "int" }, unchanged: { xs: INTS, t: "int" } });
    expect(found).toContain("all(not xs[j] == t for j in range(k))");
  });

  it("says of a search in nested loops that no pair of finished turns found anything", () => {
    const source = `
def f(xs: list[int], t: int) -> bool:
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[i] + xs[j] == t:
                return True
    return False
`;
    const shared = { source, changed: { i: "int", j: "int" }, unchanged: { xs: INTS, t: "int" } };
    expect(guess(shared)).toContain(
      "all(not xs[j_1] + xs[j] == t for j_1 in range(k) for j in range(j_1 + 1, len(xs)))",
    );
    expect(guess({ ...shared, at: 1, changed: { j: "int" }, unchanged: { ...shared.unchanged, i: "int" } })).toContain(
      "all(not xs[i] + xs[i + 1 + j_1] == t for j_1 in range(k))",
    );
  });

  it("says what each item of a list that grows by the turn is", () => {
    const source = `
def f(xs: list[int]) -> list[int]:
    out = []
    for x in xs:
        y = x * 2
        out.append(y + 1)
    return out
`;
    const found = guess({ source, changed: { out: INTS, x: "int", y: "int" }, unchanged: { xs: INTS } });
    expect(found).toContain("len(out) == k");
    expect(found).toContain("all(out[j] == xs[j] * 2 + 1 for j in range(k))");
  });

  it("says of a filtered list what all of its items meet", () => {
    const source = `
def f(xs: list[int]) -> list[int]:
    out: list[int] = []
    for x in xs:
        if x > 3:
            out.append(x)
    return out
`;
    const found = guess({ source, changed: { out: INTS, x: "int" }, unchanged: { xs: INTS } });
    expect(found).toContain("all(j > 3 for j in out)");
    expect(found).toContain("len(out) <= k");
    expect(found).toContain("all(implies(xs[j] > 3, xs[j] in out) for j in range(k))");
  });

  it("says of a flag whether some turn has set it", () => {
    const source = `
def f(xs: list[int]) -> bool:
    seen = False
    for x in xs:
        if x < 0:
            seen = True
    return seen
`;
    const found = guess({ source, changed: { seen: "bool", x: "int" }, unchanged: { xs: INTS } });
    expect(found).toContain("seen == any(j_item < 0 for j_item in xs[:k])");
  });

  it("says of a list that is written by position what is done and what is still to do", () => {
    const source = `
def f(xs: list[int]) -> None:
    for i in range(len(xs)):
        xs[i] = xs[i] + 1
`;
    const found = guess({ source, changed: { xs: INTS, i: "int" }, unchanged: {} });
    expect(found).toContain("len(xs) == len(old(xs))");
  });

  it("follows the turns of enumerate, zip, reversed and steps", () => {
    const body = (head: string, condition: string) => `
def f(xs: list[int], ys: list[int], n: int) -> bool:
    for ${head}:
        if ${condition}:
            return True
    return False
`;
    const found = (head: string, condition: string) =>
      guess({
        source: body(head, condition),
        changed: { i: "int", x: "int", y: "int" },
        unchanged: { xs: INTS, ys: INTS, n: "int" },
      });
    expect(found("i, x in enumerate(xs)", "x == i")).toContain("all(not xs[j] == j for j in range(k))");
    expect(found("x, y in zip(xs, ys)", "x == y")).toContain("all(not xs[j] == ys[j] for j in range(k))");
    expect(found("x in reversed(xs)", "x == n")).toContain("all(not xs[len(xs) - 1 - j] == n for j in range(k))");
    expect(found("i in range(2, n, 3)", "n % i == 0")).toContain("all(not n % (2 + 3 * j) == 0 for j in range(k))");
    expect(found("i in range(n, 0, -1)", "i == 7")).toContain("all(not n - j == 7 for j in range(k))");
  });

  it("replaces the bound of a postcondition by the turns so far, and its result by what is returned", () => {
    const source = `
def f(xs: list[int]) -> int:
    low = xs[0]
    for x in xs:
        if not low <= x:
            low = x
    return low
`;
    const found = guess({
      source,
      changed: { low: "int", x: "int" },
      unchanged: { xs: INTS },
      post: ["all(result <= x for x in xs)"],
    });
    expect(found).toContain("all(low <= x for x in xs[:k])");
  });

  it("weakens the loop's condition to what also holds at its end", () => {
    const source = `
def f(n: int) -> int:
    lo = 0
    hi = n
    while lo < hi:
        mid = (lo + hi) // 2
        if mid * mid < n:
            lo = mid + 1
        else:
            hi = mid
    return lo
`;
    const found = guess({ source, changed: { lo: "int", hi: "int", mid: "int" }, unchanged: { n: "int" } });
    expect(found).toContain("lo <= hi");
    expect(found).toContain("hi <= n");
  });

  it("takes the author's asserts at the head of the body", () => {
    const source = `
def f(n: int) -> int:
    i = n
    while i > 0:
        assert i + n >= 3
        i -= 1
    return i
`;
    const found = guess({ source, changed: { i: "int" }, unchanged: { n: "int" } });
    expect(found).toContain("i + n >= 3");
    expect(found).toContain("implies(i > 0, i + n >= 3)");
  });

  it("guesses nothing of an iterable that the loop itself changes", () => {
    const source = `
def f(xs: list[int]) -> int:
    n = 0
    for x in xs:
        xs.append(n)
        if x == 3:
            return n
    return n
`;
    const found = guess({ source, changed: { xs: INTS, x: "int" }, unchanged: { n: "int" } });
    expect(found.filter((candidate) => candidate.includes("== 3"))).toEqual([]);
  });

  it("makes no candidate without a meaning for the solver, and each only once", () => {
    const source = `
def f(xs: list[int], names: object) -> int:
    n = 0
    for x in xs:
        if x in names:
            return n
        n += 1
    return n
`;
    const found = guess({ source, changed: { n: "int", x: "int" }, unchanged: { xs: INTS } });
    expect(found.join()).not.toContain("names");
    expect(new Set(found).size).toBe(found.length);
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { type Given, outcomeOf, outcomesOf, requestOf, run } from "./testing.ts";

describe("a call", () => {
  it("gives value, type, the judged checks and the arguments before and after", async () => {
    const outcome = await outcomeOf("def f(xs, by=2):\n    xs.append(by)\n    return sum(xs)", {
      calls: [["[1, 2]"]],
      checks: ["result == sum(xs)", "len(xs) == len(old(xs)) + 1", "result == old(sum(xs))", "result.real is nothing"],
    });
    expect(outcome).toEqual({
      kind: "returned",
      value: "5",
      type: "int",
      checks: ["true", "true", "false", "error"],
      before: { xs: "[1, 2]", by: "2" },
      after: { xs: "[1, 2, 2]" },
    });
  });

  it("gives an exception by its classes, and judges only clauses that speak of exceptions", async () => {
    const outcome = await outcomeOf("class Odd(KeyError): pass\ndef f(x):\n    raise Odd(x)", {
      calls: [["1"]],
      checks: ["result > 0", "raises(LookupError)", "raises(ValueError)", "implies(x > 0, raises(Odd))"],
    });
    expect(outcome).toMatchObject({
      kind: "raised",
      classes: ["Odd", "KeyError", "LookupError", "Exception", "BaseException"],
      message: "1",
      checks: ["not_applicable", "true", "false", "true"],
    });
  });

  it("is not made when a precondition does not hold", async () => {
    const module = "def f(x):\n    raise SystemError";
    const outcomes = await outcomesOf(module, { calls: [["0"], ["'a'"]], assume: ["isinstance(x, object)", "x > 0"] });
    expect(outcomes).toEqual([
      { kind: "rejected", assumption: 1, raised: null },
      { kind: "rejected", assumption: 1, raised: expect.stringMatching(/^TypeError: '>'/) },
    ]);
  });

  it.each([
    [["1", "2"], /TypeError: too many positional/],
    [["nothing"], /NameError/],
    [["1 +"], /SyntaxError/],
    [["1 / 0"], /ZeroDivisionError/],
    [[], /TypeError: missing/],
  ])("is invalid with arguments %j", async (args, detail) => {
    expect(await outcomeOf("def f(x): return x", { calls: [args] })).toEqual({
      kind: "invalid_call",
      detail: expect.stringMatching(detail),
    });
  });

  it("binds keywords, rest parameters and defaults", async () => {
    const reply = await env.PYTHON.run({
      ...requestOf("def f(a, /, *rest, b=3, **more): return a"),
      calls: [{ args: ["1", "2", "3"], kwargs: { c: "4" } }],
    });
    expect(reply).toMatchObject({ outcomes: [{ before: { a: "1", rest: "(2, 3)", b: "3", more: "{'c': 4}" } }] });
  });

  it("reaches methods, class methods, static methods and properties by their path", async () => {
    const module = `
class Point:
    def __init__(self, x): self.x = x
    def moved(self, by):
        self.x += by
        return self.x
    @classmethod
    def at(cls, x): return cls(x).x
    @staticmethod
    def twice(x): return 2 * x
    @property
    def half(self): return self.x / 2
`;
    const value = async (path: string, args: string[]) =>
      outcomeOf(module, { function: `Point.${path}`, calls: [args], checks: ["implies(False, nothing)"] });
    expect(await value("moved", ["Point(1)", "2"])).toMatchObject({ value: "3", checks: ["true"] });
    expect(await value("at", ["5"])).toMatchObject({ value: "5" });
    expect(await value("twice", ["5"])).toMatchObject({ value: "10" });
    expect(await value("half", ["Point(5)"])).toMatchObject({ value: "2.5", before: { self: null } });
  });

  it("runs a coroutine that needs no event loop to its end, and no other", async () => {
    const module =
      "import asyncio\nasync def f(n):\n    await asyncio.sleep(0)\n    if n: await asyncio.get_running_loop().create_future()\n    return n";
    expect(await outcomesOf(module, { calls: [["0"], ["1"]] })).toMatchObject([
      { kind: "returned", value: "0" },
      { kind: "invalid_call", detail: expect.stringContaining("event loop") },
    ]);
  });

  it("keeps a generator closed", async () => {
    expect(await outcomeOf("def f():\n    yield 1")).toMatchObject({
      kind: "returned",
      value: null,
      type: "generator",
    });
  });
});

describe("values", () => {
  const module = `
import enum, fractions, decimal, datetime, collections
from dataclasses import dataclass
from typing import NamedTuple
@dataclass
class Point:
    x: int
class Pair(NamedTuple):
    a: int
class Colour(enum.Enum):
    RED = 1
class Opaque: pass
class Liar:
    def __repr__(self): return "0"
class Friend:
    def __eq__(self, other): return True
    def __repr__(self): return "Friend()"
class Hidden(list):
    def __init__(self, secret=0): self.secret = secret
    def __repr__(self): return "Hidden()"
def f(x): return x
`;

  it.each([
    ["1", "1"],
    ["-0.0", "-0.0"],
    ["float('nan')", "float('nan')"],
    ["[float('inf'), {'a': (float('-inf'),)}]", "[float('inf'), {'a': (float('-inf'),)}]"],
    ["'nan'", "'nan'"],
    ["{1, 2}", "{1, 2}"],
    ["frozenset({1})", "frozenset({1})"],
    ["b'\\x00'", "b'\\x00'"],
    ["2 ** 200", String(2n ** 200n)],
    ["Point(1)", "Point(x=1)"],
    ["[Pair(1)]", "[Pair(a=1)]"],
    ["collections.Counter('aab')", null], // `Counter` is not a name of the module
    ["Friend()", "Friend()"],
    ["fractions.Fraction(1, 2)", null],
    ["Colour.RED", null],
    ["Opaque()", null],
    ["Liar()", null],
    ["[Liar()]", null],
    ["Hidden(5)", null],
    ["lambda: 0", null],
    ["'a' * 4000", null],
    ["'\\ud800'", "'\\ud800'"],
    ["10 ** 5000", null],
  ])("of %s read back as %s", async (argument, text) => {
    expect(await outcomeOf(module, { calls: [[argument]] })).toMatchObject({ kind: "returned", value: text });
  });

  it("that contain themselves are not given", async () => {
    expect(await outcomeOf("def f():\n    x = []\n    x.append(x)\n    return x")).toMatchObject({ value: null });
  });
});

describe("clauses", () => {
  const module = "LIMIT = 3\ndef big(n): return n > LIMIT\ndef f(xs, n): return xs[:n]";

  it.each([
    ["all(x in xs for x in result)", "true"],
    ["all(len(result) <= n for _ in xs)", "true"],
    ["implies(big(n), nothing)", "true"],
    ["implies(n == 2, len(result) == LIMIT - 1)", "true"],
    ["[x for x in xs if x > n] == [3]", "true"],
    ["(lambda y: y == n)(2)", "true"],
    ["result is xs", "false"],
    ["raises(ValueError)", "false"],
    ["not raises(ValueError)", "true"],
    ["len(result", "error"],
    ["result.", "error"],
    ["old(nothing) == 1", "error"],
    ["all(old(xs[i]) == x for i, x in enumerate(result))", "true"],
    ["all(old(len([y for y in xs if y > x])) < 3 for x in result)", "true"],
    ["[old(big(x)) for x in xs] == [False] * len(xs)", "true"],
  ])("%s is %s", async (clause, outcome) => {
    expect(await outcomeOf(module, { calls: [["[1, 2, 3]", "2"]], checks: [clause] })).toMatchObject({
      checks: [outcome],
    });
  });

  it("of preconditions that cannot be read reject every call", async () => {
    expect(await outcomeOf(module, { calls: [["[]", "1"]], assume: ["n >"] })).toEqual({
      kind: "rejected",
      assumption: 0,
      raised: expect.stringContaining("SyntaxError"),
    });
  });
});

describe("a module", () => {
  it.each([
    ["import nowhere\ndef f(): pass", "ModuleNotFoundError"],
    ["def f(:", "SyntaxError"],
    ["1 / 0", "ZeroDivisionError"],
    ["raise SystemExit(1)", "SystemExit"],
    ["x = 1", "AttributeError"],
    ["f = 5", "TypeError"],
    ["while True: pass", "FuelExhausted"],
    ["x = [0] * 10**8", "MemoryExhausted"],
    ["import os\nos._exit(0)", "Aborted"],
  ])("that cannot be set up (%j) fails by %s", async (source, exception) => {
    const limits = { fuel: 1, memory_bytes: 48 << 20 };
    expect(await run(source, { limits })).toMatchObject({ status: "module_failed", exception });
  });

  it("is not __main__ and is found among the loaded modules", async () => {
    const module = "import sys\ndef f(): return __name__ != '__main__' and sys.modules[__name__].f is f";
    expect(await outcomeOf(module)).toMatchObject({ value: "True" });
  });

  it("finds the names of contract libraries, which check nothing", async () => {
    const module = `
import deal
from icontract import DBC, ensure, invariant, require, snapshot
from typing_extensions import Annotated, override
@invariant(lambda self: False)
class Stack(DBC):
    @require(lambda x: x > 0, "positive")
    @snapshot(lambda x: x, name="was")
    @ensure(lambda result: False)
    @deal.pre(lambda self, x: False)
    @deal.pure
    @override
    def push(self, x: Annotated[int, 1]): return x
`;
    const given = { function: "Stack.push", calls: [["Stack()", "-1"]] };
    expect(await outcomeOf(module, given)).toMatchObject({ kind: "returned", value: "-1" });
  });

  it("keeps its state from call to call and loses it with the request", async () => {
    const module = "seen = []\ndef f():\n    seen.append(1)\n    return len(seen)";
    expect(await outcomesOf(module, { calls: [[], []] })).toMatchObject([{ value: "1" }, { value: "2" }]);
    expect(await outcomeOf(module)).toMatchObject({ value: "1" });
  });

  it("gives the same results whenever it runs: hashes, random numbers and time are fixed", async () => {
    const module =
      "import random, time, uuid, os\ndef f(): return [hash('a'), random.random(), time.time(), str(uuid.uuid4()), os.urandom(4), list({'a','b','c'})]";
    const [first, second] = [await outcomeOf(module), await outcomeOf(module, { tenant: "another" })];
    expect(first).toMatchObject({ kind: "returned", value: expect.stringMatching(/^\[-?\d+, 0\.\d+/) });
    expect(second).toEqual(first);
  });
});

describe("a trap", () => {
  it("costs only its own call", async () => {
    const module = `
seen = []
def f(n):
    seen.append(n)
    while n == 1: pass
    if n == 2: return bytearray(10**9)
    if n == 3: __import__('os')._exit(4)
    return len(seen)
`;
    const outcomes = await outcomesOf(module, { calls: [["0"], ["1"], ["0"], ["2"], ["3"], ["0"], ["0"]] });
    expect(outcomes.map((outcome) => (outcome.kind === "returned" ? outcome.value : outcome.kind))).toEqual([
      "1",
      "fuel_exhausted",
      "1",
      "memory_exhausted",
      "aborted",
      "1",
      "2",
    ]);
  });
});

describe("the service", () => {
  it.each<[string, Given, string]>([
    ["a path with an empty part", { function: "f..g" }, "function"],
    ["no path", { function: "" }, "function"],
    ["no tenant", { tenant: "" }, "tenant"],
    ["null characters", { module: "x\0" }, "null character"],
    ["lone surrogates", { checks: ["\ud800"] }, "well-formed"],
    ["no fuel", { limits: { fuel: 0, memory_bytes: 48 << 20 } }, "limits.fuel"],
    ["less memory than the interpreter starts with", { limits: { fuel: 1, memory_bytes: 1 << 20 } }, "memory_bytes"],
    ["more memory than an isolate has", { limits: { fuel: 1, memory_bytes: 1 << 30 } }, "memory_bytes"],
    ["a long module", { module: "#".repeat(1_000_001) }, "module"],
    ["many calls", { calls: Array.from({ length: 2001 }, () => []) }, "calls"],
    ["much text", { checks: Array.from({ length: 500 }, () => "1".repeat(20_000)) }, "larger than"],
  ])("rejects %s", async (_, given, detail) => {
    const reply = await run("def f(): pass", given);
    expect(reply).toMatchObject({ status: "rejected", detail: expect.stringContaining(detail) });
  });

  it("runs programs in dynamic Workers where there are any, and in its own where there are none", async () => {
    const facts = { name: "pyodide", version: "314.0.7", python: expect.stringMatching(/^3\.14\./) };
    expect(await env.PYTHON.version()).toEqual({ ...facts, isolation: "dynamic_worker" });
    expect(await env.PYTHON_HERE.version()).toEqual({ ...facts, isolation: "service" });
    const module = "def f(n):\n    while n: pass\n    return 7";
    const here = await env.PYTHON_HERE.run(requestOf(module, { calls: [["0"], ["1"], ["0"]] }));
    expect(here).toMatchObject({ outcomes: [{ value: "7" }, { kind: "fuel_exhausted" }, { value: "7" }] });
    expect(await env.PYTHON_HERE.run(requestOf(module, { calls: [["0"]] }))).toMatchObject({ status: "ran" });
  });
});

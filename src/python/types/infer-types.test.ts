import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { inferTypes } from "./infer-types.ts";

/** `name: type` for each claim about the last function of a file, and `-> type` for its return; `?` where nothing is claimed. */
function claims(source: string, key?: string): string {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const one =
    parsed.module.functions.find((candidate) => candidate.outline.key === key) ?? parsed.module.functions.at(-1);
  const types = one === undefined ? undefined : inferTypes(parsed.module).get(one.outline.key);
  if (types === undefined) throw new Error("no function");
  const parameters = [...types.parameters].map(([name, claim]) => `${name}: ${claim.type}`);
  return [...parameters, `-> ${types.returns?.type ?? "?"}`].join(", ");
}

const cases: [title: string, source: string, expected: string][] = [
  ["a literal return is its type", "def f():\n    return 'a'", "-> str"],
  ["1.0 is a float and 1 is an int", "def f(c):\n    return (1.0, 1)", "-> tuple[float, int]"],
  ["b'' is bytes", "def f():\n    return b'x'", "-> bytes"],
  ["a function without return gives None", "def f():\n    print('x')", "-> None"],
  ["a path without return adds None", "def f(flag=True):\n    if flag:\n        return 1", "flag: bool, -> int | None"],
  [
    "an endless loop has no implicit None",
    "def f():\n    while True:\n        if input():\n            return 1",
    "-> int",
  ],
  [
    "a loop left by break may fall through",
    "def f():\n    while True:\n        if input():\n            break",
    "-> None",
  ],
  ["a function that only raises claims nothing", "def f():\n    raise ValueError('x')", "-> ?"],
  [
    "an abstract body claims nothing",
    "from abc import abstractmethod\nclass A:\n    @abstractmethod\n    def f(self):\n        pass",
    "-> ?",
  ],
  ["a comparison gives bool", "def f(a, b):\n    return a < b", "-> bool"],
  ["int and float paths meet in float", "def f():\n    return 0 if input() else 0.5", "-> float"],
  [
    "appended elements are the elements of a list",
    "def f():\n    xs = []\n    xs.append('a')\n    return xs",
    "-> list[str]",
  ],
  [
    "an empty list takes the elements of its sibling",
    "def f():\n    if input():\n        return []\n    return [1]",
    "-> list[int]",
  ],
  ["a list that is never filled is not determined", "def f():\n    return []", "-> ?"],
  [
    "a stored float widens the elements",
    "def f():\n    xs = [0] * 3\n    xs[0] = 0.5\n    return xs",
    "-> list[float]",
  ],
  [
    "a list handed to unknown code may hold anything",
    "import unknown\ndef f():\n    xs = [1]\n    unknown.fill(xs)\n    return xs",
    "-> ?",
  ],
  ["a dict knows keys and values", "def f():\n    d = {}\n    d['a'] = 1\n    return d", "-> dict[str, int]"],
  ["dict.get may miss", "def f():\n    d = {'a': 1}\n    return d.get('b')", "-> int | None"],
  ["a comprehension has elements", "def f():\n    return {str(i): i for i in range(3)}", "-> dict[str, int]"],
  ["enumerate pairs with int", "def f():\n    return [i for i, c in enumerate('ab')]", "-> list[int]"],
  ["zip makes tuples", "def f():\n    return list(zip('ab', [1, 2]))", "-> list[tuple[str, int]]"],
  ["a generator yields", "def f():\n    yield 1", "-> Generator[int, None, None]"],
  ["an async function is annotated with what it returns", "async def f():\n    return 1", "-> int"],
  ["range() takes ints", "def f(n):\n    return [i for i in range(n)]", "n: int, -> list[int]"],
  ["an index reached through arithmetic is an int", "def f(lo):\n    return 'abc'[lo // 2 + lo]", "lo: int, -> str"],
  ["shifting takes ints", "def f(a, b):\n    return a << b", "a: int, b: int, -> int"],
  ["a string method tells a string", "def f(s):\n    return s.strip().split(',')", "s: str, -> list[str]"],
  ["ord() of the elements tells a string", "def f(s):\n    return sum(ord(c) for c in s)", "s: str, -> int"],
  [
    "a raising isinstance guard tells the type",
    "def f(x):\n    if not isinstance(x, int):\n        raise TypeError\n    return x",
    "x: int, -> int",
  ],
  [
    "a guard for int and float tells float",
    "def f(x):\n    if not isinstance(x, (int, float)):\n        raise TypeError\n    return 2 * x",
    "x: float, -> float",
  ],
  [
    "serving several types tells none",
    "def f(x):\n    if isinstance(x, str):\n        return x.upper()\n    return x",
    "-> ?",
  ],
  ["division gives float whatever is divided", "def f(a, b):\n    return a / b", "a: float, b: float, -> float"],
  ["bare addition determines nothing", "def f(a, b):\n    return a + b", "-> ?"],
  ["contradicting uses determine nothing", "def f(x):\n    x.upper()\n    return range(x)", "-> range"],
  [
    "a default of None is optional",
    "def f(s=None):\n    if s is None:\n        s = 'x'\n    return s.upper()",
    "s: str | None, -> str",
  ],
  ["calls in the file tell what nothing else does", "def f(x):\n    return x\nf('a')", "x: str, -> str"],
  [
    "a function passed in is called",
    "def g():\n    return 'a'\ndef f(h):\n    return h()\nf(g)",
    "h: Callable[[], str], -> str",
  ],
  ["results go through calls", "def g():\n    return 1\ndef f():\n    return [g()]", "-> list[int]"],
  [
    "identity keeps the caller's type",
    "def g(x):\n    return x\ndef h():\n    return g('a')\ndef f():\n    return g(1)",
    "-> int",
  ],
  ["recursion has a fixpoint", "def f(n):\n    return 1 if n < 2 else n * f(n - 1)", "n: int, -> int"],
  ["an annotation of another function counts", "def g(x) -> str: ...\ndef f():\n    return g(1)", "-> str"],
  ["annotated parameters are not claimed again", "def f(x: int):\n    return x", "-> int"],
  ["an object of a class of the file", "class A:\n    pass\ndef f():\n    return A()", "-> A"],
  [
    "an attribute set in __init__",
    "class A:\n    def __init__(self):\n        self.x = 'a'\n    def f(self):\n        return self.x",
    "-> str",
  ],
  [
    "super() goes to the base",
    "class A:\n    def f(self):\n        return 1\nclass B(A):\n    def f(self):\n        return super().f()",
    "-> int",
  ],
  [
    "a class imported by name is spelled by name",
    "from pathlib import Path\ndef f():\n    return Path('x')",
    "-> Path",
  ],
  [
    "a class of an imported module is qualified",
    "import pathlib\ndef f():\n    return pathlib.Path('x').parent",
    "-> pathlib.Path",
  ],
  [
    "except sees every state of the try",
    "def f():\n    x = None\n    try:\n        x = 1\n        x = 'a'\n    except ValueError:\n        return x\n    return 1",
    "-> int | str | None",
  ],
  [
    "None is narrowed away",
    "def f():\n    x = {'a': 1}.get('a')\n    if x is None:\n        return 0\n    return x",
    "-> int",
  ],
];

describe("type inference", () => {
  it.each(cases)("%s", (_title, source, expected) => {
    expect(claims(`${source}\n`, source.includes("\nf(") ? "f" : undefined)).toBe(expected);
  });

  it("learns arguments from the examples of a docstring, except those that promise an exception", () => {
    const source = (examples: string) => `def f(x):\n    """Does it.\n\n${examples}\n    """\n    return x\n`;
    expect(claims(source("    >>> f('a')\n    'a'"))).toBe("x: str, -> str");
    expect(
      claims(source("    >>> f('a')\n    'a'\n    >>> f(1)\n    Traceback (most recent call last):\n    TypeError")),
    ).toBe("x: str, -> str");
    expect(claims(source("    >>> f('a')\n    'a'\n    >>> f(1)\n    1"))).toBe("-> ?");
    expect(claims(source("    >>> f(((\n    ?"))).toBe("-> ?");
  });

  it("tells a reason, a rule and where the evidence stands", () => {
    const parsed = parseModule("def f(n):\n    for i in range(n):\n        print(i)\n");
    const claim = parsed.ok ? inferTypes(parsed.module).get("f")?.parameters.get("n") : undefined;
    expect(claim).toMatchObject({ type: "int", rule: "argument-int", node: { lineno: 2, col_offset: 19 } });
    expect(claim?.reason).toBe("`n` is taken to be int because it is passed where only an int is accepted.");
    expect(claim?.confidence).toBeGreaterThanOrEqual(0.88);
  });

  it("answers for every function of the file", () => {
    const parsed = parseModule(
      "class A:\n    def m(self):\n        def n():\n            return 1\n        return n()\ndef A_(): pass\n",
    );
    if (!parsed.ok) throw new Error("not parsed");
    expect([...inferTypes(parsed.module).keys()]).toEqual(parsed.module.functions.map((one) => one.outline.key));
  });
});

const names = fc.constantFrom("alpha", "beta", "gamma", "delta");
const literals = fc.constantFrom(
  ["1", "int"],
  ["2.5", "float"],
  ["'t'", "str"],
  ["b't'", "bytes"],
  ["True", "bool"],
  ["[1]", "list[int]"],
);
const expressions: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    literals.map(([text]) => text),
    names,
    fc
      .tuple(
        tie("expression"),
        fc.constantFrom("+", "-", "*", "/", "//", "%", "<<", "==", "and", "or"),
        tie("expression"),
      )
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom("len", "str", "sorted", "sum", "list", "range", "ord"), tie("expression"))
      .map(([name, a]) => `${name}(${a})`),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `${a}[${b}]`),
    tie("expression").map((a) => `[x for x in ${a}]`),
    fc
      .tuple(tie("expression"), fc.constantFrom("upper()", "append(1)", "items()", "real"))
      .map(([a, method]) => `(${a}).${method}`),
  ),
})).expression;
const statements = fc.array(
  fc.oneof(
    fc.tuple(names, expressions).map(([name, value]) => `${name} = ${value}`),
    fc.tuple(names, expressions).map(([name, value]) => `${name} += ${value}`),
    fc.tuple(expressions, names, expressions).map(([test, name, value]) => `if ${test}:\n        ${name} = ${value}`),
    fc
      .tuple(names, expressions, names, expressions)
      .map(([target, iterated, name, value]) => `for ${target} in ${iterated}:\n        ${name} = ${value}`),
    expressions.map((value) => `return ${value}`),
  ),
  { maxLength: 6 },
);
const functions = fc
  .tuple(fc.uniqueArray(names, { maxLength: 3 }), statements)
  .map(
    ([parameters, body]) =>
      `def f(${parameters.join(", ")}):\n    pass\n${body.map((line) => `    ${line}\n`).join("")}`,
  );

describe("type inference, for any program", () => {
  it("is total", () => {
    fc.assert(
      fc.property(functions, (source) => {
        claims(source);
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the names of variables, as long as they carry no meaning", () => {
    fc.assert(
      fc.property(functions, (source) => {
        const renamed = source.replace(/\b(alpha|beta|gamma|delta)\b/g, (name) => `${name}_renamed`);
        expect(claims(renamed).replace(/_renamed/g, "")).toBe(claims(source));
      }),
      { numRuns: 200 },
    );
  });

  it("gives a returned literal its own type through assignments and branches", () => {
    fc.assert(
      fc.property(literals, fc.integer({ min: 0, max: 3 }), ([text, type], hops) => {
        const moves = Array.from({ length: hops }, (_, index) => `    v${index + 1} = v${index}\n`).join("");
        expect(
          claims(`def f():\n    v0 = ${text}\n${moves}    if input():\n        return v0\n    return v${hops}\n`),
        ).toBe(`-> ${type}`);
      }),
    );
  });

  it("is the same on every run", () => {
    fc.assert(
      fc.property(functions, (source) => {
        expect(claims(source)).toBe(claims(`${source}\n`));
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { effectsIn, told } from "./testing.ts";

type Row = [title: string, source: string, expected: string[]];

const ROWS: Row[] = [
  ["a function called", "def g():\n    print(1)\ndef f():\n    g()", ["io stdout"]],
  ["a function that is only named", "def g():\n    print(1)\ndef f():\n    return g", []],
  ["functions that call each other", "def g(n):\n    f(n)\ndef f(n):\n    print(n)\n    g(n)", ["io stdout"]],
  ["an argument that the callee changes", "def g(xs):\n    xs.append(1)\ndef f(ys):\n    g(ys)", ["mutation ys"]],
  ["by keyword", "def g(*, xs):\n    xs.append(1)\ndef f(ys):\n    g(xs=ys)", ["mutation ys"]],
  [
    "an own list that the callee changes",
    "def g(xs):\n    xs.append(1)\ndef f():\n    ys = []\n    g(ys)\n    return ys",
    [],
  ],
  [
    "a module's list that the callee changes",
    "L = []\ndef g(xs):\n    xs.append(1)\ndef f():\n    g(L)",
    ["state L", "state read:L"],
  ],
  [
    "what the callee gives back of its argument",
    "def g(x):\n    return x.items\ndef f(y):\n    g(y).append(1)",
    ["mutation y.items"],
  ],
  [
    "a method",
    "class C:\n    def g(self):\n        self.n = 1\n    def f(self):\n        self.g()",
    ["mutation self.n"],
  ],
  [
    "a method on an annotated argument",
    "class C:\n    def g(self):\n        self.n = 1\ndef f(c: 'C'):\n    c.g()",
    ["mutation c.n"],
  ],
  [
    "a method on elements of an annotated list",
    "class C:\n    def g(self):\n        print(1)\ndef f(cs: list[C]):\n    for c in cs:\n        c.g()",
    ["io stdout"],
  ],
  [
    "a method of a base class",
    "class B:\n    def g(self):\n        print(1)\nclass C(B):\n    def f(self):\n        super().g()",
    ["io stdout"],
  ],
  [
    "an inherited method",
    "class B:\n    def g(self):\n        print(1)\nclass C(B): pass\ndef f():\n    C().g()",
    ["io stdout"],
  ],
  [
    "a constructor",
    "class C:\n    def __init__(self):\n        self.n = 1\n        print(1)\ndef f():\n    return C()",
    ["io stdout"],
  ],
  [
    "a constructor's argument",
    "class C:\n    def __init__(self, xs):\n        xs.clear()\ndef f(ys):\n    C(ys)",
    ["mutation ys"],
  ],
  [
    "a property",
    "class C:\n    @property\n    def p(self):\n        print(1)\ndef f(c: C):\n    return c.p",
    ["io stdout"],
  ],
  [
    "a context manager",
    "class C:\n    def __enter__(self):\n        print(1)\n    def __exit__(self, *a): pass\ndef f():\n    with C():\n        pass",
    ["io stdout"],
  ],
  [
    "an operator",
    "class C:\n    def __add__(self, o):\n        print(1)\ndef f(c: C):\n    return c + 1",
    ["io stdout"],
  ],
  [
    "an attribute's class",
    "class A:\n    def go(self):\n        print(1)\nclass C:\n    def __init__(self):\n        self.a = A()\n    def f(self):\n        self.a.go()",
    ["io stdout"],
  ],
  [
    "an override, from the base class",
    "class B:\n    def f(self):\n        self.g()\n    def g(self): pass\nclass C(B):\n    def g(self):\n        print(1)",
    ["io stdout"],
  ],
  ["a nested function", "def f():\n    def g():\n        print(1)\n    g()", ["io stdout"]],
  [
    "a variable of the function itself that a nested one assigns",
    "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n    g()\n    return n",
    [],
  ],
  ["a lambda", "def f():\n    g = lambda: print(1)\n    g()", ["io stdout"]],
  ["a function passed to sorted", "def g(x):\n    print(x)\ndef f(xs):\n    return sorted(xs, key=g)", ["io stdout"]],
  ["a function passed on to a parameter", "def g(h):\n    h()\ndef f():\n    g(lambda: print(1))", ["io stdout"]],
  ["a built-in passed on to a parameter", "def g(h):\n    h(1)\ndef f():\n    g(print)", ["io stdout"]],
  ["a parameter passed on to a parameter", "def g(h):\n    h()\ndef f(k):\n    g(k)", ["unknown_call k"]],
  [
    "a decorator's wrapper",
    "def d(fn):\n    def w(*a):\n        print(1)\n        return fn(*a)\n    return w\n@d\ndef g(): pass\ndef f():\n    g()",
    ["io stdout"],
  ],
  [
    "a closure over an argument",
    "def g(xs):\n    def h():\n        xs.append(1)\n    return h\ndef f(ys):\n    g(ys)()",
    ["mutation ys"],
  ],
];

const DECLARED: Row[] = [
  [
    "an exception in a docstring's field",
    'def g():\n    """Go.\n\n    :raises OSError: if not\n    """\ndef f():\n    g()',
    ["exception OSError"],
  ],
  [
    "an exception in a docstring's section",
    'def g():\n    """Go.\n\n    Raises:\n        KeyError: if not\n            there: at all\n    Returns:\n        Nothing: at all\n    """\ndef f():\n    g()',
    ["exception KeyError"],
  ],
  [
    "an exception that a contract allows",
    "import deal\n@deal.raises(OSError)\ndef g():\n    pass\ndef f():\n    g()",
    ["exception OSError"],
  ],
  [
    "a side effect that a contract allows",
    "import deal\n@deal.has('stdout')\ndef g():\n    pass\ndef f():\n    g()",
    ["io stdout"],
  ],
  [
    "a declared exception that the caller catches",
    'def g():\n    """:raises OSError: if not"""\ndef f():\n    try:\n        g()\n    except OSError:\n        pass',
    [],
  ],
];

describe("what an author declares counts for callers", () => {
  test.each(DECLARED)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });

  test("but not for the function itself", () => {
    expect(told('def f():\n    """:raises OSError: if not"""')).toEqual([]);
  });
});

const KEYS: Record<string, string> = {
  "an override, from the base class": "B.f",
  "a nested function": "f",
  "a variable of the function itself that a nested one assigns": "f",
  "an attribute's class": "C.f",
};

describe("effects come through", () => {
  test.each(ROWS)("%s", (title, source, expected) => {
    expect(told(source, KEYS[title])).toEqual(expected);
  });
});

test("the chain of calls is a shortest one", () => {
  const source = "def a():\n    print(1)\ndef b():\n    a()\ndef c():\n    b()\ndef f():\n    c()\n    b()\n";
  expect(effectsIn(source)[0]?.via).toEqual(["b", "a"]);
});

test("an effect of the body itself has no chain", () => {
  expect(effectsIn("def g():\n    print(1)\ndef f():\n    g()\n    print(2)")[0]?.via).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { told } from "./testing.ts";

type Row = [title: string, source: string, expected: string[]];

const CHANGED: Row[] = [
  ["a method that changes its list", "def f(x):\n    x.append(1)", ["mutation x"]],
  ["an element", "def f(x):\n    x[0] = 1", ["mutation x"]],
  ["an element of an element", "def f(x, i, j):\n    x[i][j] += 1", ["mutation x"]],
  ["a slice", "def f(x):\n    x[:] = []", ["mutation x"]],
  ["an attribute", "def f(x):\n    x.name = 1", ["mutation x.name"]],
  ["a deletion", "def f(x):\n    del x[0]", ["mutation x"]],
  ["an addition in place to an annotated list", "def f(x: list[int]):\n    x += [1]", ["mutation x"]],
  ["another name for it", "def f(x):\n    y = x\n    y.append(1)", ["mutation x"]],
  ["either of two", "def f(x, y, c):\n    z = x if c else y\n    z.clear()", ["mutation x", "mutation y"]],
  ["its elements, one by one", "def f(rows):\n    for row in rows:\n        row.sort()", ["mutation rows"]],
  ["its elements, numbered", "def f(rows):\n    for i, row in enumerate(rows):\n        row[0] = i", ["mutation rows"]],
  ["elements of a copy", "def f(rows):\n    for row in list(rows):\n        row.sort()", ["mutation rows"]],
  ["what a new list holds", "def f(x):\n    box = [x]\n    box[0].append(1)", ["mutation x"]],
  ["what was put into a new list", "def f(x):\n    box = []\n    box.append(x)\n    box[0].append(1)", ["mutation x"]],
  ["a value out of a dict", "def f(d, k):\n    d.setdefault(k, []).append(1)", ["mutation d"]],
  ["after a swap, the other one", "def f(a, b):\n    a, b = b, a\n    a.append(1)", ["mutation b"]],
  ["an addition in place of a list", "def f(x):\n    x += [1]", ["mutation x"]],
  ["a heap", "import heapq\ndef f(h, x):\n    heapq.heappush(h, x)", ["mutation h"]],
  ["through a callback", "def f(x, out):\n    list(map(out.append, x))", ["mutation out"]],
  ["an iterator that is advanced", "def f(it):\n    return next(it)", ["mutation it"]],
  ["an attribute by name", "def f(x):\n    setattr(x, 'n', 1)", ["mutation x.n"]],
  [
    "what the rows of a copied list of lists hold",
    "def f(m):\n    c = [row[:] for row in m]\n    c[0][0].append(1)",
    ["mutation m"],
  ],
  [
    "an object of a class that derives from list",
    "class C(list):\n    def f(self):\n        self.append(1)",
    ["mutation self"],
  ],
  ["a method's own object", "class C:\n    def f(self, n):\n        self.n = n", ["mutation self.n"]],
  [
    "a capture of a pattern",
    "def f(x):\n    match x:\n        case [first, *_]:\n            first.append(1)",
    ["mutation x"],
  ],
];

const UNCHANGED: Row[] = [
  ["a copy by slice", "def f(x):\n    y = x[:]\n    y.append(1)", []],
  ["a copy by constructor", "def f(x):\n    y = list(x)\n    y.append(1)", []],
  ["a copy by method", "def f(x: dict):\n    y = x.copy()\n    y['a'] = 1", []],
  ["a copy by method of something of unknown class", "def f(x, y):\n    z = x.copy()\n    z.update(y)", []],
  ["a key", "def f(x):\n    d = {}\n    for k in x:\n        d.setdefault(k, []).append(1)\n    return d", []],
  ["a sorted copy", "def f(x):\n    y = sorted(x)\n    y.pop()", []],
  ["a comprehension's list", "def f(x):\n    y = [v for v in x]\n    y.append(1)", []],
  [
    "a copy of a list of lists",
    "def copy_rows(m):\n    return [row[:] for row in m]\ndef f(m):\n    c = copy_rows(m)\n    c[0][0] = 1\n    return c",
    [],
  ],
  ["a new list of numbers", "def f(n: int):\n    row = [0] * n\n    row[0] = n", []],
  ["a number that is counted up", "def f(n: int):\n    n += 1\n    return n", []],
  ["a parameter that names something new", "def f(x):\n    x = []\n    x.append(1)", []],
  ["a new object's attribute", "class C:\n    pass\ndef f(x):\n    c = C()\n    c.x = x", []],
  ["a variable that a comprehension hides", "def f(x, y):\n    return [x.count(1) for x in y]", []],
];

describe("a change of an argument is seen through", () => {
  test.each(CHANGED)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });
});

describe("no argument is changed by changing", () => {
  test.each(UNCHANGED)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });
});

import { describe, expect, test } from "vitest";
import { effectsIn, told } from "./testing.ts";

type Row = [title: string, source: string, expected: string[]];

const OUTSIDE: Row[] = [
  ["printing", "def f(x):\n    print(x)", ["io stdout"]],
  ["printing to another stream", "import sys\ndef f(x):\n    print(x, file=sys.stderr)", ["io stderr"]],
  [
    "printing to an opened file",
    "def f(p):\n    with open(p, 'a') as out:\n        print(1, file=out)",
    ["filesystem write:p"],
  ],
  [
    "printing to a text in memory",
    "import io\ndef f():\n    s = io.StringIO()\n    print(1, file=s)\n    return s.getvalue()",
    [],
  ],
  ["a stream under another name", "from sys import stdout as o\ndef f():\n    o.write('x')", ["io stdout"]],
  ["asking the user with a prompt", "def f():\n    return input('?')", ["io stdin", "io stdout"]],
  ["asking the user", "def f():\n    return input()", ["io stdin"]],
  [
    "going through the lines of standard input",
    "import sys\ndef f():\n    return [line for line in sys.stdin]",
    ["io stdin"],
  ],
  [
    "logging through a module's logger",
    "import logging\nlog = logging.getLogger()\ndef f():\n    log.info('x')",
    ["io log"],
  ],
  ["opening for reading", "def f(p):\n    return open(p).read()", ["filesystem read:p"]],
  ["opening for both", "def f(p):\n    open(p, mode='r+')", ["filesystem read:p", "filesystem write:p"]],
  ["opening in a mode that is not known", "def f(p, m):\n    open(p, m)", ["filesystem read:p", "filesystem write:p"]],
  [
    "a path made of parts",
    "from pathlib import Path\ndef f(d):\n    (Path(d) / 'x').write_text('')",
    ["filesystem write:Path(d) / 'x'"],
  ],
  ["a path's parent", "from pathlib import Path\ndef f(p: Path):\n    p.parent.mkdir()", ["filesystem write:p.parent"]],
  [
    "a path that is only computed",
    "from pathlib import Path\ndef f(d):\n    return Path(d).with_suffix('.x').name",
    [],
  ],
  [
    "a module under another name",
    "import os.path as p\ndef f(x):\n    return p.exists(p.join(x, 'y'))",
    ["filesystem read:p.join(x, 'y')"],
  ],
  ["moving a file", "import shutil\ndef f(a, b):\n    shutil.move(a, b)", ["filesystem read:a", "filesystem write:b"]],
  ["a process", "import subprocess as s\ndef f(c):\n    return s.run(c)", ["process subprocess.run"]],
  [
    "a connection",
    "import socket\ndef f(a):\n    s = socket.socket()\n    s.connect(a)",
    ["network socket.socket.connect"],
  ],
  [
    "a request",
    "import urllib.request\ndef f(u):\n    return urllib.request.urlopen(u).read()",
    ["network urllib.request.response.read", "network urllib.request.urlopen"],
  ],
  ["the clock", "from datetime import datetime as d\ndef f():\n    return d.now()", ["time clock"]],
  ["chance", "from random import choice\ndef f(xs):\n    return choice(xs)", ["randomness random.choice"]],
  [
    "shuffling an argument",
    "import random\ndef f(xs):\n    random.shuffle(xs)",
    ["mutation xs", "randomness random.shuffle"],
  ],
  [
    "the environment",
    "import os\ndef f():\n    os.environ['A'] = os.getenv('B')",
    ["state os.environ", "state read:os.environ"],
  ],
  ["a function of that name in the file", "def print(x):\n    return x\ndef f(x):\n    print(x)", []],
  ["a parameter of that name", "import time\ndef f(time):\n    return time.upper()", []],
  ["a local variable of that name", "def f():\n    open = str\n    return open('x')", []],
  [
    "a class of that name in the file",
    "class Path:\n    def write_text(self): return 1\ndef f():\n    Path().write_text()",
    [],
  ],
  ["loading a module of someone else", "def f():\n    import thing", ["state import:thing"]],
  ["loading a module of the standard library", "def f():\n    import json\n    return json.dumps({})", []],
  ["a name that nothing binds, of a module", "def f():\n    return time.time()", ["time clock"]],
  [
    "the same behind a star import",
    "from things import *\ndef f():\n    return time.time()",
    ["unknown_call time.time"],
  ],
  ["identity", "def f(x):\n    return id(x)", ["nondeterminism id"]],
  ["the order of a set", "def f(x: str):\n    return list(set(x))", ["nondeterminism set order"]],
  ["a set put in order", "def f(x):\n    return sorted(set(x))", []],
];

const UNKNOWN_CALLS: Row[] = [
  ["a function given as an argument", "def f(g, x):\n    return g(x)", ["unknown_call g"]],
  ["a function of another module", "import things\ndef f(x):\n    return things.go(x)", ["unknown_call things.go"]],
  ["a method of an object of unknown class", "def f(x):\n    return x.go()", ["unknown_call x.go"]],
  ["a method that every text has", "def f(x):\n    return x.strip().split(',')", []],
  ["evaluating text", "def f(x):\n    return eval(x)", ["unknown_call eval"]],
];

const STATE: Row[] = [
  ["assigning a module variable", "N = 0\ndef f():\n    global N\n    N = 1", ["state N"]],
  ["counting in a module variable", "N = 0\ndef f():\n    global N\n    N += 1", ["state N", "state read:N"]],
  ["changing a module's dict", "D = {}\ndef f(k):\n    D[k] = 1", ["state D", "state read:D"]],
  [
    "reading what another function changes",
    "D = {}\ndef g(k):\n    D[k] = 1\ndef f(k):\n    return D[k]",
    ["state read:D"],
  ],
  ["reading what nothing changes", "D = {}\ndef f(k):\n    return D[k]", []],
  ["a local of the same name", "D = {}\ndef f(k):\n    D = {}\n    D[k] = 1\n    return D", []],
  ["a class attribute", "class C:\n    n = 0\ndef f():\n    C.n = 1", ["state C.n"]],
  ["an attribute of a module", "import things\ndef f():\n    things.n = 1", ["state things.n"]],
];

describe("what a function does to the world", () => {
  test.each(OUTSIDE)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });
});

describe("what the source does not show", () => {
  test.each(UNKNOWN_CALLS)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });

  test("is told with little confidence, apart from what is known", () => {
    const [effect] = effectsIn("def f(g):\n    g()");
    expect(effect?.provenance.confidence).toBeLessThan(0.5);
  });
});

describe("module state", () => {
  test.each(STATE)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });
});

test("an effect cites where it was seen, with the verbatim text", async () => {
  const { parseModule } = await import("../parse.ts");
  const { effectsOf } = await import("./effects.ts");
  const parsed = parseModule("# é\ndef f(x):\n    print('é', x)\n");
  if (!parsed.ok) throw new Error("not Python");
  const found = effectsOf(parsed.module).get("f");
  expect(found?.effects[0]?.provenance.evidence_refs).toEqual([found?.evidence[0]?.id]);
  expect(found?.evidence[0]).toMatchObject({
    rule: "library-stdout",
    text: "print('é', x)",
    span: { line: 3, column: 4, end_line: 3, end_column: 17 },
  });
});

test("the module's own statements are a function of their own, when it is listed", () => {
  expect(told("import os\nos.remove('x')\ndef f(): pass", "<module>")).toEqual(["filesystem write:'x'"]);
});

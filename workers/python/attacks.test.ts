import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { CallOutcome, PythonReply } from "../../src/python/sandbox/contract.ts";
import { outcomesOf, requestOf, run } from "./testing.ts";

/** How an attack may end: the kind of its call's outcome, or `module_failed`. */
type End = CallOutcome["kind"] | "module_failed";

const FUEL = 20_000_000;

/** Looks at what attacks try to leave behind. Every run of it must give the same. */
const WITNESS = `
import ast, builtins, copy, gc, inspect, math, os, random, sys, threading
from dataclasses import dataclass
@dataclass
class Point:
    x: int
def f(n):
    return [
        len([1, 2]), sum(range(n)), str(Point(n)), sorted({3, 1, 2}), math.sqrt(16), ast.unparse(ast.parse("a+b")), copy.deepcopy([n]),
        os.path.exists("/tmp/x"), os.path.exists("/x"), sorted(os.listdir("/tmp")), os.getcwd(), "planted" in sys.modules, hasattr(builtins, "planted"),
        sys.getrecursionlimit(), sys.gettrace(), threading.active_count(), random.random(), isinstance(True, int), gc.isenabled(), sys.argv, os.environ.get("planted"),
        str(inspect.signature(f)), int("7"), repr("a"),
    ]
`;
const CHECKS = ["result[0] == 2", "result[1] == n * (n - 1) // 2", "n == old(n)"];
const bear = (tenant: string) => outcomesOf(WITNESS, { tenant, calls: [["5"]], checks: CHECKS });

const endOf = (reply: PythonReply): End | string => {
  if (reply.status !== "ran") return reply.status;
  return reply.outcomes.at(-1)?.kind ?? "nothing";
};

/** Name, module, and the ends of which one must be. */
const ATTACKS: Record<string, [string, string, End[]][]> = {
  "loops without end": [
    ["while", "def f():\n    while True: pass", ["fuel_exhausted"]],
    [
      "in except BaseException",
      "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
      ["fuel_exhausted"],
    ],
    ["in finally", "def f():\n    try: pass\n    finally:\n        while True: pass", ["fuel_exhausted"]],
    ["in C: sum of a range", "def f(): return sum(range(10**12))", ["fuel_exhausted"]],
    ["in C: power", "def f(): return 10 ** 10 ** 7", ["fuel_exhausted"]],
    [
      "in C: decimal text of a large number",
      "import sys\ndef f():\n    sys.set_int_max_str_digits(0)\n    return len(str(1 << 10**7))",
      ["fuel_exhausted"],
    ],
    [
      "in C: regular expression",
      "import re\ndef f(): return re.match('(a*)*b', 'a' * 40)",
      ["fuel_exhausted", "aborted"],
    ],
    ["in C: count of an iterator", "import itertools\ndef f(): return max(itertools.count())", ["fuel_exhausted"]],
    [
      "in C: copies of much memory",
      "def f():\n    x = bytes(8_000_000)\n    while True: bytearray(x)",
      ["fuel_exhausted"],
    ],
    [
      "in C: sorting by a hostile order",
      "class A:\n    def __lt__(self, other):\n        while True: pass\ndef f(): return sorted([A(), A()])",
      ["fuel_exhausted"],
    ],
    ["in a finalizer", "class A:\n    def __del__(self):\n        while True: pass\ndef f(): A()", ["fuel_exhausted"]],
    [
      "in a thread",
      "import threading\ndef f():\n    def g():\n        while True: pass\n    threading.Thread(target=g).start()",
      ["raised"],
    ],
    [
      "waiting for time to pass",
      "import time\ndef f():\n    time.sleep(3600)\n    return 1",
      ["returned", "fuel_exhausted", "aborted"],
    ],
    [
      "in repr of the result",
      "class A:\n    def __repr__(self):\n        while True: pass\ndef f(): return A()",
      ["fuel_exhausted"],
    ],
    [
      "in the text of an exception",
      "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(): raise E",
      ["fuel_exhausted"],
    ],
    ["while importing", "while True: pass\ndef f(): return 1", ["module_failed"]],
    [
      "in a signature",
      "class A:\n    @property\n    def __signature__(self):\n        while True: pass\n    def __call__(self): pass\nf = A()",
      ["module_failed"],
    ],
  ],
  "hunger for memory and stack": [
    ["a large list", "def f(): return [0] * 10**9", ["memory_exhausted"]],
    ["a long list of the empty list", "def f(): return [[]] * (2**31 - 1)", ["memory_exhausted"]],
    ["a large text", "def f(): return 'a' * 10**10", ["aborted"]],
    ["appending for ever", "def f():\n    x = []\n    while True: x.append('x' * 1_000_000)", ["memory_exhausted"]],
    [
      "hiding MemoryError",
      "def f():\n    x = []\n    while True:\n        try:\n            while True: x.append(bytearray(100_000))\n        except MemoryError: pass",
      ["fuel_exhausted"],
    ],
    ["formatting with a large width", "def f(): return f'{1:>999999999}'", ["memory_exhausted"]],
    ["shifting", "def f(): return 1 << 10**10", ["memory_exhausted", "raised", "fuel_exhausted"]],
    ["doubling", "def f():\n    x = 'ab'\n    while True: x += x", ["memory_exhausted"]],
    [
      "a large file",
      "def f():\n    with open('/tmp/x', 'wb') as file:\n        while True: file.write(bytes(1_000_000))",
      ["raised"],
    ],
    [
      "many files",
      "def f():\n    n = 0\n    while True:\n        n += 1\n        open(f'/tmp/{n}', 'w').close()",
      ["raised", "fuel_exhausted"],
    ],
    ["recursion", "def f(n=0): return f(n + 1)", ["raised"]],
    [
      "recursion without limit",
      "import sys\nsys.setrecursionlimit(10**9)\ndef f(n=0): return f(n + 1)",
      ["aborted", "raised", "memory_exhausted", "fuel_exhausted"],
    ],
    [
      "recursion through C",
      "class A:\n    def __getattr__(self, name): return getattr(self, name + 'a')\ndef f(): return A().b",
      ["raised", "aborted"],
    ],
    [
      "nested text of a value",
      "def f():\n    x = []\n    for _ in range(100_000): x = [x]\n    return len(repr(x))",
      ["raised", "aborted"],
    ],
    [
      "a nested result",
      "def f():\n    x = []\n    for _ in range(100_000): x = [x]\n    return x",
      ["returned", "aborted"],
    ],
    ["nested source", "def f(): return eval('(' * 5000 + '1' + ')' * 5000)", ["raised", "aborted"]],
    ["nested operators", "def f(): return eval('-' * 100_000 + '1')", ["raised", "aborted", "memory_exhausted"]],
    [
      "a nested regular expression",
      "import re\ndef f(): return re.compile('(' * 50_000 + ')' * 50_000)",
      ["raised", "aborted", "fuel_exhausted"],
    ],
    [
      "a deep pickle",
      "import pickle\ndef f():\n    x = []\n    for _ in range(100_000): x = [x]\n    return len(pickle.dumps(x))",
      ["raised", "aborted"],
    ],
    [
      "letting go of a deep chain",
      "def f():\n    x = None\n    for _ in range(200_000): x = (x,)\n    del x\n    return 1",
      ["returned", "aborted"],
    ],
  ],
  "ways out": [
    ["import js", "import js\ndef f(): return 1", ["module_failed"]],
    ["import pyodide_js", "import pyodide_js\ndef f(): return 1", ["module_failed"]],
    ["import pyodide", "from pyodide.code import run_js\ndef f(): return 1", ["module_failed"]],
    ["the bridge's core", "import _pyodide_core\ndef f(): return 1", ["module_failed"]],
    ["import ctypes", "import ctypes\ndef f(): return 1", ["module_failed"]],
    ["import _ctypes", "import _ctypes\ndef f(): return 1", ["module_failed"]],
    [
      "an extension from a file",
      "import _imp, importlib.machinery as m\ndef f(): return _imp.create_dynamic(m.ModuleSpec('x', None, origin='/x.so'))",
      ["raised"],
    ],
    ["a socket", "import socket\ndef f(): return socket.create_connection(('127.0.0.1', PORT), 5)", ["raised"]],
    [
      "a raw socket",
      "import _socket\ndef f():\n    s = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)\n    s.connect(('127.0.0.1', PORT))",
      ["raised"],
    ],
    [
      "a request",
      "import urllib.request\ndef f(): return urllib.request.urlopen('http://127.0.0.1:PORT/').read()",
      ["raised"],
    ],
    [
      "a request by name",
      "import http.client\ndef f():\n    c = http.client.HTTPConnection('localhost', PORT)\n    c.request('GET', '/')\n    return c.getresponse().read()",
      ["raised"],
    ],
    [
      "a stream",
      "import asyncio\nasync def f(): return await asyncio.open_connection('127.0.0.1', PORT)",
      ["raised", "invalid_call"],
    ],
    ["looking up a name", "import socket\ndef f(): return socket.getaddrinfo('example.com', 80)", ["raised"]],
    ["a process", "import subprocess\ndef f(): return subprocess.run(['/bin/sh', '-c', 'id'])", ["raised"]],
    ["a command", "import os\ndef f():\n    assert os.system('id') != 0\n    return 0", ["returned", "raised"]],
    ["fork", "import os\ndef f(): return os.fork()", ["raised"]],
    [
      "multiprocessing",
      "import multiprocessing\ndef f(): return multiprocessing.Pool(2).map(abs, [1])",
      ["raised", "module_failed"],
    ],
    ["the host's files", "def f(): return open('/proc/self/environ').read()", ["raised"]],
    [
      "the host's secrets",
      "import os\ndef f():\n    assert set(os.environ) <= {'HOME', 'LANG', 'LC_ALL', 'PATH', 'TZ'}\n    return 1",
      ["returned"],
    ],
    [
      "the standard streams",
      "import os, sys\ndef f():\n    print('out'); print('err', file=sys.stderr); os.write(1, b'x'); os.write(2, b'y')\n    assert sys.stdin.read() == ''\n    return 1",
      ["returned"],
    ],
    ["leaving: os._exit", "import os\ndef f(): os._exit(0)", ["aborted"]],
    ["leaving: os.abort", "import os\ndef f(): os.abort()", ["aborted"]],
    ["leaving: a signal", "import os, signal\ndef f(): os.kill(os.getpid(), signal.SIGKILL)", ["raised", "aborted"]],
    ["leaving: sys.exit", "import sys\ndef f(): sys.exit(3)", ["raised"]],
    ["leaving: SystemExit", "def f(): raise SystemExit", ["raised"]],
    ["leaving: KeyboardInterrupt", "def f(): raise KeyboardInterrupt", ["raised"]],
    ["leaving: GeneratorExit", "def f(): raise GeneratorExit", ["raised"]],
    [
      "leaving: atexit",
      "import atexit, os\natexit.register(os._exit, 1)\ndef f():\n    atexit._run_exitfuncs()",
      ["aborted"],
    ],
    [
      "leaving: a broken code object",
      "def g(): pass\ng.__code__ = g.__code__.replace(co_code=b'\\xff' * 40)\ndef f(): g()",
      ["raised", "aborted", "fuel_exhausted", "memory_exhausted"],
    ],
  ],
  "traces for others": [
    [
      "a file",
      "def f():\n    open('/tmp/x', 'w').write('1')\n    open('/x', 'w').write('1')\n    return open('/x').read()",
      ["returned"],
    ],
    ["the library", "def f(): open('/lib/python314.zip', 'r+b').write(b'x')", ["raised"]],
    ["removing the library", "import os\ndef f(): os.remove('/lib/python314.zip')", ["raised"]],
    ["moving the library", "import os\ndef f(): os.rename('/lib', '/old')", ["raised"]],
    [
      "another directory and closed streams",
      "import os\ndef f():\n    os.chdir('/dev')\n    for n in range(3): os.close(n)",
      ["returned"],
    ],
    ["an environment variable", "import os\ndef f(): os.environ['planted'] = '1'", ["returned"]],
    [
      "builtins",
      "import builtins\nbuiltins.planted = 1\nbuiltins.len = lambda x: 7\nbuiltins.repr = builtins.str = lambda x: '0'\nbuiltins.isinstance = lambda a, b: False\ndef f(): return [1]",
      ["returned", "module_failed"],
    ],
    ["__import__", "import builtins\nbuiltins.__import__ = lambda *a, **k: 5\ndef f(): return 1", ["returned"]],
    [
      "the table of modules",
      "import sys, types\nsys.modules['planted'] = sys.modules['ast'] = sys.modules['copy'] = sys.modules['inspect'] = types.ModuleType('x')\ndef f(): return 1",
      ["returned"],
    ],
    ["an empty table of modules", "import sys\ndef f(): sys.modules.clear()", ["returned", "raised", "aborted"]],
    [
      "finders",
      "import sys\nsys.meta_path.clear()\nsys.path_hooks.clear()\nsys.path.clear()\ndef f(): return 1",
      ["returned"],
    ],
    [
      "library functions",
      "import ast, copy, inspect, json\nast.parse = copy.deepcopy = inspect.signature = json.loads = lambda *a, **k: 1\ndef f(): return 1",
      ["returned"],
    ],
    [
      "code of library functions",
      "import inspect\ndef g(*a, **k): raise ValueError\ninspect.Signature.bind.__code__ = g.__code__\ndef f(): return 1",
      ["returned", "invalid_call"],
    ],
    ["classes of builtins", "def f(): int.real = 5", ["raised"]],
    [
      "a namespace of a builtin class",
      "import gc\ndef f():\n    gc.get_referents(int.__dict__)[0]['real'] = 5\n    gc.get_referents(int.__dict__)[0]['__add__'] = lambda a, b: 0\n    return 1 + 1",
      ["returned", "raised"],
    ],
    [
      "registries of abstract classes",
      "import collections.abc\ndef f():\n    collections.abc.Iterable.register(int)\n    return isinstance(1, collections.abc.Iterable)",
      ["returned"],
    ],
    [
      "a tracing function",
      "import sys\ndef g(*a):\n    raise ValueError\ndef f():\n    sys.settrace(g); sys.setprofile(g)\n    return 1",
      ["returned", "raised"],
    ],
    [
      "hooks",
      "import sys\nsys.excepthook = sys.unraisablehook = sys.displayhook = lambda *a: 1 / 0\ndef f(): raise ValueError",
      ["raised"],
    ],
    [
      "a signal's handler",
      "import signal\ndef f(): signal.signal(signal.SIGINT, lambda *a: 1)",
      ["returned", "raised"],
    ],
    [
      "garbage collection",
      "import gc\ngc.disable()\ngc.freeze()\ngc.callbacks.append(lambda *a: 1 / 0)\ndef f(): return 1",
      ["returned"],
    ],
    [
      "seeds and limits",
      "import random, sys\nrandom.seed(9)\nsys.setrecursionlimit(50)\ndef f(): return 1",
      ["returned", "raised"],
    ],
  ],
};

/** What the witness says where nothing ever was attacked. */
let untouched: CallOutcome[] | null = null;

describe.each(Object.entries(ATTACKS))("attacks: %s", (group, attacks) => {
  it.each(attacks)("%s ends typed and leaves the next run right", async (_, module, ends) => {
    const tenant = `attacker: ${group}`;
    const source = module.replaceAll("PORT", String(env.BAIT_PORT));
    const reply = await run(source, { tenant, limits: { fuel: FUEL, memory_bytes: 48 << 20 } });
    expect(ends, JSON.stringify(reply)).toContain(endOf(reply));
    untouched ??= await bear("witness");
    expect(await bear(tenant)).toEqual(untouched);
  });
});

describe("forged results", () => {
  /** What `f` gives must not pass for the number 1. */
  const isNotOne = async (module: string) => {
    const reply = await run(module, { tenant: "forger", checks: ["type(result) is int and result == 1"] });
    if (reply.status !== "ran") return reply;
    const [outcome] = reply.outcomes;
    if (outcome?.kind === "returned") expect([outcome.value, outcome.type]).not.toEqual(["1", "int"]);
    if (outcome !== undefined && "checks" in outcome) expect(outcome.checks).not.toEqual(["true"]);
    return outcome;
  };

  it.each([
    ["by repr", "class A:\n    def __repr__(self): return '1'\ndef f(): return A()"],
    [
      "by equality",
      "class A:\n    def __eq__(self, other): return True\n    def __repr__(self): return '1'\ndef f(): return A()",
    ],
    [
      "by class",
      "class A:\n    __class__ = int\n    def __eq__(self, other): return True\n    def __repr__(self): return '1'\ndef f(): return A()",
    ],
    [
      "by copying",
      "class A:\n    def __deepcopy__(self, memo): return 1\n    def __reduce__(self): return (int, (1,))\ndef f(): return A()",
    ],
    [
      "by a metaclass",
      "class M(type):\n    def __instancecheck__(self, x): return True\n    def __eq__(self, other): return True\n    __name__ = __qualname__ = 'int'\nclass A(metaclass=M): pass\ndef f(): return A()",
    ],
    [
      "by builtins",
      "import builtins\nclass I(type):\n    def __call__(cls, x): return int\nbuiltins.type = lambda x: int\nbuiltins.int = object\ndef f(): return 2",
    ],
    [
      "by an exception",
      "class E(Exception):\n    def __str__(self): return '1'\n    __repr__ = __str__\ndef f(): raise E",
    ],
    ["by a subclass of the number", "class A(int):\n    def __repr__(self): return '1'\ndef f(): return A(1)"],
    [
      "by frames",
      "import sys\ndef f():\n    frame, seen = sys._getframe(1) if False else sys._getframe(), []\n    while frame: seen.append(frame.f_code.co_name); frame = frame.f_back\n    assert seen == ['f'], seen\n    return 0",
    ],
    ["by all objects", "import gc\ndef f(): return len(gc.get_objects())"],
    ["by referrers", "import gc\ndef f(): return len(gc.get_referrers(f))"],
    ["by another gc", "import sys\ndel sys.modules['gc']\nimport gc\ndef f(): return gc.get_objects or gc.unfreeze"],
    [
      "by subclasses",
      "def f():\n    names = [c.__module__ for c in object.__subclasses__()]\n    assert 'support' not in names\n    return 0",
    ],
    ["by audit hooks", "import sys\ndef f(): sys.addaudithook(print)"],
    [
      "by monitoring",
      "import sys\ndef f():\n    sys.monitoring.use_tool_id(3, 'x')\n    sys.monitoring.register_callback(3, 1, print)",
    ],
  ])("%s are not believed", async (_, module) => {
    expect(await isNotOne(module)).toBeDefined();
  });

  it("in clauses are judged by untouched builtins", async () => {
    const module = "import builtins\nbuiltins.len = lambda x: 99\nbuiltins.all = lambda x: True\ndef f(): return [1]";
    const [outcome] = await outcomesOf(module, { checks: ["len(result) == 1", "all(x > 1 for x in result)"] });
    expect(outcome).toMatchObject({ checks: ["true", "false"] });
  });
});

describe("tenants", () => {
  it("have isolates of their own, whatever one of them does", async () => {
    const [mine, yours] = await Promise.all([
      env.PYTHON.run(requestOf("def f():\n    while True: pass", { tenant: "mine" })),
      env.PYTHON.run(requestOf("def f(): return 1", { tenant: "yours" })),
    ]);
    expect(mine).toMatchObject({ outcomes: [{ kind: "fuel_exhausted" }] });
    expect(yours).toMatchObject({ outcomes: [{ kind: "returned", value: "1" }] });
  });
});

describe("the bait", () => {
  it("was reached by nothing of all this, and notices what does reach it", async () => {
    const reached = async () => (await env.BAIT.fetch("http://bait/")).json();
    expect(await reached()).toEqual([]);
    await fetch(`http://127.0.0.1:${env.BAIT_PORT}/`);
    expect(await reached()).toEqual(["tcp"]);
  });
});

import { describe, expect, test } from "vitest";
import { told } from "./testing.ts";

type Row = [title: string, source: string, expected: string[]];

const ROWS: Row[] = [
  ["a class", "def f():\n    raise ValueError", ["exception ValueError"]],
  ["an instance", "def f(x):\n    raise KeyError(x)", ["exception KeyError"]],
  ["an instance in a variable", "def f():\n    e = KeyError('x')\n    raise e", ["exception KeyError"]],
  ["a class of the file", "class Bad(ValueError): pass\ndef f():\n    raise Bad()", ["exception Bad"]],
  [
    "a class of a library",
    "import json\ndef f():\n    raise json.JSONDecodeError('', '', 0)",
    ["exception JSONDecodeError"],
  ],
  ["a class that nothing defines", "def f():\n    raise NotThere('x')", ["exception NotThere"]],
  ["something of unknown class", "def f(e):\n    raise e", ["exception ?"]],
  ["an assertion", "def f(x):\n    assert x > 0", ["exception AssertionError"]],
  ["an assertion that always holds", "def f():\n    assert True", []],
  ["a division by zero", "def f(x: int):\n    return x / 0", ["exception ZeroDivisionError"]],
  [
    "a division by a variable that is zero",
    "def f(x: int):\n    n = 2 - 2\n    return x % n",
    ["exception ZeroDivisionError"],
  ],
  ["a division by what was zero once", "def f(x: int, c):\n    n = 0\n    if c:\n        n = 1\n    return x / n", []],
  ["leaving the program", "import sys\ndef f():\n    sys.exit(1)", ["exception SystemExit", "process exit"]],
  ["caught by its class", "def f():\n    try:\n        raise ValueError\n    except ValueError:\n        pass", []],
  [
    "caught by a base class",
    "def f():\n    try:\n        raise KeyError\n    except (OSError, LookupError):\n        pass",
    [],
  ],
  [
    "caught by a base class of the file",
    "class A(Exception): pass\nclass B(A): pass\ndef f():\n    try:\n        raise B\n    except A:\n        pass",
    [],
  ],
  ["caught by a bare handler", "def f(e):\n    try:\n        raise e\n    except:\n        pass", []],
  [
    "not caught by another class",
    "def f():\n    try:\n        raise ValueError\n    except KeyError:\n        pass",
    ["exception ValueError"],
  ],
  [
    "not caught where it leaves the interpreter",
    "import sys\ndef f():\n    try:\n        sys.exit()\n    except Exception:\n        pass",
    ["exception SystemExit", "process exit"],
  ],
  [
    "raised by a handler",
    "def f():\n    try:\n        raise ValueError\n    except ValueError as e:\n        raise OSError from e",
    ["exception OSError"],
  ],
  [
    "raised again",
    "def f():\n    try:\n        raise KeyError\n    except LookupError:\n        raise",
    ["exception KeyError", "exception LookupError"],
  ],
  [
    "raised again by name",
    "def f(g):\n    try:\n        g()\n    except OSError as e:\n        raise e",
    ["exception OSError", "unknown_call g"],
  ],
  [
    "raised after the guarded part",
    "def f():\n    try:\n        pass\n    except ValueError:\n        pass\n    else:\n        raise ValueError",
    ["exception ValueError"],
  ],
  ["suppressed", "from contextlib import suppress\ndef f():\n    with suppress(KeyError):\n        raise KeyError", []],
  ["raised by a function that is called", "def g():\n    raise OSError\ndef f():\n    g()", ["exception OSError"]],
  [
    "caught around a call",
    "def g():\n    raise OSError\ndef f():\n    try:\n        g()\n    except OSError:\n        pass",
    [],
  ],
];

describe("exceptions", () => {
  test.each(ROWS)("%s", (_title, source, expected) => {
    expect(told(source)).toEqual(expected);
  });
});

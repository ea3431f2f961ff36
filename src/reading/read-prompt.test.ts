import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { literalOf } from "./examples/literal.ts";
import { readPrompt } from "./read-prompt.ts";

const STUB = `from typing import List

def double(x: int) -> int:
    """Twice x."""
    return 2 * x


def pick(items: List[int], limit: int = 3) -> int:
    """ Something about \\"items\\" nobody can read: frobnicate widgets.
    You may assume that limit is positive.
    >>> pick([1, 2], 2)
    2
    >>> pick([],
    ...      limit=1)
    0
    >>> pick([5], -1)
    Traceback (most recent call last):
    ValueError: limit
    """
`;

describe("readPrompt on a Python stub", () => {
  const reading = readPrompt(STUB, null);

  it("asks for the last definition without a body and takes its parameters, annotations and defaults", () => {
    expect(reading.signature.name).toBe("pick");
    expect(reading.signature.parameters.map(({ name, type_hint, default: value }) => [name, type_hint, value])).toEqual(
      [
        ["items", "List[int]", null],
        ["limit", "int", "3"],
      ],
    );
    expect(reading.signature.returns.type_hint).toBe("int");
  });

  it("reads doctests with continuation lines, keywords and exceptions", () => {
    expect(reading.constraints.examples).toEqual([
      { args: ["[1, 2]", "2"], kwargs: [], returns: "2", raises: null },
      { args: ["[]", "1"], kwargs: [], returns: "0", raises: null },
      { args: ["[5]", "-1"], kwargs: [], returns: null, raises: "ValueError" },
    ]);
    expect(reading.signature.raises).toEqual([{ exception: "ValueError", when: "items == [5] and limit == -1" }]);
  });

  it("takes a stated assumption as a precondition", () => {
    expect(reading.constraints.preconditions.map(({ expression }) => expression)).toEqual(["limit > 0"]);
  });

  it("keeps what it does not understand, at its place in the prompt", () => {
    expect(reading.unread).toHaveLength(1);
    expect(reading.unread[0]?.text).toContain("frobnicate widgets");
    for (const { text, start, end } of reading.unread) expect(STUB.slice(start, end)).toBe(text);
  });
});

describe("readPrompt on prose", () => {
  it("takes name and header from the words and leaves both out of what is to be understood", () => {
    const reading = readPrompt("Write a function `add_all(xs: list[int]) -> int` that returns the sum of xs.", null);
    expect(reading.signature.name).toBe("add_all");
    expect(reading.signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([["xs", "list[int]"]]);
    expect(reading.signature.returns.type_hint).toBe("int");
  });

  it("reads Python in a fence and prose around it", () => {
    const prompt =
      "Please complete this.\n\n```python\ndef clamp(n: int, top: int) -> int\n```\n\nn is between 0 and 9.\n";
    const reading = readPrompt(prompt, null);
    expect(reading.signature.name).toBe("clamp");
    expect(reading.constraints.preconditions.map(({ expression }) => expression)).toEqual(["0 <= n <= 9"]);
  });

  it("takes types from examples where nothing else gives them", () => {
    const reading = readPrompt(
      'def f(a, b):\n    """Zork.\n    f([1], None) == "x"\n    f([], "y") == "z"\n    """\n',
      null,
    );
    expect(reading.signature.parameters.map(({ type_hint }) => type_hint)).toEqual(["list[int]", "str | None"]);
    expect(reading.signature.returns.type_hint).toBe("str");
    expect(reading.signature.parameters[0]?.description).toBe("Type as in the examples.");
  });

  it("takes the parameters' names from examples that name them", () => {
    const reading = readPrompt("Zork the thing.\nInput: k = 3, xs = [1, 2]\nOutput: 7\n", null);
    expect(reading.signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([
      ["k", "int"],
      ["xs", "list[int]"],
    ]);
    expect(reading.constraints.examples).toEqual([{ args: ["3", "[1, 2]"], kwargs: [], returns: "7", raises: null }]);
  });

  it("states all outcomes of examples that contradict each other, and reads nothing from them", () => {
    const reading = readPrompt(
      "def f(n):\n    '''Zork.\n    f(1) == 2\n    f(1) == 'a'\n    f(2) == 4\n    '''\n",
      null,
    );
    expect(reading.constraints.examples.map(({ args, returns }) => [args, returns])).toEqual([
      [["2"], "4"],
      [["1"], "2"],
      [["1"], "'a'"],
    ]);
    expect(reading.signature.returns.type_hint).toBe("int");
    expect(reading.constraints.ambiguities.map(({ question }) => question).join()).not.toContain("outcomes");
  });

  it("takes claims that are no equations as postconditions on that call", () => {
    const reading = readPrompt(
      "def f(x):\n    '''Zork.\n    >>> round(f(2), 1)\n    0.5\n    >>> abs(f(3) - 0.25) < 1e-6\n    True\n    '''\n",
      null,
    );
    expect(reading.constraints.postconditions.map(({ expression }) => expression)).toEqual([
      "implies(x == 2, round(result, 1) == 0.5)",
      "implies(x == 3, abs(result - 0.25) < 1e-6)",
    ]);
    expect(reading.constraints.examples).toEqual([]);
  });

  it("asks how near an approximate outcome has to be", () => {
    const reading = readPrompt("def f(x):\n    '''Zork.\n    f(2) is approximately 0.71\n    '''\n", null);
    expect(reading.constraints.examples).toEqual([]);
    expect(reading.constraints.ambiguities[0]?.question).toBe(
      "How close to 0.71 does the result have to be when x == 2?",
    );
  });

  it("asks for a name, for types and for the empty case where the request says nothing of them", () => {
    const reading = readPrompt("Zork the gadgets.", null);
    expect(reading.signature.ambiguities.map(({ subject }) => subject)).toEqual(["name", "return"]);
    const stub = readPrompt("def f(xs: list[int]) -> int:\n    '''Zork xs.'''\n", null);
    expect(
      stub.constraints.ambiguities.find(({ subject }) => subject === "xs")?.readings.map(({ value }) => value),
    ).toEqual(["implies(len(xs) == 0, result == 0)", "implies(len(xs) == 0, raises(ValueError))"]);
  });

  it("offers what a number at the least distance could be on ties and for nothing", () => {
    const { signature, constraints, unread } = readPrompt("the closest number to zero in a list", null);
    expect(signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([
      ["items", "list[int | float]"],
    ]);
    expect(signature.returns.type_hint).toBe("int | float | None");
    expect(constraints.postconditions).toEqual([]);
    expect(
      constraints.ambiguities.map(({ subject, readings }) => [subject, ...readings.map(({ value }) => value)]),
    ).toEqual([
      [
        "return",
        "result == min(items, key=lambda x: abs(x))",
        "result == max(x for x in items if abs(x) == min(abs(y) for y in items))",
      ],
      ["items", "implies(len(items) == 0, result is None)", "implies(len(items) == 0, raises(ValueError))"],
    ]);
    expect(unread).toEqual([]);
  });

  it("puts a case of another sentence into every reading that is offered", () => {
    const prompt = "Return the number closest to k in a list of integers. If the list is empty return None.";
    const { signature, constraints } = readPrompt(prompt, null);
    expect(signature.returns.type_hint).toBe("int | None");
    expect(constraints.ambiguities.map(({ readings }) => readings.map(({ value }) => value))).toEqual([
      [
        "result == (None if len(items) == 0 else min(items, key=lambda x: abs(x - k)))",
        "result == (None if len(items) == 0 else max(x for x in items if abs(x - k) == min(abs(y - k) for y in items)))",
      ],
    ]);
  });

  it("puts a case of another sentence into a definition, and its None into the type", () => {
    const prompt =
      "Write a function that takes a list of integers and returns the largest one. If the list is empty return None.";
    const { signature, constraints } = readPrompt(prompt, null);
    expect(signature.returns.type_hint).toBe("int | None");
    expect(constraints.postconditions.map(({ expression }) => expression)).toEqual([
      "result == (None if len(items) == 0 else max(items))",
    ]);
  });

  it("reads what is returned in a sentence of its own", () => {
    const prompt =
      "Write a function that takes a list of integers xs and an integer k. It returns the largest element of xs.";
    const { signature, constraints } = readPrompt(prompt, null);
    expect(signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([
      ["xs", "list[int]"],
      ["k", "int"],
    ]);
    expect(constraints.postconditions).toEqual([]);
    const nearest = readPrompt(
      "Write a function that takes a list of numbers xs and a number k. It returns the element of xs closest to k. If xs is empty, raise ValueError.",
      null,
    ).constraints;
    expect(nearest.postconditions.map(({ expression }) => expression)).toEqual([
      "implies(len(xs) == 0, raises(ValueError))",
    ]);
    expect(nearest.ambiguities.map(({ readings }) => readings.length)).toEqual([2]);
  });

  it("keeps the parameters and the type of the result of what it does not understand", () => {
    const prompt = "Write a function that takes a list of integers and zorks it. It returns a list of strings.";
    const { signature, constraints, unread } = readPrompt(prompt, null);
    expect(signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([["items", "list[int]"]]);
    expect(signature.returns.type_hint).toBe("list[str]");
    expect(constraints.postconditions).toEqual([]);
    expect(unread.map(({ text }) => text).join(" ")).toContain("zorks it");
  });

  it("takes the types of named parameters from the words where the header has none", () => {
    const prompt = "def f(xs, s):\n    '''Takes a list of integers xs and a string s and zorks.'''\n";
    expect(readPrompt(prompt, null).signature.parameters.map(({ type_hint }) => type_hint)).toEqual([
      "list[int]",
      "str",
    ]);
  });

  it("does not ask about the empty case when an example shows it", () => {
    const stub = readPrompt("def f(xs: list[int]) -> int:\n    '''Zork xs.\n    f([]) == 1\n    '''\n", null);
    expect(stub.constraints.ambiguities.map(({ subject }) => subject)).not.toContain("xs");
  });

  it("drops a passing adjective where a case says what happens otherwise", () => {
    const prompt =
      "def f(xs: list[int]) -> int:\n    '''Given a non-empty list xs, zork it. Return 0 if xs is empty.'''\n";
    const reading = readPrompt(prompt, null);
    expect(reading.constraints.preconditions).toEqual([]);
    expect(reading.constraints.postconditions.map(({ expression }) => expression)).toEqual([
      "implies(len(xs) == 0, result == 0)",
    ]);
  });

  it("reports prose of the context, which nobody reads, at the end of the prompt", () => {
    const prompt = "def f(n: int) -> int:\n    '''n is positive.'''\n";
    const [outside] = readPrompt(prompt, "Never use floats.").unread;
    expect(outside).toEqual({ text: "Never use floats.", start: prompt.length, end: prompt.length });
  });

  it("prefers a name that was given beside the prompt", () => {
    expect(readPrompt("Zork the list.", null, { function_name: "zork" }).signature.name).toBe("zork");
  });
});

describe("readPrompt on anything", () => {
  const pieces = fc.constantFrom(
    "def f(x):\n",
    "    '''",
    '"""',
    "f(",
    ")",
    " == ",
    "[1, 2",
    "]",
    ">>> ",
    "\n",
    "```",
    "```python\n",
    "Input: ",
    "Output: ",
    "returns ",
    "if n is ",
    "empty",
    ", or None ",
    "assert ",
    "\\N{",
    "\\x4",
    "'",
    "(n >= 1)",
    "for x = 3, the output is 4",
    "é🙂",
    "\u0000",
    "\ud800",
    "def g(a: int",
    " -> int",
    ":",
    "raise ValueError if ",
    "- ",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join("")),
  );

  it("never throws, keeps spans inside the prompt, and gives examples that are Python literals", () => {
    fc.assert(
      fc.property(text, (prompt) => {
        const reading = readPrompt(prompt, null);
        for (const { start, end, text: part } of reading.unread) {
          expect(start >= 0 && start <= end && end <= prompt.length).toBe(true);
          expect(prompt.slice(start, end)).toBe(part);
        }
        for (const { args, kwargs, returns } of reading.constraints.examples) {
          const literals = [...args, ...kwargs.map(({ literal }) => literal), ...(returns === null ? [] : [returns])];
          for (const literal of literals) expect(literalOf(literal)).toBe(literal);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("leaves nothing out silently: words that no rule reads are unread", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,8}q[a-z]{2,4}$/), (nonsense) => {
        const prompt = `def f(n: int) -> int:\n    '''n is positive. Qxq ${nonsense}.'''\n`;
        expect(
          readPrompt(prompt, null)
            .unread.map((part) => part.text)
            .join(" "),
        ).toContain(nonsense);
      }),
      { numRuns: 30 },
    );
  });
});

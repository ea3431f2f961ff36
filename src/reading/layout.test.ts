import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut } from "./layout.ts";

const definitions = (prompt: string) => layOut(prompt).blocks.flatMap((block) => block.definitions);
const prose = (prompt: string) => layOut(prompt).prose.map(({ text }) => text.trim());

describe("layOut", () => {
  it("tells stubs from functions with a body", () => {
    const prompt =
      "def a(x):\n    return x\n\ndef b(x):\n    ...\n\ndef c(x):\n    '''Zork.'''\n    raise NotImplementedError\n\ndef d(x): pass\n";
    expect(definitions(prompt).map(({ name, has_body }) => [name, has_body])).toEqual([
      ["a", true],
      ["b", false],
      ["c", false],
      ["d", false],
    ]);
  });

  it.each([
    "def f(x: int) -> int:",
    "def f(x: int) -> int",
    "def f(\n    x: int,\n) -> int:\n",
    "```\ndef f(x: int) -> int:\n```",
    "Do this:\ndef f(x: int) -> int:\n    # zork\n\nThanks.",
  ])("completes the missing body of %j", (prompt) => {
    const [found] = definitions(prompt);
    expect([found?.name, found?.parameters[0]?.type_hint, found?.returns, found?.has_body]).toEqual([
      "f",
      "int",
      "int",
      false,
    ]);
  });

  it("keeps prose before, between and after Python", () => {
    expect(prose("One.\n\ndef f(x):\n    pass\n\nTwo.\n```python\nimport math\n```\nThree.")).toEqual([
      "One.",
      "Two.",
      "Three.",
    ]);
  });

  it.each([
    "import the goods from abroad.",
    "from here to there",
    "class is over",
    "def f(x) is what I want (",
    "define f(x)",
  ])("leaves %j as prose", (prompt) => {
    expect(layOut(prompt).blocks).toEqual([]);
    expect(prose(prompt)).toEqual([prompt]);
  });

  it("gives docstrings their values, with places in the prompt", () => {
    const prompt = 'def f(x):\n    """Tab\\there \\x41."""\n';
    const docstring = definitions(prompt)[0]?.docstring;
    expect(docstring?.text).toBe("Tab\there A.");
    expect(docstring?.offsets.length).toBe(docstring?.text.length);
    const at = docstring?.offsets[docstring.text.indexOf("A")] ?? 0;
    expect(prompt.slice(at, at + 4)).toBe("\\x41");
  });

  it("loses no word: everything is in a block or in prose", () => {
    const line = fc.constantFrom(
      "Some words.",
      "def f(x):",
      "    return x",
      "    '''Zork.'''",
      "",
      "```",
      "```python",
      "import math",
      "x = 1",
      '"""',
      ")",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const prompt = lines.join("\n");
        const { blocks, prose: texts } = layOut(prompt);
        const covered = new Set<number>(texts.flatMap(({ offsets }) => offsets));
        for (const { start, end } of blocks) for (let at = start; at < end; at += 1) covered.add(at);
        for (const { index } of prompt.matchAll(/[A-Za-z0-9](?![^\n]*```)/g)) {
          if (!/^`{3}/.test(prompt.slice(prompt.lastIndexOf("\n", index) + 1))) expect(covered.has(index)).toBe(true);
        }
      }),
    );
  });
});

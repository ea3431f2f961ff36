import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IR } from "../../../ir/ir.ts";
import { parseModule } from "../../../python/parse.ts";
import { clause, code, contract, example, parameter } from "../facts.fixture.ts";
import { BARE, moduleSource } from "./module.ts";
import { dedented, indented, textLines } from "./text-lines.ts";

const shown = (ir: IR): IR => ({
  ...ir,
  assertions: ir.assertions.map((assertion) => ({ ...assertion, verdict: { status: "tested", executions: 9 } })),
});
const LIST = { parameters: [parameter("xs", "list[int]")] };
const asserting = (ir: IR, body: string) =>
  moduleSource(shown(ir), code(body), { docstring: false, assertions: "assert" });

describe("printing a module", () => {
  it("writes the def line of the contract over the body, however that is indented", () => {
    expect(moduleSource(contract(), code("\n      c = a + b\n      return c\n\n"), BARE)).toBe(
      "def add(a: int, b: int) -> int:\n    c = a + b\n    return c\n",
    );
    expect(moduleSource(contract(), code(""), BARE)).toBe("def add(a: int, b: int) -> int:\n    pass\n");
  });

  it("shows what the function is for and its examples", () => {
    const examples = [example(["1", "2"], "3"), example(["1", "0"], "0.10"), example(["0", "0"], null, "ValueError")];
    const source = moduleSource(contract({ examples }), code("return a + b"), { docstring: true, assertions: "off" });
    expect(source).toContain(
      [
        '    """Add two numbers.',
        "",
        "    >>> add(1, 2)",
        "    3",
        "    >>> add(1, 0) == 0.10",
        "    True",
        "    >>> add(0, 0)  # doctest: +IGNORE_EXCEPTION_DETAIL",
        "    Traceback (most recent call last):",
        "        ...",
        "    ValueError",
        '    """',
      ].join("\n"),
    );
  });

  it("checks the result before the only return", () => {
    const ir = contract({ preconditions: [clause("a > 0")], postconditions: [clause("implies(b > 0, result > a)")] });
    expect(asserting(ir, "return a + b")).toBe(
      "def add(a: int, b: int) -> int:\n    assert a > 0\n    result = a + b\n    assert not b > 0 or result > a\n    return result\n",
    );
  });

  it("imports the modules that clauses speak of", () => {
    const ir = contract({ postconditions: [clause("result == math.gcd(a, b)")] });
    expect(moduleSource(ir, code("return 1"), BARE)).toMatch(/^import math\n/);
  });

  it("does not take what a comprehension binds for a change of the name", () => {
    const ir = contract({ postconditions: [clause("all(x in xs for x in result)")] }, LIST);
    expect(asserting(ir, "return [x for x in xs if x]")).toContain(
      "    result = [x for x in xs if x]\n    assert all(x in xs for x in result)\n    return result\n",
    );
    expect(asserting(ir, "xs = xs[1:]\nreturn xs")).toContain("result = _add(xs)");
  });

  it("calls the body where it returns in several places", () => {
    const source = asserting(
      contract({ postconditions: [clause("result >= a")] }),
      "if b < 0:\n    return a\nreturn a + b",
    );
    expect(source).toContain("def _add(a: int, b: int) -> int:\n    if b < 0:");
    expect(source).toContain("    result = _add(a, b)\n    assert result >= a\n    return result\n");
  });

  it.each(["a = 0\nreturn a + b", "for a in range(b):\n    pass\nreturn b", "(a := 1)\nreturn a"])(
    "checks what the caller passed where the body binds the name anew: %s",
    (body) => {
      expect(asserting(contract({ postconditions: [clause("result >= a")] }), body)).toContain("result = _add(a, b)");
    },
  );

  it("keeps the values on entry that a clause asks for, copied where they can change", () => {
    const ir = contract({ postconditions: [clause("xs == sorted(old(xs))")] }, LIST);
    const source = asserting(ir, "xs.sort()\nreturn None");
    expect(source).toMatch(/^import copy\n/);
    expect(source).toContain(
      "old_xs = copy.deepcopy(xs)\n    xs.sort()\n    result = None\n    assert xs == sorted(old_xs)",
    );
    expect(asserting(contract({ postconditions: [clause("result == old(a) + 1")] }), "return a + 1")).toContain(
      "old_a = a\n",
    );
  });

  it("raises, comments or leaves out as it is told, and never enforces what was not shown", () => {
    const ir = contract({ preconditions: [clause("a > 0")], postconditions: [clause("result > 0")] });
    const as = (assertions: "raise" | "comment" | "off") =>
      moduleSource(shown(ir), code("return a"), { docstring: false, assertions });
    expect(as("raise")).toContain("if not (a > 0):\n        raise ValueError('a > 0')");
    expect(as("comment")).toContain("# postcondition: result > 0");
    expect(as("off")).toBe("def add(a: int, b: int) -> int:\n    return a\n");
    const open = moduleSource(ir, code("return a"), { docstring: false, assertions: "assert" });
    expect(open).not.toContain("assert result");
    expect(open).toContain("# postcondition: result > 0");
  });

  it("imports what annotations name, sorted, and postpones those nobody knows", () => {
    const header = { parameters: [parameter("xs", "Optional[List[Thing]]")] };
    const source = moduleSource(
      contract({}, header),
      code("return 1", { imports: ["import re", "from math import sqrt, ceil"] }),
      BARE,
    );
    expect(source.split("\n").slice(0, 4)).toEqual([
      "from __future__ import annotations",
      "import re",
      "from math import ceil, sqrt",
      "from typing import List, Optional",
    ]);
  });

  it("puts the parameters of a long def line on lines of their own", () => {
    const header = {
      parameters: ["first", "second", "third"].map((name) =>
        parameter(`${name}_of_the_numbers`, "dict[str, int]", "{'a': 1}"),
      ),
    };
    const source = moduleSource(contract({}, header), code("return 1"), BARE);
    expect(source.split("\n")[0]).toBe("def add(");
    expect(parseModule(source).ok).toBe(true);
    expect(Math.max(...source.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(79);
  });

  it("writes Python for any summary, and keeps every line of a text in the body as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: fc.constantFrom("a", " ", "\n", "#", "'", "\\n") }),
        (summary, text) => {
          const ir = contract();
          const body = `text = """${text.replaceAll("\\", "")} """\nreturn len(text)`;
          const source = moduleSource({ ...ir, intent: { ...ir.intent, summary } }, code(body), {
            docstring: true,
            assertions: "assert",
          });
          expect(parseModule(source).ok).toBe(true);
          expect(source).toContain(body.slice(body.indexOf('"""'), body.lastIndexOf('"""')));
        },
      ),
    );
  });

  it("takes off the indentation that it puts on", () => {
    const line = fc.constantFrom("x = 1", "    y = 2", "s = '''a", "b'''", "# it's", "", 't = "q"');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const once = dedented(lines.join("\n"));
        expect(dedented(indented(once).join("\n"))).toEqual(once);
      }),
    );
    expect(textLines("a = '''\n  b'''\n# '''\nc").map(({ in_string }) => in_string)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

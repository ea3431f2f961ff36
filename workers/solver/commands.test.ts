import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCommands } from "./commands.ts";

const namesOf = (script: string): string[] => {
  const read = readCommands(script);
  if (!read.ok) throw new Error(read.detail);
  return read.commands.map((command) => command.name);
};

describe("readCommands", () => {
  it("finds commands only outside strings, quoted symbols and comments", () => {
    expect(namesOf('(echo "(exit)"") ; (reset)")(assert |(push)|) ; (pop)\n(check-sat)')).toEqual([
      "echo",
      "assert",
      "check-sat",
    ]);
  });

  it("gives offsets, lines and columns of each command", () => {
    const read = readCommands("(assert\n true)\n  (check-sat)");
    expect(read.ok && read.commands.map(({ start, end, line, column }) => ({ start, end, line, column }))).toEqual([
      { start: 0, end: 14, line: 1, column: 1 },
      { start: 17, end: 28, line: 3, column: 3 },
    ]);
  });

  it("names an option and every keyword of a command", () => {
    const read = readCommands("(set-option :a true)(check-sat-using (using-params smt :b 1) :c 2)");
    expect(read.ok && read.commands.map(({ argument, keywords }) => ({ argument, keywords }))).toEqual([
      { argument: ":a", keywords: [":a"] },
      { argument: null, keywords: [":b", ":c"] },
    ]);
  });

  it.each([
    ["text outside a command", "exit (check-sat)"],
    ["a closing parenthesis without its opening one", "(check-sat))"],
    ["an unclosed command", "(assert (= 1 1)"],
    ["an unclosed string", '(echo "x)(check-sat)'],
    ["an unclosed quoted symbol", "(assert |x)"],
    ["a backslash in a quoted symbol", "(assert |x\\|)(exit)|)"],
    ["a NUL character", "(check-sat)\0(exit)"],
    ["a NUL character", "(assert x\0y)"],
    ["a NUL character", '(echo "\0")'],
    ["a NUL character", "; \0\n(check-sat)"],
    ["the token #", "(assert #|x|#)"],
    ["an empty command", "()"],
    ["a command that does not begin with its name", "((check-sat))"],
  ])("refuses %s", (detail, script) => {
    expect(readCommands(script)).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
  });

  it("reads a million nested parentheses", () => {
    expect(namesOf(`(assert ${"(a ".repeat(1e6)}b${")".repeat(1e6)})`)).toEqual(["assert"]);
  });

  it("covers every command of any balanced script, in order and without overlap", () => {
    const atom = fc.constantFrom("x", '"(;|"', "|a b)|", "; note )\n", ":k", "#xF", "12");
    const list = fc.letrec<{ term: string }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.array(tie("term"), { minLength: 1, maxLength: 4 }).map((items) => `(f ${items.join(" ")})`),
      ),
    })).term;
    fc.assert(
      fc.property(fc.array(list, { maxLength: 6 }), (terms) => {
        const parts = terms.map((term) => `(c ${term})`);
        const read = readCommands(parts.join("\n"));
        expect(read.ok && read.commands.map(({ start, end }) => parts.join("\n").slice(start, end))).toEqual(parts);
      }),
    );
  });
});

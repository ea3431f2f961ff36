import { describe, expect, it } from "vitest";
import { readLine } from "./hole-line.ts";

describe("a line below a hole", () => {
  it("takes an option by its number, from 1", () => {
    expect(readLine(" 2 ", 2)).toEqual({ kind: "answer", body: { suggestion: 1 } });
  });

  it.each(["0", "3", "12"])("does not take %s for an answer where it is no option", (line) => {
    expect(readLine(line, 2)).toEqual({
      kind: "unclear",
      message: `the options are 1 to 2; to answer with this number type =${line}`,
    });
  });

  it("answers with a number or a letter after =", () => {
    expect(readLine("=0", 2)).toEqual({ kind: "answer", body: { value: "0" } });
    expect(readLine("= s", 2)).toEqual({ kind: "answer", body: { value: "s" } });
    expect(readLine("=", 2)).toMatchObject({ kind: "unclear" });
  });

  it.each([
    ["s", { kind: "answer", body: { skip: true } }],
    ["d", { kind: "answer", body: { dont_know: true } }],
    ["U", { kind: "undo" }],
    ["?", { kind: "context" }],
    ["q", { kind: "quit" }],
  ])("%s is a command", (line, said) => {
    expect(readLine(line, 0)).toEqual(said);
  });

  it.each(["result >= 0", "-1", "list[int]", "skip it"])("`%s` is the answer itself", (line) => {
    expect(readLine(`${line}\n`, 3)).toEqual({ kind: "answer", body: { value: line } });
  });

  it("says nothing when it is empty", () => {
    expect(readLine("  ", 1)).toMatchObject({ kind: "unclear" });
  });
});

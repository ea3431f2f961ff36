import { describe, expect, it } from "vitest";
import type { PythonType } from "../types/python-type.ts";
import { makesTextItems } from "./text-items.ts";

const INT: PythonType = { kind: "int" };
const STR: PythonType = { kind: "str" };
const list = (element: PythonType): PythonType => ({ kind: "sequence", flavour: "list", element });
const TYPES: Record<string, PythonType> = {
  n: INT,
  s: STR,
  xs: list(INT),
  ws: list(STR),
  rows: list(list(INT)),
  o: { kind: "union", members: [INT, STR] },
};
const makes = (term: string) => makesTextItems(term, (name) => TYPES[name] ?? null);

describe("makesTextItems", () => {
  it("sees that numbers and truth values are no text, however they are made", () => {
    for (const item of [
      "n",
      "3",
      "(- 3)",
      "(* 2 n)",
      "(seq.nth xs 0)",
      "(seq.nth (seq.extract xs 0 n) 1)",
      "(< n 3)",
      "i!4",
    ])
      expect([item, makes(`(= xs (seq.++ xs (seq.unit ${item})))`)]).toEqual([item, false]);
    expect(makes("(seq.unit (ite (< n 0) (- n) (seq.nth xs n)))")).toBe(false);
  });

  it("finds text and sequences, and takes for text what it does not know", () => {
    for (const item of [
      '"a"',
      "s",
      "(str.++ s s)",
      "(seq.nth ws 0)",
      "(seq.nth rows 0)",
      "xs",
      "o",
      "(field o)",
      "unheard",
    ])
      expect([item, makes(`(seq.unit ${item})`)]).toEqual([item, true]);
    expect(makes("(seq.unit (ite (< n 0) 1 (seq.nth ws n)))")).toBe(true);
    expect(makes("(seq.++ xs (seq.unit n) (seq.unit s))")).toBe(true);
  });

  it("has nothing to say of terms that make no sequence", () => {
    expect(makes("(= s (seq.nth ws 0))")).toBe(false);
  });
});

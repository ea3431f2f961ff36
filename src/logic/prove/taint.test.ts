import { describe, expect, it } from "vitest";
import { overReals } from "../smt/reals.ts";
import type { Constant } from "../smt/script.ts";
import { sortOf } from "../smt/sort.ts";
import { typeOfAnnotation } from "../types/annotation.ts";
import { restsOnReals, Taints } from "./taint.ts";

const constant = (symbol: string, annotation: string, term: string | null = null): Constant => {
  const type = typeOfAnnotation(annotation);
  return { symbol, sort: sortOf(type), term, type };
};
const routine = (symbol: string, annotation: string, term: string): Constant => ({
  ...constant(symbol, annotation, term),
  parameters: [{ name: "n!0", sort: "Int" }],
});
const DECLARED = [
  constant("|n|", "int"),
  constant("|x|", "float"),
  constant("|ws|", "list[str]"),
  constant("|d|", "dict[int, int]"),
  constant("|e|", "dict[str, int]"),
  constant("|q|", "set[str]"),
  constant("|fs|", "dict[int, float]"),
  constant("|half|", "int", "(to_int (/ 1.0 2.0))"),
  routine("f!a", "int", "(ite (<= n!0 0) |half| (f!b (- n!0 1)))"),
  routine("f!b", "int", "(ite (<= n!0 0) 0 (f!a (- n!0 1)))"),
  routine("f!c", "int", "(ite (<= n!0 0) 0 (str.len (seq.nth |ws| n!0)))"),
];
const taints = new Taints(DECLARED);
const of = (term: string) => [...taints.of(term)].sort();

describe("Taints", () => {
  it.each([
    ["(> |n| 0)", []],
    ['(= |n| (str.len "1.5 Real"))', []],
    ["(> |x| |x|)", ["reals"]],
    ["(= |n| (to_int 1.5))", ["reals"]],
    ["(= |half| 1)", ["reals"]],
    ["(= (f!b |n|) 1)", ["reals"]],
    ["(= (f!a |n|) 1)", ["reals"]],
    ["(= |fs| |fs|)", ["reals"]],
    ["(= |n| (|tuple[int, float] field 0| t))", ["reals"]],
    ["(= (seq.len |ws|) 2)", []],
    ['(= (seq.nth |ws| |n|) "a")', ["text_sequences"]],
    ["(= (f!c |n|) 2)", ["text_sequences"]],
    ["(= |d| |d|)", []],
    ["(= |e| |e|)", ["text_sequences"]],
    ["(= (seq.len (|dict[str, int] field 0| |e|)) 1)", []],
    ['((_ is |entry int some|) (select (|dict[str, int] field 1| |e|) "a"))', []],
    ["(= (seq.nth (|dict[str, int] field 0| |e|) |n|) (str.at s 0))", ["text_sequences"]],
    ["(= (seq.nth (|set[str] field 0| |q|) |n|) (str.at s 0))", ["text_sequences"]],
    ["(= s (as seq.empty (Seq |tuple[str, int]|)))", ["text_sequences"]],
  ])("of %s are %j", (term, expected) => {
    expect(of(term)).toEqual(expected);
  });

  it("come through every definition, in whatever order they are asked for", () => {
    const [first, second] = [new Taints(DECLARED), new Taints(DECLARED)];
    for (const name of ["f!a", "f!b"]) expect([...first.of(`(${name} 1)`)]).toEqual(["reals"]);
    for (const name of ["f!b", "f!a"]) expect([...second.of(`(${name} 1)`)]).toEqual(["reals"]);
  });
});

it("restsOnReals sees what a truth about floats leaves no trace of", () => {
  for (const term of ["true", "false", "(> |n| 0)"]) {
    expect(restsOnReals([term], DECLARED)).toBe(false);
    expect(restsOnReals([overReals(term)], DECLARED)).toBe(true);
  }
});

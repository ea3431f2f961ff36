import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSygus } from "../sygus/parse.ts";
import type { Grammar } from "../sygus/problem.ts";
import { evaluate } from "../term/evaluate.ts";
import { smtText } from "../term/print.ts";
import { arbitraryAssignment, arbitraryTerm } from "../term/term.arbitrary.ts";
import { apply, integer, type Term } from "../term/term.ts";
import { express } from "./express.ts";

function grammarOf(text: string): Grammar {
  const read = parseSygus(`(synth-fun f ((x Int) (y Int) (b Bool)) Int ${text}) (check-synth)`);
  if (read.status !== "read") throw new Error(JSON.stringify(read));
  return read.problem.targets[0]?.grammar ?? [];
}

const SMALL = grammarOf(
  "((S Int) (B Bool)) ((S Int (0 1 x y (+ S S) (- S S) (ite B S S))) (B Bool (b (and B B) (not B) (<= S S))))",
);

describe("express", () => {
  // A grammar is enumerated for every term; on a busy machine that takes longer than the default of five seconds.
  it("answers an equivalent term, whose leaves and operators are the grammar's", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        arbitraryTerm("Int"),
        fc.array(arbitraryAssignment, { minLength: 5, maxLength: 5 }),
        (term, assignments) => {
          const written = express(term, SMALL);
          if (written === null) return;
          for (const assignment of assignments) expect(evaluate(written, assignment)).toBe(evaluate(term, assignment));
          const tokens = smtText(written).match(/[^\s()]+/g) ?? [];
          expect(
            tokens.filter((token) => !["0", "1", "x", "y", "b", "+", "-", "ite", "and", "not", "<="].includes(token)),
          ).toEqual([]);
        },
      ),
    );
  });

  it("ends on tests that are rewritten into each other", () => {
    const boolean = (value: boolean) => ({ kind: "boolean" as const, value });
    const ite = (...operands: Term[]) => apply("ite", operands);
    const x = { kind: "variable" as const, name: "x", sort: "Int" as const };
    const b = { kind: "variable" as const, name: "b", sort: "Bool" as const };
    const differs = apply("distinct", [x, integer(0n)]);
    const inner = ite(boolean(false), boolean(false), ite(boolean(false), boolean(false), differs));
    const test = ite(inner, apply("not", [b]), boolean(false));
    const written = express(ite(test, integer(0n), integer(1n)), SMALL);
    for (const at of [0n, 5n]) {
      const assignment = new Map<string, bigint | boolean>([
        ["x", at],
        ["y", 0n],
        ["b", false],
      ]);
      if (written !== null) expect(evaluate(written, assignment)).toBe(at === 0n ? 1n : 0n);
    }
  });

  it("answers nothing where the grammar lacks what is needed", () => {
    const [x, y] = ["x", "y"].map((name) => ({ kind: "variable" as const, name, sort: "Int" as const }));
    const poor = grammarOf("((S Int)) ((S Int (x (+ S S))))");
    expect(x && express(x, poor)).toEqual(x);
    expect(y && express(y, poor)).toBeNull();
  });
});

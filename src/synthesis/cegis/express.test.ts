import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSygus } from "../sygus/parse.ts";
import type { Grammar } from "../sygus/problem.ts";
import { evaluate } from "../term/evaluate.ts";
import { smtText } from "../term/print.ts";
import { arbitraryAssignment, arbitraryTerm } from "../term/term.arbitrary.ts";
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

  it("answers nothing where the grammar lacks what is needed", () => {
    const [x, y] = ["x", "y"].map((name) => ({ kind: "variable" as const, name, sort: "Int" as const }));
    const poor = grammarOf("((S Int)) ((S Int (x (+ S S))))");
    expect(x && express(x, poor)).toEqual(x);
    expect(y && express(y, poor)).toBeNull();
  });
});

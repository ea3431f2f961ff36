import { describe, expect, it } from "vitest";
import { modelOf } from "../../logic/example.ts";
import { type Question, questionOf } from "../../logic/question.ts";
import { irWith } from "../holes.fixture.ts";
import { Witnesses } from "./witnesses.ts";

function asked(post: string[], effects: string[] = []): Question {
  const ir = irWith({ parameters: { x: "int", xs: "list[int]" }, returns: "int", post, effects });
  const question = questionOf(ir, "clauses_consistent");
  if (question === null) throw new Error("nothing is asked");
  return question;
}

const found = (witnesses: Witnesses, question: Question) => {
  const values = witnesses.of(question, question.clauses);
  return values === null ? null : modelOf(values);
};

describe("calls that answer questions without a solver", () => {
  it("are small, or near the constants of a clause", () => {
    const witnesses = new Witnesses();
    expect(found(witnesses, asked(["result == x", "x < 0"]))).toMatchObject({ x: "-1", result: "-1" });
    expect(found(witnesses, asked(["result > 4711"]))).toMatchObject({ result: "4712" });
  });

  it("are found again for another question that they answer", () => {
    const witnesses = new Witnesses();
    const question = asked(["result == 7 * x + 3", "x == 4711"]);
    expect(found(witnesses, question)).toBeNull();
    const values = { entry: new Map([["x", { kind: "int" as const, value: 4711n }]]), exit: new Map() };
    witnesses.keep(question, { ...values, exit: new Map([["result", { kind: "int" as const, value: 32_980n }]]) });
    expect(found(witnesses, asked(["x > 4000", "result == 7 * x + 3"]))).toEqual({ x: "4711", result: "32980" });
  });

  it.each(["x < x", "1 // (x - x) == 0"])("are none where a clause fails or raises on all of them: %s", (clause) => {
    expect(found(new Witnesses(), asked(["result == 0", clause]))).toBeNull();
  });

  it("leave what a call may change as it was", () => {
    const mutating = asked(["xs == old(xs)", "result == len(xs)"], ["mutation xs"]);
    expect(found(new Witnesses(), mutating)).toMatchObject({ xs: "[]", result: "0" });
  });
});

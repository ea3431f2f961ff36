import { describe, expect, it } from "vitest";
import { UsageProblem } from "./command-line.ts";
import { holeView } from "./hole.fixture.ts";
import { answerFor, readAnswers } from "./hole-answers.ts";

const file = (answers: unknown) => readAnswers(JSON.stringify(answers));

describe("an answers file", () => {
  it("holds values, suggestions, skips and `dont_know`", () => {
    expect([
      ...file({
        a: "len(xs) > 0",
        b: 0,
        c: { suggestion: 1 },
        d: { skip: true },
        e: { dont_know: true },
        f: { value: [1] },
      }),
    ]).toEqual([
      ["a", { value: "len(xs) > 0" }],
      ["b", { value: 0 }],
      ["c", { suggestion: 1 }],
      ["d", { skip: true }],
      ["e", { dont_know: true }],
      ["f", { value: [1] }],
    ]);
  });

  it.each(["{", "[]", '"x"', '{"a": {"suggestion": -1}}', '{"a": {"choose": 1}}', '{"a": {"skip": false}}'])(
    "%s is none",
    (text) => {
      expect(() => readAnswers(text)).toThrowError(UsageProblem);
    },
  );

  it("answers by id before subject before a part of the question", () => {
    const hole = holeView();
    const answers = { "xs is empty": 1, [hole.subject]: 2, [hole.id]: 3 };
    expect(answerFor(file(answers), hole)).toEqual({ key: hole.id, body: { value: 3 } });
    expect(answerFor(file({ "xs is empty": 1, "empty xs": 2 }), hole)).toEqual({ key: "empty xs", body: { value: 2 } });
    expect(answerFor(file({ "XS is empty": 1, negative: 2 }), hole)).toEqual({
      key: "XS is empty",
      body: { value: 1 },
    });
  });

  it("goes by the longest part, and answers nothing where two say different things", () => {
    const hole = holeView();
    expect(answerFor(file({ xs: 1, "when xs": 2 }), hole)?.body).toEqual({ value: 2 });
    expect(answerFor(file({ "the result": 1, "xs is empt": 2 }), hole)).toBeNull();
    expect(answerFor(file({ "the result": 1, "xs is empt": 1 }), hole)?.body).toEqual({ value: 1 });
    expect(answerFor(file({ negative: 1 }), hole)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { LIMITS } from "../run.ts";
import { literalOf } from "./literal.ts";
import { promptOf, wordsOf } from "./prompt.ts";

describe("a request in words", () => {
  it("writes JSON values as the Python literals that they stand for", () => {
    const value = { text: 'it\'s "so"', none: null, all: [true, 1, 2.5, 1e21, -0.5] };
    expect(literalOf(value)).toBe(
      "{'text': 'it\\'s \"so\"', 'none': None, 'all': [True, 1, 2.5, 1000000000000000000000, -0.5]}",
    );
  });

  it("shows examples and the name beside the request's own words", () => {
    const prompt = promptOf({
      prompt: "Add numbers.",
      function: "add",
      examples: [
        { args: [1], kwargs: { b: 2 }, returns: 3 },
        { args: [null], raises: "TypeError" },
      ],
    });
    expect(wordsOf(prompt)).toBe(
      "Add numbers.\n\nThe function is called `add`.\n\n>>> add(1, b=2)\n3\n>>> add(None)\nTraceback (most recent call last):\n    ...\nTypeError",
    );
    expect(wordsOf(promptOf({ prompt: "Add numbers." }))).toBe("Add numbers.");
  });

  it("takes a prompt of exactly the limit and none over it", () => {
    expect(promptOf({ prompt: "é".repeat(LIMITS.prompt_bytes / 2) }).text).toHaveLength(LIMITS.prompt_bytes / 2);
    expect(() => promptOf({ prompt: "a".repeat(LIMITS.prompt_bytes + 1) })).toThrow(/32769 bytes; it may have 32768/);
  });
});

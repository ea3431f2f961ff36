import { describe, expect, it } from "vitest";
import type { Slot } from "./input.ts";
import { guardOfProfile } from "./propose.ts";
import { INT, listOf } from "./shape.ts";

const slot = (name: string, optional = false): Slot => ({
  name,
  kind: "positional_or_keyword",
  shape: null,
  assumed: true,
  optional,
});

describe("the guard of what was assumed", () => {
  it("speaks of values on entry where calls change them: an emptied list is a list of anything", () => {
    const slots = [slot("xs"), slot("n")];
    expect(guardOfProfile(slots, [listOf(INT), INT], null, new Set(["xs"]))).toBe(
      "isinstance(old(xs), list) and all(isinstance(x, int) for x in old(xs)) and isinstance(n, int)",
    );
    expect(guardOfProfile([slot("xs", true)], [listOf(INT)], null, new Set(["xs"]))).toBe(
      "(old(xs) is None or (isinstance(old(xs), list) and all(isinstance(x, int) for x in old(xs))))",
    );
  });
});

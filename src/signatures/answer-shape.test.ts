import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerShape } from "./answer-shape.ts";
import { modelSchema } from "./json-schema.ts";

describe("the shape of an answer", () => {
  it("says types, alternatives, constants, limits and descriptions", () => {
    const schema = modelSchema(
      z.object({
        kind: z.enum(["a", "b"]).nullable().describe("Which\n  one"),
        share: z.number().min(0).max(1),
        names: z.array(z.string().describe("Family name")).max(3),
        parts: z.array(z.object({ at: z.int().min(0), note: z.union([z.string(), z.literal(7)]) })),
        none: z.object({}),
      }),
    );
    expect(answerShape(schema)).toBe(`{
  // Which one
  "kind": "a" | "b" | null,
  // 0 to 1
  "share": number,
  // Family name; at most 3 items
  "names": [string, ...],
  "parts": [{
    // at least 0
    "at": integer,
    "note": string | 7
  }, ...],
  "none": {}
}`);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterId } from "../../ir/hash.ts";
import type { Example, Hole, IR } from "../../ir/ir.ts";
import { applyAnswer } from "../apply-answer.ts";
import { refutes } from "../contradict/examples.ts";
import { answerTo, irWith, openHole } from "../holes.fixture.ts";
import { NO_HISTORY } from "./history.ts";
import { suggest } from "./suggest.ts";

const VALUES = { int: ["0", "1", "-2", "7"], str: ["''", "'a'", "'ab c'"], "list[int]": ["[]", "[1]", "[2, -1, 2]"] };
const TYPES = ["int", "str", "list[int]"] as const;
const CLAUSES = {
  pre: ["x >= 0", "len(x) > 0", "isinstance(x, int)", "x != y", "len(x) <= len(y)"],
  post: ["result >= 0", "len(result) == len(x)", "result in x", "result == x"],
};

const contract = fc
  .record({
    x: fc.constantFrom(...TYPES),
    y: fc.constantFrom(...TYPES),
    returns: fc.constantFrom(...TYPES),
    pre: fc.subarray(CLAUSES.pre),
    post: fc.subarray(CLAUSES.post),
    typed: fc.boolean(),
    kind: fc.constantFrom("precondition", "postcondition", "type"),
  })
  .chain((parts) =>
    fc
      .array(
        fc.record({
          x: fc.constantFrom(...VALUES[parts.x]),
          y: fc.constantFrom(...VALUES[parts.y]),
          returns: fc.constantFrom(...VALUES[parts.returns]),
        }),
        { maxLength: 3 },
      )
      .map((calls) => ({ ...parts, calls })),
  );

function irOf({
  x,
  y,
  returns,
  pre,
  post,
  typed,
  kind,
  calls,
}: typeof contract extends fc.Arbitrary<infer T> ? T : never): [IR, Hole] {
  const hole =
    kind === "type"
      ? openHole("type", { clause: "signature", kind: "type", subject: parameterId("y") })
      : openHole("missing", { subject: `${kind} 1 of f` });
  const examples = calls.map(
    (call): Example => ({
      call: `f(${call.x}, ${call.y})`,
      args: [call.x, call.y],
      kwargs: {},
      returns: call.returns,
      raises: null,
      source: "doctest",
      evidence_refs: [],
    }),
  );
  const parameters = { x: typed ? x : null, y: kind === "type" ? null : y };
  return [{ ...irWith({ parameters, returns, pre, post }, hole), examples }, hole];
}

describe("every suggestion", () => {
  it("can be answered as it stands, is new, and is refuted by no example", async () => {
    await fc.assert(
      fc.asyncProperty(contract, async (parts) => {
        const [ir, hole] = irOf(parts);
        const found = await suggest(ir, hole, NO_HISTORY, null);
        const clashes = (after: IR) =>
          after.assertions.filter((one) =>
            after.examples.some((call) => refutes(one, after.signature.parameters, call)),
          );
        for (const { value, confidence } of found) {
          const applied = applyAnswer(ir, answerTo(hole, value));
          expect(applied.ok, value).toBe(true);
          if (!applied.ok) continue;
          expect(clashes(applied.ir).length, value).toBe(clashes(ir).length);
          expect(ir.assertions.map(({ expression }) => expression.text)).not.toContain(value);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThan(1);
        }
        expect(new Set(found.map(({ value }) => value)).size).toBe(found.length);
      }),
      { numRuns: 60 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../ir/canonical.ts";
import type { IR } from "../../ir/ir.ts";
import { irWith, openHole, suggesting } from "../holes.fixture.ts";
import { undo } from "../undo.ts";
import { type Proposals, withFollowing } from "./following.ts";

const answered = openHole("answered", { status: "resolved" });
const open = openHole("open", {
  description: 'What is "large" for x?',
  suggestions: suggesting("result == 1"),
  dependencies: [answered.id],
});
const type = openHole("type", { clause: "signature", kind: "type", subject: "return", type_hint: "str" });
const contract = (): IR => ({
  ...irWith({ parameters: { x: "int" }, returns: "int", post: ["result >= x"] }, answered, open, type),
  examples: [
    { call: "f(2)", args: ["2"], kwargs: {}, returns: "3", raises: null, source: "prompt", evidence_refs: [] },
  ],
});
const suggestion = (value: string, hole = open) => ({ hole: hole.id, value, rationale: "so", confidence: 0.5 });
const follow = (proposals: Partial<Proposals>) =>
  withFollowing(contract(), answered.id, { suggestions: [], rewordings: [], ...proposals }, "m-1", null);
const openIn = ({ holes }: IR) => holes.find(({ id }) => id === open.id);

describe("what is said to follow from an answer", () => {
  it("becomes a suggestion as it would be answered, with the answer as its cause and a reason that says who says so", async () => {
    const { ir, changes, dropped } = await follow({ suggestions: [suggestion(" result  == x+1 ")] });
    expect(openIn(ir)?.suggestions.map(({ value }) => value)).toEqual(["result == 1", "result == x + 1"]);
    expect(dropped).toEqual([]);
    expect(changes).toMatchObject([{ cause: answered.id, reason: expect.stringContaining("m-1") }]);
  });

  it.each([
    ["no such name", "result == y", "y is no parameter"],
    ["types that do not go together", "result == x + 'a'", "types do not go together"],
    ["an example says otherwise", "result == x", "does not hold for the example"],
    ["it is suggested already", "result == 1", "suggested already"],
    ["it is a clause already", "result >= x", "a clause already"],
    ["it is no expression", "return x", "has no"],
  ])("is dropped with the reason: %s", async (_, value, reason) => {
    const { ir, changes, dropped } = await follow({ suggestions: [suggestion(value)] });
    expect(dropped).toEqual([{ hole: open.id, value, reason: expect.stringContaining(reason) }]);
    expect([ir, changes]).toEqual([contract(), []]);
  });

  it("is no type and nothing for a hole that is answered, and at most three suggestions of a hole", async () => {
    const many = [2, 3, 4, 5].map((number) => suggestion(`result != ${number + 7}`));
    const { ir, dropped } = await follow({
      suggestions: [suggestion("str", type), suggestion("result > 2", answered), ...many],
    });
    expect(openIn(ir)?.suggestions).toHaveLength(4);
    expect(dropped.map(({ reason }) => reason).sort()).toEqual([
      "one answer adds at most 3 suggestions",
      "the hole asks for no condition",
      "the hole is not open",
    ]);
  });

  it("puts a question in other words that speak of the same", async () => {
    const question = 'From which x on is it "large", given that the result grows?';
    const { ir, dropped } = await follow({ rewordings: [{ hole: open.id, question }] });
    expect([openIn(ir)?.description, dropped]).toEqual([question, []]);
    for (const unfit of ["What is large for x?", 'What is "large"?', "", 'x "large" '.repeat(60)]) {
      const refused = await follow({ rewordings: [{ hole: open.id, question: unfit }] });
      expect([openIn(refused.ir)?.description, refused.dropped.length]).toEqual([open.description, 1]);
    }
  });

  it("can be taken back byte for byte, whatever was said", async () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("result > 3", "result == x + 1", "implies(x > 1, result > 2)"));
    const hole = fc.constantFrom(open.id, type.id, answered.id);
    const proposals = fc.record({
      suggestions: fc.array(fc.record({ hole, value: text, rationale: fc.string(), confidence: fc.constant(0.5) })),
      rewordings: fc.array(
        fc.record({
          hole,
          question: fc.oneof(
            text,
            text.map((more) => `x "large" ${more}`),
          ),
        }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(proposals, async (said) => {
        const { ir, changes } = await follow(said);
        const undone = undo(ir, changes);
        expect(undone.ok && canonicalJson(undone.ir)).toBe(canonicalJson(contract()));
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { canonicalJson } from "../ir/canonical.ts";
import type { IR } from "../ir/ir.ts";
import type { Provenance } from "../ir/provenance.ts";
import type { Reply } from "./answer.ts";
import { answerTo, irWith, openHole, suggesting } from "./holes.fixture.ts";
import { settle } from "./settle.ts";
import { undo } from "./undo.ts";

const EMPTY = openHole("empty", {
  suggestions: suggesting("implies(len(xs) == 0, result is None)", "implies(len(xs) == 0, raises(ValueError))"),
});
const RAISES = "implies(len(xs) == 0, raises(ValueError))";
const PROMPT = "Return the smallest number in a list.";

function contract(hint: string, source: Provenance["source"] = "static", more: Partial<IR> = {}): IR {
  const ir = irWith(
    { name: "smallest", parameters: { xs: "list[int]" }, returns: hint, post: ["result in xs"] },
    EMPTY,
  );
  const { returns } = ir.signature;
  const provenance = { ...returns.provenance, source };
  return { ...ir, signature: { ...ir.signature, returns: { ...returns, provenance } }, ...more };
}

async function answered(ir: IR, reply: string | Reply = RAISES, text: string | null = PROMPT) {
  const settled = await settle(ir, answerTo(EMPTY, reply), { solver: null, limits: { rlimit: 1 }, text });
  if (!settled.ok) throw new Error(JSON.stringify(settled.problem));
  return settled;
}

describe("the type of the result", () => {
  it.each([
    ["int | None", "int"],
    ["None | list[int | None] | str", "list[int | None] | str"],
    ["Optional[dict[str, int]]", "dict[str, int]"],
    ["int", "int"],
    ["None", "None"],
    ["list[int | None]", "list[int | None]"],
  ])("loses None where no reading gives it any more, and undo brings it back: %s", async (hint, plain) => {
    const ir = contract(hint);
    const { ir: after, changes } = await answered(ir);
    expect(after.signature.returns.type_hint).toBe(plain);
    const undone = undo(after, changes);
    expect(undone.ok && canonicalJson(undone.ir)).toBe(canonicalJson(ir));
  });

  const example = (returns: string): IR["examples"][number] => {
    return {
      call: "smallest([1])",
      args: ["[1]"],
      kwargs: {},
      returns,
      raises: null,
      source: "prompt",
      evidence_refs: [],
    };
  };
  it.each<[string, IR, string | Reply, string | null]>([
    ["the answer gives it", contract("int | None"), "implies(len(xs) == 0, result is None)", PROMPT],
    ["nobody decided", contract("int | None"), { kind: "skip" }, PROMPT],
    ["the request asks for it", contract("int | None"), RAISES, "The smallest number, or None."],
    ["there is no request", contract("int | None"), RAISES, null],
    ["it was declared", contract("int | None", "declared"), RAISES, PROMPT],
    ["a person said so", contract("int | None", "human"), RAISES, PROMPT],
    ["an example has it", contract("int | None", "static", { examples: [example("None")] }), RAISES, PROMPT],
    [
      "another hole may give it",
      contract("int | None", "static", {
        holes: [EMPTY, openHole("ties", { suggestions: suggesting("implies(xs[0] == 0, result is None)") })],
      }),
      RAISES,
      PROMPT,
    ],
    [
      "it is not from this hole",
      contract("int | None", "static", { holes: [{ ...EMPTY, suggestions: suggesting(RAISES) }] }),
      RAISES,
      PROMPT,
    ],
  ])("keeps None where %s", async (_, ir, reply, text) => {
    expect((await answered(ir, reply, text)).ir.signature.returns.type_hint).toBe("int | None");
  });
});

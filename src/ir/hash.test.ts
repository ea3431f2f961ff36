import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash } from "./content.ts";
import { clauseId, effectId, evidenceId, holeId, irId, parameterId, sha256Hex } from "./hash.ts";
import { ClauseId, HoleId, IrId, ParameterId } from "./ids.ts";
import { anyIr } from "./ir.arbitrary.ts";
import { IR } from "./ir.ts";
import { irJsonSchema } from "./json-schema.ts";

describe("sha256Hex", () => {
  it("hashes the UTF-8 bytes of a text", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256Hex("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });
});

describe("ids", () => {
  it("are equal for equal content and differ otherwise", () => {
    expect(clauseId("precondition", "x>0")).toBe(clauseId("precondition", "(x) > 0"));
    expect(clauseId("precondition", "x > 0")).not.toBe(clauseId("postcondition", "x > 0"));
    expect(clauseId("precondition", "x > 0", 1)).toBe(clauseId("precondition", "x > 0"));
    expect(clauseId("precondition", "x > 0", 2)).not.toBe(clauseId("precondition", "x > 0"));
    expect(irId(["ab", "c"])).not.toBe(irId(["a", "bc"]));
    expect(effectId("io", "stdout")).not.toBe(effectId("state", "stdout"));
    const span = { line: 1, column: 0, end_line: 1, end_column: 5 };
    expect(evidenceId("r", span, "x")).not.toBe(evidenceId("r", { ...span, line: 2 }, "x"));
    expect(evidenceId("r", null, null)).not.toBe(evidenceId("r", null, "null"));
  });

  it("fit their models whatever they are made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(ClauseId.safeParse(clauseId(a, b)).success).toBe(true);
        expect(ParameterId.safeParse(parameterId(a)).success).toBe(true);
        expect(HoleId.safeParse(holeId(a, b)).success).toBe(true);
        expect(IrId.safeParse(irId([a, b])).success).toBe(true);
      }),
    );
    expect(irId(["\ud800"])).not.toBe(irId(["\ud801"]));
  });
});

describe("contentHash", () => {
  it("does not depend on who lifted the function, when, and from which lines", () => {
    fc.assert(
      fc.property(anyIr, (ir) => {
        const other: IR = {
          ...ir,
          id: irId(["elsewhere"]),
          intent: {
            ...ir.intent,
            provenance: { ...ir.intent.provenance, author: "bob", timestamp: null, evidence_refs: [] },
          },
          assertions: ir.assertions.toReversed(),
          holes: ir.holes.toReversed(),
          metadata: { ...ir.metadata, commit: "other", span: null, source_hash: null, evidence: [] },
        };
        expect(contentHash(other)).toBe(contentHash(ir));
      }),
    );
  });

  it("depends on what the function promises", () => {
    fc.assert(
      fc.property(anyIr, (ir) => {
        expect(contentHash({ ...ir, signature: { ...ir.signature, name: "other" } })).not.toBe(contentHash(ir));
        expect(contentHash({ ...ir, intent: { ...ir.intent, summary: "other" } })).not.toBe(contentHash(ir));
        for (const [index] of ir.assertions.entries())
          expect(contentHash({ ...ir, assertions: ir.assertions.toSpliced(index, 1) })).not.toBe(contentHash(ir));
      }),
    );
  });
});

describe("irJsonSchema", () => {
  it("describes every part of the IR", () => {
    expect(Object.keys(irJsonSchema.properties ?? {})).toEqual(Object.keys(IR.shape));
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseBest, PRECEDENCE } from "./choose.ts";
import { EvidenceId } from "./ids.ts";
import { anyProvenance } from "./ir.arbitrary.ts";
import type { Provenance } from "./provenance.ts";

const from = (source: Provenance["source"], confidence: number, ...evidence: string[]): Provenance => ({
  source,
  confidence,
  author: null,
  timestamp: null,
  evidence_refs: evidence.map((id) => EvidenceId.parse(id)),
});
const equal = (a: string, b: string) => a === b;

describe("chooseBest", () => {
  it("believes the stronger source, not the more confident one", () => {
    const { chosen, conflicts } = chooseBest(
      [
        { value: "str", provenance: from("agent", 1) },
        { value: "int", provenance: from("declared", 0.8) },
      ],
      equal,
    );
    expect(chosen.value).toBe("int");
    expect(conflicts.map(({ value }) => value)).toEqual(["str"]);
  });

  it("believes the more confident of two equal sources, whatever their order", () => {
    const low = { value: "a", provenance: from("static", 0.4) };
    const high = { value: "b", provenance: from("static", 0.6) };
    expect(chooseBest([low, high], equal).chosen.value).toBe("b");
    expect(chooseBest([high, low], equal).chosen.value).toBe("b");
  });

  it("joins agreeing candidates: evidence of all, noisy-or of the sources", () => {
    const { chosen, conflicts } = chooseBest(
      [
        { value: "int", provenance: from("agent", 0.5, "e1") },
        { value: "int", provenance: from("static", 0.6, "e2", "e1") },
      ],
      equal,
    );
    expect(chosen.provenance).toEqual(from("static", 0.8, "e2", "e1"));
    expect(conflicts).toEqual([]);
  });

  it("does not let one analysis confirm itself", () => {
    const twice = ["e1", "e2"].map((id) => ({ value: "int", provenance: from("static", 0.6, id) }));
    expect(chooseBest(twice, equal).chosen.provenance.confidence).toBe(0.6);
  });

  it("caps agreement at the ceiling of the best source", () => {
    const sure = [from("static", 0.9), from("refinement", 0.9), from("agent", 0.9)];
    const { chosen } = chooseBest(
      sure.map((provenance) => ({ value: "int", provenance })),
      equal,
    );
    expect(chosen.provenance.confidence).toBe(0.95);
  });

  it("lowers the confidence by half of the strongest dissent", () => {
    const { chosen } = chooseBest(
      [
        { value: "int", provenance: from("declared", 1) },
        { value: "str", provenance: from("static", 0.5) },
        { value: "bytes", provenance: from("agent", 0.4) },
      ],
      equal,
    );
    expect(chosen.provenance.confidence).toBe(0.75);
  });

  it("never loses a candidate, its evidence or the order of belief", () => {
    const candidate = fc.record({ value: fc.constantFrom("a", "b", "c"), provenance: anyProvenance });
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 1, maxLength: 6 }), (candidates) => {
        const { chosen, conflicts } = chooseBest(candidates, equal);
        const groups = [chosen, ...conflicts];
        expect(new Set(groups.map(({ value }) => value))).toEqual(new Set(candidates.map(({ value }) => value)));
        for (const { value, provenance } of candidates) {
          const group = groups.find((other) => other.value === value);
          for (const id of provenance.evidence_refs) expect(group?.provenance.evidence_refs).toContain(id);
        }
        const rank = (source: Provenance["source"]) => PRECEDENCE.indexOf(source);
        expect(rank(chosen.provenance.source)).toBe(
          Math.min(...candidates.map(({ provenance }) => rank(provenance.source))),
        );
        expect(chosen.provenance.confidence).toBeGreaterThanOrEqual(0);
        expect(chosen.provenance.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses to choose from nothing", () => {
    expect(() => chooseBest([], equal)).toThrow(RangeError);
  });
});

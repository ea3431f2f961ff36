import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffIr } from "./diff.ts";
import { anyIr } from "./ir.arbitrary.ts";
import { sampleAssertion, sampleIr, sampleParameter } from "./ir.sample.ts";
import type { IR } from "./ir.ts";
import { mergeIr } from "./merge.ts";

const base = sampleIr();
const [pre, post] = base.assertions as [IR["assertions"][number], IR["assertions"][number]];
const withAssertions = (...assertions: IR["assertions"]): IR => ({ ...base, assertions });

describe("mergeIr", () => {
  it("takes what either side alone changed", () => {
    const ours = { ...base, intent: { ...base.intent, summary: "Ours." } };
    const theirs = { ...base, signature: { ...base.signature, name: "limit" } };
    const { ir, conflicts } = mergeIr(base, ours, theirs);
    expect(conflicts).toEqual([]);
    expect([ir.intent.summary, ir.signature.name]).toEqual(["Ours.", "limit"]);
  });

  it("keeps a deletion that only one side made, and elements that either added", () => {
    const mine = sampleAssertion("invariant", "a");
    const other = sampleAssertion("invariant", "b");
    const { ir, conflicts } = mergeIr(base, withAssertions(pre, mine), withAssertions(pre, post, other));
    expect(conflicts).toEqual([]);
    expect(ir.assertions.map(({ id }) => id)).toEqual([pre.id, mine.id, other.id]);
  });

  it("keeps an element that one side deleted and the other changed, and reports it", () => {
    const changed = { ...post, rationale: "why" };
    const { ir, conflicts } = mergeIr(base, withAssertions(pre), withAssertions(pre, changed));
    expect(ir.assertions).toEqual([pre, changed]);
    expect(conflicts).toEqual([
      { path: `assertions[${post.id}]`, base: post, ours: null, theirs: changed, kept: "theirs" },
    ]);
  });

  it("lets the stronger provenance decide a field that both changed, and reports it by path", () => {
    const human = { ...post.provenance, source: "human" as const };
    const ours = withAssertions(pre, { ...post, rationale: "machine" });
    const theirs = withAssertions(pre, { ...post, rationale: "person", provenance: human });
    const { ir, conflicts } = mergeIr(base, ours, theirs);
    expect(ir.assertions[1]?.rationale).toBe("person");
    expect(conflicts).toEqual([
      { path: `assertions[${post.id}].rationale`, base: null, ours: "machine", theirs: "person", kept: "theirs" },
    ]);
  });

  it("lets a locked assertion stand", () => {
    const human = { ...post.provenance, source: "human" as const };
    const ours = withAssertions(pre, { ...post, locked: true, rationale: "locked" });
    const theirs = withAssertions(pre, { ...post, rationale: "person", provenance: human });
    expect(mergeIr(base, ours, theirs).ir.assertions[1]).toMatchObject({ locked: true, rationale: "locked" });
  });

  it("merges references as sets", () => {
    const hole = base.holes[0] as IR["holes"][number];
    const constrained = (...ids: IR["holes"][number]["constraints"]): IR => ({
      ...base,
      holes: [{ ...hole, constraints: ids }],
    });
    const { ir, conflicts } = mergeIr(constrained(pre.id), constrained(pre.id, post.id), constrained());
    expect(conflicts).toEqual([]);
    expect(ir.holes[0]?.constraints).toEqual([post.id]);
  });

  it("keeps evidence that a merged element still cites", () => {
    const ours: IR = {
      ...withAssertions(pre),
      metadata: { ...base.metadata, evidence: base.metadata.evidence.slice(0, 1) },
    };
    const theirs = withAssertions(pre, { ...post, rationale: "why" });
    const { ir } = mergeIr(base, ours, theirs);
    expect(ir.metadata.evidence.map(({ id }) => id)).toEqual(base.metadata.evidence.map(({ id }) => id));
  });

  it("puts parameters in an order that Python allows", () => {
    const add = (...names: [string, "keyword_only" | "positional_or_keyword"][]): IR => ({
      ...base,
      signature: {
        ...base.signature,
        parameters: [
          ...base.signature.parameters,
          ...names.map(([name, kind]) => sampleParameter(name, { kind, default: "0" })),
        ],
      },
    });
    const { ir } = mergeIr(base, add(["a", "keyword_only"]), add(["b", "positional_or_keyword"]));
    expect(ir.signature.parameters.map(({ name }) => name)).toEqual(["x", "low", "high", "b", "a"]);
  });

  it("reports parameters that cannot stand together", () => {
    const add = (name: string): IR => ({
      ...base,
      signature: {
        ...base.signature,
        parameters: [...base.signature.parameters, sampleParameter(name, { kind: "var_positional" })],
      },
    });
    expect(mergeIr(base, add("a"), add("b")).conflicts.map(({ path }) => path)).toEqual(["signature.parameters"]);
  });

  it("gives a side that alone changed, without conflicts", () => {
    fc.assert(
      fc.property(anyIr, anyIr, (a, b) => {
        for (const result of [mergeIr(a, b, a), mergeIr(a, a, b), mergeIr(a, b, b)]) {
          expect(diffIr(result.ir, b).changes).toEqual([]);
          expect(result.conflicts.filter(({ path }) => path !== "signature.parameters")).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("loses nothing that a side added or changed, and brings nothing back that one side deleted and the other left", () => {
    const lists = ["assertions", "effects", "holes"] as const;
    fc.assert(
      fc.property(anyIr, anyIr, anyIr, (from, ours, theirs) => {
        const { ir } = mergeIr(from, ours, theirs);
        for (const list of lists) {
          const find = (side: IR, id: string) => side[list].find((element) => element.id === id);
          const ids = new Set([from, ours, theirs].flatMap((side) => side[list].map(({ id }) => String(id))));
          for (const id of ids) {
            const [old, mine, other] = [from, ours, theirs].map((side) => JSON.stringify(find(side, id)));
            const deleted =
              old !== undefined &&
              ((mine === undefined && other === old) ||
                (other === undefined && mine === old) ||
                (mine === undefined && other === undefined));
            expect(find(ir, id) === undefined).toBe(deleted);
          }
        }
        const relations = (side: IR) => side.relationships.map(({ kind, target }) => `${kind}:${target}`);
        for (const relation of [...relations(ours), ...relations(theirs)])
          if (!relations(from).includes(relation)) expect(relations(ir)).toContain(relation);
      }),
      { numRuns: 200 },
    );
  });
});

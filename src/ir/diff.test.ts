import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash } from "./content.ts";
import { diffIr } from "./diff.ts";
import { anyIr } from "./ir.arbitrary.ts";
import { sampleAssertion, sampleIr, sampleParameter } from "./ir.sample.ts";
import type { IR, Parameter } from "./ir.ts";

const base = sampleIr();
const summary = (to: IR, from = base) =>
  diffIr(from, to).changes.map(({ path, kind, severity }) => `${severity} ${kind} ${path}`);
const withParameters = (...parameters: Parameter[]): IR => ({ ...base, signature: { ...base.signature, parameters } });
const [x, low, high] = base.signature.parameters as [Parameter, Parameter, Parameter];

describe("diffIr", () => {
  it.each<[string, IR, string[]]>([
    ["a removed parameter", withParameters(x, low), ["breaking removed signature.parameters[param_high]"]],
    [
      "a renamed parameter",
      withParameters(x, sampleParameter("bottom"), high),
      ["breaking changed signature.parameters[param_low].name"],
    ],
    [
      "an added required parameter",
      withParameters(x, low, high, sampleParameter("step", { kind: "keyword_only" })),
      ["breaking added signature.parameters[param_step]"],
    ],
    [
      "an added optional parameter",
      withParameters(x, low, high, sampleParameter("step", { default: "1" })),
      ["info added signature.parameters[param_step]"],
    ],
    [
      "an optional parameter added in the middle",
      withParameters(x, low, sampleParameter("step", { default: "1" }), high),
      ["breaking changed signature.parameters", "info added signature.parameters[param_step]"],
    ],
    ["parameters in another order", withParameters(low, x, high), ["breaking changed signature.parameters"]],
    [
      "a parameter that became keyword-only",
      withParameters(x, low, { ...high, kind: "keyword_only" }),
      ["breaking changed signature.parameters[param_high].kind"],
    ],
    [
      "a removed default",
      withParameters(x, low, { ...high, default: null }),
      ["breaking changed signature.parameters[param_high].default"],
    ],
    [
      "an added default",
      withParameters(x, { ...low, default: "0" }, high),
      ["info changed signature.parameters[param_low].default"],
    ],
    [
      "another type",
      withParameters({ ...x, type_hint: "float" }, low, high),
      ["warning changed signature.parameters[param_x].type_hint"],
    ],
    [
      "an async function",
      { ...base, signature: { ...base.signature, is_async: true } },
      ["breaking changed signature.is_async"],
    ],
    [
      "another result type",
      { ...base, signature: { ...base.signature, returns: { ...base.signature.returns, type_hint: "str" } } },
      ["warning changed signature.returns.type_hint"],
    ],
    [
      "an added precondition",
      { ...base, assertions: [...base.assertions, sampleAssertion("precondition", "x > 0")] },
      [`breaking added assertions[${sampleAssertion("precondition", "x > 0").id}]`],
    ],
    [
      "a removed precondition",
      { ...base, assertions: base.assertions.slice(1) },
      [`info removed assertions[${base.assertions[0]?.id}]`],
    ],
    [
      "a removed postcondition",
      { ...base, assertions: base.assertions.slice(0, 1) },
      [`breaking removed assertions[${base.assertions[1]?.id}]`],
    ],
    [
      "a verdict that became weaker",
      {
        ...base,
        assertions: base.assertions.map((item) => ({ ...item, verdict: sampleAssertion("precondition", "x").verdict })),
      },
      [`warning changed assertions[${base.assertions[1]?.id}].verdict`],
    ],
    ["a removed effect", { ...base, effects: [] }, [`info removed effects[${base.effects[0]?.id}]`]],
    ["a removed hole", { ...base, holes: [] }, [`info removed holes[${base.holes[0]?.id}]`]],
    ["a removed relationship", { ...base, relationships: [] }, ["info removed relationships[calls:log]"]],
    [
      "an example with another result",
      { ...base, examples: base.examples.map((item, index) => (index === 0 ? { ...item, returns: "9" } : item)) },
      ["warning changed examples[clamp(1, 0)].returns"],
    ],
    [
      "an exception that is no longer raised",
      { ...base, signature: { ...base.signature, raises: [] } },
      [`info removed signature.raises[${base.signature.raises[0]?.id}]`],
    ],
    ["a moved file", { ...base, metadata: { ...base.metadata, path: "other.py" } }, ["info changed metadata.path"]],
    [
      "contradictory preconditions",
      {
        ...base,
        metadata: {
          ...base.metadata,
          checks: base.metadata.checks.map((check) => ({ ...check, status: "unsat" as const })),
        },
      },
      ["warning changed metadata.checks[preconditions_satisfiable].status"],
    ],
  ])("judges %s", (_, to, expected) => {
    expect(summary(to)).toEqual(expected);
  });

  it("treats an added effect and an added exception as warnings", () => {
    const without: IR = { ...base, effects: [], signature: { ...base.signature, raises: [] } };
    expect(summary(base, without).map((line) => line.split(" ").slice(0, 2))).toEqual([
      ["warning", "added"],
      ["warning", "added"],
    ]);
  });

  it("says in words what changed", () => {
    const to: IR = { ...base, assertions: [...base.assertions, sampleAssertion("precondition", "x > 0")] };
    expect(diffIr(base, to).changes[0]?.message).toBe("precondition x > 0 added");
    expect(diffIr(base, withParameters(x, low, { ...high, default: null })).changes[0]?.message).toBe(
      "optional parameter high: default changed from 10 to null",
    );
  });

  it("finds an IR identical to itself", () => {
    fc.assert(
      fc.property(anyIr, (ir) => {
        expect(diffIr(ir, structuredClone(ir))).toEqual({ changes: [], identical: true });
      }),
    );
  });

  it("has no changes exactly when the contents are equal, in both directions", () => {
    fc.assert(
      fc.property(
        anyIr,
        anyIr,
        fc.subarray([
          "signature",
          "assertions",
          "effects",
          "examples",
          "holes",
          "intent",
          "relationships",
          "metadata",
        ] as const),
        (a, other, parts) => {
          const b = { ...a, ...Object.fromEntries(parts.map((part) => [part, other[part]])) };
          const equal = contentHash(a) === contentHash(b);
          expect(diffIr(a, b).identical).toBe(equal);
          expect(diffIr(b, a).identical).toBe(equal);
        },
      ),
      { numRuns: 300 },
    );
  });
});

import { expressionText } from "../../ir/expression/text.ts";
import { clauseId } from "../../ir/hash.ts";
import { sampleIr } from "../../ir/ir.sample.ts";
import type { Assertion, AssertionCategory, IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import { signatureOf } from "../../python/signature/signature.ts";

/** The last function of a source with its signature as written, and nothing else in its IR. */
export function lifted(source: string): { module: PythonModule; fn: PythonFunction; ir: IR } {
  const result = parseModule(source);
  if (!result.ok) throw new Error(result.problem.message);
  const { module } = result;
  const fn = module.functions.findLast(({ outline }) => outline.kind === "function");
  if (fn === undefined) throw new Error("the source has no function");
  const { signature } = signatureOf(module, fn);
  const ir = { ...sampleIr(), signature, assertions: [], effects: [], examples: [], holes: [] };
  return { module, fn, ir };
}

/** A clause that nobody has judged. */
export function stated(category: AssertionCategory, text: string): Assertion {
  return {
    id: clauseId(category, text),
    category,
    expression: expressionText(text),
    rationale: null,
    verdict: { status: "unknown", reason: "not_attempted", detail: "" },
    locked: false,
    applies_to: [],
    provenance: { source: "declared", confidence: 1, author: null, timestamp: null, evidence_refs: [] },
  };
}

import type { Parameter, Signature } from "../../ir/ir.ts";
import type { Evidence, Provenance } from "../../ir/provenance.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import { evidenceOf } from "../../python/spans.ts";
import { type FunctionTypes, type InferredType, inferTypes } from "../../python/types/infer-types.ts";
import { moduleOf } from "../source.ts";
import { attempt, eachFunction, problemOf } from "./each-function.ts";
import type { Selection, SignatureFacts, SourceFile } from "./facts.ts";

/** Signatures as written, with inferred types where none is written. A written type is never replaced by an inferred one. */
export function signature(file: SourceFile, selection: Selection): SignatureFacts[] {
  const module = moduleOf(file);
  const inferred = attempt(() => inferTypes(module));
  return eachFunction<SignatureFacts>(
    module,
    selection,
    "signature",
    (fn) => {
      const { signature: written, evidence, problems } = signatureOf(module, fn);
      if (!inferred.ok) {
        return { signature: written, evidence, problems: [...problems, problemOf("types", inferred.error, fn)] };
      }
      const types = inferred.result.get(fn.outline.key);
      if (types === undefined) return { signature: written, evidence, problems };
      const filled = fill(module, fn, written, types);
      return {
        signature: filled.signature,
        evidence: [...evidence, ...filled.evidence],
        problems: [...problems, ...types.problems],
      };
    },
    (problem) => ({ signature: null, evidence: [], problems: [problem] }),
  );
}

function fill(module: PythonModule, fn: PythonFunction, written: Signature, types: FunctionTypes) {
  const evidence: Evidence[] = [];
  const claim = (type: InferredType): { type_hint: string; provenance: Provenance } => {
    const item = evidenceOf(module, type.rule, type.reason, type.node ?? fn.node);
    evidence.push(item);
    const provenance = {
      source: "static" as const,
      confidence: type.confidence,
      author: null,
      timestamp: null,
      evidence_refs: [item.id],
    };
    return { type_hint: type.type, provenance };
  };
  const parameters = written.parameters.map((parameter): Parameter => {
    const type = types.parameters.get(parameter.name);
    return parameter.type_hint !== null || type === undefined ? parameter : { ...parameter, ...claim(type) };
  });
  const returns =
    written.returns.type_hint !== null || types.returns === null
      ? written.returns
      : { ...written.returns, ...claim(types.returns) };
  return { signature: { ...written, parameters, returns }, evidence };
}

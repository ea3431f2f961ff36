import { codeToConstraints } from "./code-to-constraints.ts";
import { codeToIntent } from "./code-to-intent.ts";
import { codeToIr } from "./code-to-ir.ts";
import { codeToSignature } from "./code-to-signature.ts";
import { constraintExtraction } from "./constraint-extraction.ts";
import type { SignatureDefinition } from "./define.ts";
import { holeSuggestion } from "./hole-suggestion.ts";
import { inferDependentConstraints } from "./infer-dependent-constraints.ts";
import { intentToSignature } from "./intent-to-signature.ts";
import { irToCode } from "./ir-to-code.ts";
import { nlToIntent } from "./nl-to-intent.ts";
import { repair } from "./repair.ts";
import { validation } from "./validation.ts";

/** Every signature there is. Ids are never reused. */
export const SIGNATURES: readonly SignatureDefinition[] = [
  nlToIntent,
  intentToSignature,
  constraintExtraction,
  irToCode,
  repair,
  validation,
  holeSuggestion,
  inferDependentConstraints,
  codeToIntent,
  codeToSignature,
  codeToConstraints,
  codeToIr,
];

const BY_ID: ReadonlyMap<string, SignatureDefinition> = new Map(
  SIGNATURES.map((signature) => [signature.id, signature]),
);

export function signatureById(id: string): SignatureDefinition | null {
  return BY_ID.get(id) ?? null;
}

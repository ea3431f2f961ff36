import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical.ts";
import { expressionText } from "./expression/text.ts";
import { ClauseId, EffectId, EvidenceId, HoleId, IrId, ParameterId } from "./ids.ts";
import type { Span } from "./provenance.ts";

/** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Digest of a list of parts; parts cannot run into each other. */
function digest(parts: readonly (string | number | null)[], length: number): string {
  return sha256Hex(canonicalJson(parts, "escape")).slice(0, length);
}

/** 64 bits: elements are told apart within one IR or one file. */
const ELEMENT_DIGITS = 16;
/** 128 bits: IRs are told apart over all tenants. */
const IR_DIGITS = 32;

/** Equal parts give equal ids, in any process and at any time. */
export function irId(parts: readonly string[]): IrId {
  return IrId.parse(`ir_${digest(parts, IR_DIGITS)}`);
}

/**
 * Id of an assertion, a raises clause or another statement of the `category`, by its canonical text: white space, comments and spare
 * parentheses do not count. `ordinal` tells apart statements that are equal in both, counted from 1; absent and 1 are the same.
 */
export function clauseId(category: string, text: string, ordinal = 1): ClauseId {
  const canonical = expressionText(text);
  const suffix = ordinal === 1 ? "" : `_${ordinal}`;
  return ClauseId.parse(`${slug(category)}_${digest([category, canonical.text], ELEMENT_DIGITS)}${suffix}`);
}

/** Id of a parameter by its name, which is unique in a signature. */
export function parameterId(name: string): ParameterId {
  return ParameterId.parse(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name) ? `param_${name}` : `param_${digest([name], ELEMENT_DIGITS)}`,
  );
}

export function effectId(type: string, target: string): EffectId {
  return EffectId.parse(`effect_${digest([type, target], ELEMENT_DIGITS)}`);
}

/** Id of an observation by its rule, its place and its text. */
export function evidenceId(rule: string, span: Span | null, text: string | null): EvidenceId {
  const place = span === null ? [] : [span.line, span.column, span.end_line, span.end_column];
  return EvidenceId.parse(`evidence_${digest([rule, text, ...place], ELEMENT_DIGITS)}`);
}

/** Id of a hole by the clause it is in and the element that is missing there. */
export function holeId(clause: string, subject: string): HoleId {
  return HoleId.parse(`hole_${digest([clause, subject], ELEMENT_DIGITS)}`);
}

function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/g, "_").slice(0, 60) || "clause";
}

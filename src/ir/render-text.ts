import type { IR } from "./ir.ts";
import type { Provenance } from "./provenance.ts";
import type { InputAssignment, Verdict } from "./verdict.ts";

/** Text on one line, with control and format characters (terminal escapes, bidirectional overrides) spelled out. */
export function oneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*[\r\n]\s*/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
      character === "\t" ? " " : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}

/** A share of one as a whole percentage; only a full one reads 100%. */
export function percent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)}%`;
}

/** `line 3` or `lines 3, 7`: where the cited evidence stands; empty when none has a place. */
export function lineNumbers(ir: IR, { evidence_refs }: Pick<Provenance, "evidence_refs">): string[] {
  const cited = new Set<string>(evidence_refs);
  const lines = ir.metadata.evidence.flatMap(({ id, span }) => (cited.has(id) && span !== null ? [span.line] : []));
  const distinct = [...new Set(lines)].sort((a, b) => a - b);
  return distinct.length === 0 ? [] : [`line${distinct.length > 1 ? "s" : ""} ${distinct.join(", ")}`];
}

/** `x = 1, y = 'a'` */
export function renderAssignment(assignment: InputAssignment): string {
  const parts = Object.entries(assignment).map(([name, value]) => `${oneLine(name)} = ${oneLine(value)}`);
  return parts.length === 0 ? "no inputs" : parts.join(", ");
}

export function renderVerdict(verdict: Verdict): string {
  switch (verdict.status) {
    case "proved":
      return `proved by ${oneLine(verdict.by)}${assuming(verdict.assumptions)}`;
    case "refuted":
      return `REFUTED by ${renderAssignment(verdict.counterexample)}${verdict.observed === null ? "" : `: ${oneLine(verdict.observed)}`}`;
    case "bounded":
      return `holds up to ${oneLine(verdict.bound)}${assuming(verdict.assumptions)}`;
    case "tested":
      return `held in ${verdict.executions} execution${verdict.executions === 1 ? "" : "s"}, not proved`;
    case "unknown":
      return `unknown, ${verdict.reason}${verdict.detail === "" ? "" : `: ${oneLine(verdict.detail)}`}`;
    case "vacuous":
      return `VACUOUS: ${oneLine(verdict.detail)}`;
  }
}

function assuming(assumptions: readonly string[]): string {
  return assumptions.length === 0 ? "" : ` assuming ${assumptions.map(oneLine).join(", ")}`;
}

import { irId } from "../../ir/hash.ts";
import type { IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { worstVerdict } from "../examine/worst.ts";
import { type FileReport, LIMITS, type LiftedDraft, type RunId, type TenantId } from "../run.ts";

export interface Identity {
  tenant: TenantId;
  run: RunId;
  /** RFC 3339 UTC. */
  timestamp: string;
}

/**
 * Gives each IR its own id and its statements their time. A function of a repository keeps one id over all its pushes; a function lifted
 * without a repository belongs to its run. An IR larger than `LIMITS.ir_bytes` is not handed on; the report names its function with the size.
 */
export function finish(drafts: readonly IR[], report: FileReport, identity: Identity) {
  const irs: LiftedDraft[] = [];
  const skipped = [...report.skipped];
  let lifted = report.functions_lifted;
  for (const draft of drafts) {
    const item = lift(draft, identity);
    const bytes = new TextEncoder().encode(JSON.stringify(item.ir)).length;
    if (bytes <= LIMITS.ir_bytes) {
      irs.push(item);
      continue;
    }
    const { qualified_name, span } = draft.metadata;
    skipped.push({
      function: qualified_name,
      line: span?.line ?? 1,
      code: "ir_too_large",
      detail: `The IR of this function has ${bytes} bytes as JSON; an IR may have ${LIMITS.ir_bytes}.`,
    });
    if (qualified_name !== MODULE_BODY) lifted -= 1;
  }
  return { irs, file: { ...report, functions_lifted: lifted, skipped }, verdict: verdictOfFile(drafts) };
}

/** What a module's own statements are called; they are not counted as a function. */
const MODULE_BODY = "<module>";

function lift(draft: IR, identity: Identity): LiftedDraft {
  const { repo, path, qualified_name } = draft.metadata;
  const id = irId(
    repo === null
      ? [identity.tenant, identity.run, qualified_name]
      : [identity.tenant, repo, path ?? "", qualified_name],
  );
  const ir = stamp({ ...draft, id }, identity.timestamp);
  return { id, ir, holes: ir.holes.filter(({ status }) => status === "open").length, confidence: ir.confidence };
}

/** Contradictions between the clauses themselves come first, then the worst that is known of any clause. */
export function verdictOfFile(irs: readonly IR[]): Verdict {
  const vacuous = irs.filter(({ assertions }) => assertions.some(({ verdict }) => verdict.status === "vacuous"));
  if (vacuous.length > 0) {
    const names = vacuous.map(({ metadata }) => metadata.qualified_name).join(", ");
    return { status: "vacuous", detail: `No input meets the preconditions of ${names}.` };
  }
  const contradictory = irs.filter(({ metadata }) => metadata.checks.some(({ status }) => status === "unsat"));
  if (contradictory.length > 0) {
    const names = contradictory.map(({ metadata }) => metadata.qualified_name).join(", ");
    return {
      status: "unknown",
      reason: "not_attempted",
      detail: `The contracts of ${names} contradict themselves.`,
    };
  }
  return worstVerdict(irs);
}

/** The IR with this time, and an author, on every statement that has none. */
export function stamp(ir: IR, timestamp: string): IR {
  const time = <Element extends { provenance: IR["intent"]["provenance"] }>(element: Element): Element => ({
    ...element,
    provenance: {
      ...element.provenance,
      timestamp: element.provenance.timestamp ?? timestamp,
      author: element.provenance.author ?? "lift",
    },
  });
  const { signature } = ir;
  return {
    ...ir,
    intent: time(ir.intent),
    signature: {
      ...time(signature),
      parameters: signature.parameters.map(time),
      returns: time(signature.returns),
      raises: signature.raises.map(time),
    },
    assertions: ir.assertions.map(time),
    effects: ir.effects.map(time),
    holes: ir.holes.map(time),
  };
}

import { irId } from "../../ir/hash.ts";
import type { IrId } from "../../ir/ids.ts";
import type { IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { named, VERDICT_ORDER, worstVerdict } from "../examine/worst.ts";
import { type ClauseVerdict, type FileReport, LIMITS, type LiftedDraft, type RunId, type TenantId } from "../run.ts";

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

/** The id of the IR of one function: its own over all pushes to a repository, else one in the run. */
export function liftedId(
  { metadata: { repo, path, qualified_name } }: IR,
  { tenant, run }: Pick<Identity, "tenant" | "run">,
): IrId {
  return irId(repo === null ? [tenant, run, qualified_name] : [tenant, repo, path ?? "", qualified_name]);
}

function lift(draft: IR, identity: Identity): LiftedDraft {
  const id = liftedId(draft, identity);
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

/**
 * The result with what the code shows of what people said. A clause counts as every other one in the verdict of the whole; what is no clause, such as a type or the outcome of a call, is put to it here.
 */
export function withAnswers<Result extends { irs: readonly LiftedDraft[]; verdict: Verdict }>(
  result: Result,
  answers: readonly ClauseVerdict[],
): Result {
  const clauses = new Set(result.irs.flatMap(({ ir }) => ir.assertions.map(({ id }): string => id)));
  const others = answers.filter(({ clause }) => !clauses.has(clause));
  const rank = ({ status }: Verdict) => VERDICT_ORDER.indexOf(status);
  const [worst] = others.toSorted((a, b) => rank(a.verdict) - rank(b.verdict));
  const says = result.irs.some(({ ir }) => ir.assertions.some(({ category }) => category !== "precondition"));
  if (worst === undefined || (says && rank(result.verdict) <= rank(worst.verdict))) return result;
  // Without a clause the file's own verdict says no more than that there is none, unless it says what is wrong.
  if (!says && result.verdict.status !== "unknown") return result;
  return { ...result, verdict: named(worst.verdict, worst.text, others.length) };
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

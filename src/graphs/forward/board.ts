import type { Verdict } from "../../ir/verdict.ts";
import { VERDICT_ORDER } from "../examine/worst.ts";
import type { CandidateVerdict } from "../run.ts";
import { agreeing, compared, contested } from "./agreement.ts";
import type { Agreement, Board, ForwardSettings, Judged } from "./facts.ts";
import { acceptable, PASSES } from "./judge.ts";

const NOT_COMPARED: Agreement = { calls: 0, groups: [], difference: null };

/** The codes that were judged, the newest correction included, and which of them is best. */
export function boardOf(
  before: Board | undefined,
  judged: readonly (Judged | null | undefined)[],
  agreement: Agreement = before?.agreement ?? NOT_COMPARED,
): Board {
  const key = ({ draft }: Judged) => `${draft.candidate}/${draft.repair}`;
  const all = new Map((before?.judged ?? []).map((item) => [key(item), item]));
  for (const item of judged) if (item) all.set(key(item), item);
  const list = [...all.values()];
  const coded = list.filter(({ verdict }) => verdict !== null);
  const [best] = coded.toSorted((a, b) => compare(a, b, agreement));
  return {
    judged: list,
    agreement,
    best: best === undefined ? null : list.indexOf(best),
    repairs: list.filter(({ draft }) => draft.repair > 0).length,
  };
}

export function bestOf(board: Board): Judged | null {
  return board.best === null ? null : (board.judged[board.best] ?? null);
}

/**
 * The order of codes, never by confidence: the better verdict, then fewer clauses that fail, more codes that behave alike, more clauses that are proved, fewer assumptions, the shorter text; of
 * equal ones the earlier.
 */
export function compare(a: Judged, b: Judged, agreement: Agreement = NOT_COMPARED): number {
  const measures: ((item: Judged) => number)[] = [
    ({ verdict }) => -rank(verdict),
    ({ failures }) => failures.length,
    (item) => -(agreeing(agreement, item) ?? 0),
    ({ clauses }) => -clauses.filter(({ verdict }) => verdict.status === "proved").length,
    ({ clauses }) =>
      new Set(clauses.flatMap(({ verdict }) => ("assumptions" in verdict ? verdict.assumptions : []))).size,
    ({ draft }) => draft.source?.length ?? 0,
    ({ draft }) => draft.candidate,
    ({ draft }) => -draft.repair,
  ];
  for (const measure of measures) {
    const difference = measure(a) - measure(b);
    if (difference !== 0) return difference;
  }
  return 0;
}

const rank = (verdict: Verdict | null): number => (verdict === null ? -1 : VERDICT_ORDER.indexOf(verdict.status));

/**
 * `found`: the best code passes, or nothing refutes it, enough others behave alike and the request says that this will do; `repair`: it may be corrected; `missing`: nothing more is
 * tried.
 */
export function standing(board: Board, settings: ForwardSettings): "found" | "repair" | "missing" {
  const best = bestOf(board);
  if (best !== null && passes(best)) return "found";
  const correctable =
    best?.clauses.some(
      ({ clause, verdict }) =>
        verdict.status === "refuted" || (verdict.status === "unknown" && ABOUT_THE_CODE.test(clause)),
    ) ?? false;
  const spent = board.judged.some(({ draft }) => draft.missing?.code === "budget_exhausted");
  // A correction that brought no code would bring none again.
  const silent = board.judged.some(({ draft }) => draft.repair > 0 && draft.missing !== null);
  if (correctable && !spent && !silent && board.repairs < settings.max_repairs) return "repair";
  return best !== null && settings.hole_policy === "auto" && confidenceOf(board, best) >= settings.threshold
    ? "found"
    : "missing";
}

/** How far codes that were written independently speak for one: the share of those compared that behave alike. Of a single one nothing is known, and nothing of what the offline engine wrote. */
export function confidenceOf({ agreement }: Board, judged: Judged): number {
  const own = agreeing(agreement, judged);
  return own === null || own < 2 || !acceptable(judged) || judged.draft.by === "offline"
    ? 0
    : own / compared(agreement);
}

/** The verdict of the code that leaves. Where codes that meet everything stated differ, meeting it is not enough to know. */
export function verdictOf({ agreement }: Board, best: Judged): Verdict {
  const own = best.verdict ?? { status: "unknown" as const, reason: "not_attempted" as const, detail: "" };
  const { difference } = agreement;
  const weak = own.status === "tested" || own.status === "unknown";
  if (!weak || difference === null) return own;
  const votes = `${agreeing(agreement, best) ?? 0} of ${compared(agreement)} codes behave like this one on ${agreement.calls} calls`;
  const [one, other] = difference.endings;
  if (own.status === "tested" && !contested(agreement, best)) return own;
  return {
    status: "unknown",
    reason: "incomplete",
    detail:
      `${own.status === "unknown" ? `${own.detail} ` : "Codes that meet everything stated differ. "}${votes}; for ${difference.call} one gives ${one}, another ${other}.`.slice(
        0,
        2000,
      ),
  };
}

/** What the code itself is to blame for when nothing is known; that of another clause nothing is known may lie with the judges. */
const ABOUT_THE_CODE = /^(?:code|example_\d+)$/;

export const passes = ({ verdict, clauses }: Judged): boolean =>
  verdict !== null && clauses.length > 0 && PASSES.has(verdict.status);

/** What the outcome says of each code. */
export function verdictsOf(board: Board, chosen: Judged | null): CandidateVerdict[] {
  return board.judged.map((item) => ({
    candidate: item.draft.candidate,
    repair: item.draft.repair,
    by: item.draft.by,
    missing: item.draft.missing?.message ?? null,
    verdict: item.verdict,
    clauses: item.clauses,
    behaves_alike: agreeing(board.agreement, item),
    chosen: item === chosen,
  }));
}

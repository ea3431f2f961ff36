import type { Verdict } from "../../ir/verdict.ts";
import { VERDICT_ORDER } from "../examine/worst.ts";
import type { CandidateVerdict } from "../run.ts";
import type { Board, ForwardSettings, Judged } from "./facts.ts";
import { PASSES } from "./judge.ts";

/** The codes that were judged, the newest correction included, with the best of them in front. */
export function boardOf(before: Board | undefined, judged: readonly (Judged | null | undefined)[]): Board {
  const key = ({ draft }: Judged) => `${draft.candidate}/${draft.repair}`;
  const all = new Map((before?.judged ?? []).map((item) => [key(item), item]));
  for (const item of judged) if (item) all.set(key(item), item);
  const list = [...all.values()];
  const coded = list.filter(({ verdict }) => verdict !== null);
  const [best] = coded.toSorted(compare);
  return {
    judged: list,
    best: best === undefined ? null : list.indexOf(best),
    repairs: list.filter(({ draft }) => draft.repair > 0).length,
  };
}

export function bestOf(board: Board): Judged | null {
  return board.best === null ? null : (board.judged[board.best] ?? null);
}

/**
 * The order of codes, never by confidence: the better verdict, then fewer clauses that fail, more that are proved, fewer assumptions, the shorter text; of equal ones the earlier.
 */
export function compare(a: Judged, b: Judged): number {
  const measures: ((item: Judged) => number)[] = [
    ({ verdict }) => -rank(verdict),
    ({ failures }) => failures.length,
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

/** `found`: the best code passes; `repair`: it does not, and may be corrected; `missing`: no code passes and nothing more is tried. */
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
  return correctable && !spent && !silent && board.repairs < settings.max_repairs ? "repair" : "missing";
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
    chosen: item === chosen,
  }));
}

import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { CalleeContract, Cut, Execution, Gap, LoopId, LoopSite } from "../execution/execution.ts";
import { isSimple } from "./candidates.ts";
import type { Demand } from "./discharge.ts";
import { type Candidates, houdini, type Judge, type Place, placeOf } from "./houdini.ts";
import type { Subject } from "./subject.ts";

/** Candidates that are tried once more together after each was tried alone. */
const MAX_TOGETHER = 8;

/** Loops, those of inlined calls each for itself, beyond which no more are abstracted. */
const MAX_LOOPS = 12;

/** Loops to abstract, and why others are left alone. */
export interface Abstractable {
  sites: LoopSite[];
  refused: { site: LoopSite; construct: string }[];
}

/**
 * Loops that are cut, inner ones first, whose abstraction makes nothing unknown that unrolling knows. A loop may only be reached beyond the bound of
 * one inside of it, so they are looked for until no more are found.
 */
export function abstractable(subject: Subject, bounded: Execution, own: CalleeContract | null = null): Abstractable {
  const known = new Set(bounded.gaps.map(gapKey));
  const found = new Map<string, LoopSite>();
  const refused = new Map<string, { site: LoopSite; construct: string }>();
  const by = (ids: Iterable<string>): Execution => subject.execute(new Map([...ids].map((id) => [id, []])), own);
  const moreIn = ({ gaps }: Execution): Gap | undefined => gaps.find((gap) => !known.has(gapKey(gap)));
  let execution = bounded;
  while (found.size + refused.size < MAX_LOOPS && !subject.spent) {
    const cut = execution.loops
      .filter((site) => !found.has(site.id) && !refused.has(site.id) && isCut(site, execution.cuts))
      .slice(0, MAX_LOOPS);
    if (cut.length === 0) break;
    const together = by([...found.keys(), ...cut.map(({ id }) => id)]);
    if (moreIn(together) === undefined) {
      for (const site of cut) found.set(site.id, site);
      execution = together;
      continue;
    }
    for (const site of cut) {
      const more = moreIn(by([...found.keys(), site.id]));
      if (more === undefined) found.set(site.id, site);
      else refused.set(site.id, { site, construct: more.construct });
    }
    execution = by(found.keys());
  }
  const sites = [...found.values()].sort((a, b) => sizeOf(a) - sizeOf(b));
  return { sites, refused: [...refused.values()] };
}

const sizeOf = ({ span }: LoopSite): number => span.end_line - span.line;

/** Whether some cut is of the loop. A bound that names no line may be of any. */
function isCut({ span }: LoopSite, cuts: readonly Cut[]): boolean {
  return cuts.some(({ bound }) => {
    const line = / line (\d+)/.exec(bound)?.[1];
    return line === undefined || Number(line) === span.line;
  });
}

const gapKey = ({ construct, span }: Gap): string =>
  `${construct} ${span === null ? "" : `${span.line}:${span.column}`}`;

/**
 * Invariants of the loops, each proved on entry and after any turn. First those that speak of single values, all together; then one by one those that
 * quantify, as each such assumption makes every question harder; at last together what could not be proved alone.
 */
export async function invariantsOf(subject: Subject, sites: readonly LoopSite[]): Promise<Candidates | null> {
  const all = new Map(sites.map((site) => [site.id, subject.candidates(site)]));
  const simple = new Map([...all].map(([id, list]) => [id, list.filter(isSimple)]));
  const { preconditions } = subject.hints;
  const first = await houdini(
    simple,
    (candidates) => subject.attempt(candidates, preconditions),
    () => subject.mayExecute,
  );
  if (first === null) return null;
  let proved: Candidates = first.candidates;
  const settled = subject.attempt(proved, preconditions);
  await subject.settle(settled.setting, settled.demands);
  const open: { id: string; candidate: Expression }[] = [];
  for (const { id } of sites) {
    const alone = await provedAlone(
      subject,
      proved,
      id,
      (all.get(id) ?? []).filter((one) => !isSimple(one)),
    );
    proved = withMore(proved, id, alone.proved);
    open.push(...alone.open.map((candidate) => ({ id, candidate })));
  }
  if (open.length < 2 || open.length > MAX_TOGETHER || subject.spent) return proved;
  return await provedTogether(subject, proved, open);
}

const withMore = (candidates: Candidates, id: string, more: readonly Expression[]): Candidates =>
  new Map([...candidates].map(([about, list]) => [about, about === id ? [...list, ...more] : list]));

/** The same where invariants are known: those that are proved again, at once if that is possible, and what the clauses suggest beside them. */
export async function invariantsAgain(
  subject: Subject,
  loops: ReadonlyMap<LoopId, readonly Expression[]>,
): Promise<{ sites: LoopSite[]; invariants: Candidates } | null> {
  const { preconditions } = subject.hints;
  const found = await houdini(
    loops,
    (candidates) => {
      const attempt = subject.attempt(candidates, preconditions);
      const judge: Judge = { falsified: async () => new Set(), proved: (demands) => attempt.judge.proved(demands) };
      return { ...attempt, judge };
    },
    () => subject.mayExecute,
  );
  if (found === null) return null;
  let proved = found.candidates;
  const settled = subject.attempt(proved, preconditions);
  await subject.settle(settled.setting, settled.demands);
  const sites = settled.outcome.loops.filter(({ id }) => loops.has(id)).sort((a, b) => sizeOf(a) - sizeOf(b));
  for (const site of sites) {
    const known = new Set(proved.get(site.id)?.map((expression) => printExpression(expression)));
    const more = subject.candidates(site, "clauses").filter((candidate) => !known.has(printExpression(candidate)));
    proved = withMore(proved, site.id, (await provedAlone(subject, proved, site.id, more)).proved);
  }
  return { sites, invariants: proved };
}

/** Those of the candidates that are inductive without the others. What was proved before stays proved under more assumptions. */
async function provedAlone(
  subject: Subject,
  proved: Candidates,
  id: string,
  candidates: readonly Expression[],
): Promise<{ proved: Expression[]; open: Expression[] }> {
  const { preconditions } = subject.hints;
  const place = placeOf(id, proved.get(id)?.length ?? 0);
  const found: { proved: Expression[]; open: Expression[] } = { proved: [], open: [] };
  for (const candidate of candidates) {
    if (subject.spent) break;
    const { demands: all, judge, setting } = subject.attempt(withMore(proved, id, [candidate]), preconditions);
    const demands = all.filter(({ source }) => source === place);
    if (await allProved(judge, demands)) {
      found.proved.push(candidate);
      await subject.settle(setting, demands);
    } else found.open.push(candidate);
  }
  return found;
}

/** Asks in order, first whether it holds when the loop begins, and no further than the first that is not proved. */
async function allProved(judge: Judge, demands: readonly Demand<Place | null>[]): Promise<boolean> {
  for (const demand of demands) if (!(await judge.proved([demand])).every((one) => one)) return false;
  return true;
}

async function provedTogether(
  subject: Subject,
  proved: Candidates,
  open: readonly { id: string; candidate: Expression }[],
): Promise<Candidates> {
  const { preconditions } = subject.hints;
  const firm = new Map([...proved].map(([id, list]) => [id, list.length]));
  const candidates = open.reduce((all, { id, candidate }) => withMore(all, id, [candidate]), proved);
  const found = await houdini(candidates, (tried) => {
    const attempt = subject.attempt(tried, preconditions);
    const isFirm = (source: string | null): boolean =>
      source !== null &&
      [...firm].some(([id, count]) => source.endsWith(` ${id}`) && Number.parseInt(source, 10) < count);
    return { ...attempt, demands: attempt.demands.filter(({ source }) => !isFirm(source)) };
  });
  if (found === null) return proved;
  const attempt = subject.attempt(found.candidates, preconditions);
  await subject.settle(attempt.setting, attempt.demands);
  return found.candidates;
}

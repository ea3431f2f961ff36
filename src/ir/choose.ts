import type { Provenance } from "./provenance.ts";

export interface Candidate<T> {
  value: T;
  provenance: Provenance;
}

/** `conflicts` are the candidates that disagree with the chosen one, agreeing ones merged, strongest first. */
export interface Choice<T> {
  chosen: Candidate<T>;
  conflicts: Candidate<T>[];
}

/** Who is believed over whom, first wins. */
export const PRECEDENCE: readonly Provenance["source"][] = [
  "human",
  "declared",
  "verification",
  "symbolic",
  "dynamic",
  "static",
  "merge",
  "refinement",
  "agent",
];

/**
 * Most confidence that agreement can reach when its best source is this one. People and authors can be certain of what they want, a proof is certain
 * of what holds; observation and inference stay short of certainty however many of them agree. A candidate that comes with more keeps it.
 */
const CEILING: Record<Provenance["source"], number> = {
  human: 1,
  declared: 1,
  verification: 1,
  symbolic: 1,
  dynamic: 0.95,
  static: 0.95,
  merge: 0.9,
  refinement: 0.9,
  agent: 0.85,
};

/**
 * Picks among statements about one thing. Equal ones are joined first: they take author, time and source of the strongest, the evidence of all, and as
 * confidence the noisy-or of their sources (`1 - product(1 - c)`, one `c` per source, as two findings of one analysis are not independent), capped at the
 * ceiling of the best source. Then precedence of the source decides, then confidence, then the order given. Disagreement lowers the chosen
 * confidence by half of the strongest dissent's: `c * (1 - d / 2)`.
 */
export function chooseBest<T>(candidates: readonly Candidate<T>[], equal: (a: T, b: T) => boolean): Choice<T> {
  const groups: Candidate<T>[][] = [];
  for (const candidate of candidates.toSorted(byStrength)) {
    const group = groups.find(([first]) => first !== undefined && equal(first.value, candidate.value));
    if (group === undefined) groups.push([candidate]);
    else group.push(candidate);
  }
  const [best, ...conflicts] = groups.map(join).sort(byStrength);
  if (best === undefined) throw new RangeError("chooseBest needs a candidate");
  const dissent = Math.max(0, ...conflicts.map(({ provenance }) => provenance.confidence));
  const confidence = best.provenance.confidence * (1 - dissent / 2);
  return { chosen: { value: best.value, provenance: { ...best.provenance, confidence } }, conflicts };
}

function byStrength<T>(a: Candidate<T>, b: Candidate<T>): number {
  const rank = ({ provenance }: Candidate<T>) => PRECEDENCE.indexOf(provenance.source);
  return rank(a) - rank(b) || b.provenance.confidence - a.provenance.confidence;
}

/** One candidate for a group of equal ones, strongest first. */
function join<T>(group: readonly Candidate<T>[]): Candidate<T> {
  const [lead] = group;
  if (lead === undefined) throw new RangeError("a group has a candidate");
  const perSource = new Map<string, number>();
  for (const { provenance } of group)
    perSource.set(provenance.source, Math.max(provenance.confidence, perSource.get(provenance.source) ?? 0));
  const doubt = [...perSource.values()].reduce((product, confidence) => product * (1 - confidence), 1);
  const capped = Math.min(1 - doubt, CEILING[lead.provenance.source]);
  const confidence = perSource.size === 1 ? lead.provenance.confidence : Math.max(lead.provenance.confidence, capped);
  const evidence_refs = [...new Set(group.flatMap(({ provenance }) => provenance.evidence_refs))];
  return { value: lead.value, provenance: { ...lead.provenance, confidence, evidence_refs } };
}

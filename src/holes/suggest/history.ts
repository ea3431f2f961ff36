import type { Hole } from "../../ir/ir.ts";
import { ABOUT_CLAUSE, type NamedType } from "./form.ts";

/** What became of one suggestion, or an answer that somebody wrote without one. */
export interface Decision {
  clause: Hole["clause"];
  kind: Hole["kind"];
  /** What the hole asked, without the names of its function (`caseOf`); null where nothing carries over to another function. */
  about: string | null;
  /** Words that tell suggestions of one kind apart (`featuresOf`). */
  features: readonly string[];
  /** Null for a text that is too long to be an example. */
  value: string | null;
  /** Parameters and `result` as the value names them. */
  names: readonly NamedType[];
  accepted: boolean;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Earlier decisions of one tenant, the newest first, as of a moment. */
export interface History {
  decisions: readonly Decision[];
  /** Milliseconds since the epoch. */
  as_of: number;
}

export const NO_HISTORY: History = { decisions: [], as_of: 0 };

/** The confidence of a rule counts as much as two decisions, so that a rule that is sure of half gives Laplace's rule of succession `(accepted + 1) / (all + 2)`. */
const RULE_WEIGHT = 2;

/**
 * What one decision counts, by the nearest likeness: the same text in the same case twice what the same text with other names counts; with other constants half of that; in another case a quarter.
 */
const WEIGHTS: Readonly<Record<string, number>> = { same: 2, shape: 1, form: 1 / 2, anywhere: 1 / 4 };

/** What was decided this long ago counts half: a quarter of a year, in which a code base changes its habits. */
const HALF_LIFE_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * The share of suggestions like one that is accepted, from 0 to 1: the mean of a beta distribution whose prior mean is the rule's `confidence`. Where nothing like it was decided it is that
 * confidence; a decision for it never lowers it, one against it never raises it.
 */
export function acceptance(
  { decisions, as_of }: History,
  { clause, kind }: Pick<Hole, "clause" | "kind">,
  features: readonly string[],
  confidence: number,
): number {
  let [accepted, all] = [RULE_WEIGHT * confidence, RULE_WEIGHT];
  for (const one of decisions) {
    if (one.clause !== clause || one.kind !== kind) continue;
    const weight = likeness(one.features, features) * 2 ** (-Math.max(0, as_of - one.at) / HALF_LIFE_MS);
    all += weight;
    if (one.accepted) accepted += weight;
  }
  return accepted / all;
}

const likeness = (one: readonly string[], other: readonly string[]): number =>
  Math.max(
    0,
    ...one
      .filter((feature) => other.includes(feature))
      .map((feature) => WEIGHTS[feature.slice(0, feature.indexOf(":"))] ?? 0),
  );

export interface Example {
  value: string;
  decision: "accepted" | "rejected";
}

/** Earlier decisions about the same question, each text once as it was decided last: what shows somebody else how this tenant decides. */
export function examplesOf({ decisions }: History, about: string | null, most = 8): Example[] {
  const found = new Map<string, Example>();
  for (const one of decisions) {
    if (about === null || about === ABOUT_CLAUSE || one.about !== about || one.value === null || found.has(one.value))
      continue;
    found.set(one.value, { value: one.value, decision: one.accepted ? "accepted" : "rejected" });
    if (found.size === most) break;
  }
  return [...found.values()];
}

import type { Hole } from "../../ir/ir.ts";

/** What became of one earlier suggestion. Features are words that tell suggestions of one kind apart, such as `type:int` or `template:empty-zero`. */
export interface Decision {
  clause: Hole["clause"];
  kind: Hole["kind"];
  features: readonly string[];
  accepted: boolean;
}

/** Earlier suggestions of one tenant. */
export interface History {
  decisions: readonly Decision[];
}

export const NO_HISTORY: History = { decisions: [] };

/**
 * Acceptance rate of suggestions like one, with Laplace's rule of succession `(accepted + 1) / (all + 2)`: 1/2 where nothing like it was decided. A decision counts when it shares the
 * clause, the kind and a feature.
 */
export function acceptanceRate(
  { decisions }: History,
  { clause, kind }: Pick<Hole, "clause" | "kind">,
  features: readonly string[],
): number {
  const like = decisions.filter(
    (one) => one.clause === clause && one.kind === kind && one.features.some((feature) => features.includes(feature)),
  );
  return (like.filter(({ accepted }) => accepted).length + 1) / (like.length + 2);
}

/** Words that tell suggestions of one kind apart: the type itself, or the form of a condition with its names and numbers left out. */
export function featuresOf(
  { clause, kind, subject }: Pick<Hole, "clause" | "kind" | "subject">,
  value: string,
): string[] {
  if (clause === "signature" && kind === "type") return [`type:${value}`];
  const form = value
    .replace(/'[^']*'|"[^"]*"/g, "S")
    .replace(/\b\d+(?:\.\d+)?\b/g, "N")
    .replace(
      /\b(?!(?:implies|old|raises|len|abs|min|max|sum|all|any|sorted|set|for|in|not|and|or|if|is|None|True|False|result|S|N|[A-Z]\w*Error)\b)[a-z_]\w*/g,
      "x",
    );
  const [first = ""] = subject.split(" ");
  return [`form:${form}`, ...(subject.includes(" ") ? [`case:${first}:${form}`] : [])];
}

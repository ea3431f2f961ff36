import type { AssertionCategory } from "../../ir/ir.ts";
import type { ClauseComparison } from "../../ir/semantic-diff.ts";
import type { Finding } from "./compare-clauses.ts";
import type { Claim, Clause, Side, SideName } from "./contract.ts";
import type { Answer } from "./decide.ts";

/** Two clauses that belong together, or one without a counterpart. */
export interface ClausePair {
  category: AssertionCategory;
  from: Clause | null;
  to: Clause | null;
  matched_by: ClauseComparison["matched_by"];
}

/** Pairs of one category that are tried by implication. */
const MAX_TRIED = 24;

type Implies = (premise: Claim, goal: Claim, side: SideName) => Promise<Answer>;

/** Clauses of the same category matched by id, then by text, then where one alone implies the other; those left over stand alone. In the order of the new side. */
export async function matchClauses(
  sides: Record<SideName, Side>,
  findings: Finding[],
  implies: Implies,
): Promise<ClausePair[]> {
  const pairs: ClausePair[] = [];
  for (const category of ["precondition", "postcondition", "invariant"] as const) {
    const of = (side: Side) => side.clauses.filter(({ assertion }) => assertion.category === category);
    const news = of(sides.to);
    const partner = new Map<Clause, ClausePair>();
    const open = new Set(of(sides.from));
    const join = (from: Clause, to: Clause, matched_by: ClausePair["matched_by"]) => {
      partner.set(to, { category, from, to, matched_by });
      open.delete(from);
    };
    const joinBy = (matched_by: "id" | "text", keyOf: (clause: Clause) => string | undefined) => {
      for (const to of news) {
        const from = partner.has(to) ? undefined : [...open].find((old) => keyOf(old) === keyOf(to));
        if (from !== undefined) join(from, to, matched_by);
      }
    };
    joinBy("id", ({ assertion }) => assertion.id);
    joinBy("text", ({ claims }) => claims[0]?.key);
    let tried = 0;
    for (const to of news) {
      if (partner.has(to)) continue;
      for (const from of [...open]) {
        const [premise, goal] = [from.claims[0], to.claims[0]];
        if (tried >= MAX_TRIED || premise === undefined || goal === undefined) break;
        // What the other side as a whole does not imply, one of its clauses does not imply either.
        const demanded = said(findings, to);
        const kept = said(findings, from);
        if (!demanded && !kept) continue;
        tried += 1;
        const related =
          (demanded && (await implies(premise, goal, "from")).status === "implied") ||
          (kept && (await implies(goal, premise, "to")).status === "implied");
        if (!related) continue;
        join(from, to, "implication");
        break;
      }
    }
    pairs.push(...news.map((to) => partner.get(to) ?? { category, from: null, to, matched_by: null }));
    pairs.push(...[...open].map((from) => ({ category, from, to: null, matched_by: null })));
  }
  return pairs;
}

/** Whether the other side is known to imply the clause. */
const said = (findings: Finding[], clause: Clause): boolean =>
  findings.filter((finding) => finding.clause === clause).every(({ answer }) => answer.status === "implied");

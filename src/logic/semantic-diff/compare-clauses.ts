import { printExpression } from "../../ir/expression/print.ts";
import type { AssertionCategory } from "../../ir/ir.ts";
import type { ClauseComparison, ContractComparison, Relation, Witness } from "../../ir/semantic-diff.ts";
import type { Claim, Clause, Side, SideName } from "./contract.ts";
import type { Answer, Decider } from "./decide.ts";
import { matchClauses } from "./match.ts";
import type { Question, Questions } from "./question.ts";

/** Whether the other side as a whole implies a clause at one of its moments. */
export interface Finding {
  side: SideName;
  clause: Clause;
  claim: Claim;
  answer: Answer;
}

export interface Comparisons {
  clauses: ClauseComparison[];
  preconditions: ContractComparison;
  postconditions: ContractComparison;
  findings: Finding[];
}

const other = (side: SideName): SideName => (side === "from" ? "to" : "from");

/** Everything that a side states of a moment. */
export const claimsOf = ({ clauses }: Side, moment: Claim["moment"]): Claim[] =>
  clauses.flatMap(({ claims }) => claims.filter((claim) => claim.moment === moment));

/**
 * Asks of each clause whether all clauses of the other side together imply it: preconditions for the calls that the other side admits,
 * postconditions for the calls that both admit and the results that the other side may give. Relations of pairs and of whole sides follow from these answers.
 */
export async function compareClauses(
  sides: Record<SideName, Side>,
  questions: Questions,
  decider: Decider,
): Promise<Comparisons> {
  const asked = (["from", "to"] as const).flatMap((side) =>
    sides[side].clauses.flatMap((clause) =>
      clause.claims.map((claim) => ({ side, clause, claim, question: questionOf(sides, questions, side, claim) })),
    ),
  );
  const answers = await decider.decide(asked.map(({ question }) => question));
  const findings = asked.map(
    ({ side, clause, claim }, index): Finding => ({ side, clause, claim, answer: answers[index] ?? NOT_ASKED }),
  );
  const pairs = await matchClauses(sides, findings, (premise, goal, side) =>
    decider.one(oneByOne(sides, questions, side, premise, goal)),
  );
  const of = (side: SideName, clause: Clause | null) =>
    clause === null ? [] : findings.filter((finding) => finding.side === side && finding.clause === clause);
  return {
    clauses: pairs.map(({ category, from, to, matched_by }) =>
      comparisonOf(category, from, to, matched_by, of("from", from), of("to", to)),
    ),
    preconditions: wholeOf(findings.filter(({ claim }) => claim.moment === "entry")),
    postconditions: wholeOf(findings.filter(({ claim }) => claim.moment === "exit")),
    findings,
  };
}

const NOT_ASKED: Answer = { status: "unknown", reason: "budget", detail: "the question was not asked" };

function questionOf(sides: Record<SideName, Side>, questions: Questions, side: SideName, claim: Claim): Question {
  const premises = other(side);
  if (claim.moment === "entry") return questions.ofCalls(premises, claimsOf(sides[premises], "entry"), [claim]);
  const admitted = [...claimsOf(sides.from, "entry"), ...claimsOf(sides.to, "entry")];
  return questions.ofReturns(
    premises,
    [...admitted, ...claimsOf(sides[premises], "exit")],
    [claim],
    sides[premises].result,
  );
}

/** Whether one clause alone implies another of the other side. */
function oneByOne(
  sides: Record<SideName, Side>,
  questions: Questions,
  side: SideName,
  premise: Claim,
  goal: Claim,
): Question {
  return goal.moment === "entry"
    ? questions.ofCalls(side, [premise], [goal])
    : questions.ofReturns(
        side,
        [...claimsOf(sides.from, "entry"), ...claimsOf(sides.to, "entry"), premise],
        [goal],
        sides[side].result,
      );
}

function comparisonOf(
  category: AssertionCategory,
  from: Clause | null,
  to: Clause | null,
  matched: ClauseComparison["matched_by"],
  kept: Finding[],
  demanded: Finding[],
): ClauseComparison {
  const [keeps, demands] = [combine(kept), combine(demanded)];
  const doubt = [keeps, demands].find((answer) => answer.status === "unknown");
  const alone = from === null ? demands : to === null ? keeps : null;
  const relation: Relation =
    alone === null
      ? relationOf(keeps, demands)
      : alone.status === "implied"
        ? "equivalent"
        : from === null
          ? "added"
          : "removed";
  return {
    category,
    relation,
    matched_by: alone?.status === "implied" ? "implication" : matched,
    from: referenceOf(from),
    to: referenceOf(to),
    witness: witnessOf(keeps, demands),
    reason: doubt?.reason ?? null,
    detail: doubt?.detail ?? null,
    assumptions: assumptionsOf([keeps, demands]),
  };
}

const referenceOf = (clause: Clause | null) =>
  clause === null ? null : { id: clause.assertion.id, text: clause.assertion.expression.text };

/** All of one side against all of the other. */
function wholeOf(findings: Finding[]): ContractComparison {
  const keeps = combine(findings.filter(({ side }) => side === "from"));
  const demands = combine(findings.filter(({ side }) => side === "to"));
  const doubt = [keeps, demands].find((answer) => answer.status === "unknown");
  return {
    relation: relationOf(keeps, demands),
    witness: witnessOf(keeps, demands),
    reason: doubt?.reason ?? null,
    detail: doubt?.detail ?? null,
    assumptions: assumptionsOf([keeps, demands]),
  };
}

/** `keeps`: the new side implies the old. `demands`: the old side implies the new. */
function relationOf(keeps: Answer, demands: Answer): Exclude<Relation, "added" | "removed"> {
  if (keeps.status === "unknown" || demands.status === "unknown") return "unknown";
  if (keeps.status === "implied") return demands.status === "implied" ? "equivalent" : "stronger";
  return demands.status === "implied" ? "weaker" : "changed";
}

/** One answer for several goals: refuted by any, implied by all. */
function combine(findings: Finding[]): Answer {
  const answers = findings.map(({ answer }) => answer);
  const decisive =
    answers.find(({ status }) => status === "refuted") ?? answers.find(({ status }) => status === "unknown");
  return decisive ?? { status: "implied", assumptions: assumptionsOf(answers) };
}

function witnessOf(keeps: Answer, demands: Answer): Witness | null {
  const only_from = demands.status === "refuted" ? demands.witness : null;
  const only_to = keeps.status === "refuted" ? keeps.witness : null;
  return only_from === null && only_to === null ? null : { only_from, only_to };
}

function assumptionsOf(answers: Answer[]): string[] {
  return [...new Set(answers.flatMap((answer) => (answer.status === "unknown" ? [] : answer.assumptions)))].sort();
}

/** A clause as its author wrote it, cut to what a sentence bears. */
export const quote = ({ assertion }: Clause): string => quoteText(assertion.expression.text);

export const quoteText = (text: string): string =>
  `\`${text.length > 120 ? `${text.slice(0, 120).toWellFormed()}...` : text}\``;

/** A claim in its shared names. */
export const textOf = ({ expression }: Claim): string => printExpression(expression);

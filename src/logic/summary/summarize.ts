import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Span } from "../../ir/provenance.ts";
import type { PythonModule } from "../../python/module.ts";
import type { Witness } from "../examination/findings.ts";
import type { Path } from "../execution/execution.ts";
import type { Induction } from "../induction/induction.ts";
import { conjuncts } from "../prove/conjuncts.ts";
import { typeGuard } from "../prove/guard.ts";
import { provedOf } from "../prove/judge.ts";
import type { Oracle } from "../prove/oracle.ts";
import type { Problem, Proofs } from "../prove/prove.ts";
import { decide, reached } from "../prove/question.ts";
import { all, implies, literal } from "./build.ts";
import { caseConditions, caseProposals, type Proposal, RANK, withoutCondition } from "./cases.ts";
import { integersOver } from "./integers.ts";
import { knownProposals } from "./known.ts";
import { missingPreconditions } from "./missing-preconditions.ts";
import { redundant } from "./redundancy.ts";
import { negate, simplify } from "./simplify.ts";
import { templateProposals } from "./templates.ts";
import { whyNeeded } from "./without-it.ts";

export interface SummaryLimits {
  /** Clauses that are handed on for one function. */
  max_proposals: number;
  /** Characters of one. */
  max_length: number;
}

/** A clause that the body was proved to meet (or, as a precondition, to enforce), as it is printed. */
export interface ProvedClause {
  category: "precondition" | "postcondition";
  text: string;
  rationale: string;
  span: Span | null;
}

export interface Summary {
  clauses: ProvedClause[];
  witnesses: Witness[];
  problems: Problem[];
}

/** Candidates that are tried: a function of many paths would ask too much of the solver and of the reader. */
const MAX_CANDIDATES = 40;
/** Cases of an unrolled loop or recursion that are kept. */
const MAX_TURNS = 2;
/** Paths that are looked at one by one. */
const MAX_PATHS = 24;
/** Rounds in which conditions are left out of a clause. */
const MAX_ROUNDS = 3;
/** Single conditions that are tried to be left out in one round. */
const MAX_DROPS = 24;

/** What else is known of the function, beside its executions. */
export type Knowledge = Pick<Induction, "invariants" | "contract">;

/**
 * What the paths of one or two executions of a function say, in clauses that are proved of one of them, worth reading and not implied by each
 * other, strongest first. The last execution unrolls most. `reviewer` is asked which clauses say nothing new.
 */
export async function summarize(
  sources: readonly Proofs[],
  module: PythonModule,
  knowledge: Knowledge,
  reviewer: Oracle,
  limits: SummaryLimits,
): Promise<Summary> {
  const summary: Summary = { clauses: [], witnesses: [], problems: [] };
  const open = sources.filter(({ closed }) => !closed);
  const [first] = open;
  const last = open.at(-1);
  if (first === undefined || last === undefined) return summary;
  const { problems } = summary;
  if (guardsOf(first, true) === null) {
    const detail = "Nothing is proposed: the types of some parameters are only assumed and cannot be said in a clause.";
    return { ...summary, problems: [{ code: "type_not_sayable", detail }] };
  }
  const { ir } = first.given;
  const stated = new Set(ir.assertions.map(({ expression }) => printExpression(parseExpression(expression.text))));
  const found: Proposal[] = [];
  for (const proofs of open) {
    const { setting } = proofs.given;
    const own = proofs === first ? knownProposals(setting, knowledge) : [];
    const cases = readable(
      [...own, ...fewTurns(caseProposals(setting, await reachable(proofs)), proofs, problems)],
      limits,
      stated,
      problems,
    );
    found.push(...(await strengthened(await proved(unlike(cases, found), proofs), proofs)));
  }
  const exact = found.some(({ rank }) => rank === RANK.exact);
  for (const proofs of open) {
    const templates = readable(templateProposals(proofs.given.setting, ir), limits, stated, problems);
    const wanted = templates.filter(({ rank }) => !exact || rank !== RANK.bounds);
    found.push(...(await proved(unlike(wanted, found), proofs)));
  }
  const candidates = unique([...found, ...underGuard(open)]).sort(
    (a, b) => a.rank - b.rank || printExpression(a.expression).length - printExpression(b.expression).length,
  );
  const drop = await redundant(
    candidates.map(({ expression }) => expression),
    distinct(open.flatMap(({ provedPostconditions }) => provedPostconditions)),
    module,
    { ...first.given, oracle: reviewer },
  );
  const kept = candidates.filter(({ rationale }, index) => drop[index] !== true || rationale === DECLARED);
  await addPreconditions(summary, last, module, stated, limits);
  const needed = summary.clauses.flatMap(({ category, text }) =>
    category === "precondition" ? [parseExpression(text)] : [],
  );
  for (const proposal of kept) {
    if (saysNeed(proposal.expression, needed)) continue;
    const guard = guardsOf(first, true);
    const text = guard === null ? null : print(guarded(guard, proposal.expression), limits);
    if (text === null) tooLong(problems, limits);
    else summary.clauses.push({ ...proposal, category: "postcondition", text });
  }
  const more = summary.clauses.length - limits.max_proposals;
  if (more > 0) {
    const detail = `${more} more proved clauses are left out; ${limits.max_proposals} are kept for one function.`;
    problems.push({ code: "too_many_clauses", detail });
  }
  return { ...summary, clauses: summary.clauses.slice(0, limits.max_proposals) };
}

/** Whether it only says that an exception comes of what a precondition refuses. */
function saysNeed(expression: Expression, needed: readonly Expression[]): boolean {
  if (expression.kind !== "implies") return false;
  const condition =
    expression.right.kind === "raises" ? expression.left : expression.left.kind === "raises" ? expression.right : null;
  if (condition === null) return false;
  const refused = printExpression(simplify(condition, () => true));
  return needed.some((need) => printExpression(simplify(negate(need), () => true)) === refused);
}

async function addPreconditions(
  { clauses, witnesses, problems }: Summary,
  proofs: Proofs,
  module: PythonModule,
  stated: ReadonlySet<string>,
  limits: SummaryLimits,
): Promise<void> {
  const { found, left } = await missingPreconditions(proofs.given, module);
  for (const span of left)
    problems.push({
      code: "precondition_not_found",
      detail: `An operation at line ${span.line} may raise, and no exact precondition that excludes it was found.`,
    });
  const guard = guardsOf(proofs, false);
  if (guard === null) return;
  for (const missing of found) {
    const text = print(guarded(guard, missing.expression), limits);
    if (text === null || stated.has(text) || clauses.some((clause) => clause.text === text)) continue;
    clauses.push({
      category: "precondition",
      text,
      rationale: whyNeeded(missing.exception ?? null),
      span: missing.span,
    });
    if (missing.witness !== null) witnesses.push({ call: missing.witness, refutes: null });
  }
}

/** The paths that some input takes, as far as that can be told. */
async function reachable({ given }: Proofs): Promise<Path[]> {
  const { setting, oracle, preconditions: known } = given;
  const { paths } = setting.execution;
  if (paths.length > MAX_PATHS) return paths;
  const answers = await decide(
    paths.map(({ condition }) => ({ known, failures: [reached(condition)] })),
    setting,
    oracle,
  );
  return paths.filter((_, index) => answers[index]?.status !== "impossible");
}

/**
 * Where loops are unrolled, what the first turns do says little of the function: left out are cases that speak of single items or of lengths,
 * and of the others all but the simplest.
 */
function fewTurns(cases: readonly Proposal[], { given }: Proofs, problems: Problem[]): Proposal[] {
  if (given.setting.execution.cuts.length === 0) return [...cases];
  const isCase = ({ rank, expression }: Proposal) =>
    rank === RANK.cases || (rank === RANK.raises && expression.kind === "implies" && expression.left.kind !== "raises");
  const plain = cases.filter((proposal) => isCase(proposal) && !countsTurns(proposal.expression));
  const sizes = new Map(plain.map((proposal) => [proposal, printExpression(proposal.expression).length]));
  const simplest = plain.toSorted((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0)).slice(0, MAX_TURNS);
  const kept = cases.filter((proposal) => !isCase(proposal) || simplest.includes(proposal));
  if (kept.length < cases.length)
    problems.push({
      code: "unrolled_cases",
      detail: `${cases.length - kept.length} cases of few turns of a loop are left out.`,
    });
  return kept;
}

/** Whether a case is of inputs of a certain length, other than empty ones, or of items at certain places. */
function countsTurns(expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) {
    if (part.kind === "subscript" && literal(part.index) !== null) return true;
    if (part.kind !== "comparison") continue;
    const operands = [part.first, ...part.rest.map(({ operand }) => operand)];
    const lengths = operands.some(
      (one) => one.kind === "call" && one.callee.kind === "name" && one.callee.name === "len",
    );
    if (lengths && operands.some((one) => (literal(one) ?? 0n) > 0n)) return true;
  }
  return false;
}

const unlike = (proposals: readonly Proposal[], known: readonly Proposal[]): Proposal[] => {
  const texts = new Set(known.map(({ expression }) => printExpression(expression)));
  return proposals.filter(({ expression }) => !texts.has(printExpression(expression)));
};

const distinct = (expressions: readonly Expression[]): Expression[] => [
  ...new Map(expressions.map((expression) => [printExpression(expression), expression])).values(),
];

const DECLARED = "proved of a stated clause, for inputs of these types";

/** Stated clauses that hold for the assumed types only are offered with those types said. */
const underGuard = (sources: readonly Proofs[]): Proposal[] =>
  sources
    .flatMap(({ underGuard: some }) => some)
    .map(({ expression }) => ({ expression, rank: RANK.cases, rationale: DECLARED, span: null }));

/** The types that have to be said, as conditions; null when one cannot be said. */
function guardsOf({ given, preconditions }: Proofs, later: boolean): Expression[] | null {
  const said = new Set(preconditions.flatMap(conjuncts).map((part) => printExpression(part)));
  const guards: Expression[] = [];
  for (const { name, type, annotated } of given.setting.execution.parameters) {
    if (annotated) continue;
    const plain = typeGuard(name, type, false);
    const guard = typeGuard(name, type, later);
    if (plain === null || guard === null) return null;
    if (!plain.every((part) => said.has(printExpression(part)))) guards.push(...guard);
  }
  return guards;
}

/** `implies(types and condition, consequence)`. */
function guarded(guard: readonly Expression[], expression: Expression): Expression {
  if (guard.length === 0) return expression;
  if (expression.kind === "implies" && expression.left.kind !== "raises")
    return implies(all([...guard, ...conjuncts(expression.left)]), expression.right);
  return implies(all(guard), expression);
}

/** What can be printed within the limits and read back as it is, and is not stated yet. */
function readable(
  proposals: readonly Proposal[],
  limits: SummaryLimits,
  stated: ReadonlySet<string>,
  problems: Problem[],
): Proposal[] {
  const worthIt = proposals.filter(({ expression }) => simplify(expression, () => true).kind !== "boolean");
  const found = unique(worthIt).flatMap((proposal): Proposal[] => {
    const text = print(proposal.expression, limits);
    if (text === null) tooLong(problems, limits);
    return text === null || stated.has(text) ? [] : [{ ...proposal, expression: parseExpression(text) }];
  });
  if (found.length > MAX_CANDIDATES)
    problems.push({
      code: "too_many_candidates",
      detail: `${found.length - MAX_CANDIDATES} of ${found.length} possible clauses were not tried.`,
    });
  return found.sort((a, b) => a.rank - b.rank).slice(0, MAX_CANDIDATES);
}

function print(expression: Expression, { max_length }: SummaryLimits): string | null {
  const text = printExpression(expression);
  if (text.length > max_length || printExpression(parseExpression(text)) !== text) return null;
  return text;
}

function tooLong(problems: Problem[], { max_length }: SummaryLimits): void {
  if (problems.some(({ code }) => code === "clause_too_long")) return;
  const detail = `Clauses of more than ${max_length} characters are left out.`;
  problems.push({ code: "clause_too_long", detail });
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  const seen = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const text = printExpression(proposal.expression);
    if (!seen.has(text)) seen.set(text, proposal);
  }
  return [...seen.values()];
}

async function proved(proposals: readonly Proposal[], { given }: Proofs): Promise<Proposal[]> {
  const answers = await provedOf(
    proposals.map(({ expression }) => expression),
    given,
  );
  return proposals.filter((_, index) => answers[index]);
}

/** Leaves out of each case what its condition need not say. */
async function strengthened(proposals: readonly Proposal[], proofs: Proofs): Promise<Proposal[]> {
  const current = [...proposals];
  const essential = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const tries = current.flatMap((proposal, index) => {
      const conditions = caseConditions(proposal.expression);
      if (conditions.length < (proposal.rank === RANK.raises ? 2 : 1)) return [];
      return conditions.flatMap((condition, dropped) => {
        const key = `${index} ${printExpression(condition)}`;
        if (essential.has(key)) return [];
        return [{ index, key, proposal: { ...proposal, expression: withoutCondition(proposal.expression, dropped) } }];
      });
    });
    const some = tries.slice(0, MAX_DROPS);
    if (some.length === 0) break;
    const answers = await provedOf(
      some.map(({ proposal }) => proposal.expression),
      proofs.given,
    );
    const done = new Set<number>();
    for (const [position, { index, key, proposal }] of some.entries()) {
      if (answers[position] !== true) essential.add(key);
      else if (!done.has(index)) {
        current[index] = proposal;
        done.add(index);
      }
    }
    if (done.size === 0) break;
  }
  return await retold(proposals, current, proofs);
}

/** The clauses that lost a condition, said anew where that is shorter. */
async function retold(before: readonly Proposal[], after: readonly Proposal[], proofs: Proofs): Promise<Proposal[]> {
  const isInteger = integersOver(proofs.given.setting.execution.parameters);
  const retold = after.map((proposal, index) => {
    const { expression } = proposal;
    if (proposal === before[index] || expression.kind !== "implies") return proposal;
    const left = simplify(expression.left, isInteger);
    return { ...proposal, expression: implies(left, expression.right) };
  });
  const answers = await provedOf(
    retold.map(({ expression }) => expression),
    proofs.given,
  );
  return after.map((proposal, index) => (answers[index] === true ? (retold[index] ?? proposal) : proposal));
}

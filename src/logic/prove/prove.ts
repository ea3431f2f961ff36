import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import type { PythonModule } from "../../python/module.ts";
import type { Witness } from "../examination/findings.ts";
import type { Execution, Obligation } from "../execution/execution.ts";
import { FALSE, not, type Term } from "../smt/term.ts";
import { conjuncts } from "./conjuncts.ts";
import { typeGuard } from "./guard.ts";
import { type Case, type Judgement, judgePostconditions, judgePreconditions, TAINTED, unknown } from "./judge.ts";
import type { Oracle } from "./oracle.ts";
import { decide } from "./question.ts";
import { Setting } from "./setting.ts";

export interface Problem {
  code: string;
  detail: string;
}

/** What the solver says of the clauses of an IR against an execution of the body. */
export interface Proofs {
  given: Case;
  /** By clause id, of every assertion. */
  verdicts: Record<string, Verdict>;
  witnesses: Witness[];
  problems: Problem[];
  preconditions: readonly Expression[];
  /** Stated postconditions that were proved without more ado. */
  provedPostconditions: Expression[];
  /** Postconditions that were proved, but only for inputs of types that nothing declares. */
  underGuard: { assertion: Assertion; expression: Expression }[];
  /** Nothing more can be proved: no input meets the preconditions, or the execution does not stand. */
  closed: boolean;
}

/** Judges every assertion; `unchanged` names parameters whose objects are known to stay as they are. Never throws for what the clauses or the solver can cause. */
export async function prove(
  ir: IR,
  module: PythonModule,
  execution: Execution,
  oracle: Oracle,
  unchanged: ReadonlySet<string> = new Set(),
): Promise<Proofs> {
  const setting = new Setting(execution, module, unchanged);
  const problems: Problem[] = [];
  const clauses = ir.assertions.map((assertion) => ({ assertion, expression: clauseOf(assertion) }));
  const of = (category: Assertion["category"]) => clauses.filter(({ assertion }) => assertion.category === category);
  const given: Case = { ir, setting, oracle, preconditions: preconditionTerms(of("precondition"), setting, problems) };
  const proofs: Proofs = {
    given,
    verdicts: {},
    witnesses: [],
    problems,
    preconditions: of("precondition").map(({ expression }) => expression),
    provedPostconditions: [],
    underGuard: [],
    closed: false,
  };
  const all = (verdict: Verdict): Proofs => {
    for (const { id } of ir.assertions) proofs.verdicts[id] = verdict;
    return { ...proofs, closed: true };
  };

  const standing = await obligations(execution.obligations, given);
  if (standing !== null) {
    problems.push({ code: "obligation_unproved", detail: standing });
    return all({ status: "unknown", reason: "incomplete", detail: standing });
  }
  if (await isVacuous(given))
    return all({ status: "vacuous", detail: "No input of the parameters' types meets the preconditions." });

  const pre = of("precondition");
  const judged = await judgePreconditions(
    pre.map(({ expression }) => expression),
    given,
  );
  const guards = undeclaredTypes(
    execution,
    pre.map(({ expression }) => expression),
  );
  for (const [index, { assertion }] of pre.entries()) note(proofs, assertion, judged[index], guards);

  const post = [...of("postcondition"), ...of("invariant")];
  const verdicts = await judgePostconditions(
    post.map(({ expression }) => expression),
    given,
  );
  for (const [index, { assertion, expression }] of post.entries()) {
    note(proofs, assertion, verdicts[index], guards);
    if (verdicts[index]?.verdict.status !== "proved") continue;
    if (guards.length > 0) proofs.underGuard.push({ assertion, expression });
    else proofs.provedPostconditions.push(expression);
  }
  return proofs;
}

/** The clause as an expression; what the IR says is outside the language stays outside. */
function clauseOf({ expression }: Assertion): Expression {
  const [construct] = expression.unsupported;
  return construct === undefined
    ? parseExpression(expression.text)
    : { kind: "unsupported", construct, text: expression.text };
}

/** Those that the solver cannot be told are not assumed: what is proved then holds for more inputs than it needs to. */
function preconditionTerms(
  clauses: readonly { assertion: Assertion; expression: Expression }[],
  setting: Setting,
  problems: Problem[],
): Term[] {
  return clauses.flatMap(({ assertion, expression }) => {
    const held = setting.holds(expression, setting.entry);
    if (!("construct" in held)) return [held.term];
    const detail = `\`${short(assertion.expression.text)}\` was not assumed, because of ${held.construct}; a witness may violate it.`;
    problems.push({ code: "precondition_not_assumed", detail });
    return [];
  });
}

/** Why the execution's abstractions do not stand; null when each does. */
async function obligations(open: readonly Obligation[], given: Case): Promise<string | null> {
  const answers = await decide(
    open.map(({ condition, holds }) => ({
      known: given.preconditions,
      failures: [{ known: condition, goal: not(holds) }],
    })),
    given.setting,
    given.oracle,
  );
  const failed = open.filter((_, index) => answers[index]?.status !== "impossible");
  const [first] = failed;
  if (first !== undefined)
    return `The execution rests on ${first.kind.replaceAll("_", " ")} of ${first.subject}, which was not proved.`;
  const taint = answers.flatMap((answer) =>
    answer.status === "impossible" && answer.taint !== null ? [answer.taint] : [],
  );
  return taint[0] === undefined ? null : TAINTED[taint[0]];
}

async function isVacuous({ preconditions, setting, oracle }: Case): Promise<boolean> {
  if (preconditions.length === 0) return false;
  const [answer] = await decide(
    [{ known: preconditions, failures: [{ known: [], goal: not(FALSE) }] }],
    setting,
    oracle,
  );
  return answer?.status === "impossible" && answer.taint === null;
}

/** Guards of the parameters whose types are only assumed, without those that a precondition says; null for one that cannot be said. */
export function undeclaredTypes(execution: Execution, preconditions: readonly Expression[]): (Expression | null)[] {
  const said = new Set(preconditions.flatMap(conjuncts).map((part) => printExpression(part)));
  return execution.parameters.flatMap(({ name, type, annotated }) => {
    if (annotated) return [];
    const guard = typeGuard(name, type, false);
    if (guard === null) return [null];
    if (guard.every((part) => said.has(printExpression(part)))) return [];
    return typeGuard(name, type, true) ?? [];
  });
}

function note(
  proofs: Proofs,
  { id }: Assertion,
  judgement: Judgement | undefined,
  guards: readonly (Expression | null)[],
): void {
  const { verdict, witness } = judgement ?? unknown("budget", "The clause was not judged.");
  const holds = verdict.status === "proved" || verdict.status === "bounded";
  proofs.verdicts[id] = holds && guards.length > 0 ? assumedOnly(guards).verdict : verdict;
  if (witness !== null) proofs.witnesses.push({ call: witness, refutes: id });
}

function assumedOnly(guards: readonly (Expression | null)[]): Judgement {
  const said = guards.flatMap((guard) => (guard === null ? [] : [`\`${printExpression(guard)}\``]));
  const where = said.length === 0 ? "for some types of the parameters" : `where ${said.join(" and ")}`;
  return unknown("incomplete", `It holds ${where}, which no annotation and no precondition says.`);
}

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 160).toWellFormed()}...` : text);

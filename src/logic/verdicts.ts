import type { ClauseId } from "../ir/ids.ts";
import type { Assertion, Check, IR } from "../ir/ir.ts";
import type { Verdict } from "../ir/verdict.ts";

/** So much of a clause's text is quoted in another clause's verdict. */
const MAX_QUOTED = 120;
/** So many clauses are quoted one by one; the others are counted. */
const MAX_LISTED = 5;

/**
 * What the checks of an IR say of single clauses. Contradictory preconditions make every assertion `vacuous`: no call meets them. Anything else
 * proves and refutes nothing of the body, so the verdict stays `unknown` and its detail says what was checked, and which clauses the check
 * left out and why. Absent are clauses whose verdict says more already, and those that no check asked about.
 */
export function verdictsOf(ir: IR, checks: Check[]): Map<ClauseId, Verdict> {
  const verdicts = new Map<ClauseId, Verdict>();
  const contradiction = checks.find(
    ({ question, status }) => question === "preconditions_satisfiable" && status === "unsat",
  );
  if (contradiction !== undefined) {
    const detail = `no input meets the preconditions: ${conflict(ir, contradiction)}${assuming(contradiction)}`;
    for (const { id } of ir.assertions) verdicts.set(id, { status: "vacuous", detail });
    return verdicts;
  }
  for (const assertion of ir.assertions) {
    const { verdict } = assertion;
    if (verdict.status !== "unknown" || verdict.reason !== "not_attempted") continue;
    const check = checkOf(assertion, checks);
    if (check !== null) verdicts.set(assertion.id, unproved(ir, assertion, check));
  }
  return verdicts;
}

/** The check that says most of a clause: the one about all clauses, or that about the preconditions where the other has no answer. */
function checkOf({ category }: Assertion, checks: Check[]): Check | null {
  const all = checks.find(({ question }) => question === "clauses_consistent") ?? null;
  const preconditions =
    category === "precondition"
      ? (checks.find(({ question }) => question === "preconditions_satisfiable") ?? null)
      : null;
  return all === null || (all.status === "unknown" && preconditions?.status === "sat") ? (preconditions ?? all) : all;
}

function unproved(ir: IR, { id, category }: Assertion, check: Check): Verdict & { status: "unknown" } {
  const own = check.left_out.find(({ clause }) => clause === id);
  if (own !== undefined) {
    const detail = `The clause was not put to the solver, because of ${own.construct}; nothing was checked of it.`;
    return { status: "unknown", reason: "unsupported_construct", detail };
  }
  const notProved =
    category === "precondition" ? "no caller was checked against it" : "the body was not proved against it";
  const detail = `${finding(ir, id, check)}; ${notProved}.${leftOut(ir, check)}`;
  return { status: "unknown", reason: "not_attempted", detail };
}

function finding(ir: IR, id: ClauseId, check: Check): string {
  const scope = check.question === "preconditions_satisfiable" ? "preconditions" : "clauses";
  switch (check.status) {
    case "sat":
      return `Consistent with the other ${scope}${assuming(check)}`;
    case "unknown":
      return `The solver could not tell whether it is consistent with the other ${scope} (${check.reason ?? "no reason"}${check.detail === null ? "" : `: ${check.detail}`})`;
    case "unsat":
      return check.core.includes(id)
        ? `No call can meet the contract: ${conflict(ir, check)}${assuming(check)}`
        : `Not part of the contradiction that the contract has: ${conflict(ir, check)}${assuming(check)}`;
  }
}

function leftOut(ir: IR, { left_out }: Check): string {
  if (left_out.length === 0) return "";
  const named = left_out
    .slice(0, MAX_LISTED)
    .map(({ clause, construct }) => `${quoted(ir, clause)} because of ${construct}`);
  return ` The check left out ${listed(named, left_out.length)}.`;
}

function conflict(ir: IR, { core }: Check): string {
  const named = core.slice(0, MAX_LISTED).map((id) => quoted(ir, id));
  return `${listed(named, core.length)} ${core.length === 1 ? "cannot hold" : "contradict each other"}`;
}

function listed(named: readonly string[], count: number): string {
  const more = count - named.length;
  return more === 0 ? named.join(", ") : `${named.join(", ")} and ${more} more`;
}

/** The clause as its author wrote it. */
function quoted(ir: IR, id: ClauseId): string {
  const text = ir.assertions.find((assertion) => assertion.id === id)?.expression.text ?? id;
  return `\`${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED).toWellFormed()}...` : text}\``;
}

function assuming({ assumptions }: Check): string {
  return assumptions.length === 0 ? "" : ` (assuming ${assumptions.join(", ")})`;
}

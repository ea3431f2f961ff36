import { expressionText } from "../../ir/expression/text.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import type { DynamicFindings, SymbolicFindings } from "../../logic/examination/findings.ts";
import type { FailureFact } from "../../signatures/facts.ts";
import { examined } from "../examine/examination.ts";
import { VERDICT_ORDER } from "../examine/worst.ts";
import type { ClauseVerdict } from "../run.ts";
import type { Draft, Judged, Trial } from "./facts.ts";

const UNJUDGED: Verdict = { status: "unknown", reason: "not_attempted", detail: "The code was not judged against it." };

/**
 * The contract as code is judged against it: its types are the annotations that the code carries, and each exception with a condition is a clause of its own, `implies(old(when), raises(E))`, under the id of the exception.
 */
export function judgedContract(ir: IR): IR {
  const clauses = ir.signature.raises.flatMap((clause): Assertion[] =>
    clause.when === null || clause.when.unsupported.length > 0
      ? []
      : [
          {
            id: clause.id,
            category: "postcondition",
            expression: expressionText(`implies(old(${clause.when.text}), raises(${clause.exception}))`),
            rationale: null,
            verdict: UNJUDGED,
            locked: false,
            applies_to: [],
            provenance: clause.provenance,
          },
        ],
  );
  return {
    ...ir,
    assertions: [...ir.assertions.map((assertion) => ({ ...assertion, verdict: UNJUDGED })), ...clauses],
    signature: {
      ...ir.signature,
      parameters: ir.signature.parameters.map((parameter) =>
        parameter.type_hint === null
          ? parameter
          : { ...parameter, provenance: { ...parameter.provenance, source: "declared" } },
      ),
      raises: ir.signature.raises.map((clause) => ({ ...clause, when: null })),
    },
    holes: [],
  };
}

/** What is known of one code: a verdict for every clause and every example, and the worst of them for the whole. */
export function judge(
  ir: IR,
  draft: Draft,
  trial: Trial,
  symbolic: readonly SymbolicFindings[],
  dynamic: readonly DynamicFindings[],
): Judged {
  if (draft.source === null)
    return { draft, verdict: null, clauses: [], settled: false, failures: [], ir: null, calls: [] };
  const contract = judgedContract(ir);
  const known = examined(
    [contract],
    symbolic.map((found) => ({ ...found, proposed: [] })),
    dynamic.map((found) => ({ ...found, proposed: [], examples: [] })),
    [],
  )[0];
  const assertions = known?.assertions ?? contract.assertions;
  const stated = assertions.filter(
    ({ category, verdict }) => category !== "precondition" || ["refuted", "vacuous"].includes(verdict.status),
  );
  const examples = ir.examples.map(
    ({ call, returns, raises }, index): ClauseVerdict => ({
      clause: `example_${index + 1}`,
      text: raises === null ? `${call} == ${returns}` : `${call} raises ${raises}`,
      verdict: trial.examples[index] ?? UNJUDGED,
    }),
  );
  const clauses = [
    ...(trial.fault === null ? [] : [faultClause(trial.fault)]),
    ...stated.map(({ id, expression, verdict }) => ({ clause: id, text: expression.text, verdict })),
    ...examples,
  ];
  const own = new Map(assertions.map(({ id, verdict }) => [id, verdict]));
  const problems = [...ir.metadata.problems, ...(known?.metadata.problems ?? [])];
  return {
    draft,
    verdict: worstOf(clauses, examples.length),
    clauses,
    settled:
      trial.fault === null &&
      isSettled(
        stated.map(({ verdict }) => verdict),
        trial,
      ),
    failures: clauses.filter(({ verdict }) => !PASSES.has(verdict.status)).map(failure),
    ir: {
      ...ir,
      assertions: ir.assertions.map((assertion) => ({
        ...assertion,
        verdict: own.get(assertion.id) ?? assertion.verdict,
      })),
      metadata: {
        ...ir.metadata,
        evidence: known?.metadata.evidence ?? ir.metadata.evidence,
        problems: [...new Map(problems.map((item) => [JSON.stringify(item), item])).values()],
      },
    },
    calls: (dynamic[0]?.examples ?? []).flatMap(({ args, kwargs, returns }) =>
      returns === null ? [] : [{ args, kwargs, returns }],
    ),
  };
}

/** What a code has to reach to leave: nothing that was claimed of it is refuted or open. */
export const PASSES: ReadonlySet<Verdict["status"]> = new Set(["proved", "bounded", "tested"]);

/** Whether code may be taken, by a person or by a vote: it can be run and nothing refutes it. Its verdict says the rest. */
export const acceptable = ({ verdict, clauses }: Judged): boolean =>
  verdict !== null && verdict.status !== "refuted" && !clauses.some(({ clause }) => clause === "code");

function faultClause({ clause, detail }: NonNullable<Trial["fault"]>): ClauseVerdict {
  const texts: Record<string, string> = {
    syntax: "the code is Python",
    signature: "the function can be called as the contract says",
    effects: "the code has no effect that the contract does not state",
  };
  return {
    clause: "code",
    text: texts[clause] ?? "the code can be run",
    verdict: { status: "unknown", reason: "not_attempted", detail },
  };
}

/** The worst verdict, as a chain is as strong as its weakest link; an example is a clause that is tested. */
function worstOf(clauses: readonly ClauseVerdict[], examples: number): Verdict {
  const worst = VERDICT_ORDER.map((status) => clauses.find(({ verdict }) => verdict.status === status)).find(
    (found) => found !== undefined,
  );
  if (worst === undefined) {
    return {
      status: "unknown",
      reason: "not_attempted",
      detail: "There is no clause and no example that says what the code does.",
    };
  }
  const { verdict } = worst;
  switch (verdict.status) {
    case "proved":
    case "bounded": {
      const assumptions = clauses.flatMap((item) => ("assumptions" in item.verdict ? item.verdict.assumptions : []));
      return { ...verdict, assumptions: [...new Set(assumptions)].sort() };
    }
    case "tested": {
      const counts = clauses.flatMap((item) =>
        item.verdict.status === "tested" && !item.clause.startsWith("example_") ? [item.verdict.executions] : [],
      );
      return { status: "tested", executions: counts.length > 0 ? Math.min(...counts) : Math.max(1, examples) };
    }
    case "refuted":
      return { ...verdict, observed: `${worst.text.slice(0, 300)}: ${verdict.observed ?? "does not hold"}` };
    default:
      return { ...verdict, detail: `${worst.text.slice(0, 300)}: ${verdict.detail}` };
  }
}

function isSettled(clauses: readonly Verdict[], trial: Trial): boolean {
  return (
    clauses.length > 0 &&
    clauses.every(({ status }) => status === "proved") &&
    trial.examples.every((verdict) => verdict?.status === "tested")
  );
}

function failure({ clause, text, verdict }: ClauseVerdict): FailureFact {
  const what = clause === "code" ? "syntax" : text;
  switch (verdict.status) {
    case "refuted": {
      const input = Object.entries(verdict.counterexample).map(([name, value]) => `${name} = ${value}`);
      const shown = verdict.observed ?? `it does not hold for ${input.join(", ")}`;
      return {
        clause: what,
        verdict: "refuted",
        counterexample: shown.includes("=") || input.length === 0 ? shown : `${input.join(", ")}: ${shown}`,
      };
    }
    case "unknown":
    case "vacuous":
      return { clause: what, verdict: verdict.status, counterexample: verdict.detail };
    default:
      return { clause: what, verdict: verdict.status, counterexample: null };
  }
}

import { z } from "zod";
import { TerminalError } from "../../graph/errors.ts";
import { guardOf } from "../../holes/contradict/probes.ts";
import { RETURN } from "../../holes/subjects.ts";
import { smallInputs } from "../../holes/try/inputs.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { clauseId } from "../../ir/hash.ts";
import type { Assertion, Example, IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import type { DynamicFindings, SymbolicFindings } from "../../logic/examination/findings.ts";
import type { NodeContext } from "../context.ts";
import { type ExaminationSettings, examined } from "../examine/examination.ts";
import { runExamples } from "../forward/trial.ts";
import type { ClauseVerdict } from "../run.ts";
import { isAnswered } from "./asked.ts";
import { casesHeld } from "./cases.ts";
import { confidenceOf } from "./confidence.ts";
import type { SourceFile } from "./facts.ts";
import { holes } from "./holes.ts";
import { resultIsA } from "./type-clause.ts";

/*
 * What people said, held against the code: each answered clause is judged like every other one, an answered type of the result as a clause about the result, an answered outcome of a call by that call. What people
 * said stays as they said it; the verdict says whether the code does it.
 */

const unjudged = (detail: string): Verdict => ({ status: "unknown", reason: "not_attempted", detail });

/**
 * The contract as the code is examined against it. Verdicts from before the answers are taken out, since an answer may change what they rest on; types that were answered count like annotations.
 */
export function heldContract(ir: IR): IR {
  const type = typeClauseOf(ir);
  return {
    ...ir,
    assertions: [
      ...ir.assertions.map((assertion) =>
        assertion.verdict.status === "unknown" ? assertion : { ...assertion, verdict: unjudged("Not examined yet.") },
      ),
      ...(type === null || ir.assertions.some(({ id }) => id === type.id) ? [] : [type]),
    ],
    signature: {
      ...ir.signature,
      parameters: ir.signature.parameters.map((parameter) =>
        parameter.type_hint !== null && isAnswered(parameter)
          ? { ...parameter, provenance: { ...parameter.provenance, source: "declared" } }
          : parameter,
      ),
    },
    holes: [],
  };
}

/** The clause that an answered type of the result stands for; null where it was not answered, or no test tells. What a coroutine or a generator gives is not the result of the call. */
function typeClauseOf({ signature }: IR): Assertion | null {
  const { returns, is_async, is_generator } = signature;
  if (returns.type_hint === null || !isAnswered(returns) || is_async || is_generator) return null;
  const test = resultIsA(returns.type_hint);
  if (test === null) return null;
  const expression = expressionText(test);
  return {
    id: clauseId("postcondition", expression.text),
    category: "postcondition",
    expression,
    rationale: null,
    verdict: unjudged("Not examined yet."),
    locked: true,
    applies_to: ["result"],
    provenance: returns.provenance,
  };
}

/** Findings without the preconditions that would exclude inputs of which people said what happens then. */
export function withoutExcluding(ir: IR, found: SymbolicFindings): SymbolicFindings {
  const cases = ir.assertions
    .filter(isAnswered)
    .map(({ expression }) => guardOf(parseExpression(expression.text)))
    .filter((guard) => guard !== null);
  if (cases.length === 0) return found;
  const inputs = smallInputs(ir, cases, 400);
  const spokenOf = inputs.filter((values) => cases.some((guard) => holds(guard, { values, old: values }) === true));
  const excludes = ({ category, expression }: Assertion) => {
    const condition = parseExpression(expression.text);
    return category === "precondition" && spokenOf.some((values) => holds(condition, { values, old: null }) !== true);
  };
  return { ...found, proposed: found.proposed.filter((assertion) => !excludes(assertion)) };
}

export const CallVerdicts = z.object({
  /** Of the outcomes of calls that people gave, in their order; null where the call was not made. */
  examples: z.array(Verdict.nullable()),
  /** Of answered clauses, by their ids: those that calls refute although every call that returns meets them. */
  clauses: z.record(z.string(), Verdict),
});
export type CallVerdicts = z.infer<typeof CallVerdicts>;

/** What calls show of the answers, beside the examination of the clauses. What the examination may not run is not run here either. */
export async function callsHeld(
  ir: IR,
  { source }: SourceFile,
  settings: ExaminationSettings,
  [ran]: readonly DynamicFindings[],
  context: Pick<NodeContext, "python" | "tenant">,
): Promise<CallVerdicts> {
  const examples = givenExamples(ir);
  const none = (detail: string) => ({ examples: examples.map(() => unjudged(detail)), clauses: {} });
  if (!settings.dynamic) return none("The code was not run.");
  if (ir.metadata.qualified_name !== ir.signature.name)
    return none("Only functions of the module itself are called with an example.");
  if (ran !== undefined && ran.executions === 0 && ran.problems.length > 0)
    return none(ran.problems.map(({ detail }) => detail).join(" "));
  const clauses = await casesHeld(ir, source, context);
  if (examples.length === 0) return { examples: [], clauses };
  const reply = await runExamples(ir, examples, source, context);
  return "verdicts" in reply
    ? { examples: reply.verdicts, clauses }
    : none(reply.fault?.detail ?? "The code was not run.");
}

const givenExamples = ({ examples }: IR): Example[] => examples.filter(({ source }) => source === "human");

export interface Findings {
  symbolic: readonly SymbolicFindings[];
  dynamic: readonly DynamicFindings[];
  proofs: readonly SymbolicFindings[];
  calls: CallVerdicts;
}

/** The contract with what the code shows of it, and the verdict of each statement that people made. */
export function conclude(
  ir: IR,
  { symbolic, dynamic, proofs, calls }: Findings,
  threshold: number,
): { draft: IR; answers: ClauseVerdict[] } {
  const contract = heldContract(ir);
  const [found = contract] = examined([contract], symbolic, dynamic, proofs);
  const known = {
    ...found,
    assertions: found.assertions.map((assertion) => {
      const shown = assertion.verdict.status === "refuted" ? undefined : calls.clauses[assertion.id];
      return shown === undefined ? assertion : { ...assertion, verdict: shown };
    }),
  };
  const type = typeClauseOf(ir);
  const verdicts = new Map(known.assertions.map(({ id, verdict }) => [id, verdict]));
  const answers: ClauseVerdict[] = [
    ...known.assertions
      .filter((assertion) => isAnswered(assertion) && ir.assertions.some(({ id }) => id === assertion.id))
      .map(({ id, expression, verdict }) => ({ clause: id, text: expression.text, verdict })),
    ...typeVerdict(ir, type === null ? undefined : verdicts.get(type.id)),
    ...givenExamples(ir).map(
      ({ call, returns, raises }, index): ClauseVerdict => ({
        clause: `example_${index + 1}`,
        text: raises === null ? `${call} == ${returns}` : `${call} raises ${raises}`,
        verdict: calls.examples[index] ?? unjudged("The code was not run."),
      }),
    ),
  ];
  const stated = new Set(ir.assertions.map(({ id }) => id));
  // A proposed clause that people were asked about is in the contract if they meant it.
  const asked = new Set(ir.holes.filter(({ status }) => status !== "open").map(({ subject }) => subject));
  const draft: IR = {
    ...known,
    assertions: known.assertions.filter(({ id }) => stated.has(id) || (id !== type?.id && !asked.has(id))),
    signature: {
      ...known.signature,
      parameters: known.signature.parameters.map((parameter, index) => ({
        ...parameter,
        provenance: ir.signature.parameters[index]?.provenance ?? parameter.provenance,
      })),
    },
    holes: ir.holes,
  };
  return { draft: withNewHoles(draft, threshold), answers };
}

function typeVerdict({ signature }: IR, verdict: Verdict | undefined): ClauseVerdict[] {
  const { returns, name } = signature;
  if (returns.type_hint === null || !isAnswered(returns)) return [];
  const text = `${name} returns ${returns.type_hint}`;
  return [
    { clause: RETURN, text, verdict: verdict ?? unjudged(`Nothing tests whether a value is ${returns.type_hint}.`) },
  ];
}

/** The contract with a hole for what examination leaves doubtful now, beside those that there are. */
function withNewHoles(draft: IR, threshold: number): IR {
  const confidence = confidenceOf(draft);
  const [again] = holes([draft], [confidence], threshold);
  if (again === undefined) throw new TerminalError("no_contract", "There is no contract.");
  const known = new Set(draft.holes.map(({ id }) => id));
  return { ...draft, confidence, holes: [...draft.holes, ...again.holes.filter(({ id }) => !known.has(id))] };
}

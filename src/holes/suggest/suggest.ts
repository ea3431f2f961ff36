import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { literal } from "../../logic/evaluate/value.ts";
import { asksForCondition } from "../apply/clause.ts";
import { applyAnswer } from "../apply-answer.ts";
import { refutes } from "../contradict/examples.ts";
import { literalValue } from "../literal.ts";
import { readPredicate } from "../predicate.ts";
import { nameOf } from "../propagate/types.ts";
import type { Asker } from "../satisfiable.ts";
import { CONFLICT_OF, OUTCOME_OF } from "../subjects.ts";
import { inputOf, typesOf } from "../try/inputs.ts";
import { admits } from "../try/outcome.ts";
import { smallValues } from "../try/values.ts";
import { supposing } from "../with-clause.ts";
import { conditionTemplates } from "./conditions.ts";
import { featuresOf } from "./form.ts";
import { acceptance, type History } from "./history.ts";
import { remembered } from "./remembered.ts";
import { suggestTypes } from "./types.ts";

type Suggestion = Hole["suggestions"][number];

const MOST = 5;

/** No decision makes a suggestion certain. */
const MOST_CONFIDENCE = 0.95;

/**
 * Suggestions for a hole without a model, those it has among them, the most promising first: each can be answered as it stands, contradicts no example, and is not excluded by the solver. What was accepted before for
 * the same question is among them. Confidence is that of the rule, weighed with what became of suggestions like it (`acceptance`), at most 0.95.
 */
export async function suggest(ir: IR, hole: Hole, history: History, asker: Asker | null): Promise<Suggestion[]> {
  const candidates = new Map<string, Suggestion>();
  for (const one of [...hole.suggestions, ...(await candidatesFor(ir, hole, asker)), ...remembered(ir, hole, history)])
    if (!candidates.has(one.value)) candidates.set(one.value, one);
  const fitting = [...candidates.values()].flatMap((one) => {
    const at = { hole: hole.id, by: "lift", at: "1970-01-01T00:00:00Z", source: "refinement" as const };
    const applied = applyAnswer(ir, { ...at, reply: { kind: "value", value: one.value } });
    if (!applied.ok) return [];
    const { parameters } = applied.ir.signature;
    const refuted = applied.ir.assertions.some((assertion) =>
      applied.ir.examples.some((example) => refutes(assertion, parameters, example)),
    );
    return refuted ? [] : [{ suggestion: one, ir: applied.ir }];
  });
  const asked = asker !== null && asksForCondition(hole);
  const excluded = asked ? await asker.unsatisfiable(fitting.map((one) => one.ir)) : [];
  return fitting
    .filter((_, index) => excluded[index] !== true)
    .map(({ suggestion }) => ({
      suggestion,
      confidence: acceptance(history, hole, featuresOf(ir, hole, suggestion.value), suggestion.confidence),
    }))
    .toSorted((a, b) => b.confidence - a.confidence || (a.suggestion.value < b.suggestion.value ? -1 : 1))
    .slice(0, MOST)
    .map(({ suggestion, confidence }) => ({ ...suggestion, confidence: Math.min(MOST_CONFIDENCE, confidence) }));
}

async function candidatesFor(ir: IR, hole: Hole, asker: Asker | null): Promise<Suggestion[]> {
  if (hole.clause === "signature" && hole.kind === "type") {
    const name = nameOf(ir, hole);
    return name === null ? [] : suggestTypes(ir, name);
  }
  if (hole.clause !== "assertion" || hole.subject.startsWith(CONFLICT_OF)) return [];
  if (hole.subject.startsWith(OUTCOME_OF)) return outcomes(ir, hole, asker);
  if (hole.suggestions.length >= 2) return [];
  const about = /^(?:precondition|input)\b/.test(hole.subject) ? (["input"] as const) : (["result", "input"] as const);
  const templates = about.flatMap((what) => conditionTemplates(ir, what));
  const known = new Set(ir.assertions.map(({ expression }) => expression.text));
  return templates
    .filter(({ text }) => !known.has(text))
    .flatMap(({ text, rationale, confidence }): Suggestion[] => {
      const read = readPredicate(ir, text);
      if (!read.ok) return [];
      const support = supportOf(ir, text);
      if (read.predicate.category === "postcondition" && ir.examples.length > 0 && support === 0) return [];
      // A condition that several examples bear out is likelier than one that none speaks of.
      return [
        {
          value: read.predicate.expression.text,
          rationale: support > 0 ? `${rationale} ${support} examples bear it out.` : rationale,
          confidence: Math.min(0.8, confidence + 0.1 * Math.min(support, 3)),
        },
      ];
    });
}

/** Examples for which a condition is true. */
function supportOf({ examples, signature }: IR, text: string): number {
  const parsed = parseExpression(text);
  return examples.filter((example) => {
    const input = inputOf(signature.parameters, example);
    const returns = example.returns === null ? null : literalValue(example.returns);
    return input !== null && returns !== null && admits(parsed, input, { returns }) === true;
  }).length;
}

/** What a call can return: small values of the type that the clauses admit, and a model of the solver. */
async function outcomes(ir: IR, hole: Hole, asker: Asker | null): Promise<Suggestion[]> {
  const call = parseExpression(hole.subject.slice(OUTCOME_OF.length));
  if (call.kind !== "call") return [];
  const example = {
    call: hole.subject.slice(OUTCOME_OF.length),
    args: call.arguments.map((argument) => printExpression(argument)),
    kwargs: Object.fromEntries(
      call.keywords.flatMap(({ name, value }) => (name === null ? [] : [[name, printExpression(value)]])),
    ),
    returns: null,
    raises: null,
    source: "solver" as const,
    evidence_refs: [],
  };
  const input = inputOf(ir.signature.parameters, example);
  if (input === null) return [];
  const clauses = ir.assertions
    .filter(({ category }) => category !== "precondition")
    .map(({ expression }) => parseExpression(expression.text));
  const type = typesOf(ir).get("result");
  if (clauses.length === 0) return [];
  const inside = [...input.values()].flatMap((value) =>
    value.kind === "list" || value.kind === "tuple" ? value.items : [value],
  );
  const values = [...(type === undefined ? [] : smallValues(type)), ...inside].filter((returns) =>
    clauses.every((clause) => admits(clause, input, { returns }) === true),
  );
  const texts = new Set(values.map(literal));
  if (asker !== null) {
    const condition = [...input].map(([name, value]) => `${name} == ${literal(value)}`).join(" and ");
    const [answer] = await asker.satisfiable([supposing(ir, "precondition", condition)]);
    const result = answer?.status === "sat" ? answer.model?.result : undefined;
    if (result !== undefined) texts.add(result);
  }
  const share = 1 / (texts.size + 1);
  return [...texts].map((value) => ({
    value,
    rationale: "The clauses admit it for this call.",
    confidence: texts.size === 1 ? 0.9 : share,
  }));
}

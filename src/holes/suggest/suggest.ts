import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { expressionText } from "../../ir/expression/text.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { literal } from "../../logic/evaluate/value.ts";
import { asksForCondition } from "../apply/clause.ts";
import { applyAnswer } from "../apply-answer.ts";
import { refutes } from "../contradict/examples.ts";
import { readPredicate } from "../predicate.ts";
import { nameOf } from "../propagate/types.ts";
import type { Asker } from "../satisfiable.ts";
import { CONFLICT_OF, OUTCOME_OF } from "../subjects.ts";
import { inputOf, typesOf } from "../try/inputs.ts";
import { admits } from "../try/outcome.ts";
import { smallValues } from "../try/values.ts";
import { callsOf, supposing } from "../with-clause.ts";
import { analogies } from "./analogy.ts";
import { testsType } from "./checked-types.ts";
import { featuresOf } from "./form.ts";
import type { Candidate } from "./grammar/candidate.ts";
import { grammar, wordsOfContract } from "./grammar/grammar.ts";
import { acceptance, type History } from "./history.ts";
import { type Material, NO_MATERIAL } from "./material.ts";
import { rank } from "./rank.ts";
import { remembered } from "./remembered.ts";
import { commonestTypes } from "./type-of-name.ts";
import { suggestTypes } from "./types.ts";

type Suggestion = Hole["suggestions"][number];

/** Most suggestions for one hole. */
const MOST = 5;
/** Candidates that are looked at closely, and those put to the solver. */
const MOST_APPLIED = 24;
const MOST_ASKED = 12;
/** Weight of all that no form covers: a guess without evidence is hardly more likely than that. */
const NONE_OF_THEM = 40;
/** Suggestions of a type with a reason that make a guess needless. */
const ENOUGH = 3;
/** A guess of less confidence is none. */
const LEAST = 0.01;
/** A guess is never surer than this. */
const SUREST = 0.9;
/** No decision makes a suggestion certain. */
const MOST_CONFIDENCE = 0.95;

/**
 * Suggestions for a hole without a model, those it has among them, the most promising first: each can be answered as it stands, contradicts no example, is not excluded by the solver, and a guess does not say what the contract
 * implies already. What was accepted before for the same question is among them. Confidence is that of the rule, weighed with what became of suggestions like it (`acceptance`), at most 0.95.
 */
export async function suggest(
  ir: IR,
  hole: Hole,
  history: History,
  asker: Asker | null,
  material: Material = NO_MATERIAL,
): Promise<Suggestion[]> {
  const past = remembered(ir, hole, history);
  const all = await candidatesFor(ir, hole, asker, material, past.length > 0);
  // What was accepted before is not less likely for that.
  const sure = new Map(all.map(({ value, confidence }) => [value, confidence]));
  const accepted = past.map((one) => ({
    ...one,
    confidence: Math.max(one.confidence, sure.get(one.value) ?? 0),
  }));
  const given = distinct([...hole.suggestions, ...accepted]);
  const texts = new Set(given.map(({ value }) => value));
  const guesses = all.filter(({ value }) => !texts.has(value));
  const fitting: Fitting[] = [];
  for (const [index, suggestion] of [...given, ...guesses].entries()) {
    if (fitting.length >= given.length + MOST_ASKED) break;
    const applied = fits(ir, hole, suggestion);
    if (applied !== null) fitting.push({ suggestion, ir: applied, guessed: index >= given.length });
  }
  const asked = asker === null || !asksForCondition(hole) ? fitting : await possible(ir, fitting, asker);
  return asked
    .map(({ suggestion }) => ({
      suggestion,
      confidence: acceptance(history, hole, featuresOf(ir, hole, suggestion.value), suggestion.confidence),
    }))
    .toSorted((a, b) => b.confidence - a.confidence || (a.suggestion.value < b.suggestion.value ? -1 : 1))
    .slice(0, MOST)
    .map(({ suggestion, confidence }) => ({ ...suggestion, confidence: Math.min(MOST_CONFIDENCE, confidence) }));
}

/** Each text once, as it comes first. */
const distinct = (suggestions: readonly Suggestion[]): Suggestion[] =>
  [...new Map(suggestions.toReversed().map((one) => [one.value, one])).values()].toReversed();

interface Fitting {
  suggestion: Suggestion;
  /** The IR with the suggestion as the answer. */
  ir: IR;
  /** Whether nobody but the grammar proposes it. */
  guessed: boolean;
}

/** The IR after the suggestion; null where it cannot be answered so or an example contradicts it. */
function fits(ir: IR, hole: Hole, { value }: Suggestion): IR | null {
  const at = { hole: hole.id, by: "lift", at: "1970-01-01T00:00:00Z", source: "refinement" as const };
  const applied = applyAnswer(ir, { ...at, reply: { kind: "value", value } });
  if (!applied.ok) return null;
  const { assertions, examples, signature } = applied.ir;
  return assertions.some((one) => examples.some((example) => refutes(one, signature.parameters, example)))
    ? null
    : applied.ir;
}

/** Without what cannot hold beside the contract, and without guesses that the contract implies. One batch of questions. */
async function possible(ir: IR, fitting: readonly Fitting[], asker: Asker): Promise<Fitting[]> {
  const guesses = fitting.filter(({ guessed, suggestion }) => guessed && !testsType(suggestion.value));
  const opposites = guesses.map(({ suggestion: { value } }) => {
    const read = readPredicate(ir, value);
    const isPrecondition = read.ok && read.predicate.category === "precondition";
    // What a precondition says may follow from what is promised of the result, and nobody who calls knows.
    return supposing(
      isPrecondition ? callsOf(ir) : ir,
      isPrecondition ? "precondition" : "postcondition",
      `not (${value})`,
    );
  });
  const never = await asker.unsatisfiable([...fitting.map((one) => one.ir), ...opposites]);
  const implied = new Set(guesses.filter((_, index) => never[fitting.length + index] === true));
  return fitting.filter((one, index) => never[index] !== true && !implied.has(one));
}

async function candidatesFor(
  ir: IR,
  hole: Hole,
  asker: Asker | null,
  material: Material,
  remembers: boolean,
): Promise<Suggestion[]> {
  if (hole.clause === "signature" && hole.kind === "type") {
    const name = nameOf(ir, hole);
    if (name === null) return [];
    const found = suggestTypes(ir, name, material.types.get(name));
    // Where enough tells of the type, what is common adds nothing.
    if (found.length >= ENOUGH || hole.suggestions.length >= ENOUGH || remembers) return found;
    const rationale = "Nothing tells of it; this is what is commonest.";
    return [
      ...found,
      ...commonestTypes(ir.signature, name)
        .filter(({ annotation }) => !found.some(({ value }) => value === annotation))
        .map(({ annotation, weight }) => ({
          value: annotation,
          rationale,
          confidence: weight,
        })),
    ];
  }
  if (hole.clause !== "assertion" || hole.subject.startsWith(CONFLICT_OF)) return [];
  if (hole.subject.startsWith(OUTCOME_OF)) return outcomes(ir, hole, asker);
  if (hole.suggestions.length >= 2) return [];
  return aboutsOf(ir, hole).flatMap((about) => conditions(ir, hole, about, material));
}

/** Whether a hole asks for what comes in, or for what comes out too. */
function aboutsOf(ir: IR, { subject }: Hole): readonly ("input" | "result")[] {
  const category = ir.assertions.find(({ id }) => id === subject)?.category;
  if (category === "precondition" || /^(?:precondition|input)\b/.test(subject)) return ["input"];
  if (category !== undefined || /^(?:postcondition|result)\b/.test(subject)) return ["result"];
  return ["result", "input"];
}

/** Conditions that may be what is missing, with shares of their weight as confidence. */
function conditions(ir: IR, hole: Hole, about: "input" | "result", material: Material): Suggestion[] {
  const category = about === "input" ? ("precondition" as const) : ("postcondition" as const);
  const own = ir.assertions.filter((one) => (one.category === "precondition") === (about === "input"));
  const known = new Set(own.map(({ expression }) => expression.text));
  const guessed = [
    ...material.candidates,
    ...analogies(ir, category),
    ...grammar(ir, about, wordsOfContract(ir, hole.description), landmarksOf(ir)),
  ];
  const candidates = new Map<string, Candidate>();
  for (const guess of guessed) {
    const text = expressionText(guess.text).text;
    const before = candidates.get(text);
    if (!known.has(text) && (before === undefined || before.weight < guess.weight))
      candidates.set(text, { ...guess, text });
  }
  const ranked = rank(ir, about, [...candidates.values()], material.observed);
  const total = NONE_OF_THEM + ranked.reduce((sum, { weight }) => sum + weight, 0);
  return ranked
    .slice(0, MOST_APPLIED)
    .filter(({ text, weight }) => {
      if (weight / total < LEAST) return false;
      const read = readPredicate(ir, text);
      return read.ok && read.predicate.category === category;
    })
    .map(({ text, rationale, weight, supported }) => ({
      value: text,
      rationale: supported > 0 ? `${rationale} ${supported} examples bear it out.` : rationale,
      confidence: Math.min(SUREST, weight / total),
    }));
}

/** Numbers that stand in the clauses, small ones aside, as text. */
function landmarksOf({ assertions }: IR): string[] {
  const found = assertions.flatMap(({ expression }) =>
    [...descendants(parseExpression(expression.text))].flatMap(({ expression: part }) =>
      part.kind === "integer" && part.value > 3n ? [String(part.value)] : [],
    ),
  );
  return [...new Set(found)].slice(0, 4);
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

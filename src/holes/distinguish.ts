import type { Expression } from "../ir/expression/ast.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { unsupportedConstructs } from "../ir/expression/walk.ts";
import type { IR } from "../ir/ir.ts";
import type { InputAssignment } from "../ir/verdict.ts";
import { holds } from "../logic/evaluate/evaluate.ts";
import { literal, type Value } from "../logic/evaluate/value.ts";
import { typeOfAnnotation } from "../logic/types/annotation.ts";
import { inhabits } from "./contradict/inhabits.ts";
import { type Predicate, readPredicate } from "./predicate.ts";
import type { Asker } from "./satisfiable.ts";
import { assignmentOf, type Input, smallInputs, typesOf } from "./try/inputs.ts";
import { admits, type CallOutcome, exceptionsIn, outcomeText } from "./try/outcome.ts";
import { landmarksOf, smallValues } from "./try/values.ts";
import { callsOf, supposing } from "./with-clause.ts";

/**
 * An input on which two readings differ. `outcomes` holds for each reading an end of the call that it admits and the other one does not (`0`, `raises ValueError`); for preconditions whether the
 * call is `allowed` or `not allowed`. Null for a reading that admits nothing that the other one does not.
 */
export interface Distinction {
  input: InputAssignment;
  outcomes: [string | null, string | null];
  by: "evaluation" | "solver";
}

export type Distinguished = { distinction: Distinction; reason: null } | { distinction: null; reason: string };

const none = (reason: string): Distinguished => ({ distinction: null, reason });

/** Most pairs of an input and an end of the call that are evaluated. */
const MOST = 60_000;

/**
 * Where two readings of one point differ, for the function of the IR: small inputs are evaluated first, which gives the input that a person sees at a glance, and where none is found the solver is asked. Readings are
 * conditions, or where `kind` is `expression` values of the result.
 */
export async function distinguish(
  ir: IR,
  readings: readonly [string, string],
  { asker = null, kind = "condition" }: { asker?: Asker | null; kind?: "condition" | "expression" } = {},
): Promise<Distinguished> {
  const texts = kind === "condition" ? readings : readings.map((text) => `result == (${text})`);
  const read: Predicate[] = [];
  for (const text of texts) {
    const predicate = readPredicate(ir, text);
    if (!predicate.ok) return none(`\`${text}\` cannot be read: ${predicate.detail}`);
    read.push(predicate.predicate);
  }
  const [one, other] = read;
  if (one === undefined || other === undefined) return none("there are not two readings");
  if (one.expression.text === other.expression.text) return none("the readings are the same");
  const found = evaluated(ir, one, other);
  if (found !== null) return { distinction: found, reason: null };
  if (asker === null) return none("they do not differ on any small input that can be evaluated");
  return solved(ir, one, other, asker);
}

/** A difference among small inputs, both readings admitting something of their own if there is such an input; null when none was found. */
export function evaluated(ir: IR, one: Predicate, other: Predicate): Distinction | null {
  const parsed = [one.parsed, other.parsed] as const;
  const before = one.category === "precondition" && other.category === "precondition";
  let onesided: Distinction | null = null;
  let spent = 0;
  for (const input of smallInputs(ir, parsed)) {
    if (spent > MOST) break;
    const outcomes: CallOutcome[] = before
      ? [{ returns: { kind: "none" } }]
      : contractual(ir, input, outcomesFor(ir, input, parsed));
    const own: [string | null, string | null] = [null, null];
    for (const outcome of outcomes) {
      spent += 1;
      const [first, second] = [admits(one.parsed, input, outcome), admits(other.parsed, input, outcome)];
      if (first === null || second === null || first === second) continue;
      own[first ? 0 : 1] ??= before ? "allowed" : outcomeText(outcome);
    }
    if (own[0] === null && own[1] === null) continue;
    for (const [index, { category, parsed: reading }] of [one, other].entries())
      if (category === "precondition" && holds(reading, { values: input, old: null }) === false)
        own[index] ??= "not allowed";
    const shown: [string | null, string | null] = before ? [own[0] ?? "not allowed", own[1] ?? "not allowed"] : own;
    const distinction: Distinction = { input: assignmentOf(input), outcomes: shown, by: "evaluation" };
    if (before || (own[0] !== null && own[1] !== null)) return distinction;
    onesided ??= distinction;
  }
  return onesided;
}

/** Those of the ends that the other clauses admit; all of them where these admit none, as the readings then speak of a gap. */
function contractual({ assertions }: IR, input: Input, outcomes: readonly CallOutcome[]): CallOutcome[] {
  const clauses = assertions
    .filter(({ category, expression }) => category !== "precondition" && expression.unsupported.length === 0)
    .map(({ expression }) => parseExpression(expression.text));
  // A call that raises keeps no promise about its result.
  const admitted = outcomes.filter(
    (outcome) => "raises" in outcome || clauses.every((clause) => admits(clause, input, outcome) !== false),
  );
  return admitted.some((outcome) => "returns" in outcome) ? admitted : [...outcomes];
}

/** Ends of a call that the readings may tell apart: values of the result's type, those that stand in the input or in the readings, None, and exceptions. */
function outcomesFor(ir: IR, input: Input, readings: readonly Expression[]): CallOutcome[] {
  const type = typesOf(ir, readings).get("result");
  const landmarks = landmarksOf(readings);
  const inside = [...input.values()]
    .flatMap(partsOf)
    .filter((value) => type === undefined || inhabits(value, type) !== false);
  const typed =
    type === undefined
      ? landmarks.integers.map((value): Value => ({ kind: "int", value }))
      : smallValues(type, landmarks);
  const values = new Map(
    [...inside, ...typed, { kind: "none" } as const].slice(0, 80).map((value) => [literal(value), value]),
  );
  return [
    ...[...values.values()].map((returns) => ({ returns })),
    ...exceptionsIn(readings).map((raises) => ({ raises })),
  ];
}

const partsOf = (value: Value): Value[] =>
  value.kind === "list" || value.kind === "tuple" || value.kind === "set" ? [value, ...value.items] : [value];

/** A call that the preconditions admit, with an end that one reading admits and the other does not. Where other clauses decide already the readings still are two. */
async function solved(ir: IR, one: Predicate, other: Predicate, asker: Asker): Promise<Distinguished> {
  const but = (yes: Predicate, no: Predicate): IR => {
    const denied = printExpression({ kind: "unary", operator: "not", operand: no.parsed });
    const both = `(${yes.expression.text}) and (${denied})`;
    const category = [yes, no].some((reading) => reading.category === "postcondition")
      ? "postcondition"
      : "precondition";
    return supposing(callsOf(ir), category, both);
  };
  const unsupported = [one, other].flatMap(({ parsed }) => unsupportedConstructs(parsed));
  if (unsupported.length > 0) return none(`they use ${unsupported.join(", ")}`);
  const pair = [but(one, other), but(other, one)];
  const answers = await asker.satisfiable(pair);
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== "sat" || answer.model === null) continue;
    const { result = null, ...values } = answer.model;
    const names = ir.signature.parameters.map(({ name }) => name);
    const input = Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
    const shown = result ?? "allowed";
    const missing = result === null ? "not allowed" : null;
    return {
      distinction: { input, outcomes: index === 0 ? [shown, missing] : [missing, shown], by: "solver" },
      reason: null,
    };
  }
  const impossible = await asker.unsatisfiable(pair);
  return none(impossible.every((never) => never) ? "they mean the same" : "no input on which they differ was found");
}

/** A value of one type and not of the other; null when the types have the same small values or nothing is known of them. */
export function distinguishTypes(one: string, other: string): { value: string; of: string } | null {
  const [first, second] = [typeOfAnnotation(one), typeOfAnnotation(other)];
  for (const [own, theirs, of] of [
    [first, second, one],
    [second, first, other],
  ] as const) {
    const value = smallValues(own).find((candidate) => inhabits(candidate, theirs) === false);
    if (value !== undefined) return { value: literal(value), of };
  }
  return null;
}

/** A distinction as a person reads it. */
export function distinctionText(
  name: string,
  { input, outcomes }: Distinction,
  readings: readonly [string, string],
): string {
  const call = `${name}(${Object.entries(input)
    .map(([parameter, value]) => `${parameter}=${value}`)
    .join(", ")})`;
  const said = readings.map(
    (reading, index) => `\`${reading}\`: ${outcomes[index] ?? "nothing that the other does not allow"}`,
  );
  return `${call}: ${said.join("; ")}`;
}

import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { IR } from "../../ir/ir.ts";
import { equals } from "../../logic/evaluate/compare.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { asksForCondition } from "../apply/clause.ts";
import { type Input, smallInputs } from "../try/inputs.ts";
import { admits } from "../try/outcome.ts";
import { supposing } from "../with-clause.ts";
import { type Gap, reading } from "./gap.ts";

/** A result that is chosen from a sequence by a measure. */
interface Choice {
  sequence: string;
  /** The measure of `v`, such as `abs(v)`. */
  measure: string;
}

/** Words that choose an element by a measure, with the measure where the words say it. */
const WORDS: readonly [RegExp, string][] = [
  [/\b(?:closest|nearest)\b[^.]*\bto (?:zero|0)\b/i, "abs(v)"],
  [/\b(?:longest|shortest)\b/i, "len(v)"],
];

/** Choices by a measure in which different elements can be equally good. */
export function openTies(ir: IR, text: string): Gap[] {
  const inputs = smallInputs(ir, [], 400);
  return choicesOf(ir, text).flatMap(({ sequence, measure }): Gap[] => {
    const own = measure.replace(/\bv\b/g, "result");
    const equal = `${measure} == ${own}`;
    const isOpen = (contract: IR) =>
      inputs.some((input) => leavesTwo(contract, input, sequence, parseExpression(equal)));
    if (!isOpen(ir) || isAsked(ir, isOpen)) return [];
    const first = `all(${sequence}.index(result) <= ${sequence}.index(v) for v in ${sequence} if ${equal})`;
    const largest = `all(result >= v for v in ${sequence} if ${equal})`;
    const smallest = `all(result <= v for v in ${sequence} if ${equal})`;
    return [
      {
        clause: "assertion",
        kind: "spec",
        subject: `ties of ${measure.replace(/\bv\b/g, "_")} in ${sequence}`,
        type_hint: "bool",
        description:
          `Which element of ${sequence} is the result when several are equal by ${measure.replace(/\bv\b/g, "their value")}?`
            .replace("abs(their value)", "absolute value")
            .replace("len(their value)", "length"),
        priority: "medium",
        suggestions: [
          reading(first, `The one that comes first in ${sequence}.`, 0.4),
          reading(largest, "The largest one.", 0.3),
          reading(smallest, "The smallest one.", 0.2),
        ],
      },
    ];
  });
}

/** Whether a hole that is open asks the same: none of its readings would leave the choice open. */
const isAsked = (ir: IR, isOpen: (contract: IR) => boolean): boolean =>
  ir.holes.some(
    (hole) =>
      hole.status === "open" &&
      asksForCondition(hole) &&
      hole.suggestions.length > 1 &&
      hole.suggestions.every(({ value }) => !isOpen(supposing(ir, "postcondition", value))),
  );

function choicesOf(ir: IR, text: string): Choice[] {
  const found = new Map<string, Choice>();
  const sequences = ir.signature.parameters
    .filter((parameter) => parameterType(parameter)?.kind === "sequence")
    .map(({ name }) => name);
  for (const { expression } of ir.assertions) {
    const choice = choiceIn(parseExpression(expression.text), sequences);
    if (choice !== null) found.set(`${choice.sequence} ${choice.measure}`, choice);
  }
  const [sequence] = sequences;
  if (found.size === 0 && sequence !== undefined)
    for (const [pattern, measure] of WORDS) if (pattern.test(text)) found.set(measure, { sequence, measure });
  return [...found.values()];
}

/** `all(m(result) <= m(v) for v in xs)`, in either direction and on either side. */
function choiceIn(clause: Expression, sequences: readonly string[]): Choice | null {
  for (const { expression } of descendants(clause)) {
    if (expression.kind !== "comprehension" || expression.clauses.length !== 1) continue;
    const [{ target, iterable }] = expression.clauses as [
      Extract<Expression, { kind: "comprehension" }>["clauses"][number],
    ];
    const { element } = expression;
    if (target.kind !== "name" || iterable.kind !== "name" || !sequences.includes(iterable.name)) continue;
    if (element.kind !== "comparison" || element.rest.length !== 1) continue;
    const link = element.rest[0];
    if (link === undefined || !["<=", ">="].includes(link.operator)) continue;
    const sides = [element.first, link.operand];
    const ofItem = sides.find((side) => namesOf(side).includes(target.name));
    const ofResult = sides.find((side) => namesOf(side).includes("result"));
    if (ofItem === undefined || ofResult === undefined || ofItem.kind === "name") continue;
    const asV = printExpression(substitute(ofItem, new Map([[target.name, { kind: "name", name: "v" }]])));
    const mirrored = printExpression(substitute(ofResult, new Map([["result", { kind: "name", name: "v" }]])));
    if (asV === mirrored) return { sequence: iterable.name, measure: asV };
  }
  return null;
}

/** Whether the clauses leave two different elements as results that are equal by the measure. */
function leavesTwo(ir: IR, input: Input, sequence: string, equal: Expression): boolean {
  const held = input.get(sequence);
  if (held === undefined || (held.kind !== "list" && held.kind !== "tuple")) return false;
  const clauses = ir.assertions
    .filter(({ category }) => category !== "precondition")
    .map(({ expression }) => parseExpression(expression.text));
  const admitted = held.items.filter((returns) =>
    clauses.every((clause) => admits(clause, input, { returns }) !== false),
  );
  const [first, ...others] = admitted;
  if (first === undefined) return false;
  return others.some(
    (other) => !equals(first, other) && admits(equal, new Map([...input, ["v", first]]), { returns: other }) === true,
  );
}

import type { IR } from "../../ir/ir.ts";
import { typesOf } from "../try/inputs.ts";

export interface Template {
  text: string;
  rationale: string;
  confidence: number;
}

/**
 * Conditions about the result (and, for preconditions, about what comes in) in the forms in which contracts are most often written, over the parameters by their types. They are guesses: whoever
 * offers them filters them by examples and by what can be satisfied.
 */
export function conditionTemplates(ir: IR, about: "input" | "result"): Template[] {
  const types = typesOf(ir);
  const result = types.get("result");
  const names = ir.signature.parameters.map(({ name }) => ({ name, type: types.get(name) }));
  const found: Template[] = [];
  const add = (text: string, rationale: string, confidence: number) => found.push({ text, rationale, confidence });
  if (about === "input") {
    for (const { name, type } of names) {
      if (type?.kind === "int" || type?.kind === "float") {
        add(`${name} >= 0`, "Sizes and counts are not negative.", 0.35);
        add(`${name} > 0`, "A divisor or a length is positive.", 0.3);
      }
      if (type?.kind === "sequence" || type?.kind === "str")
        add(`len(${name}) > 0`, "There is something to work on.", 0.35);
    }
    for (const [index, one] of names.entries())
      for (const other of names.slice(index + 1))
        if (one.type?.kind === "int" && other.type?.kind === "int")
          add(`${one.name} <= ${other.name}`, "They are the ends of a range.", 0.25);
    return found;
  }
  const numeric = result?.kind === "int" || result?.kind === "float";
  if (numeric) add("result >= 0", "The result is a size, a count or a distance.", 0.3);
  if (result?.kind === "str" || result?.kind === "sequence")
    add("len(result) > 0", "There is always something in the result.", 0.1);
  for (const { name, type } of names) {
    if (type === undefined || result === undefined) continue;
    const isSequence = type.kind === "sequence";
    if (isSequence && result.kind === type.element.kind) {
      add(`result in ${name}`, `The result is an element of ${name}.`, 0.4);
      if (numeric) {
        add(`all(result <= v for v in ${name})`, `The result is the smallest of ${name}.`, 0.2);
        add(`all(result >= v for v in ${name})`, `The result is the largest of ${name}.`, 0.2);
        add(`result == sum(${name})`, `The result is the sum of ${name}.`, 0.2);
      }
    }
    if ((isSequence || type.kind === "str") && result.kind === "int") {
      add(`0 <= result <= len(${name})`, `The result counts in ${name}.`, 0.3);
      add(`result == len(${name})`, `The result is the length of ${name}.`, 0.15);
    }
    if ((isSequence && result.kind === "sequence") || (type.kind === "str" && result.kind === "str")) {
      add(`len(result) == len(${name})`, `The result is as long as ${name}.`, 0.35);
      add(`len(result) <= len(${name})`, `The result is a part of ${name}.`, 0.3);
      add(`all(v in ${name} for v in result)`, `Everything in the result comes from ${name}.`, 0.3);
      if (isSequence) {
        add(`result == sorted(${name})`, `The result is ${name} in order.`, 0.2);
        add("all(result[i] <= result[i + 1] for i in range(len(result) - 1))", "The result is in order.", 0.2);
      }
    }
    if ((type.kind === "int" || type.kind === "float") && numeric) {
      add(`result >= ${name}`, `The result is at least ${name}.`, 0.2);
      add(`result <= ${name}`, `The result is at most ${name}.`, 0.2);
      add(`result == ${name}`, `The result is ${name} itself.`, 0.1);
    }
  }
  return found;
}

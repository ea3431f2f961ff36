import { parseExpression } from "../../ir/expression/parse.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Value } from "../../logic/evaluate/value.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { inferType } from "../../logic/types/infer.ts";
import { typeName } from "../../logic/types/python-type.ts";
import { literalValue } from "../literal.ts";
import { inferredTypeOf } from "../propagate/types.ts";
import { inputOf } from "../try/inputs.ts";
import { annotationOf, checkedType } from "./checked-types.ts";
import { usualResults, usualTypes } from "./type-of-name.ts";
import { typeOfWords } from "./type-of-words.ts";

/** Why a name suggests a type. */
const CALLED_SO = "What is called so usually is.";

/** Classes that tell nothing of their elements. */
const CONTAINERS: ReadonlySet<string> = new Set(["list", "tuple", "set", "dict"]);

type Suggestion = Hole["suggestions"][number];

/**
 * Types that fit a parameter or `result`, the best founded first: by what clauses test, by examples, by what clauses compare it with, by its default, by its uses, by parameters beside it of a like name, by the words about it, by its name. `more` are types that
 * something beside the contract suggests.
 */
export function suggestTypes(ir: IR, name: string, more: readonly Suggestion[] = []): Suggestion[] {
  const found: Suggestion[] = [];
  const note = (value: string | null, rationale: string, confidence: number) => {
    if (value !== null && value !== "None" && !found.some((one) => one.value === value))
      found.push({ value, rationale, confidence });
  };
  const checked = checkedType(ir, name);
  const tested = annotationOf(checked, name);
  note(tested, "The clauses test it.", checked.element === null && CONTAINERS.has(tested ?? "") ? 0.6 : 0.85);
  for (const { value, rationale, confidence } of more) note(value, rationale, confidence);
  const shown = examplesOf(ir, name);
  const typed = shown.length === 0 ? null : joined(shown.map(typeOfValue));
  note(typed, `All ${shown.length} examples have it.`, shown.length > 1 ? 0.8 : 0.7);
  note(inferredTypeOf(ir, name), "Follows from the types of what clauses compare it with.", 0.7);
  const parameter = ir.signature.parameters.find((one) => one.name === name);
  const fallback = parameter?.default ?? null;
  const standard = fallback === null ? null : literalValue(fallback);
  if (standard !== null && standard.kind !== "none")
    note(typeOfValue(standard), `The default is \`${fallback}\`.`, 0.75);
  const used = inferType(
    name,
    ir.assertions.map(({ expression }) => parseExpression(expression.text)),
  );
  if (used?.kind === "float") {
    note("int", "Clauses compare it with numbers.", 0.45);
    note("float", "Clauses compare it with numbers.", 0.4);
  } else if (used !== null) note(typeName(used), "Clauses use it as text.", 0.6);
  for (const sibling of ir.signature.parameters) {
    const type = sibling.name === name ? null : parameterType(sibling);
    if (type !== null && sibling.type_hint !== null && alike(sibling.name, name))
      note(sibling.type_hint, `Like ${sibling.name}.`, 0.5);
  }
  const told = name === "result" ? typeOfWords(ir.intent.summary) : null;
  if (told !== null) note(told.annotation, "The words open like this.", told.confidence);
  const usual = name === "result" ? usualResults(ir.signature) : usualTypes(name);
  for (const { annotation, weight } of usual)
    if (annotation === "None") found.push({ value: annotation, rationale: CALLED_SO, confidence: weight });
    else note(annotation, CALLED_SO, weight * 0.8);
  if (fallback === "None")
    for (const one of [...found])
      if (!one.value.includes("None")) note(`${one.value} | None`, "The default is `None`.", one.confidence);
  return found.toSorted((a, b) => b.confidence - a.confidence).slice(0, 5);
}

function examplesOf(ir: IR, name: string): Value[] {
  return ir.examples.flatMap((example) => {
    const input = inputOf(ir.signature.parameters, example);
    const value =
      input?.get(name) ?? (name === "result" && example.returns !== null ? literalValue(example.returns) : null);
    return value === null || value === undefined ? [] : [value];
  });
}

/** `low` and `high`, `x1` and `x2`, `start_date` and `end_date`. */
function alike(one: string, other: string): boolean {
  const stem = (name: string) => name.replace(/\d+$/, "");
  const last = (name: string) => name.split("_").at(-1);
  const paired = [
    ["low", "high"],
    ["lower", "upper"],
    ["min", "max"],
    ["start", "end"],
    ["start", "stop"],
    ["a", "b"],
    ["x", "y"],
    ["left", "right"],
    ["minimum", "maximum"],
  ];
  return (
    stem(one) === stem(other) ||
    (one.length === 1 && other.length === 1) ||
    (one.includes("_") && last(one) === last(other)) ||
    paired.some((pair) => pair.includes(one) && pair.includes(other))
  );
}

/** The annotation of a value; null where an empty collection does not tell its elements. */
export function typeOfValue(value: Value): string | null {
  switch (value.kind) {
    case "none":
      return "None";
    case "range":
    case "iterator":
      return value.kind === "range" ? "range" : null;
    case "list":
    case "set": {
      const element = value.items.length === 0 ? null : joined(value.items.map(typeOfValue));
      return element === null ? null : `${value.kind}[${element}]`;
    }
    case "tuple": {
      const items = value.items.map(typeOfValue);
      return items.length === 0 || items.includes(null) ? null : `tuple[${items.join(", ")}]`;
    }
    case "dict": {
      const key = joined(value.entries.map((entry) => typeOfValue(entry.key)));
      const held = joined(value.entries.map((entry) => typeOfValue(entry.value)));
      return key === null || held === null ? null : `dict[${key}, ${held}]`;
    }
    default:
      return value.kind;
  }
}

/** One type for several values: `float` for numbers of both kinds, a union with None, else a union of few. What is not known does not count beside what is. */
function joined(types: readonly (string | null)[]): string | null {
  const known = [...new Set(types.filter((type) => type !== null))];
  const numbers = known.includes("int") && known.includes("float") ? known.filter((type) => type !== "int") : known;
  const ordered = [...numbers.filter((type) => type !== "None"), ...numbers.filter((type) => type === "None")];
  return ordered.length === 0 || ordered.length > 3 ? null : ordered.join(" | ");
}

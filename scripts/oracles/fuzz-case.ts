import type { Expression } from "../../src/ir/expression/ast.ts";
import { descendants } from "../../src/ir/expression/children.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { printExpression } from "../../src/ir/expression/print.ts";
import { namesOf } from "../../src/ir/expression/walk.ts";
import { type Random, randomFrom, randomTypedExpression, randomValue, TYPED_NAMES } from "./random-typed-expression.ts";

/** An expression with Python literals of the names' values. */
export interface FuzzCase {
  python: string;
  values: Record<string, string>;
}

/** What CPython makes of it: `repr` of the value, or the class of the exception. */
export type CaseOutcome = { value: string; true: boolean } | { raises: string };

const KINDS = ["any", "int", "bool", "bool", "ints", "str", "dict", "set"] as const;

/** An endless supply of cases, the same for the same seed. */
export function fuzzCases(seed: number): { next: () => FuzzCase } {
  const random = randomFrom(seed);
  return { next: () => caseOf(random) };
}

function caseOf(random: Random): FuzzCase {
  const kind = KINDS[Math.floor(random() * KINDS.length)] ?? "any";
  const python = randomTypedExpression(random, kind, 1 + Math.floor(random() * 3));
  return {
    python,
    values: Object.fromEntries(
      Object.entries(TYPED_NAMES).map(([name, { annotation }]) => [name, randomValue(annotation, random)]),
    ),
  };
}

/** The smallest part of the case's expression that still has the property, with the values of its own names alone. */
export function shrunk(one: FuzzCase, has: (smaller: FuzzCase) => boolean): FuzzCase {
  let least = one;
  for (let smaller: FuzzCase | undefined = least; smaller !== undefined; ) {
    least = smaller;
    smaller = partsOf(least).find((part) => part.python.length < least.python.length && has(part));
  }
  const used = new Set(namesOf(parseExpression(least.python)));
  return { ...least, values: Object.fromEntries(Object.entries(least.values).filter(([name]) => used.has(name))) };
}

function partsOf({ python, values }: FuzzCase): FuzzCase[] {
  const parts: Expression[] = [...descendants(parseExpression(python))].map(({ expression }) => expression);
  return parts
    .filter(({ kind }) => kind !== "slice" && kind !== "starred")
    .filter((part) => [...namesOf(part)].every((name) => Object.hasOwn(values, name) || !/^[a-z]*v\d+$/.test(name)))
    .map((part) => ({ python: printExpression(part), values }));
}

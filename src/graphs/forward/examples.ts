import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf, unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { Example, Parameter } from "../../ir/ir.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import type { ExampleFact } from "../../signatures/facts.ts";
import { type MergeProblem, mergeProblem } from "./merge-problem.ts";

/** Calls with more than one stated outcome: which one holds is for a person to say. */
export interface Contradiction {
  call: string;
  examples: Example[];
}

export interface MergedExamples {
  examples: Example[];
  contradictions: Contradiction[];
  problems: MergeProblem[];
}

/** The examples that are calls of this function, each once; those that contradict each other are kept apart. */
export function examplesOf(
  name: string,
  parameters: readonly Parameter[],
  facts: readonly { fact: ExampleFact; source: "prompt" | "human" }[],
): MergedExamples {
  const problems: MergeProblem[] = [];
  const byCall = new Map<string, Example[]>();
  for (const { fact, source } of facts) {
    const made = exampleOf(name, parameters, fact, source);
    if (typeof made === "string") {
      problems.push(mergeProblem("example_left_out", made));
      continue;
    }
    const known = byCall.get(made.call) ?? [];
    if (!known.some((other) => sameOutcome(other, made))) byCall.set(made.call, [...known, made]);
  }
  const examples: Example[] = [];
  const contradictions: Contradiction[] = [];
  for (const [call, found] of byCall) {
    if (found.length > 1) contradictions.push({ call, examples: found });
    else examples.push(...found);
  }
  return { examples, contradictions, problems };
}

/** The example, or why it is none. */
function exampleOf(
  name: string,
  parameters: readonly Parameter[],
  { args, kwargs, returns, raises }: ExampleFact,
  source: "prompt" | "human",
): Example | string {
  const shown = `${name}(${[...args, ...kwargs.map((item) => `${item.name}=${item.literal}`)].join(", ")})`;
  const texts = [...args, ...kwargs.map(({ literal }) => literal), ...(returns === null ? [] : [returns])];
  const odd = texts.find((text) => literalText(text) === null);
  if (odd !== undefined) return `The example \`${shown}\` is left out: \`${odd}\` is no literal.`;
  if (returns === null && raises === null) return `The example \`${shown}\` is left out: its outcome is not stated.`;
  const misfit = unbound(
    parameters,
    args.length,
    kwargs.map((item) => item.name),
  );
  if (misfit !== null) return `The example \`${shown}\` is left out: ${misfit}.`;
  const canonical = (text: string) => literalText(text) ?? text;
  const plain = args.map(canonical);
  const named = kwargs.map((item) => [item.name, canonical(item.literal)] as const);
  return {
    call: `${name}(${[...plain, ...named.map(([key, text]) => `${key}=${text}`)].join(", ")})`,
    args: plain,
    kwargs: Object.fromEntries(named),
    returns: returns === null ? null : canonical(returns),
    raises,
    source,
    evidence_refs: [],
  };
}

/** Canonical text of a literal; null for anything that names something or is outside the language. */
export function literalText(source: string): string | null {
  const expression = parseExpression(source);
  if (unsupportedConstructs(expression).length > 0) return null;
  const names = namesOf(expression).filter((name) => !CONSTRUCTORS.has(name));
  return names.length > 0 ? null : printExpression(expression);
}

const CONSTRUCTORS = new Set([
  "set",
  "frozenset",
  "float",
  "complex",
  "bytes",
  "tuple",
  "list",
  "dict",
  "range",
  "bytearray",
]);

/** Why a call does not fit the parameters; null when it does. */
function unbound(parameters: readonly Parameter[], positional: number, named: readonly string[]): string | null {
  const places = parameters.filter(({ kind }) => kind === "positional_only" || kind === "positional_or_keyword");
  const rest = parameters.some(({ kind }) => kind === "var_positional");
  if (positional > places.length && !rest)
    return `it has ${positional} arguments and the function takes ${places.length}`;
  const bound = new Set(places.slice(0, positional).map(({ name }) => name));
  const open = parameters.some(({ kind }) => kind === "var_keyword");
  for (const name of named) {
    const parameter = parameters.find((item) => item.name === name && item.kind !== "positional_only");
    if (parameter === undefined && !open) return `there is no parameter ${name}`;
    if (bound.has(name)) return `${name} is given twice`;
    bound.add(name);
  }
  const missing = parameters.find((item) => !/^var_/.test(item.kind) && item.default === null && !bound.has(item.name));
  return missing === undefined ? null : `it gives no ${missing.name}`;
}

function sameOutcome(a: Example, b: Example): boolean {
  if (a.raises !== b.raises) return false;
  if (a.returns === b.returns) return true;
  if (a.returns === null || b.returns === null) return false;
  const equal: Expression = parseExpression(`(${a.returns}) == (${b.returns})`);
  return holds(equal, { values: new Map(), old: null }) === true;
}

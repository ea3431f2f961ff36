import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { equals } from "../../logic/evaluate/compare.ts";
import { evaluate } from "../../logic/evaluate/evaluate.ts";
import { truthy, type Value } from "../../logic/evaluate/value.ts";
import type { ExampleFact } from "../../signatures/facts.ts";
import type { SynthesisProblem } from "../problem.ts";
import type { Behaviour } from "./body.ts";

/** Whether code does what the examples say: `unknown` where the evaluator cannot tell of some example and finds no fault with the others. */
export type Fit = "fits" | "misfits" | "unknown";

export function fitOf(behaviour: Behaviour, problem: SynthesisProblem): Fit {
  const fits = problem.examples.map((example) => fitOne(behaviour, problem, example));
  if (fits.includes("misfits")) return "misfits";
  return fits.includes("unknown") ? "unknown" : "fits";
}

function fitOne(behaviour: Behaviour, { parameters }: SynthesisProblem, example: ExampleFact): Fit {
  const values = argumentsOf(
    parameters.map(({ name }) => name),
    example,
  );
  if (values === null) return "unknown";
  const outcome = outcomeOf(behaviour, values);
  if (outcome.status === "unsupported") return "unknown";
  if (example.raises !== null)
    return outcome.status === "raises" && outcome.exception === example.raises ? "fits" : "misfits";
  if (example.returns === null) return "unknown";
  if (outcome.status === "raises") return "misfits";
  const expected = literalValue(example.returns);
  if (expected === null) return "unknown";
  return equals(outcome.value, expected) ? "fits" : "misfits";
}

/** The values of an example by parameter; null when they do not name each parameter once, or are beyond the evaluator. */
export function argumentsOf(parameters: readonly string[], example: ExampleFact): Map<string, Value> | null {
  const sources = new Map<string, string>();
  if (example.args.length > parameters.length) return null;
  for (const [index, source] of example.args.entries()) sources.set(parameters[index] ?? "", source);
  for (const { name, literal } of example.kwargs) sources.set(name, literal);
  const values = new Map<string, Value>();
  for (const name of parameters) {
    const value = literalValue(sources.get(name) ?? "");
    if (value === null) return null;
    values.set(name, value);
  }
  return sources.size === parameters.length ? values : null;
}

/** The value of a literal; null for what is none that the evaluator knows. */
export function literalValue(source: string): Value | null {
  const outcome = evaluate(parseExpression(source), { values: new Map(), old: null });
  return outcome.status === "value" ? outcome.value : null;
}

type Ended = { status: "value"; value: Value } | { status: "raises"; exception: string } | { status: "unsupported" };

function outcomeOf(behaviour: Behaviour, values: ReadonlyMap<string, Value>): Ended {
  const evaluated = (expression: Expression) => evaluate(expression, { values, old: null });
  switch (behaviour.kind) {
    case "return":
      return evaluated(behaviour.value);
    case "raise":
      return behaviour.exception.kind === "name"
        ? { status: "raises", exception: behaviour.exception.name }
        : { status: "unsupported" };
    case "branch": {
      const test = evaluated(behaviour.test);
      if (test.status !== "value") return test;
      return outcomeOf(truthy(test.value) ? behaviour.body : behaviour.otherwise, values);
    }
  }
}

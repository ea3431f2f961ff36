import { parseExpression } from "../../ir/expression/parse.ts";
import type { IR } from "../../ir/ir.ts";
import { literal, type Value } from "../../logic/evaluate/value.ts";
import { type Input, smallInputs, typesOf } from "../try/inputs.ts";
import { admits } from "../try/outcome.ts";
import { smallValues } from "../try/values.ts";

/** Doctest lines for small inputs of which the clauses leave exactly one of the results that are tried: a person sees at a glance whether that is what is meant. */
export function suggestDoctests(ir: IR, most = 3): string[] {
  const clauses = ir.assertions
    .filter(({ category }) => category !== "precondition")
    .map(({ expression }) => parseExpression(expression.text));
  const type = typesOf(ir).get("result");
  if (clauses.length === 0 || type === undefined) return [];
  const found: string[] = [];
  for (const input of smallInputs(ir, clauses, 200)) {
    const judged = resultsOf(input, smallValues(type)).map(([text, returns]) => ({
      text,
      verdicts: clauses.map((clause) => admits(clause, input, { returns })),
    }));
    const [only, ...others] = judged.filter(({ verdicts }) => !verdicts.includes(false));
    if (only === undefined || others.length > 0 || only.verdicts.includes(null)) continue;
    found.push(`>>> ${ir.signature.name}(${[...input.values()].map(literal).join(", ")})\n${only.text}`);
    if (found.length === most) break;
  }
  return found;
}

function resultsOf(input: Input, typed: readonly Value[]): [string, Value][] {
  const inside = [...input.values()].flatMap((value) =>
    value.kind === "list" || value.kind === "tuple" ? [value, ...value.items] : [value],
  );
  return [...new Map([...typed, ...inside].map((value) => [literal(value), value]))];
}

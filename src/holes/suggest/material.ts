import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Assertion, Example, Hole, IR } from "../../ir/ir.ts";
import { oppositeIn } from "../negated.ts";
import type { Candidate } from "./grammar/candidate.ts";

type Suggestion = Hole["suggestions"][number];

/** What is known beside the contract: conditions and types that something else suggests, and calls that were made. */
export interface Material {
  candidates: readonly Candidate[];
  /** Types by parameter name or `result`, the likeliest first. */
  types: ReadonlyMap<string, readonly Suggestion[]>;
  /** Calls of the code with what they returned: what the result of a call is, they tell; what calls are valid, they do not. */
  observed: readonly Example[];
}

export const NO_MATERIAL: Material = { candidates: [], types: new Map(), observed: [] };

/** Beside guesses by form: what the code states, what was proved of it, what was observed, and what a request says. */
const WEIGHTS = { stated: 400, proved: 200, observed: 60, said: 200 } as const;
/** That a parameter stays as it was is true of most functions, and few contracts say it. */
const OF_FRAME = 0.1;

/** A type that was read from code is as sure as its reading, and never as sure as what the contract's own clauses test. */
const OF_TYPE = 0.8;

/** What the contract of a code, as it was lifted from it, suggests for another contract of the same function. */
export function materialOfCode(lifted: IR, needs: readonly Candidate[]): Material {
  const { parameters, returns } = lifted.signature;
  const typed = [...parameters.map(({ name, ...rest }) => ({ name, ...rest })), { name: "result", ...returns }];
  return {
    candidates: [
      ...needs,
      ...lifted.assertions
        .filter(({ verdict, expression }) => verdict.status !== "refuted" && expression.unsupported.length === 0)
        .map((assertion) => ({
          text: inPlainWords(assertion.expression.text, lifted),
          rationale: whyOf(assertion),
          weight: WEIGHTS[groundOf(assertion)] * (isFrame(assertion) ? OF_FRAME : 1),
        })),
    ],
    types: new Map(
      typed.flatMap(({ name, type_hint, provenance }) =>
        type_hint === null
          ? []
          : [
              [
                name,
                [
                  {
                    value: type_hint,
                    rationale: provenance.source === "static" ? "The code treats it so." : "The code says so.",
                    confidence: OF_TYPE * provenance.confidence,
                  },
                ],
              ] as const,
            ],
      ),
    ),
    observed: lifted.examples,
  };
}

/** A guard that raises states the opposite of its test, and is offered as somebody would write it. */
function inPlainWords(text: string, ir: IR): string {
  const parsed = parseExpression(text);
  return parsed.kind === "unary" && parsed.operator === "not" ? printExpression(oppositeIn(ir, parsed.operand)) : text;
}

/** What a request in words says, as conditions. */
export const materialOfWords = (conditions: readonly string[]): Material => ({
  ...NO_MATERIAL,
  candidates: conditions.map((text) => ({ text, rationale: "The request says so.", weight: WEIGHTS.said })),
});

export const joined = (one: Material, other: Material): Material => ({
  candidates: [...one.candidates, ...other.candidates],
  types: new Map([...other.types, ...one.types]),
  observed: [...one.observed, ...other.observed],
});

const isFrame = ({ expression }: Assertion): boolean => /^(\w+) == old\(\1\)$/.test(expression.text);

function groundOf({ provenance, verdict }: Assertion): "stated" | "proved" | "observed" {
  if (provenance.source === "dynamic") return "observed";
  return provenance.source === "symbolic" || verdict.status === "proved" ? "proved" : "stated";
}

function whyOf(assertion: Assertion): string {
  switch (groundOf(assertion)) {
    case "stated":
      return "The code states it.";
    case "proved":
      return "It holds of the code, by proof.";
    case "observed":
      return "It held in all calls of the code that were made.";
  }
}

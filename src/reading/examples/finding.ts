import type { ExampleFact, ParameterFact } from "../../signatures/facts.ts";
import type { Span } from "../mapped-text.ts";

/** What a rule for examples may look at. */
export interface ExampleScope {
  function_name: string | null;
  /** Null while nothing fixes the parameters. */
  parameters: readonly ParameterFact[] | null;
}

export type CallFacts = Pick<ExampleFact, "args" | "kwargs">;

/** A region of prose that states the outcome of a call, or belongs to one that does. */
export interface Finding extends Span {
  meaning:
    | { kind: "example"; example: ExampleFact }
    /** A predicate over `result` that is no equation with a literal, such as `abs(result - 0.5) < 1e-6`. */
    | { kind: "claim"; call: CallFacts; expression: string }
    /** "f(2) is approximately 0.7": the tolerance is open. */
    | { kind: "approximate"; call: CallFacts; value: string }
    /** Headings and set-up lines, which say nothing by themselves. */
    | { kind: "set_up" };
}

export interface ExampleRule {
  name: string;
  /** Findings in the order of the text. What earlier rules took is blank. */
  find(text: string, scope: ExampleScope): Finding[];
}

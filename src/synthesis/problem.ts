import type { CodeFacts, ExampleFact } from "../signatures/facts.ts";

/** What a function has to do, and what may help to find it. Expressions are in Lift's expression language. */
export interface SynthesisProblem {
  name: string;
  parameters: readonly { name: string; type_hint: string | null }[];
  returns: string | null;
  preconditions: readonly string[];
  postconditions: readonly string[];
  examples: readonly ExampleFact[];
  /** The request in its own words: it orders the search and decides nothing. */
  words: string;
}

/** Code that meets everything the problem states as far as its method can tell; the pipeline still judges it like any other candidate. */
export interface SynthesizedCode {
  code: CodeFacts;
  /** `definition`: read off a postcondition; `cegis`: verified by the solver; `enumeration`: the simplest program that fits all examples. */
  by: "definition" | "cegis" | "enumeration";
}

/** An input on which two programs that both fit the problem differ: the problem does not decide between them. */
export interface Disagreement {
  args: readonly string[];
  outcomes: readonly { code: CodeFacts; returns: string }[];
}

export type Synthesis =
  | { status: "found"; found: readonly SynthesizedCode[] }
  /** `missing` says to a person what information would decide. */
  | { status: "undecided"; missing: string; disagreements: readonly Disagreement[] }
  | { status: "none"; missing: string };

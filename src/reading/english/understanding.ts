import type { Ambiguity, ExpressionFact, ParameterFact } from "../../signatures/facts.ts";

/** What is already known when prose is read: names and types that stand in a def line, a call or an example. */
export interface Scope {
  function_name: string | null;
  /** Null: nothing fixes the parameters, and the prose introduces them ("a list of integers and an integer k"). */
  parameters: readonly ParameterFact[] | null;
  returns: string | null;
}

/** The meaning of prose in the terms of a contract. `complete` only when every word that carries meaning was accounted for. */
export interface Understanding {
  parameters: readonly ParameterFact[];
  returns: string | null;
  preconditions: readonly ExpressionFact[];
  /** A defining clause has the form `result == <expression over the parameters>`. */
  postconditions: readonly ExpressionFact[];
  ambiguities: readonly Ambiguity[];
  complete: boolean;
  /** Character ranges of the prose that no rule accounted for. */
  unread: readonly { start: number; end: number }[];
}

/** Whether every word was accounted for: at most a choice between readings is open. */
export function isUnderstood({ complete, ambiguities }: Understanding): boolean {
  return complete || ambiguities.length > 0;
}

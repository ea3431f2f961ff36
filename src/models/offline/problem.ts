import type { ContractFacts } from "../../signatures/facts.ts";
import type { SynthesisProblem } from "../../synthesis/problem.ts";
import { noAnswer } from "./answer.ts";

/** The contract as a problem of synthesis. Exceptions that are promised are postconditions, as they stand there already as `implies(c, raises(E))`. */
export function problemOf(contract: ContractFacts, prompt: string | null): SynthesisProblem {
  const name = /\bdef\s+([A-Za-z_]\w*)/.exec(contract.signature)?.[1];
  if (name === undefined) throw noAnswer("The contract has no def line that names the function.");
  return {
    name,
    parameters: contract.parameters,
    returns: contract.returns,
    preconditions: contract.preconditions,
    postconditions: contract.postconditions,
    examples: contract.examples,
    words: prompt ?? contract.summary,
  };
}

import { contractsOf } from "../../python/contracts/contracts.ts";
import { moduleOf } from "../source.ts";
import { eachFunction } from "./each-function.ts";
import type { ContractFacts, Selection, SourceFile } from "./facts.ts";

/** Contracts the author declared, in whatever notation, with the examples of the docstring. */
export function constraints(file: SourceFile, selection: Selection): ContractFacts[] {
  const module = moduleOf(file);
  return eachFunction<ContractFacts>(
    module,
    selection,
    "constraints",
    (fn) => contractsOf(module, fn),
    (problem) => ({ assertions: [], raises: [], examples: [], evidence: [], problems: [problem] }),
  );
}

import type { PythonFunction, PythonModule } from "../module.ts";
import { bodyClauses } from "./body-clauses.ts";
import { classInvariants } from "./class-invariants.ts";
import { dealClauses } from "./deal.ts";
import { contractDecorators } from "./decorators.ts";
import { documentedRaises } from "./docstring-raises.ts";
import { doctestExamples } from "./doctests.ts";
import { type ContractFindings, contractContext } from "./findings.ts";
import { icontractClauses } from "./icontract.ts";
import { pep316Clauses } from "./pep316-clauses.ts";

/**
 * Every contract the source states for a function, with the evidence for each: icontract, deal, PEP 316 docstrings, invariants of its class, asserts,
 * guards that raise, documented exceptions, and doctests as examples. No clause is checked here; their verdicts say so.
 */
export function contractsOf(module: PythonModule, fn: PythonFunction): ContractFindings {
  const context = contractContext(module, fn);
  const decorators =
    fn.node.nodeType === "Module"
      ? []
      : fn.node.decorator_list.flatMap((decorator) => contractDecorators(module, decorator));
  icontractClauses(context, decorators);
  dealClauses(context, decorators);
  pep316Clauses(context);
  classInvariants(context);
  bodyClauses(context);
  documentedRaises(context);
  doctestExamples(context);
  return context.found;
}

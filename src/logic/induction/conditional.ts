import type { Execution } from "../execution/execution.ts";
import { and, not, TRUE } from "../smt/term.ts";
import { type Subject, termsOf } from "./subject.ts";

/**
 * An execution that was found for inputs that meet the preconditions, as one of all inputs: the others are cut. Without this a reader could take
 * what follows from the preconditions for something that the body sees to.
 */
export function onlyUnderPreconditions(subject: Subject, execution: Execution): Execution {
  const setting = subject.setting(execution);
  const known = termsOf(subject.hints.preconditions, setting).filter((term) => term !== TRUE);
  if (known.length === 0) return execution;
  const declared = new Set(execution.declarations.map(({ symbol }) => symbol));
  const under = <Part extends { condition: Execution["cuts"][number]["condition"] }>(part: Part): Part => ({
    ...part,
    condition: [...known, ...part.condition],
  });
  return {
    ...execution,
    declarations: [...execution.declarations, ...setting.declarations().filter(({ symbol }) => !declared.has(symbol))],
    facts: setting.facts(),
    paths: execution.paths.map(under),
    gaps: execution.gaps.map(under),
    cuts: [
      ...execution.cuts.map(under),
      { condition: [not(and(...known))], bound: "inputs that meet the preconditions" },
    ],
  };
}

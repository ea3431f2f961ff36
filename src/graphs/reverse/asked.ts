import type { Assertion, Example, IR } from "../../ir/ir.ts";

/*
 * What examination found out about the code describes the code, whatever it was meant to do. A person is asked what is meant. So the contract that is asked about holds what the source states, and an answer that
 * the code does not meet is no contradiction: it is taken, and refuted afterwards.
 */

/** Sources of examples that were observed, where the others were stated. */
const OBSERVED: ReadonlySet<Example["source"]> = new Set(["solver", "execution"]);

/** Whether an example shows what the code does, whatever was meant. */
export const isObserved = ({ source }: Example): boolean => OBSERVED.has(source);

/**
 * The contract of one function as people are asked about it: the IR as the source has it (`merged`), with the types, verdicts and holes of the draft. A clause that examination proposed and that is doubtful
 * stands as a suggestion of its hole.
 */
export function askedContract(merged: IR, draft: IR): IR {
  const own = new Map(draft.assertions.map((assertion) => [assertion.id, assertion]));
  const stated = new Set(merged.assertions.map(({ id }) => id));
  const { signature } = draft;
  return {
    ...draft,
    assertions: merged.assertions.map((assertion) => ({
      ...assertion,
      verdict: own.get(assertion.id)?.verdict ?? assertion.verdict,
    })),
    signature: {
      ...signature,
      parameters: signature.parameters.map((parameter) => ({
        ...parameter,
        constraints: parameter.constraints.filter((id) => stated.has(id)),
      })),
      return_constraints: signature.return_constraints.filter((id) => stated.has(id)),
    },
    // Of stated outcomes of one call that contradict each other the draft keeps one.
    examples: merged.examples,
    holes: draft.holes.map((hole) => ({ ...hole, constraints: hole.constraints.filter((id) => stated.has(id)) })),
    metadata: { ...draft.metadata, evidence: merged.metadata.evidence, problems: merged.metadata.problems },
  };
}

/** Whether an element of the contract is what an answer made of it: a person's, or one that the run took for them. */
export const isAnswered = ({
  locked = false,
  provenance: { source },
}: Pick<Assertion, "provenance"> & { locked?: boolean }): boolean =>
  locked || source === "human" || source === "refinement";

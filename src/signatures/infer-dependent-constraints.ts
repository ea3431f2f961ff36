import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ContractFacts, ExpressionFact } from "./facts.ts";

export const inferDependentConstraints = defineSignature({
  id: "infer-dependent-constraints",
  version: 1,
  description:
    "An open point of the contract was decided. Propose the clauses that follow from the decision and the wording of open questions that it changes. Each is a hypothesis that will be checked.",
  input: z.object({
    contract: ContractFacts,
    question: z.string(),
    answer: z.string(),
    open_questions: z.array(z.object({ id: z.string(), question: z.string() })),
  }),
  output: z.object({
    preconditions: z.array(ExpressionFact),
    postconditions: z.array(ExpressionFact),
    rewordings: z.array(z.object({ id: z.string(), question: z.string() })),
  }),
  reasoning: true,
});

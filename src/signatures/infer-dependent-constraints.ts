import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ContractFacts, ExpressionFact } from "./facts.ts";

export const inferDependentConstraints = defineSignature({
  id: "infer-dependent-constraints",
  version: 2,
  description:
    "An open point of the contract was decided. Propose for the questions that are still open which conditions follow from the decision, and how a question reads now that it was made. Each condition is a hypothesis that will be checked; nothing where nothing follows.",
  input: z.object({
    contract: ContractFacts,
    question: z.string(),
    answer: z.string(),
    open_questions: z.array(
      z.object({
        id: z.string(),
        question: z.string(),
        suggestions: z.array(z.string()).describe("Suggested already"),
      }),
    ),
  }),
  output: z.object({
    suggestions: z
      .array(
        ExpressionFact.extend({
          id: z.string().describe("Id of the open question that it answers"),
          confidence: z.number().min(0).max(1),
        }),
      )
      .max(12),
    rewordings: z
      .array(z.object({ id: z.string(), question: z.string().describe("The whole question, with its `names`") }))
      .max(12),
  }),
  reasoning: true,
});

import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ContractFacts, Reading } from "./facts.ts";

export const holeSuggestion = defineSignature({
  id: "hole-suggestion",
  version: 2,
  description:
    "Suggest values for what is open in the contract, the most plausible first. Each must fit the type and contradict no clause. People who decided before are likely to decide alike.",
  input: z.object({
    contract: ContractFacts,
    prompt: z.string().nullable(),
    hole: z.object({
      clause: z.string(),
      kind: z.string(),
      subject: z.string(),
      type_hint: z.string(),
      description: z.string(),
      context: z.string().nullable(),
    }),
    earlier: z
      .array(z.object({ value: z.string(), decision: z.enum(["accepted", "rejected"]) }))
      .describe("What was suggested or answered to the same question about other functions, and what became of it"),
  }),
  output: z.object({ suggestions: z.array(Reading).max(5) }),
  reasoning: true,
});

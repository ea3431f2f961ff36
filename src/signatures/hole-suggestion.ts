import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ContractFacts, Reading } from "./facts.ts";

export const holeSuggestion = defineSignature({
  id: "hole-suggestion",
  version: 1,
  description:
    "Suggest values for what is open in the contract, the most plausible first. Each must fit the type and contradict no clause.",
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
  }),
  output: z.object({ suggestions: z.array(Reading).max(5) }),
  reasoning: true,
});

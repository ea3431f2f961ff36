import { z } from "zod";
import { defineSignature } from "./define.ts";
import { CodeFacts, ContractFacts } from "./facts.ts";

export const irToCode = defineSignature({
  id: "ir-to-code",
  version: 1,
  description:
    "Write the body of the Python function so that it meets its contract for every input that the preconditions allow. Use the standard library only; have no effect that the contract does not state.",
  input: z.object({
    contract: ContractFacts,
    prompt: z.string().nullable().describe("The request in its own words, where there is one"),
  }),
  output: CodeFacts,
  reasoning: true,
});

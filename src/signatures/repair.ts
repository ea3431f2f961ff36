import { z } from "zod";
import { defineSignature } from "./define.ts";
import { CodeFacts, ContractFacts, FailureFact } from "./facts.ts";

export const repair = defineSignature({
  id: "repair",
  version: 1,
  description:
    "Correct the body of the Python function: it fails its contract as shown. Keep what is right; explain the cause in the reasoning before writing the new body.",
  input: z.object({
    contract: ContractFacts,
    prompt: z.string().nullable(),
    code: z.string().describe("The code that fails"),
    failures: z.array(FailureFact),
  }),
  output: CodeFacts,
  reasoning: true,
});

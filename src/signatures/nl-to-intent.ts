import { z } from "zod";
import { defineSignature } from "./define.ts";
import { IntentFacts } from "./facts.ts";

export const nlToIntent = defineSignature({
  id: "nl-to-intent",
  version: 1,
  description:
    "State what the requested Python function is for, and choose the identifiers that the contract and the code will use. Add nothing that the request does not say.",
  input: z.object({
    prompt: z.string().describe("The request, in the words of the person who asks"),
    context: z.string().nullable().describe("Further material: code, documents, conventions"),
  }),
  output: IntentFacts,
  reasoning: true,
});

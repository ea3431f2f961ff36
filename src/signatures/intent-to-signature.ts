import { z } from "zod";
import { defineSignature } from "./define.ts";
import { IntentFacts, SignatureFacts } from "./facts.ts";

export const intentToSignature = defineSignature({
  id: "intent-to-signature",
  version: 1,
  description:
    "Give the signature of the requested Python function with the identifiers of the intent. Leave a type null where the request leaves it open, and list every point that can be read in more than one way.",
  input: z.object({ prompt: z.string(), context: z.string().nullable(), intent: IntentFacts }),
  output: SignatureFacts,
  reasoning: true,
});

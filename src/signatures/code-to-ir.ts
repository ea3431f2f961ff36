import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ConstraintFacts, IntentFacts, SignatureFacts } from "./facts.ts";

/** Answered by the three signatures of its parts (composition/code-to-ir.ts). A part is null when nobody could give it. */
export const codeToIr = defineSignature({
  id: "code-to-ir",
  version: 1,
  description: "State what the Python function is for, its signature with types, and the conditions that it meets.",
  input: z.object({ code: z.string(), function_name: z.string(), known_facts: z.array(z.string()) }),
  output: z.object({
    intent: IntentFacts.nullable(),
    signature: SignatureFacts.nullable(),
    constraints: ConstraintFacts.nullable(),
  }),
  reasoning: false,
});

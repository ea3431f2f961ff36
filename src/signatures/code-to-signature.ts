import { z } from "zod";
import { defineSignature } from "./define.ts";
import { SignatureFacts } from "./facts.ts";

export const codeToSignature = defineSignature({
  id: "code-to-signature",
  version: 1,
  description:
    "Complete the signature of the Python function with the types that its code shows. Leave a type null where the code accepts several unrelated ones.",
  input: z.object({ code: z.string(), function_name: z.string(), known_facts: z.array(z.string()) }),
  output: SignatureFacts,
  reasoning: true,
});

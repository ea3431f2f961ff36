import { z } from "zod";
import { defineSignature } from "./define.ts";
import { IntentFacts } from "./facts.ts";

export const codeToIntent = defineSignature({
  id: "code-to-intent",
  version: 1,
  description:
    "State what the Python function is for, from its code, names and docstring. Describe purpose, not mechanics.",
  input: z.object({ code: z.string(), function_name: z.string(), known_facts: z.array(z.string()) }),
  output: IntentFacts,
  reasoning: true,
});

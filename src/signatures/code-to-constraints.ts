import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ConstraintFacts } from "./facts.ts";

export const codeToConstraints = defineSignature({
  id: "code-to-constraints",
  version: 1,
  description:
    "Propose preconditions and postconditions of the Python function that its code meets for every input. Each is a hypothesis that will be proved or refuted: prefer strong ones, and do not repeat known ones.",
  input: z.object({ code: z.string(), function_name: z.string(), known_facts: z.array(z.string()) }),
  output: ConstraintFacts,
  reasoning: true,
});

import { z } from "zod";
import { defineSignature } from "./define.ts";

export const validation = defineSignature({
  id: "validation",
  version: 1,
  description:
    "Judge whether the Python code meets the clause for every input that the preconditions allow. Answer `no` only with a call that shows it; answer `unsure` when you cannot tell.",
  input: z.object({
    code: z.string(),
    function_name: z.string(),
    preconditions: z.array(z.string()),
    clause: z.string(),
  }),
  output: z.object({
    holds: z.enum(["yes", "no", "unsure"]),
    why: z.string(),
    counterexample: z
      .object({ args: z.array(z.string()).describe("Python literals") })
      .nullable()
      .describe("Arguments of a call that violates the clause"),
  }),
  reasoning: true,
});

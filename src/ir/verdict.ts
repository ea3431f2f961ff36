import { z } from "zod";

/** Values of an input assignment, as Python literals by parameter name: `{"xs": "[1, 2]", "n": "-3"}`. */
export const InputAssignment = z.record(z.string(), z.string());
export type InputAssignment = z.infer<typeof InputAssignment>;

/** Why nothing could be concluded. `detail` names the construct, the limit or the missing step in words. */
export const UnknownReason = z.enum([
  "not_attempted",
  "timeout",
  "memory",
  "unsupported_construct",
  "budget",
  "incomplete",
  "solver_failure",
]);
export type UnknownReason = z.infer<typeof UnknownReason>;

/** What is known of one claim. Never a boolean: `unknown` is not a pass, and `proved` means for all inputs that meet the preconditions. */
export const Verdict = z.discriminatedUnion("status", [
  z.object({ status: z.literal("proved"), by: z.string(), assumptions: z.array(z.string()) }),
  z.object({ status: z.literal("refuted"), counterexample: InputAssignment, observed: z.string().nullable() }),
  z.object({ status: z.literal("bounded"), bound: z.string(), assumptions: z.array(z.string()) }),
  z.object({ status: z.literal("tested"), executions: z.int().positive() }),
  z.object({ status: z.literal("unknown"), reason: UnknownReason, detail: z.string() }),
  z.object({ status: z.literal("vacuous"), detail: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;

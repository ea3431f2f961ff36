import { z } from "zod";

/**
 * A signature as it was compiled: the instruction and the demonstrations that a model gets. It fits exactly one contract (the shape of input and output),
 * and is refused for any other.
 */
export const Program = z.object({
  format: z.literal(1),
  signature: z.string(),
  version: z.string(),
  /** SHA-256 (hex) of the contract it was compiled for. */
  contract: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null: the signature's own description. */
  instruction: z.string().nullable(),
  demos: z
    .array(z.object({ input: z.record(z.string(), z.unknown()), output: z.record(z.string(), z.unknown()) }))
    .max(16),
});
export type Program = z.infer<typeof Program>;

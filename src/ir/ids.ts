import { z } from "zod";

/**
 * Branded identifiers. They are opaque outside the room that mints them: nothing may parse one to learn something.
 * Clause, parameter, effect and hole ids are stable across lifts of unchanged code, so that diff, merge and links go by id.
 */
const prefixed = <const Brand extends string>(prefix: string, brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{1,96}$`), `must look like ${prefix}_...`)
    .brand(brand);

export const IrId = prefixed("ir", "IrId");
export type IrId = z.infer<typeof IrId>;

/** Names an assertion, a raises clause, the intent or the signature: whatever a verdict or an unsat core can point at. */
export const ClauseId = z.string().min(1).max(120).brand("ClauseId");
export type ClauseId = z.infer<typeof ClauseId>;

export const ParameterId = z.string().min(1).max(120).brand("ParameterId");
export type ParameterId = z.infer<typeof ParameterId>;

export const EffectId = z.string().min(1).max(120).brand("EffectId");
export type EffectId = z.infer<typeof EffectId>;

export const HoleId = prefixed("hole", "HoleId");
export type HoleId = z.infer<typeof HoleId>;

export const EvidenceId = z.string().min(1).max(120).brand("EvidenceId");
export type EvidenceId = z.infer<typeof EvidenceId>;

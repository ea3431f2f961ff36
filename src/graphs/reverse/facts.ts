import { z } from "zod";
import { Assertion, Effect, Example, Intent, Raises, Relationship, Signature } from "../../ir/ir.ts";
import { Evidence } from "../../ir/provenance.ts";
import { AnalysisProblem, FunctionOutline } from "../../python/facts/module.ts";
import { FileReport } from "../run.ts";

/** What travels between the nodes of the reverse graph: facts per function, in the order of the selection. */

/** The file as every analysis reads it. */
export const SourceFile = z.object({
  source: z.string(),
  path: z.string().nullable(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  function: z.string().nullable(),
  module_body: z.boolean(),
});
export type SourceFile = z.infer<typeof SourceFile>;

/** The functions to lift, and what is said of the others. */
export const Selection = z.object({ functions: z.array(FunctionOutline), report: FileReport });
export type Selection = z.infer<typeof Selection>;

const findings = { evidence: z.array(Evidence), problems: z.array(AnalysisProblem) };

export const SignatureFacts = z.object({ signature: Signature.nullable(), ...findings });
export type SignatureFacts = z.infer<typeof SignatureFacts>;

export const ContractFacts = z.object({
  assertions: z.array(Assertion),
  raises: z.array(Raises),
  examples: z.array(Example),
  ...findings,
});
export type ContractFacts = z.infer<typeof ContractFacts>;

export const EffectFacts = z.object({ effects: z.array(Effect), ...findings });
export type EffectFacts = z.infer<typeof EffectFacts>;

export const IntentFacts = z.object({ intent: Intent.nullable(), relationships: z.array(Relationship), ...findings });
export type IntentFacts = z.infer<typeof IntentFacts>;

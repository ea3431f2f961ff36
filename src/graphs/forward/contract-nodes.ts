import { constraintExtraction } from "../../signatures/constraint-extraction.ts";
import type { IntentFacts } from "../../signatures/facts.ts";
import { intentToSignature } from "../../signatures/intent-to-signature.ts";
import { nlToIntent } from "../../signatures/nl-to-intent.ts";
import type { NodeContext } from "../context.ts";
import { type Asked, ask, orFail } from "./ask.ts";
import type { AnsweredConstraints, AnsweredIntent, AnsweredSignature, Answerer, Asker, Prompt } from "./facts.ts";
import { wordsOf } from "./prompt.ts";

/** What the request is for, and the names that everything later uses. */
export async function extractIntent(prompt: Prompt, asker: Asker, context: NodeContext): Promise<AnsweredIntent> {
  return answered(orFail(await ask(context, asker, nlToIntent, { prompt: wordsOf(prompt), context: prompt.context })));
}

export async function generateSignature(
  prompt: Prompt,
  intent: AnsweredIntent,
  asker: Asker,
  context: NodeContext,
): Promise<AnsweredSignature> {
  return answered(orFail(await ask(context, asker, intentToSignature, question(prompt, intent))));
}

export async function extractConstraints(
  prompt: Prompt,
  intent: AnsweredIntent,
  asker: Asker,
  context: NodeContext,
): Promise<AnsweredConstraints> {
  return answered(orFail(await ask(context, asker, constraintExtraction, question(prompt, intent))));
}

export const NO_INTENT: IntentFacts = {
  summary: "",
  rationale: null,
  user_personas: [],
  success_criteria: [],
  domain_concepts: [],
  identifiers: [],
};

function question(prompt: Prompt, { facts }: AnsweredIntent) {
  const name = prompt.function ?? facts?.identifiers.find(({ role }) => role === "function")?.name ?? null;
  return { prompt: wordsOf(prompt, name), context: prompt.context, intent: facts ?? NO_INTENT };
}

function answered<Facts>(asked: Asked<Facts>): { facts: Facts | null; by: Answerer | null; missing: string | null } {
  return asked.ok
    ? { facts: asked.output, by: asked.by, missing: null }
    : { facts: null, by: null, missing: asked.missing.message };
}

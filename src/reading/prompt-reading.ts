import type { ConstraintFacts, IntentFacts, SignatureFacts } from "../signatures/facts.ts";

/** What a request says, as far as rules can read it. Every fact stands on words of the prompt; nothing is invented to fill a gap. */
export interface PromptReading {
  intent: IntentFacts;
  signature: SignatureFacts;
  constraints: ConstraintFacts;
  /** Parts of the prompt that say something and were not understood, in order. While there are any, the reading is not the whole request. */
  unread: readonly { text: string; start: number; end: number }[];
}

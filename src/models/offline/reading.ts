import type { PromptReading } from "../../reading/prompt-reading.ts";
import { readPrompt } from "../../reading/read-prompt.ts";
import { constraintExtraction } from "../../signatures/constraint-extraction.ts";
import type { Ambiguity, IntentFacts } from "../../signatures/facts.ts";
import { intentToSignature } from "../../signatures/intent-to-signature.ts";
import { nlToIntent } from "../../signatures/nl-to-intent.ts";
import { answerTo, noAnswer } from "./answer.ts";

export const intentAnswer = answerTo(nlToIntent, ({ prompt, context }) => {
  if (!/[\p{L}\p{N}]/u.test(prompt)) throw noAnswer("The request has no words.");
  return readPrompt(prompt, context).intent;
});

export const signatureAnswer = answerTo(intentToSignature, ({ prompt, context, intent }) => {
  return readAs(prompt, context, intent).signature;
});

export const constraintAnswer = answerTo(constraintExtraction, ({ prompt, context, intent }) => {
  const reading = readAs(prompt, context, intent);
  return {
    ...reading.constraints,
    ambiguities: [...reading.constraints.ambiguities, ...openRequest(reading.unread)],
  };
});

/** The reading under the identifiers of the intent. Parameters of other names are not the ones that were read. */
function readAs(prompt: string, context: string | null, { identifiers }: IntentFacts): PromptReading {
  const name = identifiers.find(({ role }) => role === "function")?.name;
  const own = readPrompt(prompt, context);
  const reading =
    name === undefined || name === own.signature.name ? own : readPrompt(prompt, context, { function_name: name });
  const expected = identifiers.filter(({ role }) => role === "parameter").map((identifier) => identifier.name);
  const found = reading.signature.parameters.map((parameter) => parameter.name);
  if (expected.length > 0 && expected.join() !== found.join()) {
    throw noAnswer(
      `The intent names the parameters ${expected.join(", ")}; the rules read ${found.length === 0 ? "none" : found.join(", ")} in the request.`,
    );
  }
  return reading;
}

const LONGEST = 1000;

/** What was not understood, as one open point: as long as it stands, clauses are not the whole request. */
function openRequest(unread: PromptReading["unread"]): Ambiguity[] {
  if (unread.length === 0) return [];
  const text = unread.map((part) => part.text.replace(/\s+/g, " ")).join(" … ");
  return [
    {
      clause: "implementation",
      kind: "spec",
      subject: "request",
      question: `What does this part of the request demand, as a predicate over the parameters and \`result\`: "${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}"?`,
      type_hint: "bool",
      readings: [],
    },
  ];
}

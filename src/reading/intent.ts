import type { IntentFacts, ParameterFact } from "../signatures/facts.ts";
import { domainConcepts } from "./concepts.ts";
import { sentencesIn } from "./sentences.ts";

const COMMAND =
  /^(?:please\s+)?(?:(?:write|create|implement|define|make|complete|develop|design|provide)\s+(?:a|an|the|this)?\s*(?:python\s*3?\s+)?(?:function|method|program|code|script)\b\s*)/i;
const NAME = /^(?:(?:called|named)\s+)?`?[A-Za-z_]\w*\s*\([^)]*\)`?\s*|^(?:called|named)\s+`?[A-Za-z_]\w*`?\s*,?\s*/i;
const LINK = /^(?:to|that|which|and)\s+/i;
const CRITERION = /\b(?:returns?|should|must|shall|result|raises?|outputs?)\b/i;
const REASON = /\b(?:because|in order to|so that we|is needed|the purpose|useful (?:for|to))\b/i;
const PERSONA = /\bas an? ([a-z][a-z -]{2,40}?),? i (?:want|need|would like)\b/gi;

const LONGEST = 400;

/** What a request is for, in its own words. */
export function readIntent(prose: string, name: string, parameters: readonly ParameterFact[]): IntentFacts {
  const sentences = sentencesIn(prose).map(({ start, end }) => prose.slice(start, end).replace(/\s+/g, " "));
  const first = sentences.find((sentence) => commandless(sentence) !== "") ?? "";
  const summary = commandless(first);
  return {
    summary: summary === "" ? `Compute ${name.replaceAll("_", " ").trim()}.` : summary,
    rationale: sentences.find((sentence) => REASON.test(sentence))?.slice(0, LONGEST) ?? null,
    user_personas: [...new Set([...prose.matchAll(PERSONA)].map(([, persona = ""]) => persona.trim()))],
    success_criteria: sentences
      .filter((sentence) => CRITERION.test(sentence))
      .map((sentence) => sentence.slice(0, LONGEST))
      .slice(0, 10),
    domain_concepts: domainConcepts(prose),
    identifiers: [
      { name, role: "function", meaning: summary === "" ? name.replaceAll("_", " ") : summary },
      ...parameters.map((parameter) => ({
        name: parameter.name,
        role: "parameter" as const,
        meaning: parameter.description ?? parameter.type_hint ?? "",
      })),
    ],
  };
}

/** The sentence without "Write a function to", beginning with a capital and ending with a full stop. */
function commandless(sentence: string): string {
  const after = sentence.replace(COMMAND, "");
  const bare = (after === sentence ? sentence : after.replace(NAME, "").replace(LINK, ""))
    .replace(/[\s:;,.]+$/, "")
    .trim();
  return bare === "" ? "" : `${bare.charAt(0).toUpperCase()}${bare.slice(1, LONGEST)}.`;
}

import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { readPrompt } from "../../reading/read-prompt.ts";
import { literalsOf } from "../../reading/types/complete-types.ts";
import { typeOfLiterals } from "../../reading/types/value-type.ts";
import type { ContractFacts, Reading } from "../../signatures/facts.ts";
import { holeSuggestion } from "../../signatures/hole-suggestion.ts";
import { answerTo, noAnswer } from "./answer.ts";

/** Types that fit every example, and readings of the request that are predicates over the contract's own names. */
export const suggestionAnswer = answerTo(holeSuggestion, ({ contract, prompt, hole }) => {
  const suggestions =
    hole.kind === "type" ? typeSuggestions(contract, prompt, hole.subject) : predicates(contract, prompt, hole);
  if (suggestions.length === 0) {
    throw noAnswer(
      hole.kind === "type"
        ? `No example and no word of the request fixes the type of ${hole.subject}.`
        : `Neither the request nor its examples suggest an answer to: ${hole.description}`,
    );
  }
  return { suggestions: suggestions.slice(0, 5) };
});

const MAX_EXAMPLES = 100;

function typeSuggestions(contract: ContractFacts, prompt: string | null, subject: string): Reading[] {
  const examples = contract.examples.slice(0, MAX_EXAMPLES).filter(({ raises }) => raises === null);
  const index = contract.parameters.findIndex(({ name }) => name === subject);
  const literals =
    subject === "return"
      ? examples.flatMap(({ returns }) => (returns === null ? [] : [returns]))
      : index < 0
        ? []
        : literalsOf(index, { name: subject, kind: "positional_or_keyword" }, examples);
  const shown = typeOfLiterals(literals);
  const found: Reading[] = [];
  if (shown !== null)
    found.push({ value: shown, rationale: `The least type that fits ${literals.length} example(s).`, confidence: 0.8 });
  if (prompt !== null) {
    const { signature } = readPrompt(prompt, null, { examples });
    const read =
      subject === "return"
        ? signature.returns.type_hint
        : (signature.parameters.find(({ name }) => name === subject)?.type_hint ?? null);
    // What the words say is no fit when the examples show another type.
    if (read !== null && shown === null)
      found.push({ value: read, rationale: "The words of the request say so.", confidence: 0.7 });
  }
  return found;
}

function predicates(
  contract: ContractFacts,
  prompt: string | null,
  hole: { subject: string; description: string; type_hint: string },
): Reading[] {
  if (prompt === null || hole.type_hint !== "bool") return [];
  const { signature, constraints } = readPrompt(prompt, null, { examples: contract.examples });
  const asked = [...signature.ambiguities, ...constraints.ambiguities].filter(
    ({ subject, question }) => subject === hole.subject && hole.description.includes(question),
  );
  const names = new Set([...contract.parameters.map(({ name }) => name), "result"]);
  return asked.flatMap(({ readings }) => readings).filter(({ value }) => isPredicate(value, names));
}

const PURE = new Set(
  "abs all any bool len max min set sorted sum range isinstance int float str list tuple dict".split(" "),
);

function isPredicate(text: string, names: ReadonlySet<string>): boolean {
  const expression = parseExpression(text);
  if (unsupportedConstructs(expression).length > 0) return false;
  const exceptions = new Set(
    [...descendants(expression)].flatMap(({ expression: node }) =>
      node.kind === "raises" && node.exception.kind === "name" ? [node.exception.name] : [],
    ),
  );
  return namesOf(expression).every((name) => names.has(name) || PURE.has(name) || exceptions.has(name));
}

import { equation } from "./call.ts";
import type { ExampleRule, Finding } from "./finding.ts";
import { argumentsAt } from "./input-output.ts";
import { scanLiteral } from "./literal.ts";
import { explained, followed, past } from "./outcome.ts";

/** Before values that a sentence supposes. */
const SUPPOSED =
  /(?<![\w])(?:for|if|when|given|with)\s+(?:(?:the\s+)?(?:inputs?|values?|arguments?|list|array|string|number)\s+)?(?:(?:of|is)\s+)?/gi;
/** Between supposed values and what they lead to. */
const THEN =
  /\s*,?\s*(?:then\s+)?(?:(?:the\s+)?(?:expected\s+)?(?:output|result|answer|return\s+value|function|code|program)|it|you|we|f)?\s*(?:(?:should|must|will|would)\s+)?(?:be|is|returns?|outputs?|gives?|yields?|equals?|=|:)\s*:?\s*/iy;

/** "For x = 3, the output is 5", "given [1, 2], it returns 3". */
export const supposedValues: ExampleRule = {
  name: "supposed_values",
  find(text, { parameters }) {
    const found: Finding[] = [];
    for (const opening of text.matchAll(SUPPOSED)) {
      const input = argumentsAt(text, opening.index + opening[0].length, parameters);
      if (input === null) continue;
      const from = past(THEN, text, input.end);
      if (from === input.end || !saysOutcome(text.slice(input.end, from))) continue;
      const ticked = past(/`?/y, text, from);
      const value = scanLiteral(text, ticked);
      if (value === null) continue;
      const end = past(/`?/y, text, value.end);
      if (!followed(text, end)) continue;
      found.push({ start: opening.index, end: explained(text, end), meaning: equation(input.call, value.literal) });
    }
    return found;
  },
};

/** "For x = 3 is 5" lacks a word that says whose value that is; a returning verb or a noun for the outcome does. */
function saysOutcome(between: string): boolean {
  return /output|result|answer|return|function|gives?|yields?|\bit\b/i.test(between);
}

const LED_IN =
  /(?:^|(?<=\n))[ \t]*(?:[-*•][ \t]+|\d+[.)][ \t]+)?|(?<![\w])(?:e\.g\.|i\.e\.|for (?:example|instance)|examples?)[,:]?[ \t]+|\([ \t]*|`/gi;
const ARROW = /[ \t]*(?:={1,2}>|-{1,2}>|[➞→⇒⟶⟹↦])[ \t]*/y;

/** "[1, 2, 3] -> 6": values of all parameters, an arrow and the outcome, at the beginning of a line or after words that announce an example. */
export const arrows: ExampleRule = {
  name: "arrow",
  find(text, { parameters }) {
    const found: Finding[] = [];
    for (const opening of text.matchAll(LED_IN)) {
      const at = opening.index + opening[0].length;
      const input = argumentsAt(text, past(/`?/y, text, at), parameters);
      if (input === null) continue;
      const from = past(ARROW, text, input.end);
      if (from === input.end) continue;
      const value = scanLiteral(text, past(/`?/y, text, from));
      if (value === null) continue;
      const end = past(/`?/y, text, value.end);
      if (!followed(text, end)) continue;
      if ((found.at(-1)?.end ?? 0) > opening.index) continue;
      found.push({ start: at, end: explained(text, end), meaning: equation(input.call, value.literal) });
    }
    return found;
  },
};

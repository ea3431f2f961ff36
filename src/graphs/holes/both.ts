import { asksForCondition } from "../../holes/apply/clause.ts";
import { expressionText } from "../../ir/expression/text.ts";
import type { Hole } from "../../ir/ir.ts";

type Suggestion = Hole["suggestions"][number];

/**
 * The share that is believed of the confidence that a model states: what models state is too high, by a quarter and more (Xiong et al., Can LLMs express their uncertainty?, 2024).
 */
const BELIEVED = 0.7;

/** The suggestions of a model for a hole, with what speaks for them: what the rules suggest too is likelier than what either says, as neither knows of the other (noisy or). */
export function besideRules(hole: Hole, ofModel: readonly Suggestion[], ofRules: readonly Suggestion[]): Suggestion[] {
  const plain = (value: string) => (asksForCondition(hole) ? expressionText(value).text : value.trim());
  const known = new Map(ofRules.map((one) => [plain(one.value), one]));
  return ofModel.map((one) => {
    const value = plain(one.value);
    const rule = known.get(value);
    const own = BELIEVED * one.confidence;
    return rule === undefined
      ? { ...one, confidence: own }
      : { value: rule.value, rationale: rule.rationale, confidence: 1 - (1 - own) * (1 - rule.confidence) };
  });
}

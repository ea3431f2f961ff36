import type { ConstraintFacts, ParameterFact } from "../signatures/facts.ts";
import { familyOf } from "./subjects.ts";

/** Effects that the words ask for. A function "to print" something may as well return it: that is no statement. */
export function statedEffects(prose: string, parameters: readonly ParameterFact[]): ConstraintFacts["effects"] {
  const effects: ConstraintFacts["effects"] = [];
  const inPlace = /\b(?:in[- ]place|modif(?:y|ies) the (?:given |input )?(?:list|array|dictionary|set))\b/i.exec(prose);
  const mutable = parameters.filter(({ type_hint }) => ["list", "dictionary", "set"].includes(familyOf(type_hint)));
  const [target] = mutable;
  const refused = /\b(?:not|n't|without)\b[^.]{0,40}$/i.test(prose.slice(0, inPlace?.index ?? 0));
  if (inPlace && mutable.length === 1 && target && !refused)
    effects.push({ effect_type: "mutation", target: target.name, description: `The request says "${inPlace[0]}".` });
  const printed = /\b(?:to (?:the )?(?:standard output|stdout|console|screen))\b/i.exec(prose);
  if (printed) effects.push({ effect_type: "io", target: "stdout", description: `The request says "${printed[0]}".` });
  return effects;
}

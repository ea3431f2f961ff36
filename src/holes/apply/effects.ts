import { effectId } from "../../ir/hash.ts";
import { EffectType, type IR, type Effect as IrEffect } from "../../ir/ir.ts";
import { insertAnswered } from "../insert.ts";
import { EFFECTS } from "../subjects.ts";
import { type Answering, cited, type Effect, madeByAnswer, refused } from "./answering.ts";

const VALID = `\`none\`, or one effect a line as type and target, such as \`filesystem read:path\`; types are ${EffectType.options.join(", ")}`;

/** What the function does beside returning a value. Stands in the place of what was not known: the calls that could not be followed, or the one effect that the hole is about. */
export function effectAnswer(ir: IR, answering: Answering): Effect {
  const { hole, value, provenance } = answering;
  const doubtful = (effect: IrEffect) =>
    hole.subject === EFFECTS ? effect.effect_type === "unknown_call" : effect.id === hole.subject;
  const certain = ir.effects.filter((effect) => !doubtful(effect));
  if (/^none$/i.test(value)) return { ok: true, ir: { ...ir, effects: certain }, value: "none" };
  const lines = value
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const stated: { type: IrEffect["effect_type"]; target: string }[] = [];
  for (const line of lines) {
    const [word = "", ...rest] = line.split(/\s+/);
    const type = EffectType.safeParse(word);
    if (!type.success) return refused(`\`${word}\` is no type of effect`, VALID);
    stated.push({ type: type.data, target: rest.join(" ") });
  }
  const made = cited(ir, answering, "made");
  const isMade = madeByAnswer(made.ir);
  let effects = certain;
  for (const { type, target } of stated) {
    const id = effectId(type, target);
    const known = effects.find((effect) => effect.id === id);
    if (known !== undefined) {
      effects = effects.map((effect) => (effect === known && !isMade(known) ? { ...known, provenance } : effect));
      continue;
    }
    const effect: IrEffect = {
      id,
      effect_type: type,
      target,
      description: hole.description,
      via: [],
      provenance: made.provenance,
    };
    effects = insertAnswered(effects, effect, (one) => one.id, isMade);
  }
  return {
    ok: true,
    ir: { ...made.ir, effects },
    value: stated.map(({ type, target }) => `${type} ${target}`.trim()).join("; "),
  };
}

import { effectsOf } from "../../python/effects/effects.ts";
import { moduleOf } from "../source.ts";
import { attempt, eachFunction } from "./each-function.ts";
import type { EffectFacts, Selection, SourceFile } from "./facts.ts";

/** What each function does besides returning a value, calls within the file followed. */
export function effects(file: SourceFile, selection: Selection): EffectFacts[] {
  const module = moduleOf(file);
  const all = attempt(() => effectsOf(module));
  return eachFunction<EffectFacts>(
    module,
    selection,
    "effects",
    (fn) => {
      if (!all.ok) throw all.error;
      return all.result.get(fn.outline.key) ?? { effects: [], evidence: [], problems: [] };
    },
    (problem) => ({ effects: [], evidence: [], problems: [problem] }),
  );
}

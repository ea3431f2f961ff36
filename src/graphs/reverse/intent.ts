import { intentOf } from "../../python/intent/intent.ts";
import { moduleOf } from "../source.ts";
import { eachFunction } from "./each-function.ts";
import type { IntentFacts, Selection, SourceFile } from "./facts.ts";

/** What each function is for, from its docstring or else, with little confidence, from its name. */
export function intent(file: SourceFile, selection: Selection): IntentFacts[] {
  const module = moduleOf(file);
  return eachFunction<IntentFacts>(
    module,
    selection,
    "intent",
    (fn) => intentOf(module, fn),
    (problem) => ({ intent: null, relationships: [], evidence: [], problems: [problem] }),
  );
}

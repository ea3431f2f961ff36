import type { Effect } from "../../ir/ir.ts";
import { parseModule } from "../parse.ts";
import { effectsOf } from "./effects.ts";

/** Effects of one function of a text, by default the last one; for tests. */
export function effectsIn(source: string, key?: string): Effect[] {
  const parsed = parseModule(source, { moduleBody: true });
  if (!parsed.ok) throw new Error(`not Python: ${parsed.problem.message}`);
  const wanted = key ?? parsed.module.functions.at(-1)?.outline.key ?? "<module>";
  const found = effectsOf(parsed.module).get(wanted);
  if (!found) throw new Error(`no function ${wanted}`);
  return found.effects;
}

/** The same as sorted `type target` lines. */
export function told(source: string, key?: string): string[] {
  return effectsIn(source, key)
    .map(({ effect_type, target }) => `${effect_type} ${target}`)
    .sort();
}

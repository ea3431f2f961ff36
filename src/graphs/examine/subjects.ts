import type { IR } from "../../ir/ir.ts";
import type { PythonModule } from "../../python/module.ts";
import type { Subject } from "./each.ts";

/** Each IR with its function, in the order of the IRs. */
export function subjectsOf(module: PythonModule, irs: readonly IR[]): Subject[] {
  const functions = new Map(module.functions.map((fn) => [fn.outline.key, fn]));
  return irs.map((ir) => {
    const fn = functions.get(ir.metadata.qualified_name);
    if (fn === undefined) throw new Error(`the file has no function ${ir.metadata.qualified_name}`);
    return { module, fn, ir };
  });
}

import type { PythonFunction } from "../module.ts";
import { walkOwn } from "../parse-walk.ts";

/** True when a call gives a generator: the function's own body has a `yield`. */
export function isGenerator(fn: PythonFunction): boolean {
  for (const node of walkOwn(fn.node.body)) {
    if (node.nodeType === "Yield" || node.nodeType === "YieldFrom") return true;
  }
  return false;
}

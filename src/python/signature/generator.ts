import type { PythonFunction } from "../module.ts";
import { walkOwn } from "../parse-walk.ts";

const known = new WeakMap<PythonFunction["node"], boolean>();

/** True when a call gives a generator: the function's own body has a `yield`. */
export function isGenerator(fn: PythonFunction): boolean {
  const cached = known.get(fn.node);
  if (cached !== undefined) return cached;
  const answer = hasYield(fn.node);
  known.set(fn.node, answer);
  return answer;
}

function hasYield({ body }: PythonFunction["node"]): boolean {
  for (const node of walkOwn(body)) {
    if (node.nodeType === "Yield" || node.nodeType === "YieldFrom") return true;
  }
  return false;
}

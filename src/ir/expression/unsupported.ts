import type { Expression } from "./ast.ts";
import { descendants } from "./children.ts";

/** Names of the constructs in the tree that the language lacks, each once, in the order of the text. */
export function unsupportedConstructs(root: Expression): string[] {
  const constructs = new Set<string>();
  for (const { expression } of descendants(root))
    if (expression.kind === "unsupported") constructs.add(expression.construct);
  return [...constructs];
}

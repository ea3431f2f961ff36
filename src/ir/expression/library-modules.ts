import type { Expression } from "./ast.ts";
import { descendants } from "./children.ts";

/** Modules of the standard library whose functions are pure, by the name under which contracts speak of them. */
const MODULES: ReadonlySet<string> = new Set(
  (
    "bisect calendar cmath collections colorsys copy datetime decimal difflib fractions functools hashlib heapq html itertools json keyword " +
    "math numbers operator re statistics string textwrap unicodedata"
  ).split(" "),
);

/** Modules of the standard library of which the expression uses pure functions, as in `math.gcd(a, b)`. */
export function modulesOf(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { expression: part } of descendants(expression))
    if (part.kind === "attribute" && part.object.kind === "name" && MODULES.has(part.object.name))
      found.add(part.object.name);
  return found;
}

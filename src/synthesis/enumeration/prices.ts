import type { Prices, Weighted } from "./bank.ts";
import { COMPREHENSIONS } from "./comprehensions.ts";
import { LIBRARY } from "./library/library.ts";
import { type Hints, stemsOfWords } from "./words.ts";

/** How often a stem names an idiom: one that names many says little. */
const SPEAKERS: ReadonlyMap<string, number> = (() => {
  const speakers = new Map<string, number>();
  for (const { words } of [...LIBRARY, ...COMPREHENSIONS]) {
    for (const root of new Set(stemsOfWords(words))) speakers.set(root, (speakers.get(root) ?? 0) + 1);
  }
  return speakers;
})();

/** Bits a word of the request tells about which idioms are meant: 4 for a word of one idiom, less for each doubling; 0 for a word of none. */
export function specificity(root: string): number {
  const speakers = SPEAKERS.get(root);
  return speakers === undefined ? 0 : Math.max(0.5, 4 - 0.9 * Math.log2(speakers));
}

export const isSpoken = (root: string): boolean => SPEAKERS.has(root);

/** What a word that tells so much saves on an idiom; at least one bit is left to pay. */
export const discount = (cost: number, told: number): number => Math.min(cost - 1, 1 + told);

/** What an idiom costs when the request mentions it: less, the more specific the word. */
function price(cost: number, words: readonly string[], hints: Hints): number {
  let told = 0;
  for (const root of stemsOfWords(words)) if (hints.stems.has(root)) told = Math.max(told, specificity(root));
  return told === 0 ? cost : Math.max(1, Math.round(cost - discount(cost, told)));
}

/** A parameter called `list` or `math` hides what an idiom would call. */
function hidden(python: string, taken: readonly string[]): boolean {
  return taken.some((name) => new RegExp(`(?<![.\\w$])${name}[(.]`).test(python));
}

export function pricesFor(hints: Hints, taken: readonly string[]): Prices {
  const weigh = <Kind extends { cost: number; words: readonly string[]; python: string }>(
    kinds: readonly Kind[],
  ): Weighted<Kind>[] =>
    kinds
      .filter(({ python }) => !hidden(python, taken))
      .map((kind) => ({ kind, cost: price(kind.cost, kind.words, hints) }))
      .sort((a, b) => a.cost - b.cost);
  return { idioms: weigh(LIBRARY), comprehensions: weigh(COMPREHENSIONS) };
}

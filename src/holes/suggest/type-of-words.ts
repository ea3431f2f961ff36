/** Openings of a sentence about a function that tell what kind of thing it gives, with how sure they make one. */
const OPENINGS: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:(?:check|test|determine|decide|verify|tell|return|find out)s? )?(?:whether|if)\b/i, "bool", 0.8],
  [/^(?:check|verif(?:y|ies)|tests?)s? (?:that|for)\b/i, "bool", 0.6],
  [/^(?:count|how many)\b/i, "int", 0.7],
  [
    /^(?:(?:count|return|compute|calculate|find|get)s? )?(?:the )?(?:total )?(?:number|count|index|position|length) of\b/i,
    "int",
    0.6,
  ],
  [
    /^(?:(?:return|compute|calculate|find|get)s? )?(?:the )?(?:average|mean|percentage|probability|ratio)\b/i,
    "float",
    0.6,
  ],
];

/** The type of what a function gives, as the sentence about it opens; null where it tells nothing. */
export function typeOfWords(summary: string): { annotation: string; confidence: number } | null {
  const found = OPENINGS.find(([pattern]) => pattern.test(summary.trim()));
  return found === undefined ? null : { annotation: found[1], confidence: found[2] };
}

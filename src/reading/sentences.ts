import type { Span } from "./mapped-text.ts";

const ABBREVIATION = /\b(?:e\.g|i\.e|vs|resp|approx|incl|[A-Z])\.$/;

/** Sentences of prose in order: they end at `.`, `!`, `?` before white space, at `;` never, at blank lines and before bullets. Trimmed, never empty. */
export function sentencesIn(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  const push = (end: number) => {
    const part = text.slice(start, end);
    const lead = part.length - part.trimStart().length;
    if (/[\p{L}\p{N}]/u.test(part)) found.push({ start: start + lead, end: start + part.trimEnd().length });
    start = end;
  };
  const BREAK = /[.!?]+[)"'*]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•][ \t]+|\d+[.)][ \t]+))|:[ \t]*\n/g;
  for (const match of text.matchAll(BREAK)) {
    const end = match.index + match[0].length;
    const ends = !match[0].startsWith(".") || !ABBREVIATION.test(text.slice(start, match.index + 1));
    if (ends && end > start) push(end);
  }
  push(text.length);
  return found;
}

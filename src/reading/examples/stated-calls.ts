import { parseExpression } from "../../ir/expression/parse.ts";
import { callFacts, claimOf } from "./call.ts";
import type { ExampleRule, Finding } from "./finding.ts";
import { bracketEnd } from "./literal.ts";
import { outcomeAt } from "./outcome.ts";

/** `assert f(2) == 4` at the beginning of a line; the condition may go over several lines while a bracket is open. */
export const assertions: ExampleRule = {
  name: "assertion",
  find(text, { function_name }) {
    if (function_name === null) return [];
    const found: Finding[] = [];
    for (const match of text.matchAll(/^[ \t]*`?(assert[ \t(])/gm)) {
      const start = match.index + match[0].indexOf("assert");
      const from = start + "assert".length;
      const end = conditionEnd(text, from);
      const source = text.slice(from, end).replace(/`?[.;]?\s*$/, "");
      const meaning = claimOf(parseExpression(source), function_name);
      if (meaning) found.push({ start, end, meaning });
    }
    return found;
  },
};

function conditionEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\n") return at;
    at = Math.max(at, (bracketEnd(text, at) ?? 0) - 1);
  }
  return text.length;
}

/** `f(2) == 4`, `f(2) -> 4`, "f([1, 2]) should return 3", "f(-1) raises ValueError" anywhere in prose. */
export const statedCalls: ExampleRule = {
  name: "stated_call",
  find(text, { function_name }) {
    if (function_name === null) return [];
    const found: Finding[] = [];
    for (let at = text.indexOf(`${function_name}(`); at >= 0; at = text.indexOf(`${function_name}(`, at + 1)) {
      if (!mayBegin(text, at)) continue;
      const end = bracketEnd(text, at + function_name.length);
      const call = end === null ? null : callFacts(parseExpression(text.slice(at, end)), function_name);
      const outcome = call && end !== null ? outcomeAt(text, end, call) : null;
      if (outcome) found.push({ start: at, end: outcome.end, meaning: outcome.meaning });
    }
    return found;
  },
};

/** What stands before a call that is part of a larger expression or only supposed. */
const PART = /(?:[-+*/%<>=!&|^~,[{]|\b(?:not|in|is|or|if|when|unless|until|lambda|sum|of|than|to))[ \t]*\(?$/i;
/** Bullets, and signs that end what stood before. */
const BREAK = /^[ \t]*[-*•][ \t]+$|[:.,;)][ \t]+$/;

function mayBegin(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (/[\w.]$|\w\($/.test(before)) return false;
  return BREAK.test(before) || !PART.test(before);
}

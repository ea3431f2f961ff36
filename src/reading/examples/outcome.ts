import { equation } from "./call.ts";
import type { CallFacts, Finding } from "./finding.ts";
import { scanLiteral } from "./literal.ts";

/** Between a call and its outcome: signs first, then verbs. */
const SIGN = /\s*(?:#\s*)?(?:={1,3}>?|-{1,2}>|[➞→⇒⟶⟹↦])\s*/y;
const VERB =
  /\s*(?:(?:#|\/\/|,)\s*)?(?:(?:should|must|will|would|shall)\s+)?(?:returns?|gives?|yields?|outputs?|produces?|equals?|evaluates?\s+to|results?\s+in|be(?:\s+equal\s+to)?|is(?:\s+equal\s+to)?)\s*:?\s+/iy;
const COMMENT = /[ \t]*#[ \t]*/y;
const APPROXIMATE = /(?:≈\s*|~\s*|(?:approximately|about|roughly|close\s+to|around)\s+)/iy;
const RAISES =
  /\s*(?:(?:={1,3}>?|-{1,2}>|[➞→⇒])\s*|(?:#|\/\/)\s*)?(?:(?:should|must|will|would)\s+)?(?:(?:raises?|throws?)\s+(?:an?\s+)?)?`?([A-Z]\w*(?:Error|Exception|Interrupt|Iteration|Exit))`?(?:\([^()\n]*\))?/y;
/** What may follow an outcome: nothing else of an expression, no unit and no condition. */
const FOLLOWS =
  /(?:[ \t]*(?:$|\n|#|\/\/|\()|[.,;:)!](?=\s|$|[)"'*])|[ \t]+(?:and|because|since|as|but|while|whereas)\b|[ \t]+(?=[A-Za-z_]\w*\())/y;
/** Explanations of a stated outcome, to the end of the line. */
const EXPLANATION = /[ \t]*(?:(?:#|\/\/)[^\n]*|\((?=[^\n]*\)[ \t.]*(?:\n|$))[^\n]*|(?:because|since)\b[^\n]*)/y;

/** The outcome of a call that is stated from an offset on, with what explains it. `end` is after both. */
export function outcomeAt(
  text: string,
  at: number,
  call: CallFacts,
): { end: number; meaning: Finding["meaning"] } | null {
  const from = past(/`?/y, text, at);
  const raised = raisedAt(text, from);
  if (raised !== null && followed(text, raised.end)) {
    return {
      end: explained(text, raised.end),
      meaning: { kind: "example", example: { ...call, returns: null, raises: raised.exception } },
    };
  }
  for (const connective of [SIGN, VERB, COMMENT]) {
    const after = past(connective, text, from);
    if (after === from) continue;
    const near = past(APPROXIMATE, text, after);
    const opening = past(/`?/y, text, near);
    const value = scanLiteral(text, opening);
    if (value === null) continue;
    const end = past(/`?/y, text, value.end);
    if (!followed(text, end)) continue;
    const meaning: Finding["meaning"] =
      near > after ? { kind: "approximate", call, value: value.literal } : equation(call, value.literal);
    return { end: explained(text, end), meaning };
  }
  return null;
}

function raisedAt(text: string, at: number): { end: number; exception: string } | null {
  RAISES.lastIndex = at;
  const found = RAISES.exec(text);
  const exception = found?.[1];
  return found && exception !== undefined ? { end: at + found[0].length, exception } : null;
}

/** True where an outcome may end. */
export function followed(text: string, at: number): boolean {
  FOLLOWS.lastIndex = at;
  return FOLLOWS.test(text);
}

/** Offset after an explanation that stands at an offset, or the offset itself. */
export function explained(text: string, at: number): number {
  return past(EXPLANATION, text, at);
}

/** Offset after a sticky pattern, or the offset itself where it does not match. */
export function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

import { descendants } from "../ir/expression/children.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { namesOf } from "../ir/expression/walk.ts";
import type { Hole, IR } from "../ir/ir.ts";
import type { HoleAnswer } from "./answer.ts";
import { asksForCondition } from "./apply/clause.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes-between.ts";
import { isLocked } from "./keep-locked.ts";

export interface Narrowed {
  ir: IR;
  changes: Change[];
}

/** Words with which a request itself asks for None. */
const ASKS_FOR_NONE = /\bnone\b|\boptional\b|\bnull\b|\bnothing\b/i;

/**
 * The contract without `| None` in the type of the result, where a reading that the answer did not choose was what gave None: the type was derived from the request, which does not speak of None, and no clause, example or open
 * suggestion gives it any more. `text` is the request; null where there is none, and then types are as they were given.
 */
export function withoutNone(before: IR, after: IR, answer: HoleAnswer, text: string | null): Narrowed {
  const unchanged: Narrowed = { ir: after, changes: [] };
  const { returns } = after.signature;
  const hole = before.holes.find(({ id }) => id === answer.hole);
  if (text === null || ASKS_FOR_NONE.test(text) || hole === undefined || returns.type_hint === null) return unchanged;
  const derived = returns.provenance.source === "static" || returns.provenance.source === "agent";
  const plain = withoutOption(returns.type_hint);
  const decides = answer.reply.kind === "value" || answer.reply.kind === "suggestion";
  if (!derived || isLocked(returns) || plain === null || !decides || !offersNone(hole) || givesNone(after))
    return unchanged;
  const ir = { ...after, signature: { ...after.signature, returns: { ...returns, type_hint: plain } } };
  return { ir, changes: changesBetween(after, ir, answer.hole, REASON) };
}

const REASON = "Nothing gives None any more.";

/** `T` of `T | None`, `None | T` and `Optional[T]`; null for other types. */
function withoutOption(hint: string): string | null {
  const wrapped = /^(?:typing\.)?Optional\[(.*)\]$/.exec(hint.trim())?.[1];
  if (wrapped !== undefined) return wrapped;
  const parts = members(hint);
  const others = parts.filter((part) => part !== "None");
  return others.length === parts.length || others.length === 0 ? null : others.join(" | ");
}

/** The members of a union, as they are written. */
function members(hint: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of [...hint].entries()) {
    if ("[(".includes(character)) depth += 1;
    if ("])".includes(character)) depth -= 1;
    if (character !== "|" || depth > 0) continue;
    parts.push([...hint].slice(start, index).join(""));
    start = index + 1;
  }
  return [...parts, [...hint].slice(start).join("")].map((part) => part.trim());
}

const givesNone = ({ assertions, examples, holes }: IR): boolean =>
  assertions.some(({ expression }) => speaksOfNone(expression.text)) ||
  examples.some(({ returns }) => returns !== null && mentionsNone(returns)) ||
  holes.some((hole) => hole.status === "open" && offersNone(hole));

/** Whether a suggestion makes None the result, be it as a condition or as the outcome of a call. */
const offersNone = (hole: Hole): boolean =>
  hole.suggestions.some(({ value }) => (asksForCondition(hole) && speaksOfNone(value)) || mentionsNone(value, true));

/** Whether a condition speaks of the result and of None. */
function speaksOfNone(text: string): boolean {
  return mentionsNone(text) && namesOf(parseExpression(text)).includes("result");
}

/** Whether None is part of an expression, or with `alone` all of it. */
function mentionsNone(text: string, alone = false): boolean {
  const parsed = parseExpression(text);
  return alone ? parsed.kind === "none" : [...descendants(parsed)].some(({ expression }) => expression.kind === "none");
}

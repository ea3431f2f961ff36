import { blank, type Span } from "../mapped-text.ts";
import { doctests } from "./doctests.ts";
import type { ExampleRule, ExampleScope, Finding } from "./finding.ts";
import { inputOutput } from "./input-output.ts";
import { boundCall } from "./resolve.ts";
import { assertions, statedCalls } from "./stated-calls.ts";
import { arrows, supposedValues } from "./stated-values.ts";

/** In the order of their certainty: what an earlier rule takes, later ones do not see. */
export const EXAMPLE_RULES: readonly ExampleRule[] = [
  doctests,
  assertions,
  inputOutput,
  statedCalls,
  supposedValues,
  arrows,
];

/** Longest prose that is searched for examples. */
const MOST_CHARACTERS = 50_000;

/** Every region of the text that states the outcome of a call, with headings that announce them, in the order of the text. */
export function findExamples(text: string, scope: ExampleScope): Finding[] {
  if (text.length > MOST_CHARACTERS) return [];
  const found: Finding[] = [];
  for (const rule of EXAMPLE_RULES) {
    for (const finding of rule.find(blank(text, found), scope)) {
      const bound = bind(finding, scope);
      if (bound !== null && !found.some((other) => overlap(other, bound))) found.push(bound);
    }
  }
  const certain = definesBySequence(text, found, scope)
    ? found.filter(({ start }) => text.startsWith(">>>", start))
    : found;
  const stated = certain.toSorted((left, right) => left.start - right.start);
  return [...stated, ...announcements(text, stated)].toSorted((left, right) => left.start - right.start);
}

/**
 * True where `f(n) = ...` defines a sequence under the name of the function and the values stated for `f(1)`, `f(2)` are of several kinds: some are then
 * members of the sequence and some are results, and nothing tells which.
 */
function definesBySequence(text: string, found: readonly Finding[], { function_name }: ExampleScope): boolean {
  if (function_name === null) return false;
  const recurrence = new RegExp(
    `(?<![\\w.])${function_name.replace(/[^\w]/g, "")}\\(\\s*[A-Za-z_]\\w*\\s*\\)\\s*={1,2}(?!>)`,
  );
  if (!recurrence.test(text)) return false;
  const kinds = found.flatMap(({ meaning }) =>
    meaning.kind === "example" && meaning.example.returns !== null ? [/^[[({]/.test(meaning.example.returns)] : [],
  );
  return new Set(kinds).size > 1;
}

function overlap(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

function bind(finding: Finding, scope: ExampleScope): Finding | null {
  const { meaning } = finding;
  if (meaning.kind === "set_up") return finding;
  if (meaning.kind === "example") {
    const call = boundCall(meaning.example, scope.parameters);
    return call && { ...finding, meaning: { kind: "example", example: { ...meaning.example, ...call } } };
  }
  const call = boundCall(meaning.call, scope.parameters);
  return call && { ...finding, meaning: { ...meaning, call } };
}

/** What announces an example and says nothing itself, right before it or between two of them. */
const ANNOUNCEMENT =
  /(?:(?:^|(?<=\n))[ \t]*(?:#+[ \t]*)?\*{0,2}(?:(?:(?:some|here are some|for|sample|usage)[ \t]+)?(?:examples?|instance|test[ \t]+cases?|samples?|doctests?|usage|e\.g\.|ex)(?:[ \t]+(?:usage|calls?|cases?|runs?|inputs?|outputs?|results?))?(?:[ \t]*#?\d+)?)\*{0,2}[ \t]*[:.,-]*|(?<=[\s(])(?:for (?:example|instance)|e\.g\.|i\.e\.|examples?|so|thus|assert|for)[,:]?|(?:^|(?<=\n))[ \t]*(?:[-*•]|\d+[.)]))[\s`(]*$/i;
/** Between two examples: signs and words that only join. */
const JOINT = /^[\s`,;.)'"]*(?:(?:and|while|whereas|but|or|also)[ \t]+)?[\s`(]*$/i;

function announcements(text: string, stated: readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  stated.forEach((finding, index) => {
    const previous = stated[index - 1]?.end ?? 0;
    let before = text.slice(previous, finding.start);
    if (index > 0 && JOINT.test(before)) {
      if (before.trim() !== "") found.push({ start: previous, end: finding.start, meaning: { kind: "set_up" } });
      return;
    }
    for (let announcement = ANNOUNCEMENT.exec(before); announcement; announcement = ANNOUNCEMENT.exec(before)) {
      const start = previous + announcement.index;
      found.push({ start, end: previous + before.length, meaning: { kind: "set_up" } });
      before = before.slice(0, announcement.index);
    }
  });
  return found;
}

import type { Expression } from "../ir/expression/ast.ts";
import { descendants } from "../ir/expression/children.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { unsupportedConstructs } from "../ir/expression/unsupported.ts";
import { adjectiveOf, fits, type Manner, readContent, readPredicate } from "./predicates.ts";
import { canonical } from "./quantities.ts";
import { familyOfNoun, type Known, readSubject, type Subject } from "./subjects.ts";

const IS =
  /^(.+?)\s+(?:is|are|was|were|will be|must be|should be|has to be|have to be|can be|will always be|is always|are always|are all)\s+(?:(?:always|both|all)\s+)?(.+)$/i;
const HAS =
  /^(.+?)\s+(?:has|have|contains?|consists? of|will (?:have|contain|consist of)|must (?:have|contain|consist of)|(?:is|are) (?:made up|composed) of)\s+(.+)$/i;
const HAS_NOT = /^(.+?)\s+(?:does not|doesn't|do not|don't)\s+(?:have|contain)\s+(?:any )?(.+)$/i;
const EQUALS = /^(.+?)\s+(?:equals|exceeds)\s+(.+)$/i;

/**
 * A condition on the parameters in English or in Python, as an expression; null unless every word of it is read.
 * @param manner "exact" for conditions on which a result hangs; "loose" for what callers have to ensure.
 */
export function readCondition(text: string, known: Known, manner: Manner): string | null {
  const plain = text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[.;,]+$/, "")
    .replace(/^`([^`]*)`$/, "$1");
  if (plain === "" || plain.length > 400) return null;
  const read = symbolic(plain, known) ?? simple(plain, known, manner) ?? composed(plain, known, manner);
  return read === null ? null : canonical(read);
}

const PURE = new Set(["len", "abs", "sum", "min", "max", "all", "any", "set", "sorted", "range", "isinstance"]);
const TYPES = new Set(["int", "float", "str", "bool", "list", "dict", "set", "tuple"]);

/** Python, or Python as mathematicians write it: `1 ≤ n, m ≤ 10^5`. */
function symbolic(plain: string, known: Known): string | null {
  const text = plain
    .replaceAll("`", "")
    .replaceAll("≤", "<=")
    .replaceAll("≥", ">=")
    .replaceAll("≠", "!=")
    .replace(/(\d)\s*\^\s*(\d)/g, "$1**$2")
    .replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "")
    .replace(/([A-Za-z_]\w*)\.length\b/g, "len($1)");
  const several = /^(.+?)(<=?)\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+)\s*(<=?)(.+)$/.exec(text);
  if (several) {
    const [, low, first, names = "", second, high] = several;
    const parts = names.split(",").map((name) => symbolic(`${low}${first}${name}${second}${high}`, known));
    return parts.includes(null) ? null : parts.join(" and ");
  }
  const expression = parseExpression(text);
  return isCondition(expression) && namesKnown(expression, known) ? text : null;
}

function isCondition(expression: Expression): boolean {
  if (expression.kind === "comparison") return true;
  if (expression.kind === "unary") return expression.operator === "not" && isCondition(expression.operand);
  if (expression.kind === "logical") return expression.operands.every(isCondition);
  return (
    expression.kind === "call" &&
    expression.callee.kind === "name" &&
    /^(?:all|any|isinstance)$/.test(expression.callee.name)
  );
}

function namesKnown(expression: Expression, known: Known): boolean {
  if (unsupportedConstructs(expression).length > 0) return false;
  const nodes = [...descendants(expression)].map(({ expression: node }) => node);
  if (nodes.some(({ kind }) => kind === "lambda" || kind === "implies" || kind === "raises")) return false;
  const bound = new Set(
    nodes
      .flatMap((node) => (node.kind === "comprehension" ? node.clauses.map(({ target }) => target) : []))
      .map((target) => (target.kind === "name" ? target.name : "")),
  );
  const names = nodes.flatMap((node) => (node.kind === "name" ? [node.name] : []));
  const own = new Set(known.parameters.map(({ name }) => name));
  return (
    names.some((name) => own.has(name)) &&
    names.every((name) => own.has(name) || bound.has(name) || PURE.has(name) || TYPES.has(name))
  );
}

/** One subject, one predicate. */
function simple(plain: string, known: Known, manner: Manner): string | null {
  const has = HAS.exec(plain);
  if (has) {
    const subject = readSubject(has[1] ?? "", known);
    const read = subject && readContent(has[2] ?? "", subject, known, manner);
    if (read !== null) return read;
  }
  const without = HAS_NOT.exec(plain);
  if (without) {
    const subject = readSubject(without[1] ?? "", known);
    const inner = readSubject(without[2] ?? "", known);
    if (subject && inner && !subject.each && !inner.each && subject.family !== "number")
      return `${inner.expression} not in ${subject.expression}`;
  }
  const equal = EQUALS.exec(plain);
  if (equal) {
    const subject = readSubject(equal[1] ?? "", known);
    const sign = / exceeds /i.test(plain) ? "greater than" : "equal to";
    return subject && readPredicate(`${sign} ${equal[2]}`, subject, known, manner);
  }
  const is = IS.exec(plain);
  if (!is) return null;
  return severalSubjects(is[1] ?? "", known)
    .map(
      (subject) =>
        subject &&
        (readPredicate(is[2] ?? "", subject, known, manner) ?? described(is[2] ?? "", subject, known, manner)),
    )
    .reduce((left, right) => (left === null || right === null ? null : `${left} and ${right}`));
}

/** "a", "a and b", "a, b and c"; a null stands for what is no subject. */
function severalSubjects(text: string, known: Known): [Subject | null, ...(Subject | null)[]] {
  const whole = readSubject(text, known);
  if (whole) return [whole];
  const [first = "", ...rest] = text.replace(/^both /i, "").split(/\s*,\s*and\s+|\s*,\s*|\s+and\s+/);
  return [readSubject(first, known), ...rest.map((part) => readSubject(part, known))];
}

const DESCRIBED =
  /^(?:an?|the) ((?:[a-z-]+,? (?:and )?)*?)(integer|int|number|float|real number|string|word|list|array|tuple|dictionary|dict|set)(?: of ((?:[a-z-]+ )*?)(integers|numbers|floats|strings|words|characters|lists))?(?: (.+))?$/i;

/** "a positive integer", "a non-empty list of positive integers", "an integer between 1 and 10": the noun has to agree with a type that is known. */
function described(text: string, subject: Subject, known: Known, manner: Manner): string | null {
  const [, adjectives = "", noun = "", inner, innerNoun, rest] = DESCRIBED.exec(text.trim()) ?? [];
  const family = familyOfNoun(noun.replace(/^real /i, ""));
  if (family === null || family === "any" || (subject.family !== "unknown" && subject.family !== family)) return null;
  if (manner === "exact" && subject.family === "unknown") return null;
  const own: Subject = { ...subject, family };
  const parts = wordsOf(adjectives).map((word) => adjectivePart(word, own));
  if (inner !== undefined && innerNoun !== undefined) {
    const element: Subject = {
      expression: "v",
      family: familyOfNoun(innerNoun) === "number" ? "number" : "unknown",
      each: false,
    };
    for (const word of wordsOf(inner)) {
      const part = adjectivePart(word, element);
      parts.push(part === null ? null : `all(${part} for v in ${own.expression})`);
    }
    if (wordsOf(inner).length > 0 && known.parameters.some(({ name }) => name === "v")) return null;
  }
  if (rest !== undefined)
    parts.push(readPredicate(rest.replace(/^(?:that is|which is|with value) /i, ""), own, known, manner));
  return parts.length === 0 || parts.includes(null) ? null : parts.join(" and ");
}

function adjectivePart(word: string, subject: Subject): string | null {
  const adjective = adjectiveOf(word);
  return adjective && fits(adjective, subject) ? adjective.build(subject.expression) : null;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "" && word !== "and");
}

/** Two conditions, or one subject with two predicates. A negation before `and` or `or` has more than one reading and is not read. */
function composed(plain: string, known: Known, manner: Manner): string | null {
  if (/\b(?:not|neither|nor|no|unless|except)\b|n't\b/i.test(plain)) return null;
  const kinds = new Set([...plain.matchAll(/\b(and|or)\b/gi)].map(([word]) => word.toLowerCase()));
  if (kinds.size !== 1) return null;
  const [word = "and"] = kinds;
  for (const match of plain.matchAll(new RegExp(`,?\\s+${word}\\s+(?:if\\s+)?`, "gi"))) {
    const left = plain.slice(0, match.index);
    const right = plain.slice(match.index + match[0].length);
    const first = readCondition(left, known, manner);
    if (first === null) continue;
    const subject = IS.exec(left)?.[1];
    const second =
      readCondition(right, known, manner) ??
      (subject === undefined ? null : readCondition(`${subject} is ${right}`, known, manner));
    if (second !== null) return `(${first}) ${word} (${second})`;
  }
  return null;
}

const PHRASE = /^(?:an?\s+|any\s+|the\s+|all\s+)?([a-z-]+)\s+(.+)$/i;

/** "an empty list", "negative n", "non-positive input" as a condition. */
export function readNounCondition(text: string, known: Known): string | null {
  const [, word = "", noun = ""] = PHRASE.exec(text.trim().replace(/\s+/g, " ")) ?? [];
  const adjective = adjectiveOf(word.toLowerCase());
  const subject =
    adjective &&
    readSubject(
      /^[a-z]+$/i.test(noun) && !known.parameters.some(({ name }) => name === noun) ? `the ${noun}` : noun,
      known,
    );
  return adjective && subject && !subject.each && fits(adjective, subject)
    ? canonical(adjective.build(subject.expression))
    : null;
}

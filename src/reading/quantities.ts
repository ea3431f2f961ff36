import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { literalOf } from "./examples/literal.ts";
import { type Known, readSubject } from "./subjects.ts";

const NUMBER_WORDS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

/** A number, a power such as `10^5` or `10**5`, a number word, or a quantity of the parameters ("k", "the length of xs"). */
export function readQuantity(text: string, known: Known): string | null {
  const plain = text
    .trim()
    .replace(/^`(.*)`$/, "$1")
    .trim();
  const word = NUMBER_WORDS.indexOf(plain.toLowerCase());
  if (word >= 0) return String(word);
  const digits = plain.replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "");
  const power = /^(-?)(\d+)\s*(?:\^|\*\*)\s*(\d+)(?:\s*-\s*(\d+))?$/.exec(digits);
  if (power) return `${power[1]}${power[2]}**${power[3]}${power[4] === undefined ? "" : ` - ${power[4]}`}`;
  if (/^[+-]?\d+(?:\.\d+)?$/.test(digits)) return literalOf(digits);
  const subject = readSubject(plain, known);
  return subject?.each === false && subject.family !== "list" && subject.family !== "string"
    ? subject.expression
    : null;
}

/** What a function is said to return, as an expression over the parameters. */
export function readValue(text: string, known: Known): string | null {
  const plain = text
    .trim()
    .replace(/^(?:the\s+)?(?:string|value|number|integer|character|boolean|list|tuple)\s+(?=[`"'[(\d-])/i, "")
    .replace(/^`(.*)`$/, "$1")
    .trim();
  const lower = plain.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true" ? "True" : "False";
  if (lower === "none" || lower === "null") return "None";
  const empty = /^(?:an?\s+|the\s+)?empty\s+(list|array|string|tuple|dictionary|dict|set)$/.exec(lower);
  if (empty) return EMPTY[empty[1] ?? ""] ?? null;
  const word = NUMBER_WORDS.indexOf(lower);
  if (word >= 0) return String(word);
  return literalOf(plain) ?? readSubject(plain, known, "named")?.expression ?? null;
}

const EMPTY: Readonly<Record<string, string>> = {
  list: "[]",
  array: "[]",
  string: "''",
  tuple: "()",
  dictionary: "{}",
  dict: "{}",
  set: "set()",
};

/** `result == V`, or `result is None`. */
export function resultIs(value: string): string {
  return value === "None" ? "result is None" : `result == ${operand(value)}`;
}

/** Text that can stand beside a comparison. */
export function operand(value: string): string {
  const { kind } = parseExpression(value);
  return kind === "comparison" || kind === "logical" || kind === "conditional" || kind === "lambda"
    ? `(${value})`
    : value;
}

/** The expression in canonical spelling. */
export function canonical(expression: string): string {
  return printExpression(parseExpression(expression));
}

const OPPOSITE = { "==": "!=", "!=": "==", in: "not in", "not in": "in", is: "is not", "is not": "is" } as const;

/** The opposite of a predicate; orders keep their `not`, as they say nothing of NaN either way. */
export function negation(predicate: string): string {
  const expression = parseExpression(predicate);
  if (expression.kind === "unary" && expression.operator === "not") return printExpression(expression.operand);
  if (expression.kind === "comparison" && expression.rest.length === 1) {
    const [link] = expression.rest;
    const opposite = Object.entries(OPPOSITE).find(([operator]) => operator === link?.operator)?.[1];
    if (link && opposite) {
      const { first } = expression;
      return printExpression({ kind: "comparison", first, rest: [{ operator: opposite, operand: link.operand }] });
    }
  }
  return printExpression({ kind: "unary", operator: "not", operand: expression });
}

import type { ExprNode } from "py-ast";
import type { PythonFunction } from "../../python/module.ts";
import { type PythonNode, walkNodes } from "../../python/parse-walk.ts";
import { OPPOSITE } from "../negated.ts";
import type { Candidate } from "./grammar/candidate.ts";

/** How sure an operation makes of what it needs: it may stand where the case was ruled out before. */
const WEIGHT = 40;

/** What a call of a built-in or library function needs of its only argument. */
const OF_CALLS: Readonly<Record<string, (name: string) => string>> = {
  min: (name) => `len(${name}) > 0`,
  max: (name) => `len(${name}) > 0`,
  mean: (name) => `len(${name}) > 0`,
  median: (name) => `len(${name}) > 0`,
  choice: (name) => `len(${name}) > 0`,
  sqrt: (name) => `${name} >= 0`,
  isqrt: (name) => `${name} >= 0`,
  factorial: (name) => `${name} >= 0`,
  log: (name) => `${name} > 0`,
  range: (name) => `${name} >= 0`,
  ord: (name) => `len(${name}) == 1`,
  int: (name) => `${name}.isdigit()`,
};

/**
 * What the operations of a body need of its parameters, as guesses: a divisor that is not zero, something to index or to take the least of, equal lengths of what is gone through together. Read from the text alone; conditions
 * that the symbolic execution finds are surer.
 */
export function needsOfCode({ node, outline }: PythonFunction, parameters: readonly string[]): Candidate[] {
  if (node.nodeType === "Module") return [];
  const found = new Map<string, Candidate>();
  const note = (text: string, rationale: string, weight = WEIGHT) => {
    if (!found.has(text)) found.set(text, { text, rationale, weight });
  };
  const nameOf = (expression: ExprNode | PythonNode | undefined): string | null =>
    expression?.nodeType === "Name" && parameters.includes(expression.id) ? expression.id : null;
  for (const statement of node.body)
    for (const part of walkNodes(statement)) {
      if (part.nodeType === "BinOp" && ["Div", "FloorDiv", "Mod"].includes(part.op.nodeType)) {
        const divisor = nameOf(part.right);
        if (divisor !== null && !isTextConstant(part.left))
          note(`${divisor} != 0`, `The code of ${outline.key} divides by ${divisor}.`);
      }
      if (part.nodeType === "BinOp" && part.op.nodeType === "Mod") {
        const modulus = nameOf(part.right);
        if (modulus !== null && !isTextConstant(part.left))
          note(`${modulus} > 0`, `The code takes remainders of ${modulus}.`, WEIGHT / 2);
      }
      if (part.nodeType === "Subscript") {
        const container = nameOf(part.value);
        const index = nameOf(part.slice);
        if (container !== null && isConstantIndex(part.slice))
          note(`len(${container}) > 0`, `The code takes an item of ${container} by its place.`);
        if (container !== null && index !== null)
          note(`0 <= ${index} < len(${container})`, `The code takes the item ${index} of ${container}.`);
      }
      if (part.nodeType === "Call") ofCall(part, nameOf, note);
      if (part.nodeType === "Compare") ofComparison(part, nameOf, note);
    }
  for (const statement of node.body) if (statement.nodeType === "If") ofEarlyExit(statement, nameOf, note);
  for (const [one, other] of alongside(node.body, nameOf))
    note(`len(${one}) == len(${other})`, `The code goes through ${one} and ${other} together.`);
  return [...found.values()];
}

function ofCall(
  call: Extract<PythonNode, { nodeType: "Call" }>,
  nameOf: (expression: ExprNode | undefined) => string | null,
  note: (text: string, rationale: string) => void,
): void {
  const { func: callee, args } = call;
  const name = callee.nodeType === "Name" ? callee.id : callee.nodeType === "Attribute" ? callee.attr : null;
  const [only, ...others] = args;
  const subject = nameOf(only);
  const need = name === null ? undefined : Object.hasOwn(OF_CALLS, name) ? OF_CALLS[name] : undefined;
  if (need !== undefined && subject !== null && others.length === 0 && call.keywords.length === 0)
    note(need(subject), `The code calls \`${name}(${subject})\`.`);
}

const OPERATORS: Readonly<Record<string, keyof typeof OPPOSITE>> = {
  Lt: "<",
  LtE: "<=",
  Gt: ">",
  GtE: ">=",
  Eq: "==",
  NotEq: "!=",
};

/** `x`, or `len(x)`, against a number: where a code tells its cases apart is where ranges end. */
function boundOf(
  comparison: PythonNode,
  nameOf: (expression: ExprNode | undefined) => string | null,
): { subject: string; operator: keyof typeof OPPOSITE; bound: string } | null {
  if (comparison.nodeType !== "Compare" || comparison.ops.length !== 1) return null;
  const { left, ops, comparators } = comparison;
  const isLength = left.nodeType === "Call" && left.func.nodeType === "Name" && left.func.id === "len";
  const name = nameOf(isLength ? left.args[0] : left);
  const [bound] = comparators;
  const operator = OPERATORS[ops[0]?.nodeType ?? ""];
  if (name === null || operator === undefined || bound?.nodeType !== "Constant" || typeof bound.value !== "number")
    return null;
  return { subject: isLength ? `len(${name})` : name, operator, bound: String(bound.value) };
}

function ofComparison(
  comparison: PythonNode,
  nameOf: (expression: ExprNode | undefined) => string | null,
  note: (text: string, rationale: string, weight?: number) => void,
): void {
  const found = boundOf(comparison, nameOf);
  if (found === null) return;
  const { subject, operator, bound } = found;
  const why = `The code compares ${subject} with ${bound}.`;
  note(`${subject} >= ${bound}`, why, WEIGHT / 8);
  note(`${subject} > ${bound}`, why, WEIGHT / 8);
  if (operator === ">" || operator === ">=" || operator === "<=") {
    note(`${subject} <= ${bound}`, why, WEIGHT / 8);
    if (Number(bound) > 1) note(`0 <= ${subject} <= ${bound}`, why, WEIGHT / 6);
  }
}

/** Inputs for which a body ends at once, with a constant or an error, may be those that it is not meant for. */
function ofEarlyExit(
  { test, body }: Extract<PythonNode, { nodeType: "If" }>,
  nameOf: (expression: ExprNode | undefined) => string | null,
  note: (text: string, rationale: string, weight?: number) => void,
): void {
  const [only, ...others] = body;
  if (only === undefined || others.length > 0) return;
  const ends =
    only.nodeType === "Raise" ||
    (only.nodeType === "Return" && (only.value === undefined || only.value === null || isPlain(only.value)));
  const found = ends ? boundOf(test, nameOf) : null;
  if (found !== null)
    note(
      `${found.subject} ${OPPOSITE[found.operator]} ${found.bound}`,
      "The code ends at once where it is not so.",
      WEIGHT / 3,
    );
  if (!ends || test.nodeType !== "UnaryOp" || test.op.nodeType !== "Not") return;
  const name = nameOf(test.operand);
  if (name !== null) note(`len(${name}) > 0`, "The code ends at once where it is empty.", WEIGHT / 3);
}

/** `%` after a text formats. */
const isTextConstant = (expression: ExprNode): boolean =>
  expression.nodeType === "Constant" && typeof expression.value === "string";

const isPlain = (value: ExprNode): boolean => value.nodeType === "Constant" || isConstantIndex(value);

const isConstantIndex = (index: ExprNode): boolean =>
  (index.nodeType === "Constant" && typeof index.value === "number") ||
  (index.nodeType === "UnaryOp" && index.op.nodeType === "USub" && index.operand.nodeType === "Constant");

/** Pairs of parameters that are zipped, or indexed in one statement by one variable. */
function alongside(
  body: readonly PythonNode[],
  nameOf: (expression: ExprNode | undefined) => string | null,
): [string, string][] {
  const pairs: [string, string][] = [];
  for (const statement of body) {
    const indexed = new Map<string, Set<string>>();
    for (const part of walkNodes(statement)) {
      if (part.nodeType === "Call" && part.func.nodeType === "Name" && part.func.id === "zip") {
        const [one, other] = part.args.map((argument) => nameOf(argument));
        if (one !== undefined && one !== null && other !== undefined && other !== null) pairs.push([one, other]);
      }
      if (part.nodeType !== "Subscript" || part.slice.nodeType !== "Name") continue;
      const container = nameOf(part.value);
      if (container === null) continue;
      indexed.set(part.slice.id, (indexed.get(part.slice.id) ?? new Set()).add(container));
    }
    for (const names of indexed.values()) {
      const [one, other] = [...names];
      if (one !== undefined && other !== undefined) pairs.push([one, other]);
    }
  }
  return pairs;
}

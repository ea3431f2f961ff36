import type { ExprNode } from "py-ast";
import type { PythonFunction } from "../../python/module.ts";
import { type PythonNode, walkNodes } from "../../python/parse-walk.ts";
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
        const isText = part.left.nodeType === "Constant" && typeof part.left.value === "string";
        if (divisor !== null && !isText) note(`${divisor} != 0`, `The code of ${outline.key} divides by ${divisor}.`);
      }
      if (part.nodeType === "BinOp" && part.op.nodeType === "Mod") {
        const modulus = nameOf(part.right);
        if (modulus !== null) note(`${modulus} > 0`, `The code takes remainders of ${modulus}.`, WEIGHT / 2);
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
    }
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

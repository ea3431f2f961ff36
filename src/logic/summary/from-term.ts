import type { BinaryOperator, ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import type { Execution } from "../execution/execution.ts";
import { typeGuard } from "../prove/guard.ts";
import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import { constructorOf, selectorOf } from "../smt/sort.ts";
import type { Term } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";
import { all, any, call, compare, implies, integer, len, name, truth } from "./build.ts";

/** Terms longer than this say nothing to a reader. */
const MAX_LENGTH = 1500;
/** Parts of a term that are said, those of the definitions it names included: definitions may name each other so often that a short term stands for an exponentially long one. */
const MAX_PARTS = 1500;

/** Says a term over the parameters' values on entry as an expression; null where it cannot be said. What is said is only relied on when proved. */
export type ReadTerm = (term: Term) => Expression | null;

export function termReader({ parameters, declarations }: Execution): ReadTerm {
  const known = new Map<Term, Expression>(parameters.map((parameter) => [parameter.symbol, name(parameter.name)]));
  const definitions = new Map(
    declarations.flatMap(({ symbol, term, parameters: own }) =>
      term === null || own !== undefined || known.has(symbol) ? [] : [[symbol, term] as const],
    ),
  );
  const tests = new Map<Term, (value: Expression) => Expression | null>();
  const selectors = new Map<Term, (value: Expression) => Expression>();
  for (const { type } of [...parameters, ...declarations]) collect(type, tests, selectors);
  const open = new Set<Term>();
  let left = 0;

  const read = (part: SExpression): Expression | null => {
    left -= 1;
    if (left < 0) return null;
    if (typeof part === "string") return atom(part);
    const [head, ...rest] = part;
    if (Array.isArray(head)) {
      // ((_ is constructor) value)
      const [underscore, is, constructor_] = head;
      const test =
        underscore === "_" && is === "is" && typeof constructor_ === "string" ? tests.get(constructor_) : undefined;
      const [value] = rest.map(read);
      return test !== undefined && value ? test(value) : null;
    }
    if (head === undefined) return null;
    const selector = selectors.get(head);
    if (head === "seq.nth" || head === "str.at") return item(rest);
    const parts = rest.map(read);
    const operands = parts.filter((operand) => operand !== null);
    if (operands.length !== parts.length) return null;
    const [only] = operands;
    if (selector !== undefined) return only === undefined ? null : selector(only);
    return applied(head, operands);
  };

  const atom = (text: string): Expression | null => {
    const value = known.get(text);
    if (value !== undefined) return value;
    if (text === "true" || text === "false") return truth(text === "true");
    if (/^\d+$/.test(text)) return integer(BigInt(text));
    if (/^"[^"\\]*"$/.test(text)) return { kind: "string", value: text.slice(1, -1) };
    const definition = definitions.get(text);
    if (definition === undefined || open.has(text)) return null;
    open.add(text);
    const found = readText(definition);
    open.delete(text);
    return found;
  };

  /** `xs[i]`, from the position that Python's index stands for. */
  const item = ([sequence, position]: SExpression[]): Expression | null => {
    if (sequence === undefined || position === undefined) return null;
    const object = read(sequence);
    const isIndex = Array.isArray(position) && position[0] === "py.index";
    const index = read(isIndex ? (position[1] ?? "") : position);
    return object === null || index === null ? null : { kind: "subscript", object, index };
  };

  const readText = (term: Term): Expression | null => {
    if (term.length > MAX_LENGTH) return null;
    const [read_] = readSExpressions(term);
    return read_ === undefined ? null : read(read_);
  };
  return (term) => {
    left = MAX_PARTS;
    return readText(term);
  };
}

const COMPARISONS: Record<string, ComparisonOperator> = {
  "=": "==",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "str.<": "<",
  "str.<=": "<=",
};
const OPERATORS: Record<string, BinaryOperator> = {
  "+": "+",
  "-": "-",
  "*": "*",
  "py.floordiv": "//",
  "py.mod": "%",
  "str.++": "+",
  "seq.++": "+",
};

function applied(head: string, operands: Expression[]): Expression | null {
  const [first, second, third] = operands;
  if (first === undefined) return null;
  const comparison = Object.hasOwn(COMPARISONS, head) ? COMPARISONS[head] : undefined;
  if (comparison !== undefined)
    return second !== undefined && third === undefined ? compare(first, comparison, second) : null;
  if (head === "-" && second === undefined)
    return first.kind === "integer" ? integer(-first.value) : { kind: "unary", operator: "-", operand: first };
  const operator = Object.hasOwn(OPERATORS, head) ? OPERATORS[head] : undefined;
  if (operator !== undefined)
    return operands.slice(1).reduce((left, right): Expression => ({ kind: "binary", operator, left, right }), first);
  switch (head) {
    case "not":
      return { kind: "unary", operator: "not", operand: first };
    case "and":
      return all(operands);
    case "or":
      return any(operands);
    case "=>":
      return second === undefined ? null : implies(first, second);
    case "seq.len":
    case "str.len":
      return len(first);
    case "py.abs":
      return call("abs", first);
    case "py.in_bounds": {
      if (second === undefined) return null;
      const low: Expression = { kind: "unary", operator: "-", operand: second };
      return {
        kind: "comparison",
        first: low,
        rest: [
          { operator: "<=", operand: first },
          { operator: "<", operand: second },
        ],
      };
    }
    case "str.contains":
      return second === undefined ? null : compare(second, "in", first);
    case "str.prefixof":
      return second === undefined ? null : method(second, "startswith", first);
    case "str.suffixof":
      return second === undefined ? null : method(second, "endswith", first);
    default:
      return null;
  }
}

const method = (object: Expression, attribute: string, operand: Expression): Expression => ({
  kind: "call",
  callee: { kind: "attribute", object, attribute },
  arguments: [operand],
  keywords: [],
});

/** How the tests and selectors of a type's values are said. */
function collect(
  type: PythonType,
  tests: Map<Term, (value: Expression) => Expression | null>,
  selectors: Map<Term, (value: Expression) => Expression>,
): void {
  if (type.kind === "tuple")
    for (const [index, part] of type.items.entries()) {
      selectors.set(selectorOf(type, index), (object) => ({ kind: "subscript", object, index: integer(index) }));
      collect(part, tests, selectors);
    }
  if (type.kind === "sequence") collect(type.element, tests, selectors);
  if (type.kind !== "union") return;
  const none = type.members.some(({ kind }) => kind === "none");
  for (const [index, member] of type.members.entries()) {
    selectors.set(selectorOf(type, index), (value) => value);
    tests.set(constructorOf(type, index), (value) => {
      if (member.kind === "none") return compare(value, "is", { kind: "none" });
      if (none && type.members.length === 2) return compare(value, "is not", { kind: "none" });
      const guard = value.kind === "name" ? typeGuard(value.name, member, false) : null;
      return guard === null || guard.length === 0 ? null : all(guard);
    });
    collect(member, tests, selectors);
  }
}

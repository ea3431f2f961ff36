import {
  apply,
  boolean,
  integer,
  isOperator,
  type Operator,
  type Sort,
  sortOf,
  type Term,
  type Variable,
  variable,
} from "../term/term.ts";
import { type Position, type SExpression, SyntaxFault, sExpressionText } from "./s-expression.ts";

/** A construct that is right and beyond what is synthesized. */
export class OutOfScope extends Error {
  readonly construct: string;
  readonly position: Position;

  constructor(construct: string, position: Position) {
    super(`out of scope: ${construct}`);
    this.name = "OutOfScope";
    this.construct = construct;
    this.position = position;
  }
}

export interface Callable {
  parameters: readonly Variable[];
  sort: Sort;
}

/** What the names of a term mean. */
export interface Names {
  /** Innermost first; a `let` binds to terms. */
  values: ReadonlyMap<string, Term>;
  callables: ReadonlyMap<string, Callable>;
  sort(expression: SExpression): Sort;
}

/** Deeper terms are refused, as the stack is finite. */
const MAX_DEPTH = 400;

/** The typed term that an S-expression stands for. Throws SyntaxFault or OutOfScope. */
export function elaborate(expression: SExpression, names: Names, depth = 0): Term {
  if (depth > MAX_DEPTH) throw new OutOfScope("terms_nested_too_deeply", expression);
  if (expression.kind === "numeral") return integer(expression.value);
  if (expression.kind === "literal") throw new OutOfScope(`literal:${expression.text.slice(0, 20)}`, expression);
  if (expression.kind === "symbol") return named(expression, names);
  const [head, ...rest] = expression.items;
  if (head === undefined) throw new SyntaxFault("an empty term", expression);
  if (head.kind !== "symbol") throw new OutOfScope(`head:${sExpressionText(head).slice(0, 40)}`, head);
  if (head.name === "let") return binding(expression, rest, names, depth);
  if (head.name === "forall" || head.name === "exists") return quantified(head.name, expression, rest, names, depth);
  if (head.name === "!" && rest[0] !== undefined) return elaborate(rest[0], names, depth + 1);
  const callable = names.callables.get(head.name);
  const operands = rest.map((operand) => elaborate(operand, names, depth + 1));
  if (callable !== undefined) {
    const fits =
      operands.length === callable.parameters.length &&
      operands.every((operand, index) => sortOf(operand) === callable.parameters[index]?.sort);
    if (!fits) throw new SyntaxFault(`${head.name} does not take these operands`, head);
    return { kind: "call", callee: head.name, operands, sort: callable.sort };
  }
  if (!isOperator(head.name)) throw new OutOfScope(`function:${head.name}`, head);
  return application(head.name, operands, head);
}

function named(symbol: SExpression & { kind: "symbol" }, names: Names): Term {
  const value = names.values.get(symbol.name);
  if (value !== undefined) return value;
  const callable = names.callables.get(symbol.name);
  if (callable !== undefined && callable.parameters.length === 0)
    return { kind: "call", callee: symbol.name, operands: [], sort: callable.sort };
  if (symbol.name === "true" || symbol.name === "false") return boolean(symbol.name === "true");
  throw new OutOfScope(`name:${symbol.name}`, symbol);
}

function binding(whole: Position, [pairs, body, more]: SExpression[], names: Names, depth: number): Term {
  if (pairs?.kind !== "list" || body === undefined || more !== undefined)
    throw new SyntaxFault("a let of another form", whole);
  const values = new Map(names.values);
  for (const pair of pairs.items) {
    const [name, ...terms] = pair.kind === "list" ? pair.items : [];
    // The first version of the format has the sort between the two.
    const term = terms.at(-1);
    if (name?.kind !== "symbol" || term === undefined) throw new SyntaxFault("a let binds a name to a term", pair);
    values.set(name.name, elaborate(term, names, depth + 1));
  }
  return elaborate(body, { ...names, values }, depth + 1);
}

function quantified(
  quantifier: "forall" | "exists",
  whole: Position,
  [variables, body, more]: SExpression[],
  names: Names,
  depth: number,
): Term {
  if (variables === undefined || body === undefined || more !== undefined)
    throw new SyntaxFault("a quantifier of another form", whole);
  const bound = sortedVariables(variables, names.sort);
  const values = new Map([...names.values, ...bound.map((one) => [one.name, variable(one)] as const)]);
  const inner = elaborate(body, { ...names, values }, depth + 1);
  if (sortOf(inner) !== "Bool") throw new SyntaxFault("a quantifier ranges over a formula", body);
  return { kind: "quantified", quantifier, bound, body: inner };
}

/** `((x Int) (b Bool))`. */
export function sortedVariables(list: SExpression, sort: Names["sort"]): Variable[] {
  if (list.kind !== "list") throw new SyntaxFault("a list of variables with their sorts is missing", list);
  return list.items.map((item) => {
    const [name, of, more] = item.kind === "list" ? item.items : [];
    if (name?.kind !== "symbol" || of === undefined || more !== undefined)
      throw new SyntaxFault("a variable is a name and a sort", item);
    return { name: name.name, sort: sort(of) };
  });
}

const LEAST: Partial<Record<Operator, number>> = { not: 1, abs: 1, "-": 1, ite: 3, and: 1, or: 1, "+": 1, "*": 1 };
const MOST: Partial<Record<Operator, number>> = { not: 1, abs: 1, ite: 3 };

function application(operator: Operator, operands: readonly Term[], at: Position): Term {
  const refuse = (): never => {
    throw new SyntaxFault(`${operator} does not take these operands`, at);
  };
  if (operands.length < (LEAST[operator] ?? 2) || operands.length > (MOST[operator] ?? Number.POSITIVE_INFINITY))
    refuse();
  const sorts = operands.map(sortOf);
  if (operator === "ite") {
    if (sorts[0] !== "Bool" || sorts[1] !== sorts[2]) refuse();
  } else if (operator === "=" || operator === "distinct") {
    if (new Set(sorts).size > 1) refuse();
  } else {
    const logical = ["and", "or", "not", "=>", "xor"].includes(operator);
    if (sorts.some((sort) => sort !== (logical ? "Bool" : "Int"))) refuse();
  }
  const [only] = operands;
  if (operator === "-" && operands.length === 1 && only?.kind === "integer") return integer(-only.value);
  return apply(operator, operands);
}

/** Sorts of SMT-LIB's theories Core and Ints. */
export type Sort = "Int" | "Bool";

export interface Variable {
  name: string;
  sort: Sort;
}

/** Operators of Core and Ints (https://smt-lib.org/theories.shtml), with any number of operands where the theory allows it. */
export const OPERATORS = {
  "+": "Int",
  "-": "Int",
  "*": "Int",
  div: "Int",
  mod: "Int",
  abs: "Int",
  "=": "Bool",
  distinct: "Bool",
  "<": "Bool",
  "<=": "Bool",
  ">": "Bool",
  ">=": "Bool",
  and: "Bool",
  or: "Bool",
  not: "Bool",
  "=>": "Bool",
  xor: "Bool",
  /** The sort of its branches. */
  ite: null,
} as const satisfies Record<string, Sort | null>;
export type Operator = keyof typeof OPERATORS;

export const isOperator = (name: string): name is Operator => Object.hasOwn(OPERATORS, name);

/** A term over integers and truth values. Names are raw: the bars of a quoted symbol are not part of them. */
export type Term =
  | { kind: "integer"; value: bigint }
  | { kind: "boolean"; value: boolean }
  | { kind: "variable"; name: string; sort: Sort }
  | { kind: "apply"; operator: Operator; operands: readonly Term[]; sort: Sort }
  /** A function that the problem defines or that is to be found. */
  | { kind: "call"; callee: string; operands: readonly Term[]; sort: Sort }
  | { kind: "quantified"; quantifier: "forall" | "exists"; bound: readonly Variable[]; body: Term };

export interface Definition {
  name: string;
  parameters: readonly Variable[];
  sort: Sort;
  body: Term;
}

export const integer = (value: bigint): Term => ({ kind: "integer", value });
export const boolean = (value: boolean): Term => ({ kind: "boolean", value });
export const variable = ({ name, sort }: Variable): Term => ({ kind: "variable", name, sort });

/** An application as it is written; its operands have the sorts that the operator asks for. */
export function apply(operator: Operator, operands: readonly Term[]): Term {
  const [, branch] = operands;
  const sort = OPERATORS[operator] ?? (branch === undefined ? "Int" : sortOf(branch));
  return { kind: "apply", operator, operands, sort };
}

export function sortOf(term: Term): Sort {
  switch (term.kind) {
    case "integer":
      return "Int";
    case "boolean":
    case "quantified":
      return "Bool";
    default:
      return term.sort;
  }
}

export function childrenOf(term: Term): readonly Term[] {
  if (term.kind === "apply" || term.kind === "call") return term.operands;
  return term.kind === "quantified" ? [term.body] : [];
}

/** The term and everything in it, parents first. */
export function* subterms(term: Term): Generator<Term> {
  const pending = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    pending.push(...childrenOf(next).toReversed());
  }
}

export function sizeOf(term: Term): number {
  let size = 0;
  for (const _ of subterms(term)) size += 1;
  return size;
}

export const mentions = (term: Term, name: string): boolean => freeVariables(term).some((free) => free.name === name);

/** Free variables in the order of the text, each once. */
export function freeVariables(term: Term): Variable[] {
  const found = new Map<string, Variable>();
  const visit = (part: Term, bound: ReadonlySet<string>): void => {
    if (part.kind === "variable" && !bound.has(part.name)) found.set(part.name, { name: part.name, sort: part.sort });
    const inner = part.kind === "quantified" ? new Set([...bound, ...part.bound.map(({ name }) => name)]) : bound;
    for (const child of childrenOf(part)) visit(child, inner);
  };
  visit(term, new Set());
  return [...found.values()];
}

export const sameTerm = (left: Term, right: Term): boolean => left === right || keyOf(left) === keyOf(right);

/** Equal exactly for equal terms. */
export function keyOf(term: Term): string {
  switch (term.kind) {
    case "integer":
    case "boolean":
      return String(term.value);
    case "variable":
      return JSON.stringify(term.name);
    case "quantified":
      return `(${term.quantifier} ${JSON.stringify(term.bound)} ${keyOf(term.body)})`;
    default: {
      const head = term.kind === "apply" ? term.operator : `call ${JSON.stringify(term.callee)}`;
      return `(${head} ${term.operands.map(keyOf).join(" ")})`;
    }
  }
}

/** Whether a term divides by what may be zero: SMT-LIB then lets the quotient be anything. */
export const leavesOpen = (term: Term): boolean =>
  [...subterms(term)].some(
    (part) =>
      part.kind === "apply" &&
      (part.operator === "div" || part.operator === "mod") &&
      part.operands.slice(1).some((divisor) => divisor.kind !== "integer" || divisor.value === 0n),
  );

import type { Definitions } from "./evaluate.ts";
import { apply, childrenOf, freeVariables, type Sort, type Term, type Variable } from "./term.ts";

/** The term with other children of the same number and sorts. */
export function withChildren(term: Term, children: readonly Term[]): Term {
  if (term.kind === "apply") return apply(term.operator, children);
  if (term.kind === "call") return { ...term, operands: children };
  const [body] = children;
  return term.kind === "quantified" && body !== undefined ? { ...term, body } : term;
}

/** Replaces free variables, all at once. Bound variables that a replacement mentions are renamed. */
export function substitute(term: Term, replacements: ReadonlyMap<string, Term>): Term {
  if (replacements.size === 0) return term;
  if (term.kind === "variable") return replacements.get(term.name) ?? term;
  if (term.kind !== "quantified") {
    const children = childrenOf(term);
    const changed = children.map((child) => substitute(child, replacements));
    return changed.every((child, index) => child === children[index]) ? term : withChildren(term, changed);
  }
  const inner = new Map([...replacements].filter(([name]) => !term.bound.some((bound) => bound.name === name)));
  const taken = new Set([...inner.values()].flatMap((value) => freeVariables(value).map(({ name }) => name)));
  const bound = term.bound.map(({ name, sort }): Variable => {
    if (!taken.has(name)) return { name, sort };
    let fresh = name;
    while (taken.has(fresh)) fresh += "!";
    inner.set(name, { kind: "variable", name: fresh, sort });
    return { name: fresh, sort };
  });
  return { ...term, bound, body: substitute(term.body, inner) };
}

/** Replaces calls from the inside out; `change` answers null for those that stay. */
export function replaceCalls(
  term: Term,
  change: (callee: string, operands: readonly Term[], sort: Sort) => Term | null,
): Term {
  const children = childrenOf(term);
  const changed = children.map((child) => replaceCalls(child, change));
  const whole = changed.every((child, index) => child === children[index]) ? term : withChildren(term, changed);
  return whole.kind === "call" ? (change(whole.callee, whole.operands, whole.sort) ?? whole) : whole;
}

/** Replaces calls of defined functions by their bodies. */
export const expand = (term: Term, definitions: Definitions): Term =>
  replaceCalls(term, (callee, operands) => {
    const definition = definitions.get(callee);
    if (definition === undefined) return null;
    const named = definition.parameters.map(({ name }, index) => [name, operands[index]] as const);
    return substitute(
      definition.body,
      new Map(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    );
  });

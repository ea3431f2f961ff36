import { sortOf, type Term, type Variable, variable } from "../term/term.ts";
import { elaborate, type Names } from "./elaborate.ts";
import type { Grammar, Nonterminal, Production } from "./problem.ts";
import { type SExpression, SyntaxFault } from "./s-expression.ts";

/** The grammar of a `synth-fun`: with its nonterminals declared first (version 2), or only by their groups of productions (version 1). */
export function readGrammar(lists: readonly SExpression[], parameters: readonly Variable[], names: Names): Grammar {
  const groups = lists.at(-1);
  if (groups?.kind !== "list" || lists.length > 2)
    throw new SyntaxFault("a grammar of another form", groups ?? { line: 1, column: 1 });
  const read = groups.items.map((group) => {
    const [name, sort, productions] = group.kind === "list" ? group.items : [];
    if (name?.kind !== "symbol" || sort === undefined || productions?.kind !== "list")
      throw new SyntaxFault("a nonterminal is a name, a sort and its productions", group);
    return { name: name.name, sort: names.sort(sort), productions: productions.items };
  });
  const sorts = new Map(read.map(({ name, sort }) => [name, sort]));
  let holes: { name: string; nonterminal: string }[] = [];
  const added = new Map<string, Nonterminal>();

  /** Every occurrence of a nonterminal is a hole of its own, under a name that no source can have. */
  const marked = (expression: SExpression): SExpression => {
    if (expression.kind === "symbol" && sorts.has(expression.name)) return hole(expression.name, expression);
    if (expression.kind !== "list") return expression;
    const any = anyOf(expression, names);
    if (any !== null) {
      const name = `|${any.kind} ${any.sort}|`;
      sorts.set(name, any.sort);
      added.set(name, { name, sort: any.sort, productions: [any] });
      return hole(name, expression);
    }
    // A head is no nonterminal, even where it has the name of one.
    const [head, ...rest] = expression.items;
    return head === undefined ? expression : { ...expression, items: [head, ...rest.map(marked)] };
  };
  const hole = (nonterminal: string, { line, column }: SExpression): SExpression => {
    const name = `|hole ${holes.length}|`;
    holes.push({ name, nonterminal });
    return { kind: "symbol", name, line, column };
  };
  const production = (expression: SExpression, sort: string): Production => {
    const any = anyOf(expression, names);
    if (any !== null) return any;
    holes = [];
    const shape = marked(expression);
    const values = new Map<string, Term>(parameters.map((parameter) => [parameter.name, variable(parameter)]));
    for (const { name, nonterminal } of holes)
      values.set(name, { kind: "variable", name, sort: sorts.get(nonterminal) ?? "Int" });
    const term = elaborate(shape, { ...names, values });
    if (sortOf(term) !== sort) throw new SyntaxFault("a production of another sort than its nonterminal", expression);
    return { kind: "term", term, holes };
  };
  const grammar = read.map(({ name, sort, productions }) => ({
    name,
    sort,
    productions: productions.map((expression) => production(expression, sort)),
  }));
  // Version 2 begins with the declarations, whose order decides the start.
  const declared = lists.length === 2 ? lists[0] : undefined;
  const [first] = declared?.kind === "list" ? declared.items : [];
  const [start] = first?.kind === "list" ? first.items : [];
  const isStart = ({ name }: Nonterminal) => start?.kind === "symbol" && name === start.name;
  return [...grammar.filter(isStart), ...grammar.filter((one) => !isStart(one)), ...added.values()];
}

function anyOf(expression: SExpression, names: Names): (Production & { kind: "any_constant" | "any_variable" }) | null {
  if (expression.kind !== "list") return null;
  const [head, sort, more] = expression.items;
  if (head?.kind !== "symbol" || sort === undefined || more !== undefined) return null;
  if (head.name === "Constant") return { kind: "any_constant", sort: names.sort(sort) };
  return ["Variable", "InputVariable", "LocalVariable"].includes(head.name)
    ? { kind: "any_variable", sort: names.sort(sort) }
    : null;
}

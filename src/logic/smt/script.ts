import type { PythonType } from "../types/python-type.ts";
import { simplifyPositions } from "./positions.ts";
import { preludeFor } from "./prelude.ts";
import { declareSorts } from "./sort.ts";
import type { Term } from "./term.ts";
import { typesIn } from "./types-in.ts";

/** A constant of a script; with a `term` it is defined by it. One with `parameters` is a function, which its term may call; it has a term. */
export interface Constant {
  symbol: Term;
  sort: Term;
  term: Term | null;
  type: PythonType;
  parameters?: readonly { name: Term; sort: Term }[];
}

export interface Script {
  /** In an order in which each is defined by earlier ones. */
  declarations: readonly Constant[];
  /** Taken along only as far as they speak of what the assertions speak of. */
  facts: readonly Term[];
  assertions: readonly Term[];
  /** Terms whose values in a model are asked for. */
  values?: readonly Term[];
  /** Ask for a core of the assertions by position (`c0`, `c1`, ...) in place of values. */
  core?: boolean;
}

/** The script that asks whether the assertions hold together, with only those declarations and facts that bear on them. */
export function script({ declarations, facts, assertions, values = [], core = false }: Script): string {
  const bySymbol = new Map(declarations.map((declaration) => [declaration.symbol, declaration]));
  const used = new Set<Term>();
  const pending = [...assertions, ...values];
  const open = new Map(facts.map((fact) => [fact, symbolsOf(fact).filter((name) => bySymbol.has(name))]));
  const kept = new Set<Term>(facts.filter((fact) => open.get(fact)?.length === 0));
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const name of symbolsOf(text)) {
      const declaration = bySymbol.get(name);
      if (declaration === undefined || used.has(name)) continue;
      used.add(name);
      if (declaration.term !== null) pending.push(declaration.term);
      for (const [fact, names] of open)
        if (names.includes(name)) {
          kept.add(fact);
          open.delete(fact);
          pending.push(fact);
        }
    }
  }
  const constants = declarations.filter(({ symbol }) => used.has(symbol));
  const defined = constants.flatMap(({ symbol, term, parameters }) =>
    term === null || parameters !== undefined ? [] : [[symbol, term] as const],
  );
  const functions = calleesFirst(constants).map(
    ({ symbol, sort, term, parameters = [] }) =>
      `(define-fun-rec ${symbol} (${parameters.map(({ name, sort: of }) => `(${name} ${of})`).join("")}) ${sort} ${term})`,
  );
  const stated = facts.filter((fact) => kept.has(fact));
  const terms = [...defined.map(([symbol, term]) => `(= ${symbol} ${term})`), ...stated, ...assertions, ...values];
  // A core names single assertions: none may then rest on what another one says.
  const simple = core ? terms.flatMap((term) => simplifyPositions([term])) : simplifyPositions(terms, new Map(defined));
  const unnamed = defined.length + stated.length;
  const wanted = simple.slice(unnamed + assertions.length);
  const definitions = simple.slice(0, defined.length).map((term) => `(assert ${term})`);
  const asserted = [
    ...simple.slice(defined.length, unnamed).map((fact) => `(assert ${fact})`),
    ...simple
      .slice(unnamed, unnamed + assertions.length)
      .map((term, index) => (core ? `(assert (! ${term} :named c${index}))` : `(assert ${term})`)),
  ];
  const body = [...functions, ...definitions, ...asserted, ...wanted].join("\n");
  return [
    core ? "(set-option :produce-unsat-cores true)" : values.length > 0 ? "(set-option :produce-models true)" : "",
    "(set-option :pp.max_depth 1000000)",
    "(set-option :pp.min_alias_size 1000000)",
    ...declareSorts([...constants.map(({ type }) => type), ...typesIn(body)]),
    ...preludeFor(body),
    ...constants.flatMap(({ symbol, sort, parameters }) =>
      parameters === undefined ? [`(declare-const ${symbol} ${sort})`] : [],
    ),
    ...functions,
    ...definitions,
    ...asserted,
    "(check-sat)",
    core ? "(get-unsat-core)" : wanted.length > 0 ? `(get-value (${wanted.join(" ")}))` : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** The functions among the constants, each after those that it calls. */
function calleesFirst(constants: readonly Constant[]): Constant[] {
  const open = new Map(constants.filter(({ parameters }) => parameters !== undefined).map((one) => [one.symbol, one]));
  const ordered: Constant[] = [];
  const visit = (symbol: Term): void => {
    const found = open.get(symbol);
    if (found === undefined) return;
    open.delete(symbol);
    for (const name of symbolsOf(found.term ?? "")) visit(name);
    ordered.push(found);
  };
  for (const symbol of [...open.keys()]) visit(symbol);
  return ordered;
}

/** The symbols and other atoms of a term, string literals aside. */
export function symbolsOf(term: Term): Term[] {
  const names = new Set<Term>();
  for (const [token] of term.matchAll(/"(?:[^"]|"")*"|\|[^|]*\||[^\s()"|]+/g))
    if (!token.startsWith('"')) names.add(token);
  return [...names];
}

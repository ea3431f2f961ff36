import type { Grammar, Production, Target } from "../sygus/problem.ts";
import { apply, type Operator, type Sort, type Term } from "../term/term.ts";

/** Linear terms with conditionals over all parameters and constants, for a function without a grammar of its own. */
export function defaultGrammar({ sort }: Pick<Target, "sort">): Grammar {
  const grammar = [
    {
      name: "Int",
      sort: "Int" as const,
      productions: [
        ...leaves("Int"),
        ...["+", "-"].map((operator) => production(operator, ["Int", "Int"])),
        production("ite", ["Bool", "Int", "Int"]),
      ],
    },
    {
      name: "Bool",
      sort: "Bool" as const,
      productions: [
        ...leaves("Bool"),
        ...["<=", "<", "="].map((operator) => production(operator, ["Int", "Int"])),
        ...["and", "or"].map((operator) => production(operator, ["Bool", "Bool"])),
        production("not", ["Bool"]),
      ],
    },
  ];
  return sort === "Int" ? grammar : grammar.toReversed();
}

const leaves = (sort: Sort): Production[] => [
  { kind: "any_variable", sort },
  { kind: "any_constant", sort },
];

function production(operator: string, sorts: readonly Sort[]): Production {
  const holes = sorts.map((nonterminal, index) => ({ name: `|hole ${index}|`, nonterminal }));
  const operands = holes.map(({ name }, index): Term => ({ kind: "variable", name, sort: sorts[index] ?? "Int" }));
  return { kind: "term", term: apply(operator as Operator, operands), holes };
}

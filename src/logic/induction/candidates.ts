import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { PythonModule } from "../../python/module.ts";
import type { LoopSite } from "../execution/execution.ts";
import { symbol } from "../smt/term.ts";
import { decode } from "../symbolic/codec.ts";
import { Fresh } from "../symbolic/fresh.ts";
import { type Scope, translate } from "../symbolic/translate.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { name } from "./build.ts";
import { freshName, type LoopContext, namesIn } from "./context.ts";
import { readLoop } from "./loop-code.ts";
import { clauseCandidates } from "./templates/clauses.ts";
import { collectionCandidates } from "./templates/collections.ts";
import { recurrenceCandidates } from "./templates/recurrences.ts";
import { searchCandidates } from "./templates/search.ts";
import { tableCandidates } from "./templates/table.ts";

/** What the function's contract gives to guess from. */
export interface Hints {
  preconditions: readonly Expression[];
  postconditions: readonly Expression[];
}

/** Longest candidate, in nodes. */
const MAX_SIZE = 160;

/**
 * Expressions that may be invariants of a loop, the likeliest first, each once, all with a meaning for the solver. They are guesses: nothing
 * may be concluded from them that is not proved. `from` the clauses are those that only the hints suggest.
 */
export function candidatesFor(
  module: PythonModule,
  site: LoopSite,
  hints: Hints,
  limit: number,
  from: "all" | "clauses" = "all",
): Expression[] {
  const code = readLoop(module, site);
  if (code === null) return [];
  const taken = namesIn([
    ...hints.preconditions,
    ...hints.postconditions,
    ...[...code.turns, ...code.exits].flatMap(({ conditions, values }) => [...conditions, ...values.values()]),
    code.test,
    code.target,
    site.iterable,
    ...[...site.changed, ...site.unchanged].map((known) => name(known.name)),
    name(site.counter),
  ]);
  const context: LoopContext = { site, code, counter: name(site.counter), turn: freshName("j", taken), ...hints };
  const groups =
    from === "clauses"
      ? [clauseCandidates(context)]
      : [
          recurrenceCandidates(context),
          searchCandidates(context),
          collectionCandidates(context),
          clauseCandidates(context),
          tableCandidates(context),
        ];
  const found = new Map<string, Expression>();
  const scope = scopeOf(site);
  // One of each group after the other, so that no group crowds out the rest.
  for (let index = 0; groups.some((group) => index < group.length); index += 1)
    for (const group of groups) {
      const candidate = group[index];
      if (candidate === undefined || [...descendants(candidate)].length > MAX_SIZE) continue;
      const text = printExpression(candidate);
      if (!found.has(text) && !isTrivial(candidate) && hasMeaning(candidate, scope)) found.set(text, candidate);
    }
  return [...found.values()].slice(0, limit);
}

/** Whether it compares a value with itself. */
function isTrivial(candidate: Expression): boolean {
  if (candidate.kind !== "comparison") return false;
  const texts = [candidate.first, ...candidate.rest.map(({ operand }) => operand)].map((part) => printExpression(part));
  return new Set(texts).size < texts.length;
}

/** Names as constants of their types, to see whether an expression can be put to the solver at all. */
function scopeOf({ changed, unchanged, counter }: LoopSite): Scope {
  const types = new Map([...unchanged, ...changed].map(({ name: known, type }) => [known, type]));
  types.set(counter, { kind: "int" });
  const scope: Scope = {
    lookup: (wanted) => {
      const type = types.get(wanted);
      if (type === undefined) throw new UnsupportedConstruct(`name:${wanted}`);
      return decode(type, symbol(wanted));
    },
    binds: (wanted) => types.has(wanted),
    old: null,
    fresh: new Fresh("trial."),
  };
  return { ...scope, old: scope };
}

function hasMeaning(candidate: Expression, scope: Scope): boolean {
  try {
    const { value, defined } = translate(candidate, scope);
    return value.length > 0 && defined !== "false";
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return false;
    throw error;
  }
}

/** Whether an expression speaks of single values only: the solver decides such questions fast, and answers with a model. */
export function isSimple(expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) {
    if (part.kind === "comprehension" || part.kind === "subscript") return false;
    if (part.kind === "comparison" && part.rest.some(({ operator }) => operator === "in" || operator === "not in"))
      return false;
    if (
      part.kind === "call" &&
      part.callee.kind === "name" &&
      ["sum", "all", "any", "sorted"].includes(part.callee.name)
    )
      return false;
  }
  return true;
}

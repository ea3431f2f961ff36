import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { preludeFor } from "../../logic/smt/prelude.ts";
import { and, implies, type Term as SmtText, symbol } from "../../logic/smt/term.ts";
import { decode } from "../../logic/symbolic/codec.ts";
import { Fresh } from "../../logic/symbolic/fresh.ts";
import { type Scope, translate } from "../../logic/symbolic/translate.ts";
import { truth } from "../../logic/symbolic/value.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { UnsupportedConstruct } from "../../logic/unsupported.ts";
import type { SynthesisProblem } from "../problem.ts";
import { parseSygus } from "../sygus/parse.ts";
import type { SygusProblem } from "../sygus/problem.ts";
import { boolean, type Sort, type Term } from "../term/term.ts";

/** A contract over ints and bools as a SyGuS problem with one function of the parameters. */
export interface ContractProblem {
  problem: SygusProblem;
  /** What the preconditions say of the parameters. */
  precondition: Term;
  /** Postconditions that say nothing in the problem, each with the construct that has no translation. */
  leftOut: { clause: string; construct: string }[];
}

/** Raw names that are no Python names, so that no parameter has them. */
const FUNCTION = "the function";
const PRECONDITION = "the precondition";

/** The contract as a problem; or why it is none: a type or a precondition beyond ints and bools, or no postcondition within them. */
export function problemOf(contract: SynthesisProblem): ContractProblem | { missing: string } {
  const types = new Map<string, PythonType>();
  for (const { name, type_hint: hint } of [...contract.parameters, { name: "result", type_hint: contract.returns }]) {
    const type = hint === null ? null : typeOfAnnotation(hint);
    if (type === null || sortName(type) === null) return { missing: `\`${name}\` is not declared as an int or a bool` };
    if (types.has(name)) return { missing: "a parameter is named `result`" };
    types.set(name, type);
  }
  const preconditions: SmtText[] = [];
  for (const clause of contract.preconditions) {
    const read = translated(parseExpression(clause), types, false);
    if ("construct" in read)
      return { missing: `the precondition \`${clause}\` is beyond the solver's integers (${read.construct})` };
    preconditions.push(read.term);
  }
  const leftOut: ContractProblem["leftOut"] = [];
  const postconditions: SmtText[] = [];
  for (const clause of contract.postconditions) {
    const read = translated(parseExpression(clause), types, true);
    if ("construct" in read) leftOut.push({ clause, construct: read.construct });
    else postconditions.push(read.term);
  }
  if (postconditions.length === 0) return { missing: "no postcondition relates ints and bools alone" };
  const read = parseSygus(textOf(contract, types, and(...preconditions), and(...postconditions)));
  if (read.status !== "read")
    return { missing: read.status === "invalid" ? read.detail : `\`${read.construct}\` is beyond linear integers` };
  const precondition = read.problem.definitions.find(({ name }) => name === PRECONDITION)?.body ?? boolean(true);
  return { problem: read.problem, precondition, leftOut };
}

function sortName(type: PythonType): Sort | null {
  return type.kind === "int" ? "Int" : type.kind === "bool" ? "Bool" : null;
}

function translated(
  expression: Expression,
  types: ReadonlyMap<string, PythonType>,
  hasResult: boolean,
): { term: SmtText } | { construct: string } {
  const fresh = new Fresh();
  const scope: Scope = {
    lookup: (name) => {
      const type = name === "result" && !hasResult ? undefined : types.get(name);
      if (type === undefined) throw new UnsupportedConstruct(`name:${name}`);
      return decode(type, symbol(name));
    },
    binds: (name) => types.has(name),
    old: null,
    fresh,
  };
  try {
    const { value, defined } = translate(expression, hasResult ? { ...scope, old: scope } : scope);
    const term = and(defined, truth(value));
    if (fresh.reals || fresh.constants.length > 0 || fresh.axioms.length > 0)
      return { construct: fresh.reals ? "float" : "loop" };
    const known = /\((?:py\.(?:pow|and|text)|str\.|seq\.|select|to_real)/.exec(term);
    return known === null ? { term } : { construct: known[0].slice(1) };
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return { construct: error.construct };
    throw error;
  }
}

function textOf(
  { parameters }: SynthesisProblem,
  types: ReadonlyMap<string, PythonType>,
  pre: SmtText,
  post: SmtText,
): string {
  const sort = (name: string): string => sortName(types.get(name) ?? { kind: "int" }) ?? "Int";
  const list = parameters.map(({ name }) => `(${symbol(name)} ${sort(name)})`).join(" ");
  const values = parameters.map(({ name }) => symbol(name)).join(" ");
  const call = values === "" ? symbol(FUNCTION) : `(${symbol(FUNCTION)} ${values})`;
  return [
    ...preludeFor(`${pre} ${post}`),
    `(define-fun ${symbol(PRECONDITION)} (${list}) Bool ${pre})`,
    `(synth-fun ${symbol(FUNCTION)} (${list}) ${sort("result")})`,
    ...parameters.map(({ name }) => `(declare-var ${symbol(name)} ${sort(name)})`),
    `(constraint (let ((${symbol("result")} ${call})) ${implies(pre, post)}))`,
    "(check-synth)",
  ].join("\n");
}

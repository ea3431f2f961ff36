import { elaborate, OutOfScope } from "../sygus/elaborate.ts";
import { readSExpressions, SyntaxFault } from "../sygus/s-expression.ts";
import { declarationText, smtText } from "../term/print.ts";
import { conjunction, simplify } from "../term/simplify.ts";
import { apply, freeVariables, subterms, type Term, type Variable, variable } from "../term/term.ts";
import type { Questions } from "./questions.ts";

/** `forall others. formula` without the quantifier, by the solver's quantifier elimination; null where it does not succeed. */
export async function eliminate(
  formula: Term,
  others: readonly Variable[],
  questions: Questions,
): Promise<Term | null> {
  if (others.length === 0) return formula;
  const quantified: Term = { kind: "quantified", quantifier: "forall", bound: others, body: formula };
  const free = freeVariables(quantified);
  const script = [...free.map(declarationText), `(assert ${smtText(quantified)})`, "(apply qe)", "(check-sat)"].join(
    "\n",
  );
  const output = await questions.output(script);
  if (output === null) return null;
  const result = goalOf(output, free);
  return result === null || [...subterms(result)].some(({ kind }) => kind === "quantified") ? null : simplify(result);
}

/** The one precise goal that `apply` prints. */
function goalOf(output: string, free: readonly Variable[]): Term | null {
  try {
    const [goals] = readSExpressions(output);
    const [head, goal, more] = goals?.kind === "list" ? goals.items : [];
    if (head?.kind !== "symbol" || head.name !== "goals" || goal?.kind !== "list" || more !== undefined) return null;
    const end = goal.items.findIndex((item) => item.kind === "literal" && item.text === ":precision");
    const precision = goal.items[end + 1];
    if (end === -1 || precision?.kind !== "symbol" || precision.name !== "precise") return null;
    const names = {
      values: new Map(free.map((one) => [one.name, variable(one)])),
      callables: new Map(),
      sort: (sort: { kind: string; name?: string }) => (sort.name === "Bool" ? ("Bool" as const) : ("Int" as const)),
    };
    const formulas = goal.items.slice(1, end).map((item) => elaborate(item, names));
    return formulas.length === 0 ? conjunction([]) : apply("and", formulas);
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof OutOfScope) return null;
    throw error;
  }
}

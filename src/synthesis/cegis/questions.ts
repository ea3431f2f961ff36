import type { SolverRpc } from "../../logic/answer.ts";
import { readSExpressions, type SExpression } from "../sygus/s-expression.ts";
import type { Value } from "../term/evaluate.ts";
import { declarationText, definitionText, smtText, symbolText } from "../term/print.ts";
import { type Definition, freeVariables, type Term, type Variable } from "../term/term.ts";

/** Limits of one synthesis: the same on every machine. */
export interface Budget {
  /** Questions to the solver. */
  questions: number;
  /** Z3 resource units of one question. */
  rlimit: number;
  /** Z3 resource units of all questions together. */
  total_rlimit: number;
}

export const BUDGET: Budget = { questions: 300, rlimit: 2_000_000, total_rlimit: 20_000_000 };

/** The budget of a synthesis is spent. */
export class BudgetSpent extends Error {
  constructor(what: string) {
    super(`the budget of ${what} is spent`);
    this.name = "BudgetSpent";
  }
}

export type Answer =
  | { status: "unsat" }
  | { status: "sat"; model: ReadonlyMap<string, Value> }
  | { status: "unknown"; detail: string };

/** Puts satisfiability questions about terms to the solver, within a budget. */
export class Questions {
  readonly #solver: SolverRpc;
  readonly #budget: Budget;
  readonly #signal: AbortSignal | null;
  #asked = 0;
  #used = 0;

  constructor(solver: SolverRpc, budget: Budget = BUDGET, signal: AbortSignal | null = null) {
    this.#solver = solver;
    this.#budget = budget;
    this.#signal = signal;
  }

  get asked(): number {
    return this.#asked;
  }

  /** Whether the assertions hold together for some values of their free variables; the model has those of `wanted`. */
  async ask(
    assertions: readonly Term[],
    {
      wanted = [],
      definitions = [],
      rlimit = this.#budget.rlimit,
    }: { wanted?: readonly Variable[]; definitions?: readonly Definition[]; rlimit?: number } = {},
  ): Promise<Answer> {
    const script = scriptFor(assertions, wanted, definitions);
    const reply = await this.#check(script, rlimit);
    if (reply.status === "rejected") return { status: "unknown", detail: reply.detail };
    if (reply.status === "unknown") return { status: "unknown", detail: reply.detail };
    if (reply.status === "unsat") return { status: "unsat" };
    return { status: "sat", model: modelOf(reply.output, wanted) };
  }

  /** Whether the assertions can never hold together; false as well where the solver does not know. */
  async never(assertions: readonly Term[], definitions: readonly Definition[] = []): Promise<boolean> {
    return (await this.ask(assertions, { definitions })).status === "unsat";
  }

  /** Everything that a script of several commands prints; null where it has no answer. */
  async output(script: string): Promise<string | null> {
    const reply = await this.#check(script, this.#budget.rlimit);
    return reply.status === "rejected" ? null : reply.output;
  }

  async #check(script: string, rlimit: number) {
    this.#signal?.throwIfAborted();
    if (this.#asked >= this.#budget.questions)
      throw new BudgetSpent(`${this.#budget.questions} questions to the solver`);
    if (this.#used >= this.#budget.total_rlimit)
      throw new BudgetSpent(`${this.#budget.total_rlimit} resource units of the solver`);
    this.#asked += 1;
    const reply = await this.#solver.check(script, { rlimit });
    // What ran out of memory or time reports no use: it counts as all it might have used.
    this.#used += reply.status === "rejected" ? 0 : (reply.rlimit_used ?? rlimit);
    return reply;
  }
}

function scriptFor(
  assertions: readonly Term[],
  wanted: readonly Variable[],
  definitions: readonly Definition[],
): string {
  const declared = new Map([...assertions.flatMap(freeVariables), ...wanted].map((one) => [one.name, one]));
  return [
    ...[...declared.values()].map(declarationText),
    ...definitions.map(definitionText),
    ...assertions.map((term) => `(assert ${smtText(term)})`),
    "(check-sat)",
    wanted.length === 0 ? "" : `(get-value (${wanted.map(({ name }) => symbolText(name)).join(" ")}))`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Values by name from what `get-value` prints after the status. */
export function modelOf(output: string, wanted: readonly Variable[]): Map<string, Value> {
  const model = new Map<string, Value>();
  const printed = readSExpressions(output).find((one) => one.kind === "list");
  const pairs = printed?.kind === "list" ? printed.items : [];
  for (const [index, { name }] of wanted.entries()) {
    const pair = pairs[index];
    const value = pair?.kind === "list" ? pair.items[1] : undefined;
    const read = value === undefined ? null : valueIn(value);
    if (read !== null) model.set(name, read);
  }
  return model;
}

function valueIn(expression: SExpression): Value | null {
  if (expression.kind === "numeral") return expression.value;
  if (expression.kind === "symbol")
    return expression.name === "true" ? true : expression.name === "false" ? false : null;
  if (expression.kind !== "list") return null;
  const [minus, number] = expression.items;
  return minus?.kind === "symbol" && minus.name === "-" && number?.kind === "numeral" ? -number.value : null;
}

import type { Oracle } from "../prove/oracle.ts";
import { decide, type Question } from "../prove/question.ts";
import type { Setting } from "../prove/setting.ts";
import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import { script } from "../smt/script.ts";
import { and, not, type Term } from "../smt/term.ts";

/** What must hold in an execution, and who asks for it. */
export interface Demand<Source> {
  source: Source;
  condition: readonly Term[];
  holds: Term;
}

/** Models that are asked for before what is left of one condition's demands is tried for proof. */
const MAX_MODELS = 12;

/** The solver's view of the demands of one execution, on inputs that meet the preconditions. */
export class Discharge<Source> {
  readonly #setting: Setting;
  readonly #oracle: Oracle;
  readonly #known: readonly Term[];

  constructor(setting: Setting, known: readonly Term[], oracle: Oracle) {
    this.#setting = setting;
    this.#known = known;
    this.#oracle = oracle;
  }

  /**
   * Sources of demands that a model of the solver shows to fail, found fast: one question is about all demands of one condition, and its model tells
   * which of them are false in it. Sources that are not among the answers are not thereby proved.
   */
  async falsified(demands: readonly Demand<Source>[]): Promise<Set<Source>> {
    const failed = new Set<Source>();
    let open = groups(demands);
    for (let round = 0; round < MAX_MODELS && open.length > 0 && !this.#oracle.spent; round += 1) {
      const scripts = open.map((group) => this.#anyFails(group));
      const replies = await this.#oracle.ask(scripts);
      const next: Demand<Source>[][] = [];
      for (const [index, group] of open.entries()) {
        const reply = replies[index];
        if (reply?.status !== "sat") continue;
        const values = valuesOf(reply.output, group.length);
        const left = group.filter(({ source }, position) => {
          if (values[position] === "false") failed.add(source);
          return values[position] !== "false";
        });
        if (left.length < group.length && left.length > 0) next.push(left);
      }
      open = next.map((group) => group.filter(({ source }) => !failed.has(source))).filter(({ length }) => length > 0);
    }
    return failed;
  }

  /** Which of the demands are proved, by nothing but an `unsat` that can be trusted. In the order of the demands. */
  async proved(demands: readonly Demand<Source>[]): Promise<boolean[]> {
    const whole = groups(demands);
    const together = await decide(
      whole.map((group) => this.#question(group)),
      this.#setting,
      this.#oracle,
    );
    const done = new Map<Demand<Source>, boolean>();
    for (const [index, group] of whole.entries()) {
      const answer = together[index];
      const isProof = answer?.status === "impossible" && answer.taint === null;
      if (isProof || group.length === 1) for (const demand of group) done.set(demand, isProof);
    }
    const open = demands.filter((demand) => !done.has(demand));
    const single = await decide(
      open.map((demand) => this.#question([demand])),
      this.#setting,
      this.#oracle,
    );
    for (const [index, demand] of open.entries()) {
      const answer = single[index];
      done.set(demand, answer?.status === "impossible" && answer.taint === null);
    }
    return demands.map((demand) => done.get(demand) ?? false);
  }

  #question(group: readonly Demand<Source>[]): Question {
    return {
      known: this.#known,
      failures: group.map(({ condition, holds }) => ({ known: condition, goal: not(holds) })),
    };
  }

  #anyFails(group: readonly Demand<Source>[]): string {
    const [first] = group;
    return script({
      declarations: this.#setting.declarations(),
      facts: this.#setting.facts(),
      assertions: [...this.#known, ...(first?.condition ?? []), not(and(...group.map(({ holds }) => holds)))],
      values: group.map(({ holds }) => holds),
    });
  }
}

/** Demands with the same condition, in the order of the first of each. */
function groups<Source>(demands: readonly Demand<Source>[]): Demand<Source>[][] {
  const byCondition = new Map<string, Demand<Source>[]>();
  for (const demand of demands) {
    const key = demand.condition.join("\n");
    const group = byCondition.get(key);
    if (group === undefined) byCondition.set(key, [demand]);
    else group.push(demand);
  }
  return [...byCondition.values()];
}

/** The values that a model gives to the terms that were asked for, in their order. */
function valuesOf(output: string, count: number): (SExpression | undefined)[] {
  let read: SExpression[];
  try {
    read = readSExpressions(output);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  const pairs = read.at(-1);
  if (!Array.isArray(pairs) || pairs.length !== count) return [];
  return pairs.map((pair) => (Array.isArray(pair) ? pair[1] : undefined));
}

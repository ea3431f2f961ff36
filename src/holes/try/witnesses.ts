import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import type { Value } from "../../logic/evaluate/value.ts";
import { environmentOf, type Values } from "../../logic/example.ts";
import type { Constant, Moment, Question, TranslatedClause } from "../../logic/question.ts";
import { landmarksOf, product, smallValues } from "./values.ts";

/** Small calls that are tried of any question, and of each clause that was not seen before, near its constants. */
const SMALL = 120;
const NEAR = 40;
/** Evaluation steps of one clause on one call: a call that takes more is no cheaper than the solver. */
const STEPS = 5_000;
/** Most values of one name near the constants of a clause. */
const MOST_VALUES = 12;

/**
 * Calls with their results on which clauses were evaluated. One that meets a contract meets most of what is asked of it next, so that only questions that no known call answers go to the solver. What an evaluation finds true is
 * satisfiable whatever a solver says; that none is found says nothing.
 */
export class Witnesses {
  readonly #pools = new Map<string, Pool>();

  /** A call on which the clauses hold; null where none is known. */
  of(question: Question, clauses: readonly TranslatedClause[]): Values | null {
    return this.#poolOf(question).find(clauses);
  }

  /** All known calls on which the clauses hold. */
  all(question: Question, clauses: readonly TranslatedClause[]): Values[] {
    return this.#poolOf(question).all(clauses);
  }

  /** Keeps a call for later questions about the same names. */
  keep(question: Question, values: Values): void {
    this.#poolOf(question).keep(values);
  }

  #poolOf({ constants }: Question): Pool {
    const key = constants
      .map(({ name, moment, type }) => JSON.stringify([name, moment, type]))
      .sort()
      .join();
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const pool = new Pool(constants);
    this.#pools.set(key, pool);
    return pool;
  }
}

interface Judged {
  values: Values;
  /** What is known of clauses by their texts and moments. */
  verdicts: Map<string, boolean>;
}

class Pool {
  readonly #constants: readonly Constant[];
  readonly #seen = new Set<string>();
  readonly #held: Judged[] = [];

  constructor(constants: readonly Constant[]) {
    this.#constants = constants;
  }

  find(clauses: readonly TranslatedClause[]): Values | null {
    const texts = clauses.map(({ expression }) => printExpression(expression));
    const known = this.#held.find((judged) => meets(judged, clauses, texts));
    if (known !== undefined) return known.values;
    const found = this.#near(clauses, texts).find((judged) => meets(judged, clauses, texts));
    if (found === undefined) return null;
    this.#held.push(found);
    return found.values;
  }

  all(clauses: readonly TranslatedClause[]): Values[] {
    const texts = clauses.map(({ expression }) => printExpression(expression));
    return this.#held.filter((judged) => meets(judged, clauses, texts)).map(({ values }) => values);
  }

  keep(values: Values): void {
    this.#held.push({ values, verdicts: new Map() });
  }

  /** Calls near the constants of clauses that were not seen before; small ones at the first time, which are kept. */
  #near(clauses: readonly TranslatedClause[], texts: readonly string[]): Judged[] {
    const isFirst = this.#seen.size === 0;
    const fresh = clauses.flatMap(({ expression }, index) => (this.#seen.has(texts[index] ?? "") ? [] : [expression]));
    for (const text of texts) this.#seen.add(text);
    if (isFirst) {
      const small = this.#calls([], SMALL);
      this.#held.push(...small);
      return [...small, ...this.#calls(fresh, NEAR)];
    }
    return fresh.length === 0 ? [] : this.#calls(fresh, NEAR);
  }

  /** Values of the names by their types, those near the constants of the expressions first. What a call may change is left as it was. */
  #calls(expressions: readonly Expression[], most: number): Judged[] {
    const landmarks = landmarksOf(expressions);
    const names = [...new Set(this.#constants.map(({ name }) => name))];
    const lists = names.map((name) => {
      const type = this.#constants.find((one) => one.name === name)?.type;
      const usual = type === undefined ? [] : smallValues(type);
      const near =
        type === undefined || expressions.length === 0 ? [] : smallValues(type, landmarks).slice(usual.length);
      return [...near, ...usual].slice(0, MOST_VALUES);
    });
    return product(lists, most).map((items): Judged => ({ values: this.#valuesOf(names, items), verdicts: new Map() }));
  }

  #valuesOf(names: readonly string[], items: readonly Value[]): Values {
    const held: Record<Moment, Map<string, Value>> = { entry: new Map(), exit: new Map() };
    for (const { name, moment } of this.#constants) {
      const value = items[names.indexOf(name)];
      if (value !== undefined) held[moment].set(name, value);
    }
    return held;
  }
}

/** Whether every clause holds at each of its moments. What cannot be judged does not count as held. */
function meets({ values, verdicts }: Judged, clauses: readonly TranslatedClause[], texts: readonly string[]): boolean {
  return clauses.every(({ expression, moments }, index) => {
    const key = `${moments.join()} ${texts[index]}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = moments.every((moment) => holds(expression, environmentOf(values, moment), STEPS) === true);
      verdicts.set(key, verdict);
    }
    return verdict;
  });
}

import type { Grammar, Production } from "../sygus/problem.ts";
import { type Assignment, type Definitions, evaluate, operate, type Value } from "../term/evaluate.ts";
import { substitute } from "../term/substitute.ts";
import { type Sort, sizeOf, type Term, type Variable } from "../term/term.ts";

/** A derivable term with its values at the bank's points; null where SMT-LIB leaves the value open. */
export interface Entry {
  term: Term;
  values: readonly (Value | null)[];
}

/** Terms that one bank may make, for all of its sizes together. */
export class Spent extends Error {
  constructor() {
    super("the enumeration has made as many terms as it may");
    this.name = "Spent";
  }
}

interface Rule {
  term: Term;
  holes: readonly { name: string; nonterminal: string }[];
  /** Nodes besides the holes. */
  own: number;
}

/**
 * The terms that a grammar derives, by size, one for each behaviour on the points (observational equivalence: Udupa et al., PLDI 2013;
 * Alur, Radhakrishna, Udupa, TACAS 2017).
 */
export class Bank {
  readonly #rules: ReadonlyMap<string, readonly Rule[]>;
  readonly #units: readonly (readonly [to: string, from: string])[];
  readonly #entries = new Map<string, Entry[][]>();
  readonly #seen = new Map<string, Set<string>>();
  readonly #points: readonly Assignment[];
  readonly #definitions: Definitions;
  readonly #meter: { left: number };
  #size = 0;
  #largest = 0;
  #lastSize = 0;

  constructor(
    grammar: Grammar,
    {
      parameters,
      constants,
      points,
      definitions,
      meter,
    }: {
      parameters: readonly Variable[];
      constants: readonly bigint[];
      points: readonly Assignment[];
      definitions: Definitions;
      meter: { left: number };
    },
  ) {
    const leaves = { parameters, constants };
    const rules = new Map<string, Rule[]>();
    const units: (readonly [string, string])[] = [];
    for (const nonterminal of grammar) {
      const made: Rule[] = [];
      for (const rule of nonterminal.productions.flatMap((production) => rulesOf(production, leaves))) {
        const [hole] = rule.holes;
        if (rule.own === 0 && hole !== undefined) units.push([nonterminal.name, hole.nonterminal]);
        else made.push(rule);
      }
      rules.set(nonterminal.name, made);
      this.#entries.set(nonterminal.name, [[]]);
      this.#seen.set(nonterminal.name, new Set());
    }
    this.#rules = rules;
    this.#units = units;
    this.#points = points;
    this.#definitions = definitions;
    this.#meter = meter;
    const all = [...rules.values()].flat();
    this.#largest = Math.max(0, ...all.map(({ own }) => own));
    this.#widest = Math.max(1, ...all.map(({ holes }) => holes.length));
  }

  readonly #widest: number;

  /** Whether no greater size can bring a new behaviour. */
  get isExhausted(): boolean {
    return this.#size >= this.#lastSize * this.#widest + this.#largest;
  }

  get size(): number {
    return this.#size;
  }

  of(nonterminal: string, size: number): readonly Entry[] {
    return this.#entries.get(nonterminal)?.[size] ?? [];
  }

  /** Makes the terms of the next size. Throws Spent. */
  grow(): void {
    this.#size += 1;
    for (const entries of this.#entries.values()) entries.push([]);
    for (const [name, rules] of this.#rules)
      for (const rule of rules) {
        const left = this.#size - rule.own;
        if (rule.holes.length === 0 ? left === 0 : left >= rule.holes.length) this.#apply(name, rule, left);
      }
    // Units hand on what others have got, until nobody gets anything new.
    for (let changed = true; changed; ) {
      changed = false;
      for (const [to, from] of this.#units)
        for (const entry of this.of(from, this.#size)) changed = this.#add(to, entry) || changed;
    }
  }

  #apply(name: string, rule: Rule, left: number): void {
    const chosen: Entry[] = [];
    const fill = (index: number, rest: number): void => {
      const hole = rule.holes[index];
      if (hole === undefined) {
        this.#add(name, this.#made(rule, chosen));
        return;
      }
      const open = rule.holes.length - index - 1;
      const sizes = open === 0 ? [rest] : Array.from({ length: rest - open }, (_, size) => size + 1);
      for (const size of sizes)
        for (const entry of this.of(hole.nonterminal, size)) {
          chosen.push(entry);
          fill(index + 1, rest - size);
          chosen.pop();
        }
    };
    fill(0, left);
  }

  #made({ term, holes }: Rule, chosen: readonly Entry[]): Entry {
    this.#meter.left -= 1;
    if (this.#meter.left < 0) throw new Spent();
    const plain =
      term.kind === "apply" &&
      term.operands.length === holes.length &&
      term.operands.every((operand, index) => operand.kind === "variable" && operand.name === holes[index]?.name);
    const values = this.#points.map((point, at): Value | null => {
      if (plain && term.kind === "apply") {
        const operands: Value[] = [];
        for (const { values: known } of chosen) {
          const value = known[at] ?? null;
          if (value === null) return null;
          operands.push(value);
        }
        return operate(term.operator, operands);
      }
      const inner = new Map(point);
      for (const [index, { name }] of holes.entries()) {
        const value = chosen[index]?.values[at] ?? null;
        if (value === null) return null;
        inner.set(name, value);
      }
      return evaluate(term, inner, this.#definitions);
    });
    const parts = holes.flatMap(({ name }, index) => (chosen[index] ? [[name, chosen[index].term] as const] : []));
    return { term: substitute(term, new Map(parts)), values };
  }

  #add(name: string, entry: Entry): boolean {
    const key = entry.values.join(" ");
    const seen = this.#seen.get(name);
    if (seen === undefined || seen.has(key)) return false;
    seen.add(key);
    this.#entries.get(name)?.[this.#size]?.push(entry);
    this.#lastSize = this.#size;
    return true;
  }
}

function rulesOf(
  production: Production,
  { parameters, constants }: { parameters: readonly Variable[]; constants: readonly bigint[] },
): Rule[] {
  const leaf = (term: Term): Rule => ({ term, holes: [], own: 1 });
  const ofSort = (sort: Sort) => parameters.filter((parameter) => parameter.sort === sort);
  switch (production.kind) {
    case "any_variable":
      return ofSort(production.sort).map(({ name, sort }) => leaf({ kind: "variable", name, sort }));
    case "any_constant":
      return production.sort === "Bool"
        ? [true, false].map((value) => leaf({ kind: "boolean", value }))
        : constants.map((value) => leaf({ kind: "integer", value }));
    case "term":
      return [
        { term: production.term, holes: production.holes, own: sizeOf(production.term) - production.holes.length },
      ];
  }
}

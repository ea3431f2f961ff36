import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { Taints } from "../prove/taint.ts";
import type { Moment } from "../question.ts";
import type { Constant as ScriptConstant } from "../smt/script.ts";
import { sortOf } from "../smt/sort.ts";
import { and, FALSE, not, or, symbol, type Term, TRUE } from "../smt/term.ts";
import { decode } from "../symbolic/codec.ts";
import { stateDict } from "../symbolic/dict.ts";
import { Fresh } from "../symbolic/fresh.ts";
import { stateSet } from "../symbolic/set.ts";
import { type Scope, translate } from "../symbolic/translate.ts";
import { type Symbolic, truth } from "../symbolic/value.ts";
import type { PythonType } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { alphaText } from "./alpha.ts";
import { type Claim, foreignNames } from "./contract.ts";
import { orderOf } from "./order.ts";

/** The constant that a name stands for at a moment; null when the question has none for it. */
export interface Vocabulary {
  constant(name: string, moment: Moment): { symbol: Term; type: PythonType; assumption?: string } | null;
  binds(name: string): boolean;
}

/**
 * `proof`: whatever is not translated exactly, rests on reals for floats, or on theories where an `unsat` cannot be believed, is an atom of which
 * nothing is known but that equal text means the same. What is unsatisfiable so holds of all values. `search`: translated wherever it can
 * be, for models that are evaluated afterwards.
 */
export type Purpose = "proof" | "search";

interface Declared {
  symbol: Term;
  type: PythonType;
}

const declarationOf = ({ symbol: name, type }: Declared): ScriptConstant => ({
  symbol: name,
  sort: sortOf(type),
  term: null,
  type,
});

interface Judgement {
  defined: Term;
  truth: Term;
}

/**
 * Conditions as terms. The boolean structure is kept (`and`, `or`, `not`, `implies`, conditional expressions, chains of comparisons, `old`), and only its
 * leaves are translated. A comparison of floats by order alone is exact: doubles embed into the reals, and `nan` has a flag of its own.
 */
export class Formula {
  readonly #vocabulary: Vocabulary;
  readonly #purpose: Purpose;
  #leaves = 0;
  readonly #definitions = new Map<Term, ScriptConstant>();
  readonly #axioms = new Set<Term>();
  readonly #atoms = new Map<string, Judgement>();
  readonly #constants = new Map<Term, Declared>();
  readonly #nans = new Set<Term>();
  readonly assumptions = new Set<string>();
  /** Constructs that became atoms. */
  readonly constructs = new Set<string>();

  constructor(vocabulary: Vocabulary, purpose: Purpose) {
    this.#vocabulary = vocabulary;
    this.#purpose = purpose;
  }

  /** Holds exactly when the condition evaluates, without an exception, to something true. `returns`: the call ended without one, so `raises(...)` is false. */
  holds({ expression, moment }: Claim, returns: boolean): Term {
    const { defined, truth: value } = this.#judge(expression, moment, returns);
    return and(defined, value);
  }

  /** Everything that a script has to declare and state beside the conditions. */
  context(): { declarations: ScriptConstant[]; facts: Term[]; nans: Term[] } {
    const atoms = [...this.#atoms.values()].flatMap((atom) => [atom.defined, atom.truth]);
    const booleans = [...atoms, ...this.#nans];
    const declarations = [
      ...[...this.#constants.values()].map(declarationOf),
      ...this.#definitions.values(),
      ...booleans.map((name) => ({ symbol: name, sort: "Bool", term: null, type: { kind: "bool" } as const })),
    ];
    return { declarations, facts: [...this.#axioms], nans: [...this.#nans] };
  }

  /** Makes a constant known to the script though no condition speaks of it. */
  use(constant: Declared): void {
    this.#constants.set(constant.symbol, constant);
  }

  #judge(expression: Expression, moment: Moment, returns: boolean): Judgement {
    const recur = (part: Expression) => this.#judge(part, moment, returns);
    switch (expression.kind) {
      case "boolean":
        return { defined: TRUE, truth: expression.value ? TRUE : FALSE };
      case "raises":
        return returns ? { defined: TRUE, truth: FALSE } : this.#atom(expression, moment);
      case "old":
        return moment === "exit" ? this.#judge(expression.value, "entry", returns) : this.#leaf(expression, moment);
      case "unary": {
        if (expression.operator !== "not") return this.#leaf(expression, moment);
        const operand = recur(expression.operand);
        return { defined: operand.defined, truth: not(operand.truth) };
      }
      case "logical":
        return expression.operands.map(recur).reduceRight((rest, first) => {
          const goesOn = expression.operator === "and" ? first.truth : not(first.truth);
          return {
            defined: and(first.defined, or(not(goesOn), rest.defined)),
            truth: expression.operator === "and" ? and(first.truth, rest.truth) : or(first.truth, rest.truth),
          };
        });
      case "implies": {
        const [left, right] = [recur(expression.left), recur(expression.right)];
        return {
          defined: and(left.defined, or(not(left.truth), right.defined)),
          truth: or(not(left.truth), right.truth),
        };
      }
      case "conditional": {
        const [test, body, otherwise] = [recur(expression.test), recur(expression.body), recur(expression.otherwise)];
        return {
          defined: and(test.defined, or(not(test.truth), body.defined), or(test.truth, otherwise.defined)),
          truth: or(and(test.truth, body.truth), and(not(test.truth), otherwise.truth)),
        };
      }
      case "comparison":
        return this.#comparison(expression, moment, returns);
      default:
        return this.#leaf(expression, moment);
    }
  }

  /** A chain is the conjunction of its links, as operands have no side effects. */
  #comparison(expression: Expression & { kind: "comparison" }, moment: Moment, returns: boolean): Judgement {
    const [link, ...others] = expression.rest;
    if (link === undefined) return this.#leaf(expression, moment);
    if (others.length > 0) {
      const links: Expression[] = [];
      let first = expression.first;
      for (const part of expression.rest) {
        links.push({ kind: "comparison", first, rest: [part] });
        first = part.operand;
      }
      return this.#judge({ kind: "logical", operator: "and", operands: links }, moment, returns);
    }
    const negated = NEGATIONS[link.operator];
    if (negated !== undefined) {
      const { defined, truth: value } = this.#leaf({ ...expression, rest: [{ ...link, operator: negated }] }, moment);
      return { defined, truth: not(value) };
    }
    if (link.operator === "!=") {
      const equality = this.#ordered({ ...expression, rest: [{ ...link, operator: "==" }] }, moment);
      if (equality !== null) return { ...equality, truth: not(equality.truth) };
    }
    return this.#leaf(expression, moment);
  }

  #leaf(expression: Expression, moment: Moment): Judgement {
    const ordered = this.#ordered(expression, moment);
    if (ordered !== null) return ordered;
    // Definitions of a leaf that becomes an atom must leave nothing behind.
    const fresh = new Fresh(`c${this.#leaves}.`);
    this.#leaves += 1;
    try {
      const used = new Map<Term, Declared>();
      const notes = new Set<string>();
      const { defined, value } = translate(expression, this.#scope(moment, fresh, used, notes));
      const judged = { defined, truth: truth(value) };
      const axioms = this.#admitted([judged.defined, judged.truth], fresh, used);
      for (const constant of used.values()) this.use(constant);
      for (const constant of fresh.constants) this.#definitions.set(constant.symbol, constant);
      for (const axiom of axioms) this.#axioms.add(axiom);
      for (const note of notes) this.assumptions.add(note);
      return judged;
    } catch (error) {
      if (!(error instanceof UnsupportedConstruct)) throw error;
      this.constructs.add(error.construct);
      return this.#atom(expression, moment);
    }
  }

  /** The axioms to state beside terms. For a proof, refuses terms on which an `unsat` may not rest, and does without such axioms. */
  #admitted(terms: Term[], fresh: Fresh, used: ReadonlyMap<Term, Declared>): Term[] {
    const text = [...terms, ...fresh.axioms, ...fresh.constants.map(({ term }) => term ?? "")].join(" ");
    if (/\bString\b|str\./.test(text)) this.assumptions.add("characters-to-U+2FFFF");
    if (this.#purpose === "search") return fresh.axioms;
    const taints = new Taints([...[...used.values()].map(declarationOf), ...fresh.constants]);
    const found = new Set(terms.flatMap((term) => [...taints.of(term)]));
    if (found.has("reals")) throw new UnsupportedConstruct("float-as-real");
    if (found.has("text_sequences")) throw new UnsupportedConstruct("sequence_of_text");
    return fresh.axioms.filter((axiom) => taints.isClean(axiom));
  }

  #scope(moment: Moment, fresh: Fresh, used: Map<Term, Declared>, notes: Set<string>): Scope {
    return {
      lookup: (name) => {
        const constant = this.#vocabulary.constant(name, moment);
        if (constant === null)
          throw new UnsupportedConstruct(this.#vocabulary.binds(name) ? `untyped:${name}` : `name:${name}`);
        used.set(constant.symbol, { symbol: constant.symbol, type: constant.type });
        notes.add("types-as-annotated");
        if (constant.assumption !== undefined) notes.add(constant.assumption);
        return anyValue(constant, fresh);
      },
      binds: (name) => this.#vocabulary.binds(name),
      old: moment === "exit" ? this.#scope("entry", fresh, used, notes) : null,
      fresh,
    };
  }

  #ordered(expression: Expression, moment: Moment): Judgement | null {
    const compared = orderOf(expression, (operand) => {
      const entry = operand.kind === "old" && moment === "exit";
      const target = entry ? operand.value : operand;
      if (target.kind !== "name") return null;
      return this.#vocabulary.constant(target.name, entry ? "entry" : moment);
    });
    if (compared === null) return null;
    this.assumptions.add("types-as-annotated");
    const numbers = compared.operands.flatMap(({ nan }) => (nan === null ? [] : [not(nan)]));
    for (const { constant, nan } of compared.operands) {
      if (constant !== null) this.use(constant);
      if (nan !== null) this.#nans.add(nan);
    }
    return { defined: TRUE, truth: and(...numbers, compared.term) };
  }

  /** Two booleans that say how an expression ends of which nothing else is known. */
  #atom(expression: Expression, moment: Moment): Judgement {
    const key = `${moment} ${alphaText(expression)}`;
    const number = this.#atoms.size;
    const atom = this.#atoms.get(key) ?? { defined: symbol(`defined ${number}`), truth: symbol(`holds ${number}`) };
    this.#atoms.set(key, atom);
    for (const name of foreignNames(expression, (candidate) => this.#vocabulary.binds(candidate)))
      this.assumptions.add(`same-meaning:${name}`);
    return atom;
  }
}

/** The value of a constant, with what every dict or set meets. */
function anyValue({ symbol: name, type }: Declared, fresh: Fresh): Symbolic {
  const symbolic = decode(type, name);
  const [only, ...others] = symbolic;
  if (only === undefined || others.length > 0) return symbolic;
  if (only.value.kind === "dict" && only.value.of !== null) stateDict(only.value.of, fresh);
  if (only.value.kind === "set") stateSet(only.value, fresh);
  return symbolic;
}

/** Operators that Python defines as the negation of another for every operand; `!=` is none of them. */
const NEGATIONS: Partial<Record<ComparisonOperator, ComparisonOperator>> = { "not in": "in", "is not": "is" };

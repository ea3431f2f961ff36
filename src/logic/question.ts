import type { Expression } from "../ir/expression/ast.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import type { ClauseId } from "../ir/ids.ts";
import type { Assertion, Check, IR } from "../ir/ir.ts";
import { exactOrder, isNumberName } from "./exact-order.ts";
import { restsOnReals, Taints } from "./prove/taint.ts";
import { namesOf, type TypedName } from "./signature-types.ts";
import { preludeFor } from "./smt/prelude.ts";
import { overReals } from "./smt/reals.ts";
import type { Constant as Defined } from "./smt/script.ts";
import { declareSorts, sortOf } from "./smt/sort.ts";
import { and, symbol, type Term } from "./smt/term.ts";
import { typesIn } from "./smt/types-in.ts";
import { decode } from "./symbolic/codec.ts";
import { Fresh } from "./symbolic/fresh.ts";
import { isUnlimited, UNLIMITED } from "./symbolic/limits.ts";
import { type Scope, translate } from "./symbolic/translate.ts";
import { type Symbolic, truth } from "./symbolic/value.ts";
import { isMutable, mentionsFloat, type PythonType } from "./types/python-type.ts";
import { UnsupportedConstruct } from "./unsupported.ts";

/** Whether a clause speaks of the state on entry or on normal return. An invariant is stated of both. */
export type Moment = "entry" | "exit";

export interface TranslatedClause {
  id: ClauseId;
  /** Holds exactly when the clause evaluates, without an exception, to something true, at each of its moments. */
  term: Term;
  /** The same without resting on reals in place of floats; null where the clause has no such form, or needs none. */
  exact: Term | null;
  expression: Expression;
  moments: Moment[];
}

/** A name whose value a model gives, at one moment. */
export interface Constant {
  name: string;
  moment: Moment;
  type: PythonType;
  symbol: Term;
}

/** A satisfiability question about one IR, ready to be rendered. */
export interface Question {
  question: Check["question"];
  clauses: TranslatedClause[];
  /** Those of the clauses on which an `unsat` may rest, in the form in which it may. */
  reliable: TranslatedClause[];
  leftOut: Check["left_out"];
  constants: Constant[];
  /** Loops of expressions and other intermediate values that the clauses speak of, and what is known of them. */
  definitions: readonly Defined[];
  axioms: readonly Term[];
  /** Those of the axioms on which an `unsat` may rest. */
  reliableAxioms: readonly Term[];
  assumptions: string[];
  /** Parameters of which a model says nothing. */
  unvalued: string[];
}

/** `preconditions_satisfiable` asks of the preconditions alone, `clauses_consistent` of all assertions; null when there are none to ask of. */
export function questionOf(ir: IR, question: Check["question"]): Question | null {
  const asked = ir.assertions.filter(
    ({ category }) => question === "clauses_consistent" || category === "precondition",
  );
  if (asked.length === 0) return null;
  if (question === "clauses_consistent" && asked.every(({ category }) => category === "precondition")) return null;

  const parsed = asked.map((assertion) => ({ assertion, expression: parseExpression(assertion.expression.text) }));
  const names = namesOf(
    ir,
    parsed.map(({ expression }) => expression),
  );
  const translator = new ClauseTranslator(ir, names);
  const clauses: TranslatedClause[] = [];
  const leftOut: Check["left_out"] = [];
  for (const { assertion, expression } of parsed) {
    const result = translator.clause(assertion, expression);
    if ("construct" in result) leftOut.push({ clause: assertion.id, construct: result.construct });
    else clauses.push(result);
  }
  const summary = translator.summary(clauses, question);
  const { constants: definitions, axioms } = translator.fresh;
  const declarations = [...definitions, ...summary.constants.map(declarationOf)];
  const taints = new Taints(declarations);
  const reliable = clauses.flatMap((clause) => {
    if (taints.isClean(clause.term)) return [clause];
    return clause.exact === null ? [] : [{ ...clause, term: clause.exact }];
  });
  const clean = axioms.filter((axiom) => taints.isClean(axiom));
  const assumptions = new Set(summary.assumptions);
  if (restsOnReals([...clauses.map(({ term }) => term), ...axioms], declarations)) assumptions.add("float-as-real");
  const texts = [...clauses.map(({ term }) => term), ...axioms, ...definitions.map(({ term }) => term ?? "")];
  if (translator.fresh.unlimited || texts.some(isUnlimited)) assumptions.add(UNLIMITED);
  return {
    ...summary,
    question,
    clauses,
    reliable,
    leftOut,
    definitions,
    axioms,
    reliableAxioms: clean,
    assumptions: [...assumptions].sort(),
  };
}

const declarationOf = ({ symbol: name, type }: Constant): Defined => ({
  symbol: name,
  sort: sortOf(type),
  term: null,
  type,
});

class ClauseTranslator {
  readonly #names: Map<string, TypedName>;
  readonly #ir: IR;
  readonly fresh = new Fresh();
  readonly #used = new Map<Term, Constant>();
  readonly #assumptions = new Set<string>();

  constructor(ir: IR, names: TypedName[]) {
    this.#ir = ir;
    this.#names = new Map(names.map((name) => [name.name, name]));
  }

  clause(assertion: Assertion, expression: Expression): TranslatedClause | { construct: string } {
    const [declared] = assertion.expression.unsupported;
    if (declared !== undefined) return { construct: declared };
    const moments: Moment[] =
      assertion.category === "precondition"
        ? ["entry"]
        : assertion.category === "postcondition"
          ? ["exit"]
          : ["entry", "exit"];
    this.fresh.reals = false;
    try {
      const terms = moments.map((moment) => {
        const { value, defined } = translate(expression, this.#scope(moment, assertion.category === "postcondition"));
        return and(defined, truth(value));
      });
      const whole = this.fresh.reals ? overReals(and(...terms)) : and(...terms);
      return { id: assertion.id, term: whole, exact: this.#exact(assertion, expression, moments), expression, moments };
    } catch (error) {
      if (error instanceof UnsupportedConstruct) return { construct: error.construct };
      throw error;
    }
  }

  /** The clause as it is exact of floats; null where it has no such form, or needs none. */
  #exact(assertion: Assertion, expression: Expression, moments: readonly Moment[]): Term | null {
    if (!this.fresh.reals) return null;
    const exact = exactOrder(expression, (name) => this.#names.get(name)?.type ?? null);
    if (exact === null) return null;
    const terms = moments.map((moment) => {
      const scope = this.#scope(moment, assertion.category === "postcondition");
      return truth(
        translate(exact, { ...scope, lookup: (name) => this.#numberness(name) ?? scope.lookup(name) }).value,
      );
    });
    return and(...terms);
  }

  /** The constant that says that a float is a number, for a name that asks for it. Floats never change, so one moment's is the other's. */
  #numberness(name: string): Symbolic | null {
    const float = [...this.#names.keys()].find((known) => isNumberName(known) === name);
    if (float === undefined) return null;
    const constant = symbol(name);
    const type: PythonType = { kind: "bool" };
    if (!this.fresh.constants.some((known) => known.symbol === constant))
      this.fresh.constants.push({ symbol: constant, sort: sortOf(type), term: null, type });
    return decode(type, constant);
  }

  #scope(moment: Moment, hasResult: boolean): Scope {
    return {
      lookup: (name) => {
        const known = this.#names.get(name);
        if (known === undefined || (name === "result" && !hasResult && !this.#isParameter(name)))
          throw new UnsupportedConstruct(`name:${name}`);
        if (known.type === null) throw new UnsupportedConstruct(`untyped:${name}`);
        const constant = this.#constant(known, known.type, moment);
        return decode(known.type, constant.symbol);
      },
      binds: (name) => this.#names.has(name),
      old: moment === "exit" ? this.#scope("entry", false) : null,
      fresh: this.fresh,
    };
  }

  #isParameter(name: string): boolean {
    return this.#ir.signature.parameters.some((parameter) => parameter.name === name);
  }

  /** Values that cannot change, or that no effect of the function may change, are the same constant at both moments. */
  #constant(known: TypedName, type: PythonType, moment: Moment): Constant {
    const isResult = !this.#isParameter(known.name);
    const changes = !isResult && isMutable(type) && mayChange(this.#ir, known.name);
    if (moment === "exit" && !isResult && isMutable(type) && !changes) this.#assumptions.add(`unchanged:${known.name}`);
    this.#assumptions.add(known.assumption ?? "types-as-annotated");
    const constant: Constant = {
      name: known.name,
      moment: isResult || (changes && moment === "exit") ? "exit" : "entry",
      type,
      symbol: symbol(changes && moment === "exit" ? `${known.name} on return` : known.name),
    };
    this.#used.set(constant.symbol, constant);
    return constant;
  }

  summary(
    clauses: TranslatedClause[],
    question: Check["question"],
  ): Pick<Question, "constants" | "assumptions" | "unvalued"> {
    const unvalued: string[] = [];
    for (const { name, type } of this.#names.values()) {
      const isResult = !this.#isParameter(name);
      if (isResult && question === "preconditions_satisfiable") continue;
      if (type === null) {
        if (!isResult) unvalued.push(name);
      } else if (!this.#used.has(symbol(name)))
        this.#used.set(symbol(name), { name, moment: isResult ? "exit" : "entry", type, symbol: symbol(name) });
    }
    const constants = [...this.#used.values()];
    const mentioned = constants.filter((constant) => clauses.some(({ term }) => term.includes(constant.symbol)));
    const text = clauses.map(({ term }) => term).join(" ") + mentioned.map(({ type }) => sortOf(type)).join(" ");
    if (mentioned.some(({ type }) => mentionsFloat(type))) this.#assumptions.add("float-as-real");
    if (/\bString\b|str\./.test(text)) this.#assumptions.add("characters-to-U+2FFFF");
    return { constants, assumptions: [...this.#assumptions].sort(), unvalued };
  }
}

/** Whether an effect of the function may change the object that a parameter names; a call of unknown code may. */
function mayChange(ir: IR, parameter: string): boolean {
  return ir.effects.some(
    ({ effect_type: type, target }) =>
      type === "unknown_call" || (type === "mutation" && /^\w+/.exec(target)?.[0] === parameter),
  );
}

/** What a script asks of the clauses: values of the constants, those of a small example only, or a core of clauses by position (`c0`, `c1`, ...). */
export type Wanted = "values" | "small_values" | "core";

/** Longest sequence in a small example. */
const SMALL = 3;

/** The script that asks whether `clauses` hold together; with `small_values`, whether they do for short sequences. */
export function renderScript(question: Question, clauses: TranslatedClause[], wanted: Wanted): string {
  const asserted = clauses.map(({ term }, index) =>
    wanted === "core" ? `(assert (! ${term} :named c${index}))` : `(assert ${term})`,
  );
  const small = question.constants.flatMap(({ type, symbol: constant }) =>
    wanted === "small_values" && type.kind === "sequence" ? [`(assert (<= (seq.len ${constant}) ${SMALL}))`] : [],
  );
  const values = question.constants.map((constant) => constant.symbol).join(" ");
  const speaks = question.definitions.some(({ symbol: name }) => asserted.some((text) => text.includes(name)));
  const functions = speaks
    ? question.definitions.flatMap(({ symbol: name, sort, term, parameters }) =>
        term === null || parameters === undefined
          ? []
          : [
              `(define-fun-rec ${name} (${parameters.map((one) => `(${one.name} ${one.sort})`).join("")}) ${sort} ${term})`,
            ],
      )
    : [];
  // What is asked of reliable clauses alone may rest on no other axiom either.
  const isReliable = clauses.every((clause) => question.reliable.includes(clause));
  const stated = isReliable ? question.reliableAxioms : question.axioms;
  const axioms = speaks ? stated.map((axiom) => `(assert ${axiom})`) : [];
  const body = [...asserted, ...axioms, ...functions].join("\n");
  return [
    wanted === "core" ? "(set-option :produce-unsat-cores true)" : "(set-option :produce-models true)",
    "(set-option :pp.max_depth 1000000)",
    "(set-option :pp.min_alias_size 1000000)",
    ...declareSorts([...[...question.constants, ...question.definitions].map(({ type }) => type), ...typesIn(body)]),
    ...preludeFor(body),
    ...question.constants.map((constant) => `(declare-const ${constant.symbol} ${sortOf(constant.type)})`),
    ...question.definitions.flatMap(({ symbol: name, sort, parameters }) =>
      parameters === undefined ? [`(declare-const ${name} ${sort})`] : [],
    ),
    ...functions,
    ...axioms,
    ...asserted,
    ...small,
    "(check-sat)",
    wanted === "core" ? "(get-unsat-core)" : values === "" ? "" : `(get-value (${values}))`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Whether a small example is a narrower question than any example. */
export const hasSequences = (question: Question): boolean =>
  question.constants.some(({ type }) => type.kind === "sequence");

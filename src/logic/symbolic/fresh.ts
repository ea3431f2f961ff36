import type { Constant } from "../smt/script.ts";
import { sortOf } from "../smt/sort.ts";
import { and, apply, FALSE, implies, type Term, TRUE } from "../smt/term.ts";
import { type PythonType, typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { digest } from "./digest.ts";

/** A variable that a quantifier or a function binds. */
export interface Bound {
  name: Term;
  sort: Term;
}

/** A function over positions; the name and the sort of its first parameter are given by the caller. */
export type Calculation = (position: Term) => Term;

/**
 * Names for bound variables, unique within one question, quantifiers over positions, and definitions that terms rest on. Loops in expressions
 * (`sum(xs)`, a comprehension) are recursive functions over the number of items done. Whoever puts terms to a solver declares every one of
 * `constants`, in their order and after the constants of the question (those with `parameters` by `define-fun-rec`), and asserts every one
 * of `axioms` beside the facts; `script` of smt/script.ts does, and leaves out what does not matter. The axioms exclude no execution.
 * A function's name is a digest of its body: the same loop has the same name wherever it is translated, by whatever `Fresh`.
 * Where some constant is not determined by its axioms, `inexact` is true: an `unsat` then still holds, while a model may be no execution.
 */
export class Fresh {
  readonly constants: Constant[] = [];
  readonly axioms: Term[] = [];
  inexact = false;
  /** Whether some expression had a value that is a float or holds some: what was made of it rests on reals, even where its term shows none. */
  reals = false;
  /** Whether some size is a variable's: see `UNLIMITED`. */
  unlimited = false;
  #next = 0;
  #bound: Bound[] = [];
  readonly #keys = new Map<Term, string>();
  readonly #stated = new Set<string>();
  readonly #prefix: string;
  readonly #used = new Map<string, PythonType>();

  /** Names of different prefixes never meet: terms made with one `Fresh` may stand inside those of another. */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  #variable(): Term {
    this.#next += 1;
    return `${this.#prefix}i!${this.#next}`;
  }

  /** A new constant of the type's sort. Throws UnsupportedConstruct below a quantifier, where it would have to be a function. */
  constant(type: PythonType): Term {
    if (this.#bound.length > 0) throw new UnsupportedConstruct("constant_in_quantifier");
    this.#next += 1;
    const symbol = `${this.#prefix}v!${this.#next}`;
    this.constants.push({ symbol, sort: sortOf(type), term: null, type });
    return symbol;
  }

  /** States an axiom of the fresh constants. Throws UnsupportedConstruct below a quantifier. */
  require(axiom: Term): void {
    if (this.#bound.length > 0) throw new UnsupportedConstruct("axiom_in_quantifier");
    const key = canonical(axiom);
    if (axiom === TRUE || this.#stated.has(key)) return;
    this.#stated.add(key);
    this.axioms.push(axiom);
  }

  /** States what follows from the definitions, but by induction, which the solver does not do. Says nothing below a quantifier. */
  lemma(build: () => Term): void {
    if (this.#bound.length === 0) this.require(build());
  }

  /** Says that functions may hold values of the type on their way, so that its sort has to be declared with them. */
  use(type: PythonType): void {
    this.#used.set(typeName(type), type);
  }

  /** Says that the axioms of some constant do not determine it. */
  approximate(): void {
    this.inexact = true;
  }

  /**
   * A function of a number of items done. `body` gives its value for a parameter, by a term in which `self` may be asked for smaller ones.
   * It may depend on everything in scope, also on variables bound outside.
   */
  recursive(type: PythonType, body: (count: Term, self: Calculation) => Term): Calculation {
    const sort = sortOf(type);
    const outer = [...this.#bound];
    const parameter = `n!${outer.length}`;
    const others = outer.map(({ name }) => name);
    const placeholder = `self!${outer.length}`;
    const call = (symbol: Term) => (count: Term) => apply(symbol, count, ...others);
    const bound = { name: parameter, sort: "Int" };
    const term = this.#below(bound, () => body(parameter, call(placeholder)));
    const parameters = [bound, ...outer];
    const key = canonical(`${sort} (${parameters.map(({ name }) => name).join(" ")}) ${term}`);
    const symbol = `f!${digest(key)}`;
    const definition = term.replaceAll(placeholder, symbol);
    if (/\bself!\d/.test(definition)) throw new UnsupportedConstruct("loop_over_its_own_result");
    if (this.#keys.get(symbol) === undefined) {
      this.#keys.set(symbol, key);
      this.constants.push({ symbol, sort, term: definition, type: this.#withUsed(type), parameters });
    } else if (this.#keys.get(symbol) !== key) throw new UnsupportedConstruct("digest_collision");
    return call(symbol);
  }

  /** `holds(i)` for every `0 <= i < length`. */
  forAll(length: Term, holds: (index: Term) => Term): Term {
    const index = this.#variable();
    const body = implies(
      within(index, length),
      this.#below({ name: index, sort: "Int" }, () => holds(index)),
    );
    return body === TRUE ? TRUE : apply("forall", `((${index} Int))`, body);
  }

  /** `holds(i)` for some `0 <= i < length`. */
  exists(length: Term, holds: (index: Term) => Term): Term {
    const index = this.#variable();
    const body = and(
      within(index, length),
      this.#below({ name: index, sort: "Int" }, () => holds(index)),
    );
    return body === FALSE ? FALSE : apply("exists", `((${index} Int))`, body);
  }

  /** Names a term within another that says it several times. */
  named(term: Term, body: (name: Term) => Term): Term {
    if (!term.startsWith("(")) return body(term);
    this.#next += 1;
    const name = `${this.#prefix}l!${this.#next}`;
    return apply("let", `((${name} ${term}))`, body(name));
  }

  /** Runs something at a position of which nothing is known; nothing is stated or kept of it but what it returns. */
  probe<Result>(run: (index: Term) => Result): Result {
    const index = this.#variable();
    const known = this.constants.length;
    this.#bound.push({ name: index, sort: "Int" });
    try {
      return run(index);
    } finally {
      this.#bound.pop();
      for (const { symbol } of this.constants.splice(known)) this.#keys.delete(symbol);
    }
  }

  #withUsed(type: PythonType): PythonType {
    const others = [...this.#used.values()].filter(({ kind }) => kind === "tuple" || kind === "union");
    return others.length === 0 ? type : { kind: "tuple", items: [type, ...others] };
  }

  #below(bound: Bound, build: () => Term): Term {
    this.#bound.push(bound);
    try {
      return build();
    } finally {
      this.#bound.pop();
    }
  }
}

export function within(index: Term, length: Term): Term {
  return and(apply("<=", "0", index), apply("<", index, length));
}

/** The text with its bound variables named by the order of their occurrence, so that the same term always has the same text. */
function canonical(text: string): string {
  const names = new Map<string, string>();
  return text.replaceAll(/"(?:[^"]|"")*"|\|[^|]*\||[^\s()"|]*[inl]!\d+/g, (token) => {
    if (token.startsWith('"') || token.startsWith("|")) return token;
    const known = names.get(token) ?? `b!${names.size}`;
    names.set(token, known);
    return known;
  });
}

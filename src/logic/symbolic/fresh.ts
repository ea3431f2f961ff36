import { sortOf } from "../smt/sort.ts";
import { and, apply, FALSE, implies, type Term, TRUE } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";

/** A constant that stands for an intermediate value of some expression; `type` says which sorts have to be declared first. */
export interface FreshConstant {
  symbol: Term;
  sort: Term;
  type: PythonType;
}

/**
 * Names for bound variables, unique within one question, and quantifiers over positions. Some values (`sorted(xs)`, a comprehension) are fresh
 * constants of which axioms say what is known: whoever puts terms to a solver declares every one of `constants`, and asserts every one of
 * `axioms` beside the facts. The axioms can always be met, whatever the constants of the question are; they exclude no execution.
 * Where they say less than Python does, `inexact` is true: an `unsat` then still holds, while a model may be no execution.
 */
export class Fresh {
  readonly constants: FreshConstant[] = [];
  readonly axioms: Term[] = [];
  inexact = false;
  readonly #prefix: string;
  #next = 0;
  #depth = 0;

  /** Names of different prefixes never meet: terms made with one `Fresh` may stand inside those of another. */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  /** A new constant of the type's sort. Throws UnsupportedConstruct below a quantifier, where it would have to be a function. */
  constant(type: PythonType): Term {
    if (this.#depth > 0) throw new UnsupportedConstruct("definition_in_quantifier");
    this.#next += 1;
    const symbol = `${this.#prefix}v!${this.#next}`;
    this.constants.push({ symbol, sort: sortOf(type), type });
    return symbol;
  }

  /** States an axiom of the fresh constants. */
  require(axiom: Term): void {
    if (this.#depth > 0) throw new UnsupportedConstruct("definition_in_quantifier");
    if (axiom !== TRUE) this.axioms.push(axiom);
  }

  /** Says that the axioms of some constant do not determine it. */
  approximate(): void {
    this.inexact = true;
  }

  variable(): Term {
    this.#next += 1;
    return `${this.#prefix}i!${this.#next}`;
  }

  /** `holds(i)` for every `0 <= i < length`. */
  forAll(length: Term, holds: (index: Term) => Term): Term {
    const index = this.variable();
    const body = implies(
      within(index, length),
      this.#below(() => holds(index)),
    );
    return body === TRUE ? TRUE : apply("forall", `((${index} Int))`, body);
  }

  /** `holds(i)` for some `0 <= i < length`. */
  exists(length: Term, holds: (index: Term) => Term): Term {
    const index = this.variable();
    const body = and(
      within(index, length),
      this.#below(() => holds(index)),
    );
    return body === FALSE ? FALSE : apply("exists", `((${index} Int))`, body);
  }

  #below(build: () => Term): Term {
    this.#depth += 1;
    try {
      return build();
    } finally {
      this.#depth -= 1;
    }
  }
}

export function within(index: Term, length: Term): Term {
  return and(apply("<=", "0", index), apply("<", index, length));
}

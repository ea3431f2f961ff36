import { and, apply, FALSE, implies, type Term, TRUE } from "../smt/term.ts";

/** Names for bound variables, unique within one question, and quantifiers over positions. */
export class Fresh {
  #next = 0;

  variable(): Term {
    this.#next += 1;
    return `i!${this.#next}`;
  }

  /** `holds(i)` for every `0 <= i < length`. */
  forAll(length: Term, holds: (index: Term) => Term): Term {
    const index = this.variable();
    const body = implies(within(index, length), holds(index));
    return body === TRUE ? TRUE : apply("forall", `((${index} Int))`, body);
  }

  /** `holds(i)` for some `0 <= i < length`. */
  exists(length: Term, holds: (index: Term) => Term): Term {
    const index = this.variable();
    const body = and(within(index, length), holds(index));
    return body === FALSE ? FALSE : apply("exists", `((${index} Int))`, body);
  }
}

export function within(index: Term, length: Term): Term {
  return and(apply("<=", "0", index), apply("<", index, length));
}

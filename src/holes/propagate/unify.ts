import type { PythonType } from "../../logic/types/python-type.ts";

/** A type with unknown parts. Constructors are named as in annotations; `tuple*` is a tuple of any length. */
export type TypeTerm = { variable: string } | { name: string; args: readonly TypeTerm[] };

export const atom = (name: string): TypeTerm => ({ name, args: [] });

/** First-order unification (Robinson, "A machine-oriented logic based on the resolution principle", 1965), by substitution that only grows. */
export class Unifier {
  readonly #bound = new Map<string, TypeTerm>();
  #fresh = 0;

  fresh(): TypeTerm {
    this.#fresh += 1;
    return { variable: `?${this.#fresh}` };
  }

  /** Makes two terms equal; false, and then nothing has changed, where they cannot be. */
  unify(one: TypeTerm, other: TypeTerm): boolean {
    const before = new Map(this.#bound);
    if (this.#join(one, other)) return true;
    this.#bound.clear();
    for (const [name, term] of before) this.#bound.set(name, term);
    return false;
  }

  #join(one: TypeTerm, other: TypeTerm): boolean {
    const [left, right] = [this.shallow(one), this.shallow(other)];
    if ("variable" in left) {
      if ("variable" in right && right.variable === left.variable) return true;
      if (this.#occurs(left.variable, right)) return false;
      this.#bound.set(left.variable, right);
      return true;
    }
    if ("variable" in right) return this.#join(right, left);
    if (left.name !== right.name || left.args.length !== right.args.length) return false;
    return left.args.every((arg, index) => {
      const opposite = right.args[index];
      return opposite !== undefined && this.#join(arg, opposite);
    });
  }

  /** The term with its outermost variable replaced, as far as it is known. */
  shallow(term: TypeTerm): TypeTerm {
    let known = term;
    while ("variable" in known) {
      const next = this.#bound.get(known.variable);
      if (next === undefined) return known;
      known = next;
    }
    return known;
  }

  #occurs(variable: string, term: TypeTerm): boolean {
    const known = this.shallow(term);
    if ("variable" in known) return known.variable === variable;
    return known.args.some((arg) => this.#occurs(variable, arg));
  }

  /** The annotation of a term; null while a part is unknown. */
  annotation(term: TypeTerm): string | null {
    const known = this.shallow(term);
    if ("variable" in known) return null;
    const args = known.args.map((arg) => this.annotation(arg));
    const texts = args.filter((text) => text !== null);
    if (texts.length < args.length) return null;
    if (known.name === "tuple*") return `tuple[${texts.join(", ")}, ...]`;
    return texts.length === 0 ? known.name : `${known.name}[${texts.join(", ")}]`;
  }

  /** The term of an annotated type; what any object may be is unknown. */
  termOf(type: PythonType): TypeTerm {
    switch (type.kind) {
      case "sequence": {
        const name = type.flavour === "tuple" ? "tuple*" : type.flavour === "list" ? "list" : "Sequence";
        return { name, args: [this.termOf(type.element)] };
      }
      case "tuple":
        return { name: "tuple", args: type.items.map((item) => this.termOf(item)) };
      case "dict":
        return { name: "dict", args: [this.termOf(type.key), this.termOf(type.value)] };
      case "set":
        return { name: "set", args: [this.termOf(type.element)] };
      case "union": {
        const texts = type.members.map((member) => this.annotation(this.termOf(member)));
        return texts.includes(null) ? this.fresh() : atom(texts.join(" | "));
      }
      case "none":
        return atom("None");
      case "opaque":
        return type.name === null ? this.fresh() : atom(type.name);
      default:
        return atom(type.kind);
    }
  }
}

import { holdsSequenceOfText, isReliable, withoutHarmless } from "../reliability.ts";
import { speaksOfReals } from "../smt/reals.ts";
import { type Constant, symbolsOf } from "../smt/script.ts";
import type { Term } from "../smt/term.ts";
import { typesIn } from "../smt/types-in.ts";
import { mentionsFloat } from "../types/python-type.ts";
import { makesTextItems } from "./text-items.ts";

/** What keeps an `unsat` from being a proof: `reals` stand for floats, or the solver gets sequences of text wrong. */
export type Taint = "reals" | "text_sequences";

/** Sorts of sequences whose items are text or sequences. */
const TEXT_ITEMS = /\(Seq (?:String|\()/;

/** Whether the terms, or the declarations and definitions that they reach, speak of reals. */
export function restsOnReals(terms: readonly Term[], declarations: readonly Constant[]): boolean {
  const taints = new Taints(declarations);
  return terms.some((term) => taints.of(term).has("reals"));
}

/** Judges the terms of one execution, through the definitions of the constants in them. */
export class Taints {
  readonly #declarations = new Map<Term, Constant>();
  readonly #own = new Map<Term, { taints: ReadonlySet<Taint>; reached: readonly Term[] }>();

  constructor(declarations: readonly Constant[]) {
    for (const declaration of declarations) this.declare(declaration);
  }

  declare(declaration: Constant): void {
    if (this.#declarations.has(declaration.symbol)) return;
    this.#declarations.set(declaration.symbol, declaration);
    this.#own.clear();
  }

  of(term: Term): ReadonlySet<Taint> {
    const found = new Set<Taint>();
    const seen = new Set([term]);
    for (const each of seen) {
      const { taints, reached } = this.#ownOf(each);
      for (const taint of taints) found.add(taint);
      for (const definition of reached) seen.add(definition);
    }
    return found;
  }

  isClean(term: Term): boolean {
    return this.of(term).size === 0;
  }

  /** What the term says by itself and of which types its constants are, and the definitions of these. */
  #ownOf(term: Term): { taints: ReadonlySet<Taint>; reached: readonly Term[] } {
    const known = this.#own.get(term);
    if (known !== undefined) return known;
    const taints = new Set<Taint>();
    const reached: Term[] = [];
    if (speaksOfReals(term) || typesIn(term).some(mentionsFloat)) taints.add("reals");
    if (
      TEXT_ITEMS.test(term) ||
      typesIn(withoutHarmless(term)).some(holdsSequenceOfText) ||
      makesTextItems(term, (name) => this.#declarations.get(name)?.type ?? null)
    )
      taints.add("text_sequences");
    for (const name of symbolsOf(term)) {
      const declaration = this.#declarations.get(name);
      if (declaration === undefined) continue;
      // Of a free constant the length alone rests on neither.
      if (declaration.term === null && !term.replaceAll(`(seq.len ${name})`, "").includes(name)) continue;
      if (mentionsFloat(declaration.type)) taints.add("reals");
      if (!isReliable(term, [declaration])) taints.add("text_sequences");
      if (declaration.term !== null) reached.push(declaration.term);
    }
    const own = { taints, reached };
    this.#own.set(term, own);
    return own;
  }
}

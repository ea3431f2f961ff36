import { isReliable } from "../reliability.ts";
import { type Constant, symbolsOf } from "../smt/script.ts";
import type { Term } from "../smt/term.ts";
import { mentionsFloat } from "../types/python-type.ts";
import { makesTextItems } from "./text-items.ts";

/** What keeps an `unsat` from being a proof: `reals` stand for floats, or the solver gets sequences of text wrong. */
export type Taint = "reals" | "text_sequences";

const REALS = /\bReal\b|\bto_real\b|\bto_int\b|\bis_int\b|py\.real\.|py\.trunc|\d\.\d/;
/** Sorts of sequences whose items are text or sequences. */
const TEXT_ITEMS = /\(Seq (?:String|\()/;

/** Judges the terms of one execution, through the definitions of the constants in them. */
export class Taints {
  readonly #declarations = new Map<Term, Constant>();
  readonly #known = new Map<Term, ReadonlySet<Taint>>();

  constructor(declarations: readonly Constant[]) {
    for (const declaration of declarations) this.declare(declaration);
  }

  declare(declaration: Constant): void {
    this.#declarations.set(declaration.symbol, declaration);
  }

  of(term: Term): ReadonlySet<Taint> {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const found = new Set<Taint>();
    this.#known.set(term, found); // a constant that is defined by itself adds nothing
    if (REALS.test(withoutStrings(term))) found.add("reals");
    if (TEXT_ITEMS.test(term) || makesTextItems(term, (name) => this.#declarations.get(name)?.type ?? null))
      found.add("text_sequences");
    for (const name of symbolsOf(term)) {
      const declaration = this.#declarations.get(name);
      if (declaration === undefined) continue;
      // Of a free constant the length alone rests on neither.
      if (declaration.term === null && !term.replaceAll(`(seq.len ${name})`, "").includes(name)) continue;
      if (mentionsFloat(declaration.type)) found.add("reals");
      if (!isReliable(term, [declaration])) found.add("text_sequences");
      if (declaration.term !== null) for (const taint of this.of(declaration.term)) found.add(taint);
    }
    return found;
  }

  isClean(term: Term): boolean {
    return this.of(term).size === 0;
  }
}

const withoutStrings = (term: Term): Term => term.replaceAll(/"(?:[^"]|"")*"/g, '""');

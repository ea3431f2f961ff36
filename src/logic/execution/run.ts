import type { Span } from "../../ir/provenance.ts";
import type { PythonModule } from "../../python/module.ts";
import { symbolsOf } from "../smt/script.ts";
import { sortOf } from "../smt/sort.ts";
import { symbol, type Term, TRUE } from "../smt/term.ts";
import { decode, encode } from "../symbolic/codec.ts";
import { Fresh } from "../symbolic/fresh.ts";
import type { Scope } from "../symbolic/translate.ts";
import { typeOf } from "../symbolic/type-of.ts";
import type { Pure, Symbolic } from "../symbolic/value.ts";
import { mentionsFloat, type PythonType } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import type { Cut, Declaration, ExecutedParameter, ExecutionOptions, Gap, LoopSite, Obligation } from "./execution.ts";
import { simplify } from "./simplify.ts";
import type { State } from "./state.ts";

/** Terms longer than this get a name, so that what is built of them stays small. */
const LONGEST_TERM = 100;
const LONGEST_CONDITION = 240;
/** Statements of rehearsals count for so much less than others. */
const REHEARSALS = 4;
/** Inlined calls within calls: JavaScript's own stack bounds what may be followed. */
const MAX_CALL_DEPTH = 40;

/** What one execution collects: the only part of it that changes. */
export class Run {
  readonly module: PythonModule;
  readonly options: ExecutionOptions;
  readonly fresh = new Fresh();
  /** Names as they are on entry to the executed function. */
  entry: Scope | null = null;
  readonly gaps: Gap[] = [];
  readonly cuts: Cut[] = [];
  readonly obligations: Obligation[] = [];
  readonly loops = new Map<string, LoopSite>();
  parameters: readonly ExecutedParameter[] = [];
  /** Turns of one loop, or calls within calls, that were gone through. */
  deepest = 0;
  /** Parameters of which no type is known, by their constants. */
  readonly untyped = new Map<Term, string>();
  readonly #declarations: Declaration[] = [];
  readonly #named = new Map<Term, Term>();
  readonly #reals = new Set<Term>();
  #taken = 0;
  #paths = 1;
  #steps = 0;
  #rehearsed = 0;
  #identity = 0;

  constructor(module: PythonModule, options: ExecutionOptions) {
    this.module = module;
    this.options = options;
  }

  /** Every constant so far, in an order in which each is defined by earlier ones. */
  get declarations(): Declaration[] {
    for (; this.#taken < this.fresh.constants.length; this.#taken += 1) {
      const constant = this.fresh.constants[this.#taken];
      if (constant !== undefined) this.#declare(constant);
    }
    return this.#declarations;
  }

  #declare(declaration: Declaration): Term {
    this.#declarations.push(declaration);
    if (mentionsFloat(declaration.type)) this.#reals.add(declaration.symbol);
    return declaration.symbol;
  }

  identity(): number {
    this.#identity += 1;
    return this.#identity;
  }

  /** A constant of which only the type is known. */
  constant(name: string, type: PythonType): Term {
    return this.#declare({ symbol: symbol(name), sort: sortOf(type), term: null, type });
  }

  /** A truth value that every path knows under one name. */
  shared(name: string): Term {
    const known = this.#declarations.find((declaration) => declaration.symbol === symbol(name));
    return known?.symbol ?? this.constant(name, { kind: "bool" });
  }

  /** A constant of a name of its own. */
  unknown(name: string, type: PythonType): Term {
    return this.constant(`${name}!${this.identity()}`, type);
  }

  nameCondition(term: Term): Term {
    return term.length > LONGEST_CONDITION ? this.#name("c", term, { kind: "bool" }) : term;
  }

  #name(prefix: string, term: Term, type: PythonType): Term {
    const known = this.#named.get(term);
    if (known !== undefined) return known;
    this.declarations; // what the term speaks of is declared first
    const name = this.#declare({ symbol: symbol(`${prefix}!${this.identity()}`), sort: sortOf(type), term, type });
    this.#named.set(term, name);
    return name;
  }

  /** The same value in short terms. */
  named(value: Symbolic): Symbolic {
    return value.map((alternative) => ({
      guard: this.nameCondition(simplify(alternative.guard)),
      value: this.#namedPure(alternative.value),
    }));
  }

  #namedPure(value: Pure): Pure {
    switch (value.kind) {
      case "fixed":
        return { ...value, items: value.items.map((item) => this.named(item)) };
      case "dict":
      case "set":
        return this.#namedCollection(value);
      case "none":
      case "range":
      case "items":
        return value;
      default: {
        const term = simplify(value.term);
        const type = term.length > LONGEST_TERM ? typeOf([{ guard: TRUE, value }]) : null;
        return { ...value, term: type === null ? term : this.#name("t", term, type) };
      }
    }
  }

  /** Collections of two terms have one name for both. */
  #namedCollection(value: Pure & { kind: "dict" | "set" }): Pure {
    const type = typeOf([{ guard: TRUE, value }]);
    const term = type === null ? null : encode(type, [{ guard: TRUE, value }]);
    if (type === null || term === null || term.length <= LONGEST_TERM) return value;
    const [known] = decode(type, this.#name("t", term, type));
    return known?.value ?? value;
  }

  /** Whether all numbers that a term speaks of are integers. */
  isIntegral(term: Term): boolean {
    this.declarations;
    if (/\d\.\d|to_real|py\.real|\(\/ /.test(term)) return false;
    return !symbolsOf(term).some((name) => this.#reals.has(name));
  }

  /** Takes leave to follow one path more. */
  mayFork(): boolean {
    if (this.#paths >= this.options.max_paths) return false;
    this.#paths += 1;
    return true;
  }

  mayStep(): boolean {
    this.#steps += 1;
    return this.#steps + this.#rehearsed / REHEARSALS <= this.options.max_steps;
  }

  mayCall(depth: number): boolean {
    return depth < MAX_CALL_DEPTH;
  }

  /** Statements and turns so far, those of rehearsals among them. */
  get steps(): number {
    return this.#steps + this.#rehearsed;
  }

  /** Takes note of a loop's turn or a nested call that a smaller bound would not have reached. */
  reach(depth: number): void {
    if (depth > this.deepest) this.deepest = depth;
  }

  /** Does some work of which nothing stays on record. */
  rehearse<T>(work: () => T): T {
    const [gaps, cuts, obligations] = [this.gaps.length, this.cuts.length, this.obligations.length];
    const [paths, steps] = [this.#paths, this.#steps];
    this.#steps = 0;
    try {
      return work();
    } finally {
      this.gaps.length = gaps;
      this.cuts.length = cuts;
      this.obligations.length = obligations;
      this.#paths = paths;
      this.#rehearsed += this.#steps;
      this.#steps = steps;
    }
  }

  gap(state: State, construct: string, span: Span | null): void {
    this.gaps.push({ condition: [...state.condition], construct, span });
  }

  cut(state: State, bound: string): void {
    this.cuts.push({ condition: [...state.condition], bound });
  }

  /** The work's results, or a gap for the whole state where some part of it has no exact meaning here. */
  attempt<T>(state: State, span: Span | null, work: () => T[]): T[] {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UnsupportedConstruct)) throw error;
      this.gap(state, error.construct, span);
      return [];
    }
  }
}

import type { Expression } from "../../ir/expression/ast.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import type { PythonModule } from "../../python/module.ts";
import type { Execution, Path } from "../execution/execution.ts";
import { overReals } from "../smt/reals.ts";
import type { Constant } from "../smt/script.ts";
import { sortOf } from "../smt/sort.ts";
import { and, type Term } from "../smt/term.ts";
import { decode } from "../symbolic/codec.ts";
import { Fresh } from "../symbolic/fresh.ts";
import { isUnlimited, UNLIMITED } from "../symbolic/limits.ts";
import { type Scope, translate } from "../symbolic/translate.ts";
import { type Meaning, type Symbolic, truth } from "../symbolic/value.ts";
import { isMutable } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { exceptionHierarchy, type IsSubclass } from "./exceptions.ts";
import { isOfLengths } from "./of-lengths.ts";
import { Taints } from "./taint.ts";

/** The meaning of a clause at some end of the execution, or the construct that has none. */
export type Translated = { term: Term; inexact: boolean } | { construct: string };

/** One execution as the place where clauses get their meaning: names at entry and at each end, and what all questions share. */
export class Setting {
  readonly execution: Execution;
  readonly isSubclass: IsSubclass;
  readonly taints: Taints;
  readonly entry: Scope;
  /** Parameters whose objects no end changes, as another execution of the same body shows. */
  readonly unchanged: ReadonlySet<string>;
  readonly #fresh = new Fresh("clause.");
  readonly #values = new Map<string, Symbolic>();
  readonly #hidden: ReadonlySet<string>;
  readonly #unknownClasses = new Map<string, Term>();

  constructor(execution: Execution, module: PythonModule, unchanged: ReadonlySet<string> = new Set()) {
    this.unchanged = unchanged;
    this.execution = { ...execution, assumptions: [...execution.assumptions] };
    this.isSubclass = exceptionHierarchy(module);
    this.taints = new Taints(execution.declarations);
    const bindings = bindingsOf(module);
    this.#hidden = new Set([...bindings.defined, ...bindings.imports.keys()]);
    for (const { name, type, symbol } of execution.parameters) {
      this.#values.set(name, decode(type, symbol));
      this.taints.declare({ symbol, sort: sortOf(type), term: null, type });
    }
    this.entry = this.#scope((name) => this.#values.get(name) ?? null, null);
  }

  /** Names when the path ends. On a path that raises there is no `result`. */
  atEnd(path: Path): Scope {
    return this.#scope((name) => {
      const changed = path.exit.get(name) ?? this.#values.get(name);
      if (changed !== undefined) return changed;
      if (name !== "result") return null;
      if (path.outcome.kind === "raise") throw new UnsupportedConstruct("result_of_a_call_that_raises");
      return path.outcome.value;
    }, this.entry);
  }

  /** Names at an end of which nothing is known: those of objects that may have changed have no meaning. */
  atUnknownEnd(): Scope {
    const changed = changeable(this);
    return this.#scope((name) => {
      if (changed.has(name)) throw new UnsupportedConstruct(`changed:${name}`);
      return this.#values.get(name) ?? null;
    }, this.entry);
  }

  /** Holds exactly when the expression evaluates, without an exception, to something true. */
  holds(expression: Expression, scope: Scope): Translated {
    return this.#translated(expression, scope, ({ value, defined }) => and(defined, truth(value)));
  }

  /** Whether evaluating the expression raises nothing. */
  defined(expression: Expression, scope: Scope): Translated {
    return this.#translated(expression, scope, ({ defined }) => defined);
  }

  /** Clauses rest on limits of CPython's as the execution does. */
  #assume(term: Term): void {
    const { assumptions } = this.execution;
    if (assumptions.includes(UNLIMITED) || !(this.#fresh.unlimited || isUnlimited(term))) return;
    assumptions.push(UNLIMITED);
    assumptions.sort();
  }

  /** The term speaks of reals where the expression has to do with floats. */
  #translated(expression: Expression, scope: Scope, termOf: (meaning: Meaning) => Term): Translated {
    const before = { inexact: this.#fresh.inexact, reals: this.#fresh.reals };
    try {
      this.#fresh.inexact = false;
      this.#fresh.reals = false;
      const term = termOf(translate(expression, scope));
      this.#assume(term);
      const reals = this.#fresh.reals && !isOfLengths(expression);
      return { term: reals ? overReals(term) : term, inexact: this.#fresh.inexact };
    } catch (error) {
      if (error instanceof UnsupportedConstruct) return { construct: error.construct };
      throw error;
    } finally {
      this.#fresh.inexact ||= before.inexact;
      this.#fresh.reals ||= before.reals;
    }
  }

  /** A truth value of which nothing is known, the same for the same question about the same path. */
  unknownTruth(key: string): Term {
    const known = this.#unknownClasses.get(key);
    if (known !== undefined) return known;
    const term = this.#fresh.constant({ kind: "bool" });
    this.#unknownClasses.set(key, term);
    return term;
  }

  /** Whether floats are in play anywhere: the execution itself may then have left out what only floats do. */
  get overReals(): boolean {
    return this.execution.assumptions.includes("float-as-real");
  }

  /** Every constant of the questions: the execution's, its parameters', and those that clauses needed. */
  declarations(): Constant[] {
    const { declarations, parameters } = this.execution;
    const known = new Set(declarations.map(({ symbol }) => symbol));
    const own = [
      ...parameters.map(({ symbol, type }) => ({ symbol, sort: sortOf(type), term: null, type })),
      ...this.#fresh.constants,
    ].filter(({ symbol }) => !known.has(symbol));
    for (const declaration of own) this.taints.declare(declaration);
    return [...own, ...declarations];
  }

  facts(): Term[] {
    return [...this.execution.facts, ...this.#fresh.axioms];
  }

  #scope(lookup: (name: string) => Symbolic | null, old: Scope | null): Scope {
    return {
      lookup: (name) => {
        const value = name.startsWith(UNKNOWN_TRUTH)
          ? [{ guard: "true", value: { kind: "bool" as const, term: name.slice(UNKNOWN_TRUTH.length) } }]
          : lookup(name);
        if (value === null) throw new UnsupportedConstruct(`name:${name}`);
        return value;
      },
      binds: (name) => this.#values.has(name) || name === "result" || this.#hidden.has(name),
      old,
      fresh: this.#fresh,
    };
  }
}

/** Begins the name under which an expression speaks of a constant of `unknownTruth`; no Python name has a space. */
export const UNKNOWN_TRUTH = "truth of ";

/** Names whose objects may have changed at some end: their value on entry is `old(...)`. */
export function changeable({ execution, unchanged }: Pick<Setting, "execution" | "unchanged">): Set<string> {
  const { parameters, paths, gaps, cuts } = execution;
  const unseen = gaps.length + cuts.length > 0;
  return new Set(
    parameters
      .filter(
        ({ name, type }) =>
          paths.some(({ exit }) => exit.has(name)) || (unseen && isMutable(type) && !unchanged.has(name)),
      )
      .map(({ name }) => name),
  );
}

/** The parameters whose objects an execution that sees every end leaves as they are. */
export function unchangedBy({ parameters, paths, gaps, cuts }: Execution): Set<string> {
  if (gaps.length + cuts.length > 0) return new Set();
  return new Set(parameters.map(({ name }) => name).filter((name) => !paths.some(({ exit }) => exit.has(name))));
}

import type { Definition, Sort, Term, Variable } from "../term/term.ts";
import type { Position } from "./s-expression.ts";

/** One way to derive a term: the holes of `term` are variables that stand for what their nonterminals derive. */
export type Production =
  | { kind: "term"; term: Term; holes: readonly { name: string; nonterminal: string }[] }
  /** `(Constant S)`: any constant of the sort. */
  | { kind: "any_constant"; sort: Sort }
  /** `(Variable S)`: any parameter of the sort. */
  | { kind: "any_variable"; sort: Sort };

export interface Nonterminal {
  name: string;
  sort: Sort;
  productions: readonly Production[];
}

/** The first nonterminal is the start. */
export type Grammar = readonly Nonterminal[];

/** A function to be found; without a grammar, any term over its parameters will do. */
export interface Target {
  name: string;
  parameters: readonly Variable[];
  sort: Sort;
  grammar: Grammar | null;
}

/** `inv-constraint`: the invariant with the states that it has to hold in; `primed` are the parameters after a step. */
export interface InvariantConstraint {
  invariant: string;
  state: readonly Variable[];
  primed: readonly Variable[];
  pre: Term;
  transition: Term;
  post: Term;
}

/** A synthesis problem over integers and truth values: functions such that the constraints hold for all values of the variables. */
export interface SygusProblem {
  logic: string | null;
  targets: readonly Target[];
  variables: readonly Variable[];
  definitions: readonly Definition[];
  /** Calls of defined functions are expanded, those of the targets are not. Those of `invariants` are among them. */
  constraints: readonly Term[];
  invariants: readonly InvariantConstraint[];
}

export type SygusReading =
  | { status: "read"; problem: SygusProblem }
  | ({ status: "invalid"; detail: string } & Position)
  /** Valid as far as it was read, but with a construct beyond integers and truth values. */
  | ({ status: "out_of_scope"; construct: string } & Position);

import type { Expression } from "../../ir/expression/ast.ts";
import type { Span } from "../../ir/provenance.ts";
import type { Constant } from "../smt/script.ts";
import type { Term } from "../smt/term.ts";
import type { Symbolic } from "../symbolic/value.ts";
import type { PythonType } from "../types/python-type.ts";

/**
 * What a symbolic execution of one function finds. Together the conditions of `paths`, `gaps` and `cuts` cover every input of the assumed types
 * that ends at all: an input that is in none of them never returns. Each condition is a conjunction of terms over the declared constants.
 */
export interface Execution {
  parameters: ExecutedParameter[];
  /** Constants in an order in which each is defined by earlier ones; those with a `term` are defined by it, the others are free. */
  declarations: Declaration[];
  /** Hold in every execution: what the types and the definitions of the constants say. */
  facts: Term[];
  paths: Path[];
  gaps: Gap[];
  cuts: Cut[];
  obligations: Obligation[];
  loops: LoopSite[];
  /** Statements on which every answer rests, such as `types-as-annotated` or `float-as-real`. */
  assumptions: string[];
  /** Statements and turns of loops that were gone through to find all this, which is what it cost. */
  steps?: number;
}

export interface ExecutedParameter {
  name: string;
  type: PythonType;
  /** The value on entry. */
  symbol: Term;
  /** False when the type was inferred: claims then have to say the type themselves. */
  annotated: boolean;
}

/** A constant or recursive function that conditions and values speak of. */
export type Declaration = Constant;

/** One way through the body, from entry to its end. */
export interface Path {
  condition: Term[];
  outcome: Outcome;
  /** Values of the parameters' objects when the function ends, for those that it changed. */
  exit: ReadonlyMap<string, Symbolic>;
  reading: Reading;
  /** False when the path rests on an abstraction (an invariant, a callee's contract): a model of it may be no real execution. */
  exact: boolean;
}

export type Outcome =
  | { kind: "return"; value: Symbolic }
  /**
   * `exception` is the class's name, null when it is not known which one. `explicit` for a `raise` or `assert` statement, false for what an
   * operation raises by itself (a division, a subscript).
   */
  | { kind: "raise"; exception: string | null; explicit: boolean; span: Span | null };

/** The path in Lift's expression language over the parameters' values on entry, as far as it can be said; never relied on without proof. */
export interface Reading {
  /** Null where some condition cannot be said. */
  condition: Expression[] | null;
  /** Null where it cannot be said, or where the path raises. */
  result: Expression | null;
}

/** Inputs on which the execution gave up, with the construct that it does not know. */
export interface Gap {
  condition: Term[];
  construct: string;
  span: Span | null;
}

/** Inputs that run a loop or a recursion further than the bound. */
export interface Cut {
  condition: Term[];
  /** Such as `4 iterations of the loop at line 12`. */
  bound: string;
}

/** What must hold for the paths to be all there is: `holds` in every execution that meets `condition`. */
export interface Obligation {
  kind: "invariant_entry" | "invariant_preserved" | "callee_precondition";
  /** Which invariant of which loop, or which callee. */
  subject: string;
  /** Position in the loop's invariants; 0 for callees. */
  index: number;
  condition: Term[];
  holds: Term;
}

/** A loop of the body (its own or an inlined function's) as seen while executing: what an invariant of it may speak of. */
export interface LoopSite {
  id: LoopId;
  kind: "for" | "while";
  span: Span;
  /** Names that the body assigns or mutates, with the types they have on entry to the loop. */
  changed: { name: string; type: PythonType }[];
  /** Names that the body leaves alone. */
  unchanged: { name: string; type: PythonType }[];
  /** Name under which an invariant may speak of the number of finished iterations. */
  counter: string;
  /** For `for` loops: the iterable as an expression over names at the loop's entry, when it is one. */
  iterable: Expression | null;
  /** Name of the loop variable when it is a plain name. */
  target: string | null;
}

/** Unique in the function: its line and column, and the call chain when it was inlined. */
export type LoopId = string;

export interface ExecutionOptions {
  /** Iterations of one loop, and depth of recursion, before the path is cut. */
  unroll: number;
  /** Paths kept before the rest of the execution is a gap `too_many_paths`. */
  max_paths: number;
  /** Statements executed over all paths before the rest is a gap `too_long`. */
  max_steps: number;
  /** Loops that are not unrolled but abstracted by these invariants. Their obligations come with the execution. */
  invariants: ReadonlyMap<LoopId, readonly Expression[]>;
  /** Functions of the file, by key, that are called by their contract and not inlined. */
  contracts: ReadonlyMap<string, CalleeContract>;
}

/** A contract by which calls are replaced: the precondition becomes an obligation, the postconditions all that is known of the result. */
export interface CalleeContract {
  preconditions: readonly Expression[];
  postconditions: readonly Expression[];
  returns: PythonType;
}

import type { ClauseId, HoleId } from "../ir/ids.ts";
import type { Example } from "../ir/ir.ts";
import type { InputAssignment } from "../ir/verdict.ts";

/** A clause as a person reads it. `answer` is the clause that the refused answer would have made. */
export interface ReadableClause {
  id: ClauseId;
  category: "precondition" | "postcondition" | "invariant";
  text: string;
  /** Whether a person wrote or confirmed it. */
  locked: boolean;
  answer: boolean;
}

/** One way out of a contradiction. Each was checked: `confirmed` by an example that an evaluation confirms, else as satisfiable by the solver alone. */
export interface Fix {
  changes: FixChange[];
  touches_locked: boolean;
  evidence: "confirmed" | "satisfiable";
}

export type FixChange =
  | { kind: "drop"; clause: ClauseId; before: string }
  | { kind: "weaken"; clause: ClauseId; before: string; after: string }
  | { kind: "answer"; suggestion: number; value: string }
  /** The refused answer for all other cases. */
  | { kind: "narrow"; value: string }
  | { kind: "drop_example"; call: string };

export interface Contradiction {
  /** `no_call`: no input and result meet the contract. `no_result`: none does for the inputs like the one shown. `example`: an example contradicts a clause. */
  kind: "no_call" | "no_result" | "example";
  /** Values by name: an input for which the contract admits no result; the example's, or what the contract admitted before the answer. Null where none is known. */
  counterexample: InputAssignment | null;
  example: Example | null;
  /** A minimal set of clauses that cannot hold together: without any of them the others can, as far as the solver knows. */
  core: ReadableClause[];
  fixes: Fix[];
  message: string;
}

export type AnswerProblem =
  | { kind: "unknown_hole"; hole: HoleId }
  /** `same` when what stands is what this answer says too. */
  | {
      kind: "already_resolved";
      hole: HoleId;
      status: "resolved" | "withdrawn";
      by: string | null;
      at: string | null;
      value: string;
      same: boolean;
    }
  | { kind: "invalid_value"; hole: HoleId; detail: string; valid: string }
  | { kind: "contradiction"; hole: HoleId; contradiction: Contradiction };

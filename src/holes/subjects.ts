/** How the subject of a hole begins that asks for the outcome of a call, and of one that asks which of some clauses to withdraw. */
export const OUTCOME_OF = "outcome of ";
export const CONFLICT_OF = "conflict of ";

/** Subjects of the holes for what has no id of its own. */
export const RETURN = "return";
export const INTENT = "intent";
export const EFFECTS = "effects";

import { type History, NO_HISTORY } from "../../holes/suggest/history.ts";
import type { Hole } from "../../ir/ir.ts";

/** Earlier decisions of the tenant of a run, and of nobody else. Never fails: what cannot be read is no history. */
export interface HistorySource {
  of(hole: Pick<Hole, "clause" | "kind">): Promise<History>;
}

export const FORGETFUL: HistorySource = { of: async () => NO_HISTORY };

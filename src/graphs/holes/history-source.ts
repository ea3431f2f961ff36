import { type History, NO_HISTORY } from "../../holes/suggest/history.ts";
import type { Hole } from "../../ir/ir.ts";
import type { Asking } from "./facts.ts";

/** Earlier decisions of the tenant of a run, and of nobody else. Never fails: what cannot be read is no history. */
export interface HistorySource {
  of(hole: Pick<Hole, "clause" | "kind">): Promise<History>;
  /** A text that is another one after any decision was added or taken back; null where it cannot be read. */
  mark(): Promise<string | null>;
}

/** Knows nothing. */
export const FORGETFUL: HistorySource = { of: async () => NO_HISTORY, mark: async () => "" };

/** What a run may know of earlier decisions: nothing where it is not to learn. */
export const recalled = (asking: Pick<Asking, "learn"> | null, history: HistorySource): HistorySource =>
  asking?.learn === false ? FORGETFUL : history;

import type { HistorySource } from "../graphs/holes/history-source.ts";
import type { TenantId } from "../graphs/run.ts";
import { type History, NO_HISTORY } from "../holes/suggest/history.ts";
import { earlierDecisions, markOfDecisions } from "./hole-decisions.ts";

/** Decisions of one kind that are looked at: the newest. */
const MOST = 500;
/** Suggestions are not worth waiting longer for. */
const TIMEOUT_MS = 2_000;

/** The decisions of a tenant in D1, each kind read once. Where D1 does not answer there is no history, which is logged, and it is not asked again. */
export function historyIn(db: D1Database, tenant: TenantId, now: () => number): HistorySource {
  const known = new Map<string, Promise<History>>();
  let is_down = false;
  const unread = (error: unknown) => {
    is_down = true;
    console.warn({ message: "earlier decisions cannot be read, suggestions come without them", error: String(error) });
  };
  return {
    mark: async () => {
      if (is_down) return null;
      try {
        return await markOfDecisions(db, tenant, TIMEOUT_MS);
      } catch (error) {
        unread(error);
        return null;
      }
    },
    of: ({ clause, kind }) => {
      const key = `${clause} ${kind}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      if (is_down) return Promise.resolve(NO_HISTORY);
      const reading = earlierDecisions(db, tenant, { clause, kind }, MOST, TIMEOUT_MS).then(
        (decisions): History => ({ decisions, as_of: now() }),
        (error: unknown) => {
          unread(error);
          return NO_HISTORY;
        },
      );
      known.set(key, reading);
      return reading;
    },
  };
}

import type { ReminderRule } from "./events.ts";

/**
 * When somebody is to be reminded of a wait that is open from `since` to `until`: ascending, each time once. A rule whose time is not between the two says nothing.
 * Times are milliseconds since the epoch.
 */
export function reminderTimes(rules: readonly ReminderRule[], since: number, until: number): number[] {
  const times = rules.map((rule) =>
    "after_ms" in rule ? since + rule.after_ms : since + Math.floor((until - since) * rule.share),
  );
  return [...new Set(times)].filter((at) => since < at && at < until).toSorted((a, b) => a - b);
}

/** How many reminders of a wait are due by `now`, those that are over included. */
export function remindersDue({ remind_at }: { remind_at: readonly number[] }, now: number): number {
  return remind_at.filter((at) => at <= now).length;
}

import { backoff } from "./backoff.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";
import { finishRemoval } from "./removal.ts";

/** The platform retries a throwing alarm six times and then drops it (platform limit); before that the pass arms itself and returns. */
const LAST_RETRY = 5;

/**
 * One look at the run by the clock. Every kind of due work stands on its own: one that throws is logged, counted and tried again by its wake,
 * and never keeps the others from running. The next alarm is always set, farther away the more passes in a row have failed.
 */
export async function passAlarm(executor: Executor, env: Cloudflare.Env, retry_count: number): Promise<void> {
  const { storage } = executor;
  if (!storage.open) return;
  storage.forgetAlarm();
  const due = new Set(storage.wakes.due(platform().now).map((row) => row.why));
  const failures: unknown[] = [];
  const attempt = async (step: () => unknown) => {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  };
  await attempt(() => platform().reach("alarm", { run: storage.meta.run()?.id ?? "" }));
  // A wake is a time and never a command: the tick and the tables say what to do, so that an early, late or repeated alarm does no harm.
  if (due.size > 0) {
    await attempt(() => executor.load() !== null && executor.commit({ type: "tick" }));
    // Before the work, so that work which ends this object does not take the alarm with it.
    await attempt(() => executor.arm());
    // Not awaited: no wake of the run is held up by a slow endpoint.
    await attempt(() => executor.deliverer.start());
    await Promise.all([
      attempt(() => executor.inline.run()),
      attempt(() => executor.dispatcher.run()),
      attempt(() => executor.projector.run()),
      attempt(() => finishRemoval(executor, env)),
    ]);
  }
  rearm(executor, failures, retry_count);
}

function rearm(executor: Executor, failures: readonly unknown[], retry_count: number): void {
  const { storage } = executor;
  if (!storage.open) return;
  const { now, random } = platform();
  for (const error of failures) console.error({ message: "alarm step failed", error: String(error) });
  try {
    if (failures.length > 0) storage.meta.addAlarmStrike();
    else storage.meta.clearConsecutiveAlarmStrikes();
    const { consecutive } = storage.meta.alarmStrikes();
    const pause = consecutive === 0 ? 0 : backoff(consecutive, { base_ms: 250, max_ms: 60_000 }, random);
    executor.arm(undefined, now + pause);
  } catch (error) {
    if (retry_count < LAST_RETRY) throw error;
    console.error({ message: "alarm could not be set from the schedule", error: String(error) });
    storage.armAt(now + 30_000);
  }
}

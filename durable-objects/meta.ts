import { z } from "zod";
import { ReminderRule, ValueRef } from "../src/graph/events.ts";
import { RunId, TenantId } from "../src/graphs/run.ts";
import { WebhookEventType } from "../src/webhooks/event-types.ts";

/** What is fixed when a run is created. The request is kept as a blob, since it may be larger than a row. */
export const RunMeta = z.object({
  id: RunId,
  tenant: TenantId,
  graph: z.string(),
  graph_version: z.string(),
  request: ValueRef,
  request_hash: z.string(),
  tags: z.array(z.string()),
  repo: z.string().nullable(),
  use_cache: z.boolean(),
  rerun_of: RunId.nullable(),
  /** Time the run has from its creation, and again from each retry. */
  deadline_ms: z.int().positive(),
  /** How long a person may take for an answer; absent where the graph says it alone. */
  answer_ms: z.int().positive().optional(),
  /** Where the run's events go, under which origin its own API was called, and whether that was an open server on loopback. */
  webhook: z
    .object({ url: z.string(), events: z.array(WebhookEventType), origin: z.string(), local: z.boolean() })
    .optional(),
  /** For the waits of the run. */
  reminders: z.array(ReminderRule).optional(),
  /** What model calls may cost in all; null is no limit, and so is its absence. */
  budget: z
    .object({
      calls: z.int().nonnegative().nullable(),
      tokens: z.int().nonnegative().nullable(),
      micro_usd: z.int().nonnegative().nullable(),
    })
    .optional(),
});
export type RunMeta = z.infer<typeof RunMeta>;

/** Small facts beside the journal, one JSON text per key. `run` is written once; the others are counters and marks. */
export class Meta {
  readonly #sql: SqlStorage;
  /** Values as this instance last read or wrote them. */
  readonly #values = new Map<string, string | null>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#values.clear();
  }

  run(): RunMeta | null {
    const text = this.#get("run");
    return text === null ? null : RunMeta.parse(JSON.parse(text));
  }

  create(run: RunMeta): void {
    this.#set("run", JSON.stringify(run));
  }

  /** Changes that a client can see and that no event records, such as a revision number that arrived late. */
  visibleChanges(): number {
    return this.#count("visible_changes");
  }

  addVisibleChange(): void {
    this.#add("visible_changes");
  }

  /** Alarms that failed: `consecutive` sets the distance to the next one, `total` is never reset. */
  alarmStrikes(): { total: number; consecutive: number } {
    return { total: this.#count("alarm_strikes"), consecutive: this.#count("alarm_strikes_consecutive") };
  }

  addAlarmStrike(): void {
    this.#add("alarm_strikes");
    this.#add("alarm_strikes_consecutive");
  }

  clearConsecutiveAlarmStrikes(): void {
    if (this.#count("alarm_strikes_consecutive") > 0) this.#set("alarm_strikes_consecutive", "0");
  }

  /** When the run was deleted; its projections and cache entries may still have to go. */
  removal(): Removal | null {
    const text = this.#get("removal");
    return text === null ? null : Removal.parse(JSON.parse(text));
  }

  setRemoval(removal: Removal): void {
    this.#set("removal", JSON.stringify(removal));
  }

  #get(key: string): string | null {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const rows = this.#sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray();
    const value = rows[0]?.value ?? null;
    this.#values.set(key, value);
    return value;
  }

  #set(key: string, value: string): void {
    this.#values.set(key, value);
    this.#sql.exec(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key,
      value,
    );
  }

  #count(key: string): number {
    return Number(this.#get(key) ?? 0);
  }

  #add(key: string): void {
    this.#set(key, String(this.#count(key) + 1));
  }
}

const Removal = z.object({ id: RunId, at: z.int(), tries: z.int(), due_at: z.int() });
export type Removal = z.infer<typeof Removal>;

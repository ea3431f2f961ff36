import type { Lease } from "../src/graph/ids.ts";
import { Blobs } from "./blobs.ts";
import { Deliveries } from "./deliveries.ts";
import { Journal } from "./journal.ts";
import { KeptCommands } from "./kept-commands.ts";
import { LedgerTable } from "./ledger-table.ts";
import { Meta } from "./meta.ts";
import { hasSchema, migrate } from "./migrations.ts";
import { Outbox } from "./outbox.ts";
import { Projections } from "./projections.ts";
import { SeedNodes } from "./seed-nodes.ts";
import { WakeTable } from "./wake-table.ts";

/** All tables of one run. What belongs together is written in one `transaction`, which is synchronous: nothing gets in between. */
export class RunStorage {
  readonly journal: Journal;
  readonly blobs: Blobs;
  readonly outbox: Outbox;
  readonly wakes: WakeTable;
  readonly meta: Meta;
  readonly projections: Projections;
  readonly seed: SeedNodes;
  readonly ledger: LedgerTable;
  readonly kept: KeptCommands;
  readonly deliveries: Deliveries;
  readonly #storage: DurableObjectStorage;
  #open: boolean;
  /** Where this instance put the alarm; null when it does not know of one. */
  #alarm_at: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.journal = new Journal(storage.sql);
    this.blobs = new Blobs(storage.sql);
    this.outbox = new Outbox(storage.sql);
    this.wakes = new WakeTable(storage.sql);
    this.meta = new Meta(storage.sql);
    this.projections = new Projections(storage.sql);
    this.seed = new SeedNodes(storage.sql);
    this.ledger = new LedgerTable(storage.sql);
    this.kept = new KeptCommands(storage.sql);
    this.deliveries = new Deliveries(storage.sql);
    this.#open = hasSchema(storage.sql);
  }

  /** False while nothing was ever stored here; then no table exists and none may be read. */
  get open(): boolean {
    return this.#open;
  }

  /** Brings the schema up to date; with `create` also where nothing is stored yet. */
  migrate(now: number, create: boolean): void {
    if (!this.#open && !create) return;
    migrate(this.#storage, now);
    this.#open = true;
  }

  /** All or nothing; what is known of the tables is forgotten with a transaction that fails. */
  transaction<T>(closure: () => T): T {
    try {
      return this.#storage.transactionSync(closure);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Drops what this instance knows of the tables; they are read again when needed. */
  forget(): void {
    this.outbox.forget();
    this.wakes.forget();
    this.meta.forget();
    this.projections.forget();
    this.deliveries.forget();
  }

  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void> {
    return this.#storage.sync();
  }

  /**
   * Sees to it that the one alarm stands at the earliest wake or before: an early alarm finds nothing due and sets itself anew, which is
   * cheaper than moving it with every commit. Not awaited: it is written with what was written before it.
   */
  arm(now: number, not_before: number): void {
    const next = this.#open ? this.wakes.next() : null;
    if (next === null) {
      this.#alarm_at = null;
      void this.#storage.deleteAlarm();
      return;
    }
    const at = Math.max(next, not_before);
    if (this.#alarm_at === null || this.#alarm_at <= now || at < this.#alarm_at) this.armAt(at);
  }

  armAt(at: number): void {
    this.#alarm_at = at;
    void this.#storage.setAlarm(at);
  }

  /** The alarm is not where this instance put it: it has fired, or nobody knows. */
  forgetAlarm(): void {
    this.#alarm_at = null;
  }

  async deleteAll(): Promise<void> {
    this.#open = false;
    this.forget();
    this.#alarm_at = null;
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
  }

  /** Deletes what a client could see, and keeps what is needed to delete the rest. */
  clearRun(): void {
    for (const table of [
      "events",
      "blobs",
      "outbox",
      "claims",
      "inline_starts",
      "seed_nodes",
      "projections",
      "ir_receipts",
      "ledger",
      "kept_commands",
      "answer_keys",
      "deliveries",
    ]) {
      this.#storage.sql.exec(`DELETE FROM ${table}`);
    }
    this.#storage.sql.exec("DELETE FROM meta WHERE key <> 'removal'");
    this.forget();
  }

  /** Which handling of which message holds a lease, so that a claim repeated after a lost answer is told apart from a second message. */
  claim(lease: Lease): { claimant: string; cache_key: string | null } | null {
    const rows = this.#storage.sql.exec<{ claimant: string; cache_key: string | null }>(
      "SELECT claimant, cache_key FROM claims WHERE lease = ?",
      lease,
    );
    return rows.toArray()[0] ?? null;
  }

  /** The lease that a claimant holds. */
  leaseOf(claimant: string): Lease | null {
    const rows = this.#storage.sql.exec<{ lease: Lease }>("SELECT lease FROM claims WHERE claimant = ?", claimant);
    return rows.toArray()[0]?.lease ?? null;
  }

  addClaim(lease: Lease, claimant: string, cache_key: string | null): void {
    this.#storage.sql.exec(
      "INSERT INTO claims (lease, claimant, cache_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      lease,
      claimant,
      cache_key,
    );
  }

  /** Counts a repeated start of an inline node's attempt before it begins, and answers how many there were. */
  addInlineStart(lease: Lease): number {
    return this.#storage.sql
      .exec<{ starts: number }>(
        `INSERT INTO inline_starts (lease, starts) VALUES (?, 1)
         ON CONFLICT (lease) DO UPDATE SET starts = starts + 1 RETURNING starts`,
        lease,
      )
      .one().starts;
  }

  /** A cache entry that this run made and that goes with it. */
  addCacheKey(key: string, node: string, at: number): void {
    this.#storage.sql.exec(
      "INSERT INTO cache_keys (key, node, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      key,
      node,
      at,
    );
  }

  cacheKeys(): string[] {
    return this.#storage.sql
      .exec<{ key: string }>("SELECT key FROM cache_keys ORDER BY key")
      .toArray()
      .map((row) => row.key);
  }
}

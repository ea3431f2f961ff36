/**
 * Schema of a run's SQLite database. A migration is additive only, since old and new code can run at the same time in different places,
 * and is never edited once released. Applied ones are kept in `schema_migrations`; SQLite in Durable Objects has no `PRAGMA user_version`.
 */
const MIGRATIONS: readonly { id: number; statements: readonly string[] }[] = [
  {
    id: 1,
    statements: [
      "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, node TEXT, data TEXT NOT NULL)",
      "CREATE TABLE blobs (hash TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (hash, part))",
      `CREATE TABLE outbox (key TEXT PRIMARY KEY, node TEXT NOT NULL, work TEXT NOT NULL, created_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL, tries INTEGER NOT NULL, sent_at INTEGER, last_error TEXT)`,
      `CREATE TABLE wakes (key TEXT PRIMARY KEY, at INTEGER NOT NULL, why TEXT NOT NULL) WITHOUT ROWID`,
      "CREATE TABLE claims (lease TEXT PRIMARY KEY, claimant TEXT NOT NULL, cache_key TEXT) WITHOUT ROWID",
      "CREATE TABLE inline_starts (lease TEXT PRIMARY KEY, starts INTEGER NOT NULL) WITHOUT ROWID",
      "CREATE TABLE cache_keys (key TEXT PRIMARY KEY, node TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
      "CREATE TABLE seed_nodes (node TEXT PRIMARY KEY, choice TEXT, writes TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE projections (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, tries INTEGER NOT NULL, due_at INTEGER, last_error TEXT) WITHOUT ROWID",
      "CREATE TABLE ir_receipts (ir_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
    ],
  },
  {
    id: 2,
    statements: [
      "CREATE TABLE ledger (id TEXT PRIMARY KEY, at INTEGER NOT NULL, estimate TEXT NOT NULL, usage TEXT, settled_at INTEGER) WITHOUT ROWID",
    ],
  },
  {
    id: 3,
    statements: [
      "CREATE TABLE kept_commands (id INTEGER PRIMARY KEY, hole TEXT NOT NULL, command TEXT NOT NULL, at INTEGER NOT NULL, taken_at INTEGER)",
      "CREATE TABLE answer_keys (key TEXT PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
    ],
  },
  {
    id: 4,
    statements: [
      `CREATE TABLE deliveries (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL,
        status TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER, last_attempt_at INTEGER, last_status INTEGER, last_error TEXT) WITHOUT ROWID`,
      "CREATE INDEX deliveries_by_seq ON deliveries (seq)",
    ],
  },
];

/** True when something was ever stored here. An object that is only asked about a run that does not exist stores nothing. */
export function hasSchema(sql: SqlStorage): boolean {
  return (
    sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'").toArray().length > 0
  );
}

/** Applies what is missing, all or nothing. No network I/O, no await. */
export function migrate(storage: DurableObjectStorage, now: number): void {
  storage.transactionSync(() => {
    storage.sql.exec("CREATE TABLE IF NOT EXISTS schema_migrations (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
    const rows = storage.sql.exec<{ id: number }>("SELECT id FROM schema_migrations").toArray();
    const applied = new Set(rows.map((row) => row.id));
    for (const migration of MIGRATIONS) {
      if (applied.has(migration.id)) continue;
      storage.sql.exec(migration.statements.join(";\n"));
      storage.sql.exec("INSERT INTO schema_migrations (id, at) VALUES (?, ?)", migration.id, now);
    }
  });
}

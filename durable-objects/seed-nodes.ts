import { z } from "zod";
import { ValueRef } from "../src/graph/events.ts";
import { ChannelId } from "../src/graph/ids.ts";

const Writes = z.record(ChannelId, ValueRef);

/** The recorded outcome of a node in the run that this one repeats. */
export interface SeedNode {
  choice: string | null;
  writes: z.infer<typeof Writes>;
}

/** Outcomes that a linked run reuses: a node that is found here is not dispatched in its first iteration. */
export class SeedNodes {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put(node: string, seed: SeedNode): void {
    this.#sql.exec(
      "INSERT INTO seed_nodes (node, choice, writes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      node,
      seed.choice,
      JSON.stringify(seed.writes),
    );
  }

  get(node: string): SeedNode | null {
    const rows = this.#sql.exec<{ choice: string | null; writes: string }>(
      "SELECT choice, writes FROM seed_nodes WHERE node = ?",
      node,
    );
    const row = rows.toArray()[0];
    return row === undefined ? null : { choice: row.choice, writes: Writes.parse(JSON.parse(row.writes)) };
  }
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { RunId, TenantId } from "../graphs/run.ts";
import type { IR } from "../ir/ir.ts";
import { batch } from "./batch.ts";
import { reach } from "./failure.ts";

export interface IrItem {
  ir_id: string;
  tenant: TenantId;
  run_id: RunId;
  repo: string | null;
  path: string | null;
  function: string;
  commit: string | null;
  ir: IR;
  content_hash: string;
  at: number;
  author?: string | null;
  change_summary?: string;
}

const Found = z.object({ revision: z.int().positive() });

/** The run was deleted while its IR was on its way here; nothing was written. */
export class RunDeleted extends Error {
  override readonly name = "RunDeleted";
}

/**
 * Gives an IR its place in the history, in one transaction: a run that was here before gets the revision it got then; content equal to the
 * newest revision gets that one; otherwise a new revision is made. Safe under repetition and concurrency.
 * @throws StoreUnavailable
 * @throws RunDeleted
 */
export async function projectIr(db: D1Database, item: IrItem): Promise<{ revision: number }> {
  const same = sql`tenant = ${item.tenant} AND ir_id = ${item.ir_id}`;
  const deleted = sql`EXISTS (SELECT 1 FROM deleted_runs WHERE id = ${item.run_id} AND at >= ${item.at})`;
  const newest = sql`(SELECT coalesce(max(revision), 0) FROM ir_revisions WHERE ${same})`;
  const number = sql`max(${newest}, coalesce((SELECT last FROM ir_numbers WHERE ${same}), 0)) + 1`;
  const summary = item.change_summary ?? null;
  const [, , found] = await reach(() =>
    batch(db, [
      sql`
        INSERT INTO ir_revisions (tenant, ir_id, revision, content_hash, run_id, repo, path, function, "commit", author, change_summary, code, ir, created_at)
        SELECT ${item.tenant}, ${item.ir_id}, ${number}, ${item.content_hash}, ${item.run_id}, ${item.repo}, ${item.path}, ${item.function},
          ${item.commit}, ${item.author ?? null},
          coalesce(${summary}, CASE WHEN ${newest} = 0 THEN 'First revision' ELSE 'Content changed' END), NULL, ${JSON.stringify(item.ir)}, ${item.at}
        WHERE NOT ${deleted}
          AND NOT EXISTS (SELECT 1 FROM ir_origins WHERE ${same} AND run_id = ${item.run_id})
          AND NOT EXISTS (SELECT 1 FROM ir_revisions WHERE ${same} AND revision = ${newest} AND content_hash = ${item.content_hash})`,
      sql`
        INSERT INTO ir_origins (tenant, ir_id, run_id, revision)
        SELECT ${item.tenant}, ${item.ir_id}, ${item.run_id}, ${newest} WHERE NOT ${deleted}
        ON CONFLICT DO NOTHING`,
      sql`SELECT revision FROM ir_origins WHERE ${same} AND run_id = ${item.run_id}`,
    ]),
  );
  if (found?.length === 0) throw new RunDeleted(`run ${item.run_id} was deleted`);
  return Found.parse(found?.[0]);
}

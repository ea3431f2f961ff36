import { z } from "@hono/zod-openapi";
import type { IrRevisionEntry, IrRevisionRow } from "../../store/irs.ts";
import { rfc3339 } from "../time.ts";
import { NamedIr } from "./ir.ts";

/** One entry of an IR's history, without the content. */
export const IrRevision = z
  .object({
    id: z.string().openapi({ example: "ir_3kq0" }),
    revision: z.int().positive(),
    content_hash: z.string(),
    created_at: z.iso.datetime(),
    author: z.string().nullable(),
    change_summary: z.string(),
    origin: z.object({ run: z.string(), commit: z.string().nullable() }),
    repo: z.string().nullable(),
    path: z.string().nullable(),
    function: z.string(),
    urls: z.object({ self: z.url(), revisions: z.url(), run: z.url() }),
  })
  .openapi("IrRevision");
export type IrRevision = z.infer<typeof IrRevision>;

/** One revision with its content; `code` is null while no code belongs to it. */
export const IrResource = IrRevision.extend({ ir: NamedIr, code: z.string().nullable() }).openapi("IrResource");
export type IrResource = z.infer<typeof IrResource>;

export function revisionResource(row: IrRevisionEntry, origin: string): IrRevision {
  const irs = `${origin}/v1/irs/${row.ir_id}`;
  return {
    id: row.ir_id,
    revision: row.revision,
    content_hash: row.content_hash,
    created_at: rfc3339(row.created_at),
    author: row.author,
    change_summary: row.change_summary,
    origin: { run: row.run_id, commit: row.commit },
    repo: row.repo,
    path: row.path,
    function: row.function,
    urls: {
      self: `${irs}?revision=${row.revision}`,
      revisions: `${irs}/revisions`,
      run: `${origin}/v1/runs/${row.run_id}`,
    },
  };
}

export function irResource(row: IrRevisionRow, origin: string): IrResource {
  return { ...revisionResource(row, origin), ir: row.ir, code: row.code };
}

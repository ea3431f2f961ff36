import { z } from "@hono/zod-openapi";
import type { IrDiff } from "../../ir/diff.ts";
import { SemanticDiff } from "../../ir/semantic-diff.ts";
import type { IrRevisionRow } from "../../store/irs.ts";
import { component } from "../component.ts";
import { IrRevision, revisionResource } from "./resource.ts";

/** One change of the clause diff: elements are matched by id, and compared by what they say. */
const IrChange = z
  .object({
    path: z.string().openapi({ example: "assertions[precondition_1f0c]" }),
    id: z.string().nullable(),
    kind: z.enum(["added", "removed", "changed"]),
    severity: z.enum(["breaking", "warning", "info"]).openapi({
      description: "What a change of this form can mean to callers; `breaking` of the diff says what it does mean.",
    }),
    before: z.unknown().openapi({ description: "JSON value; null where there is none." }),
    after: z.unknown().openapi({ description: "JSON value; null where there is none." }),
    message: z.string(),
  })
  .openapi("IrChange");

const { breaking, reasons, ...compared } = SemanticDiff.shape;

/** Two revisions compared, by id and by meaning. */
export const IrDiffResource = z
  .object({
    id: z.string().openapi({ example: "ir_3kq0" }),
    from: IrRevision,
    to: IrRevision,
    breaking: component(breaking, "Breaking"),
    reasons,
    clause_diff: z.object({ identical: z.boolean(), changes: z.array(IrChange) }),
    semantic_diff: component(z.object(compared), "SemanticDiff"),
  })
  .openapi("IrDiff");
export type IrDiffResource = z.infer<typeof IrDiffResource>;

export function diffResource(
  from: IrRevisionRow,
  to: IrRevisionRow,
  clauses: IrDiff,
  { breaking, reasons, ...meaning }: SemanticDiff,
  origin: string,
): IrDiffResource {
  return {
    id: to.ir_id,
    from: revisionResource(from, origin),
    to: revisionResource(to, origin),
    breaking,
    reasons,
    clause_diff: {
      identical: clauses.identical,
      changes: clauses.changes.map(({ before, after, ...change }) => ({ ...change, before, after })),
    },
    semantic_diff: meaning,
  };
}

import { createRoute, z } from "@hono/zod-openapi";
import { diffIr } from "../../ir/diff.ts";
import { semanticDiff } from "../../logic/semantic-diff/semantic-diff.ts";
import { getIr, listRevisions } from "../../store/irs.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { matches } from "../runs/if-none-match.ts";
import { wholeNumber } from "../runs/parameters.ts";
import { diffResource, IrDiffResource } from "./diff-resource.ts";
import { IrPath } from "./get.ts";

/** Bound one request: a question costs milliseconds, and at this resource limit a fraction of a second at most. */
const LIMITS = { rlimit: 200_000, questions: 96 };
/** Part of the entity tag: revisions never change, what can be said of two of them does when the comparison learns something. */
const METHOD = "1";

const Revision = (meaning: string) => wholeNumber(1, Number.MAX_SAFE_INTEGER, meaning).optional();

export const route = createRoute({
  method: "get",
  path: "/v1/irs/{id}/diff",
  operationId: "diffIr",
  tags: ["irs"],
  summary: "Compare two revisions of an IR",
  description:
    "`clause_diff` is what changed by id. `semantic_diff` is what changed in meaning: each clause, and all of them together, as " +
    "`equivalent`, `stronger`, `weaker`, `changed` or `unknown`, decided by implication and shown with a witness. `breaking` is `true` or " +
    '`false` only where that is proved, else `"unknown"`; `reasons` say why, in the words of who calls the function.',
  middleware: [requireScope("read")] as const,
  request: {
    params: IrPath,
    query: z.object({
      from: Revision("The revision before `to` by default."),
      to: Revision("The newest one by default."),
    }),
    headers: z.object({ "if-none-match": z.string().optional() }),
  },
  responses: {
    200: {
      description: "The comparison",
      headers: headers("ETag"),
      content: { "application/json": { schema: IrDiffResource } },
    },
    304: { description: "The comparison is the one that is known", headers: headers("ETag") },
    ...problems("ir_not_found", "invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { from: wanted, to: named } = c.req.valid("query");
    const { tenant } = c.get("principal");
    const to = await getIr(c.env.DB, tenant, id, named);
    if (to === null) return problem(c, { reason: "ir_not_found" });
    const before = wanted ?? (await listRevisions(c.env.DB, tenant, id, 1, to.revision)).rows[0]?.revision;
    const from = before === undefined ? null : await getIr(c.env.DB, tenant, id, before);
    if (from === null) return problem(c, { reason: "ir_not_found" });

    const hash = (text: string) => text.slice(0, 16);
    const etag = `"${METHOD}-${from.revision}-${hash(from.content_hash)}-${to.revision}-${hash(to.content_hash)}"`;
    if (matches(c.req.valid("header")["if-none-match"], etag)) {
      c.header("ETag", etag);
      c.header("Cache-Control", "private, no-cache");
      return c.body(null, 304);
    }
    const meaning = await semanticDiff(from.ir, to.ir, c.env.SOLVER, LIMITS);
    // An answer that the solver's absence left open is not the one to keep.
    const failed = [meaning.preconditions, meaning.postconditions, ...meaning.clauses, ...meaning.reasons].some(
      ({ reason }) => reason === "solver_failure",
    );
    if (!failed) c.header("ETag", etag);
    c.header("Cache-Control", failed ? "no-store" : "private, no-cache");
    return c.json(diffResource(from, to, diffIr(from.ir, to.ir), meaning, new URL(c.req.url).origin), 200);
  });
}

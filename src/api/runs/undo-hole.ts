import { createRoute } from "@hono/zod-openapi";
import { takeBack } from "../../graphs/holes/decide.ts";
import type { HoleCommand } from "../../graphs/holes/decisions.ts";
import type { RunId, TenantId } from "../../graphs/run.ts";
import { HoleId } from "../../ir/ids.ts";
import { historyIn } from "../../store/history.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import type { Failure } from "../problems/failure.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { runAnswer } from "./answer.ts";
import { overFor } from "./over.ts";
import { asRunId } from "./parameters.ts";
import { HolePath } from "./resolve-hole.ts";
import { isTerminal, Run } from "./resource.ts";
import { callRun } from "./run-object.ts";

export const route = createRoute({
  method: "delete",
  path: "/v1/runs/{id}/holes/{hole}/resolution",
  operationId: "undoHole",
  tags: ["runs"],
  summary: "Take an answer back",
  description:
    "The contract is as it was before the answer and what it propagated; answers that came later and do not depend on it stay. A run that has ended never changes: `POST /v1/runs/{id}/retry` with `without` makes a new run that waits for the hole and keeps the other answers.",
  middleware: [requireScope("run")] as const,
  request: { params: HolePath },
  responses: {
    202: {
      description: "The answer is taken back",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
    ...problems(
      "run_not_found",
      "hole_not_found",
      "hole_not_awaited",
      "hole_not_answered",
      "hole_not_undoable",
      "run_busy",
      "too_many_requests",
      "run_unavailable",
    ),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { id: text, hole: hole_text } = c.req.valid("param");
    const id = asRunId(text);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const hole = HoleId.safeParse(hole_text);
    if (!hole.success) return problem(c, { reason: "hole_not_found" });
    const { tenant, name } = c.get("principal");
    const command: HoleCommand & { kind: "undo" } = {
      kind: "undo",
      hole: hole.data,
      by: name.slice(0, 200),
      at: new Date().toISOString(),
    };
    const failure = await undo(c.env, id, tenant, command);
    if (failure !== null) return problem(c, failure);
    const run = await callRun(c.env, id, (object) => object.read({ tenant }));
    return run === null ? problem(c, { reason: "run_not_found" }) : c.json(runAnswer(c, run), 202);
  });
}

type UndoFailure = Extract<
  Failure,
  {
    reason:
      | "run_not_found"
      | "hole_not_found"
      | "hole_not_awaited"
      | "hole_not_answered"
      | "hole_not_undoable"
      | "run_busy";
  }
>;

const MOST_ROUNDS = 6;

async function undo(
  env: Cloudflare.Env,
  id: RunId,
  tenant: TenantId,
  command: HoleCommand & { kind: "undo" },
): Promise<UndoFailure | null> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const view = await callRun(env, id, (object) => object.holes({ tenant }));
    if (view === null) return { reason: "run_not_found" };
    const { run, contract, wait } = view;
    const known = contract?.ir.holes.some((hole) => hole.id === command.hole) ?? false;
    const early = view.kept.some((one) => one.kind === "answer" && one.answer.hole === command.hole);
    if (!known && !early) return { reason: "hole_not_found" };
    if (!early && contract?.decisions.answers.every(({ answer }) => answer.hole !== command.hole))
      return { reason: "hole_not_answered" };
    if (isTerminal(run.status)) return { reason: "hole_not_awaited", detail: overFor(run, command.hole) };
    if (wait === null || contract === null || early) {
      const kept = await callRun(env, id, (object) => object.keep({ tenant, commands: [command] }));
      if (kept === null) return { reason: "run_not_found" };
      if (kept.status === "kept") return null;
      if (kept.status === "full") return { reason: "run_busy", detail: "The run keeps as many answers as it may." };
      if (wait !== null) return { reason: "run_busy", detail: "The answer is about to be taken." };
      continue;
    }
    const { ir, decisions, asking, text } = contract;
    const history = historyIn(env.DB, tenant, Date.now);
    const options = { solver: env.SOLVER, asking, text, history };
    const taken = await takeBack({ ir, decisions }, command.hole, command, options);
    if (!taken.ok) {
      if (taken.problem.kind === "not_answered") return { reason: "hole_not_answered" };
      return { reason: "hole_not_undoable", detail: `${taken.problem.path}: ${taken.problem.detail}.` };
    }
    const value = { kind: "settled", ...taken.contract };
    const { node, token } = wait;
    const done = await callRun(env, id, (object) => object.answer({ tenant, node, token, value }));
    if (done === null) return { reason: "run_not_found" };
    if (done.status === "accepted") return null;
  }
  return { reason: "run_busy", detail: "Others answer holes of this run at the same time." };
}

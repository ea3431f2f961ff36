import { z } from "@hono/zod-openapi";
import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import { LiftedIr, Outcome, RunStatus } from "../../graphs/run.ts";
import { NamedIr } from "../irs/ir.ts";
import { rfc3339, rfc3339OrNull } from "../time.ts";

const Time = z.iso.datetime().openapi({ example: "2026-11-22T20:21:00.000Z" });

export const RunUrls = z
  .object({
    self: z.url(),
    events: z.url(),
    graph: z.url(),
    cancel: z.url(),
    retry: z.url(),
    holes: z.url(),
    web: z.url().nullable().openapi({ description: "Null while the deployment does not offer it." }),
  })
  .openapi("RunUrls");

const RunOutcome = Outcome.extend({ irs: z.array(LiftedIr.extend({ ir: NamedIr })).optional() }).openapi("Outcome");

/** A run over the wire. */
export const Run = z
  .object({
    id: z.string().openapi({ example: "run_4fVn0x7v3LkqTJm1yS2bQw" }),
    graph: z.string().openapi({ example: "reverse" }),
    graph_version: z.string().openapi({ description: "The version of the graph this run is pinned to." }),
    status: RunStatus,
    canceling: z.boolean().openapi({ description: "A cancel was asked for and work in flight is being let go." }),
    revision: z.int().openapi({ description: "Grows with every change." }),
    created_at: Time,
    updated_at: Time,
    finished_at: Time.nullable(),
    deadline_at: Time.openapi({ description: "A run that has not ended by then expires." }),
    expires_at: Time.nullable().openapi({
      description: "When the run is deleted by itself; null: kept until it is deleted.",
    }),
    tags: z.array(z.string()),
    rerun_of: z.string().nullable(),
    waiting_for: z
      .object({
        what: z.string(),
        since: Time,
        wakes: z.string().openapi({ description: "What lets the run go on." }),
      })
      .nullable(),
    progress: z.object({ done: z.int(), total: z.int() }),
    outcome: RunOutcome.nullable().openapi({ description: "What the run has so far; complete once it succeeded." }),
    usage: z.object({
      llm_calls: z.int(),
      input_tokens: z.int(),
      output_tokens: z.int(),
      micro_usd: z.int(),
      cache_hits: z.int(),
      cache_misses: z.int(),
    }),
    error: z
      .object({
        code: z.string().openapi({ example: "invalid_python" }),
        message: z.string(),
        node: z.string().nullable(),
        retryable: z.boolean(),
        details: z.array(
          z.object({
            pointer: z.string().nullable(),
            line: z.int().nullable(),
            column: z.int().nullable(),
            detail: z.string(),
          }),
        ),
      })
      .nullable(),
    urls: RunUrls,
  })
  .openapi("Run");
export type Run = z.infer<typeof Run>;

export function runResource(run: RunSnapshot, origin: string): Run {
  return {
    id: run.id,
    graph: run.graph,
    graph_version: run.graph_version,
    status: run.status,
    canceling: run.canceling,
    revision: run.revision,
    created_at: rfc3339(run.created_at),
    updated_at: rfc3339(run.updated_at),
    finished_at: rfc3339OrNull(run.finished_at),
    deadline_at: rfc3339(run.deadline_at),
    expires_at: null,
    tags: run.tags,
    rerun_of: run.rerun_of,
    waiting_for: run.waiting_for === null ? null : { ...run.waiting_for, since: rfc3339(run.waiting_for.since) },
    progress: run.progress,
    outcome: run.outcome,
    usage: run.usage,
    error: run.error,
    urls: runUrls(run.id, origin),
  };
}

export function runUrls(id: string, origin: string): Run["urls"] {
  const self = `${origin}/v1/runs/${id}`;
  return {
    self,
    events: `${self}/events`,
    graph: `${self}/graph`,
    cancel: `${self}/cancel`,
    retry: `${self}/retry`,
    holes: `${self}/holes`,
    web: null,
  };
}

const TERMINAL: ReadonlySet<RunStatus> = new Set<RunStatus>(["succeeded", "failed", "canceled", "expired"]);

export function isTerminal(status: RunStatus): boolean {
  return TERMINAL.has(status);
}

/** Strong: a run's revision never comes back, and a run created anew under a deleted one's id has another time of creation. */
export function runEtag(run: Pick<RunSnapshot, "revision" | "created_at">): string {
  return `"${run.revision}-${run.created_at.toString(36)}"`;
}

/** Seconds after which asking again makes sense; a run that waits for a person changes slowly. */
export function retryAfter(status: RunStatus): string | null {
  if (isTerminal(status)) return null;
  return status === "waiting" ? "10" : "1";
}

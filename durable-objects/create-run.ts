import { Asking } from "../src/graphs/holes/facts.ts";
import { DEFAULT_REMINDERS, type ForwardBudget, LIMITS } from "../src/graphs/run.ts";
import { WebhookEventType } from "../src/webhooks/event-types.ts";
import { toValue, type Value } from "./blobs.ts";
import type { CreateRun, RunSeed } from "./contract.ts";
import type { Executor } from "./executor.ts";
import type { RunMeta } from "./meta.ts";
import { platform } from "./platform.ts";
import { plantSeed } from "./run-seed.ts";
import type { LoadedRun } from "./run-view.ts";

/** A run that may ask a person gets the longest time there is, and a person's time is no part of it. */
function defaultDeadline({ request, seed }: CreateRun): number {
  return mayAsk(request) || seed?.reopened !== undefined
    ? LIMITS.deadline_seconds + LIMITS.answer_seconds
    : LIMITS.default_deadline_seconds;
}

function mayAsk(request: CreateRun["request"]): boolean {
  switch (request.graph) {
    case "forward":
    case "resolve":
      return request.options?.hole_policy !== "fail";
    case "reverse":
      return ["ask", "auto"].includes(request.options?.hole_policy ?? "");
    default:
      return false;
  }
}

/** Dollars become whole micro-USD, rounded down: a limit is never exceeded by rounding. */
function limitsOf({ usd, llm_calls, tokens }: ForwardBudget): NonNullable<RunMeta["budget"]> {
  return {
    calls: llm_calls ?? null,
    tokens: tokens ?? null,
    micro_usd: usd === undefined ? null : Math.floor(usd * 1e6),
  };
}

function remindersOf(request: CreateRun["request"]): Pick<RunMeta, "reminders"> {
  if (!mayAsk(request)) return {};
  const asking = request.graph === "forward" || request.graph === "resolve" || request.graph === "reverse";
  const own = asking ? request.options?.reminders_s?.map((seconds) => ({ after_ms: seconds * 1000 })) : undefined;
  return { reminders: own ?? [...DEFAULT_REMINDERS] };
}

function webhookOf({ request, caller }: CreateRun): Pick<RunMeta, "webhook"> {
  if (request.webhook === undefined) return {};
  if (caller === undefined) throw new Error("a webhook needs to know who asks");
  const { url, events = WebhookEventType.options } = request.webhook;
  return { webhook: { url, events: [...events], ...caller } };
}

/** How a run asks that repeats another one without some of its answers: it waits for these, whatever the other one did with what was open. */
function askedAgain(value: unknown, seed: RunSeed | undefined): unknown {
  const asking = Asking.safeParse(value);
  if (seed?.reopened === undefined || !asking.success) return value;
  return { ...asking.data, policy: "ask", also: seed.reopened } satisfies Asking;
}

/** Writes the first events of a new run, its request, its input values and its seed: all or nothing. */
export function createRun(executor: Executor, env: Cloudflare.Env, command: CreateRun): LoadedRun {
  const { id, tenant, request, request_hash, seed } = command;
  const { now, graphs } = platform();
  const bound = graphs.select(request);
  if (bound === null) throw new Error(`there is no graph ${request.graph}`);
  const input: Record<string, Value> = {};
  for (const [channel, value] of Object.entries(graphs.inputs(request, env))) {
    input[channel] = toValue(JSON.stringify(channel === "asking" ? askedAgain(value, seed) : value));
  }
  const stored = toValue(JSON.stringify(request));
  const meta: RunMeta = {
    id,
    tenant,
    graph: bound.graph.id,
    graph_version: bound.graph.version,
    request: stored.ref,
    request_hash,
    tags: request.tags ?? [],
    repo: request.graph === "reverse" ? (request.input.repo ?? null) : null,
    use_cache: request.options?.cache ?? true,
    rerun_of: seed?.rerun_of ?? null,
    deadline_ms: (request.budget?.deadline_s ?? defaultDeadline(command)) * 1000,
    ...((request.graph === "resolve" || request.graph === "reverse") && request.options?.answer_deadline_s !== undefined
      ? { answer_ms: request.options.answer_deadline_s * 1000 }
      : {}),
    ...remindersOf(request),
    ...webhookOf(command),
    ...(request.graph === "forward" || request.graph === "resolve" || request.graph === "reverse"
      ? { budget: limitsOf(request.budget ?? {}) }
      : {}),
  };
  executor.storage.migrate(now, true);
  return executor.create(meta, input, now + meta.deadline_ms, () => {
    executor.storage.blobs.put(stored);
    if (seed !== undefined) plantSeed(executor.storage, seed, now);
  });
}

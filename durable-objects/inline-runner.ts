import type { JournalEvent, NodeError } from "../src/graph/events.ts";
import type { Lease } from "../src/graph/ids.ts";
import { inputsOf } from "../src/graph/inputs.ts";
import { FORGETFUL } from "../src/graphs/holes/history-source.ts";
import { PredictionError } from "../src/signatures/predictor.ts";
import type { Executor } from "./executor.ts";
import { commitResult, type Dispatched } from "./node-result.ts";
import { idempotencyKey, type NodeResult, runNodeBody } from "./node-run.ts";
import { platform } from "./platform.ts";

/** Starts of one attempt of an inline node in fresh instances, after which it is taken to be what kills them. */
const RESTARTS = 3;

/**
 * Runs inline nodes, one at a time, after the commit that scheduled them. A fresh instance runs those that an earlier one left, with the
 * same lease; each such start is written down before it happens, so that a node which kills its object is sealed.
 */
export class InlineRunner {
  readonly #executor: Executor;
  readonly #env: Cloudflare.Env;
  /** Leases that this instance scheduled or has counted. */
  readonly #known = new Set<Lease>();
  #running: Promise<void> | null = null;

  constructor(executor: Executor, env: Cloudflare.Env) {
    this.#executor = executor;
    this.#env = env;
  }

  noteScheduled(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.type === "node_scheduled" && event.mode === "inline") this.#known.add(event.lease);
    }
  }

  run(): Promise<void> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    for (let next = this.#next(); next !== null; next = this.#next()) await this.#runOne(next);
  }

  #next(): Dispatched | null {
    const run = this.#executor.load();
    if (run === null || run.bound === null) return null;
    for (const [node, own] of run.state.nodes) {
      if (own.status === "scheduled" && own.mode === "inline") {
        return { node, iteration: own.iteration, attempt: own.attempts, lease: own.lease };
      }
    }
    return null;
  }

  async #runOne(work: Dispatched): Promise<void> {
    if (!this.#known.has(work.lease)) {
      const starts = this.#executor.storage.addInlineStart(work.lease);
      this.#known.add(work.lease);
      if (starts > RESTARTS) {
        this.#report(work, { ok: false, error: crashed(starts - 1) });
        return;
      }
      await this.#executor.storage.flush();
      if (this.#next()?.lease !== work.lease) return;
    }
    if (this.#takeSeed(work)) return;
    this.#report(work, await this.#body(work));
  }

  async #body({ node, iteration }: Dispatched): Promise<NodeResult> {
    const run = this.#executor.mustLoad();
    if (run.bound === null) throw new Error("a run without a graph has no nodes to run");
    const { id, tenant } = run.meta;
    const inputs: Record<string, string> = {};
    for (const [channel, ref] of inputsOf(run.bound.graph, run.state, node)) {
      inputs[channel] = this.#executor.storage.blobs.get(ref);
    }
    return runNodeBody(run.bound, node, inputs, {
      solver: platform().bindings(this.#env).SOLVER,
      python: platform().bindings(this.#env).PYTHON,
      // An inline node is pure: it asks no model, and the run's object never waits for one.
      predictor: {
        predict: () => Promise.reject(new PredictionError("misconfigured", "an inline node asks no model")),
      },
      programs: { get: async () => null },
      history: FORGETFUL,
      keepFromCache: () => undefined,
      run: id,
      tenant,
      idempotency_key: idempotencyKey({ run: id, node, iteration }),
      signal: new AbortController().signal,
      now: () => platform().now,
    });
  }

  #takeSeed(work: Dispatched): boolean {
    const seed = work.iteration === 0 ? this.#executor.storage.seed.get(work.node) : null;
    if (seed === null) return false;
    const outcome = { ok: true, writes: seed.writes, cache: "hit", cache_key: null, choice: seed.choice } as const;
    this.#executor.commit({ type: "result", ...work, outcome });
    return true;
  }

  #report(work: Dispatched, result: NodeResult): void {
    if (this.#executor.load() === null) return;
    commitResult(this.#executor, work, result, { cache: "none", key: null });
  }
}

function crashed(starts: number): NodeError {
  const message = `the node ended its object ${starts} times`;
  return { class: "memory_limit", code: "inline_node_crashed", message, retry_after_ms: null, details: [] };
}

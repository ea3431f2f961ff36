import type { GraphNode } from "../src/graph/definition.ts";
import { inputsOf } from "../src/graph/inputs.ts";
import { nodeCache } from "../src/store/node-cache.ts";
import { cacheKey, decodeCachedResult } from "./cached-result.ts";
import type { Executor } from "./executor.ts";
import type { OutboxRow } from "./outbox.ts";
import { platform } from "./platform.ts";
import type { LoadedRun } from "./run-view.ts";

/** A queue takes at most 100 messages at once (platform limit). */
const SEND_BATCH = 100;

/**
 * Brings scheduled nodes to the queue, or to their end without it: a seeded node takes its recorded outcome, a cacheable one its cached
 * result. A row that fails stays and is tried again by its wake. Rows under way in this instance are not taken up twice.
 */
export class Dispatcher {
  readonly #executor: Executor;
  readonly #env: Cloudflare.Env;
  /** Rows being looked up or sent. */
  readonly #under_way = new Set<string>();
  /** Rows that the queue took; their marks are written with the next commit or alarm, since a claim mostly comes first. */
  readonly #sent = new Set<string>();
  #held = 0;

  constructor(executor: Executor, env: Cloudflare.Env) {
    this.#executor = executor;
    this.#env = env;
  }

  async run(): Promise<void> {
    const run = this.#executor.load();
    if (run === null || run.bound === null || this.#held > 0) return;
    const { outbox } = this.#executor.storage;
    const idle = (row: OutboxRow) => !this.#under_way.has(row.key) && !this.#sent.has(row.key);
    const rows = outbox.pending(platform().now).filter(idle);
    if (rows.length === 0) return;
    for (const row of rows) this.#under_way.add(row.key);
    try {
      const unseeded = rows.filter((row) => !this.#takeSeed(row));
      const [looked, direct] = partition(unseeded, (row) => this.#cacheable(run, row) !== null);
      await Promise.all([this.#send(direct), this.#lookUp(looked).then((misses) => this.#send(misses))]);
    } finally {
      for (const row of rows) this.#under_way.delete(row.key);
    }
  }

  /**
   * Keeps messages back while `take` looks for work that a consumer at hand could go on with; then sends what it left. Should the object end
   * meanwhile, the outbox rows are sent by their wake.
   */
  async holding<T>(take: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await take();
    } finally {
      this.#held -= 1;
      this.#executor.kick();
    }
  }

  /**
   * The one message that waits to be sent, when there is exactly one and its node must really run. Two or more are parallel work, which is for
   * the queue to spread.
   */
  async onlyPending(): Promise<OutboxRow["work"] | null> {
    for (;;) {
      const run = this.#executor.load();
      if (run === null || run.bound === null) return null;
      const [row, second] = this.#executor.storage.outbox
        .pending(platform().now)
        .filter((row) => !this.#sent.has(row.key));
      if (row === undefined || second !== undefined || this.#under_way.has(row.key)) return null;
      if (this.#takeSeed(row) || (await this.#takeCached(row))) await this.#executor.inline.run();
      else return this.#executor.load() !== null && this.#executor.storage.outbox.isPending(row.key) ? row.work : null;
    }
  }

  /** The key under which a node's result may be cached; null when it is not to be. */
  cacheKeyOf(run: LoadedRun, id: OutboxRow["work"]["node"]): string | null {
    const node = run.bound?.graph.nodes.get(id);
    if (run.bound === null || !run.meta.use_cache || node?.kind !== "task" || !node.cacheable) return null;
    const inputs = inputsOf(run.bound.graph, run.state, id);
    return cacheKey({ tenant: run.meta.tenant, graph: run.meta.graph, node, inputs });
  }

  #cacheable(run: LoadedRun, row: OutboxRow): { key: string; node: GraphNode & { kind: "task" } } | null {
    const node = run.bound?.graph.nodes.get(row.work.node);
    const key = this.cacheKeyOf(run, row.work.node);
    return key === null || node?.kind !== "task" ? null : { key, node };
  }

  /** Whether the node took the outcome recorded in the run that this one repeats. */
  #takeSeed({ work }: OutboxRow): boolean {
    const seed = work.iteration === 0 ? this.#executor.storage.seed.get(work.node) : null;
    if (seed === null) return false;
    const { node, iteration, attempt, lease } = work;
    const outcome = { ok: true, writes: seed.writes, cache: "hit", cache_key: null, choice: seed.choice } as const;
    this.#executor.commit({ type: "result", node, iteration, attempt, lease, outcome });
    return true;
  }

  /** Commits cached results and answers the rows that have none. */
  async #lookUp(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const misses = await Promise.all(rows.map(async (row) => ((await this.#takeCached(row)) ? [] : [row])));
    return misses.flat();
  }

  async #takeCached(row: OutboxRow): Promise<boolean> {
    const before = this.#executor.load();
    const wanted = before === null ? null : this.#cacheable(before, row);
    if (before === null || before.bound === null || wanted === null) return false;
    const text = await nodeCache(platform().bindings(this.#env).NODE_CACHE).get(wanted.key);
    if (text === null || this.#executor.load() === null) return false;
    const values = decodeCachedResult(before.bound.graph, wanted.node, text);
    if (values === null) return false;
    const writes = Object.fromEntries([...values].map(([channel, value]) => [channel, value.ref]));
    const { node, iteration, attempt, lease } = row.work;
    const outcome = { ok: true, writes, cache: "hit", cache_key: wanted.key, choice: null } as const;
    this.#executor.commit({ type: "result", node, iteration, attempt, lease, outcome }, [...values.values()]);
    return true;
  }

  /** Sends what is still wanted after the look-up. */
  async #send(rows: readonly OutboxRow[]): Promise<void> {
    const { storage } = this.#executor;
    for (let from = 0; from < rows.length; from += SEND_BATCH) {
      const [first] = rows;
      if (first !== undefined) await platform().reach("after_commit_before_send", { run: first.work.run });
      if (this.#executor.load() === null) return;
      const batch = rows.slice(from, from + SEND_BATCH).filter((row) => storage.outbox.isPending(row.key));
      if (batch.length === 0) continue;
      const keys = batch.map((row) => row.key);
      const error = await this.#trySend(batch);
      await platform().reach("after_send", { run: batch[0]?.work.run ?? "" });
      if (this.#executor.load() === null) return;
      if (error === null) for (const key of keys) this.#sent.add(key);
      else this.#executor.arm(() => storage.outbox.markFailed(keys, platform().now, error, platform().random));
    }
  }

  /** Keys to mark as sent in the caller's transaction. */
  takeSent(): string[] {
    const keys = [...this.#sent];
    this.#sent.clear();
    return keys;
  }

  async #trySend(batch: readonly OutboxRow[]): Promise<string | null> {
    try {
      const queue = platform().bindings(this.#env).NODE_QUEUE;
      await queue.sendBatch(batch.map((row) => ({ body: row.work, contentType: "json" as const })));
      return null;
    } catch (error) {
      console.warn({ message: "queue send failed, will be tried again", error: String(error), messages: batch.length });
      return String(error);
    }
  }
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}

import {
  abortAllDurableObjects,
  createExecutionContext,
  createMessageBatch,
  env,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { onTestFinished } from "vitest";
import { NodeWork } from "../../queues/messages.ts";
import { consumeNodes } from "../../queues/nodes.ts";
import type { BoundGraph } from "../../src/graph/bind.ts";
import type { NodeContext } from "../../src/graphs/context.ts";
import { RunId, type RunRequest, TenantId } from "../../src/graphs/run.ts";
import type { RunObjectRpc, RunSnapshot } from "../contract.ts";
import { type FreezePoint, usePlatform } from "../platform.ts";
import type { RunObject } from "../run.ts";
import { Bodies, type TestGraph, testGraphs } from "./graphs.ts";

export const TENANT = TenantId.parse("tester");

/** Runs of tests that are over: their objects live on, and their alarms still ring. Test files share one global scope, and each has modules of its own. */
const LEFT_OVER = Symbol.for("lift.testing.left-over-runs");
const shared = globalThis as { [LEFT_OVER]?: Set<string> };
shared[LEFT_OVER] ??= new Set();
const leftOver = shared[LEFT_OVER];

/** One test's platform, given back when the test is over: small graphs, a clock that a test moves, a queue whose messages a test delivers, and bindings that can fail. */
export class Bench {
  readonly bodies = new Bodies();
  readonly graphs = testGraphs(this.bodies);
  /** Older versions that are still deployed. */
  readonly keep: BoundGraph<NodeContext>[] = [];
  /** The input of this test's runs, unlike any other's, so that no test finds another's results in the cache. */
  readonly input = crypto.randomUUID();
  /** Messages that the executor handed to the queue and that nobody has delivered. */
  readonly sent: NodeWork[] = [];
  /** Every message ever handed to the queue. */
  readonly all_sent: NodeWork[] = [];
  /** Parts of the environment that take the place of the real ones. */
  bindings: Partial<Cloudflare.Env> = {};
  /** Called before a batch is taken by the queue; throws to refuse it. */
  on_send: () => void = () => undefined;
  on_reach: (point: FreezePoint, at: { run: string; node?: string }) => void | Promise<void> = () => undefined;
  /** Milliseconds that this test's clock is ahead of the real one. */
  ahead = 0;
  /** Times that `dieHere` was answered. */
  deaths = 0;
  readonly #runs: RunId[] = [];
  #death_wanted = false;
  #over = false;

  constructor(mode: { always_replay: boolean }) {
    const queue = { sendBatch: async (messages: Iterable<{ body: unknown }>) => this.#take(messages) };
    const restore = usePlatform({
      always_replay: mode.always_replay,
      clock: () => Date.now() + this.ahead,
      reach: (point, at) => (leftOver.has(at.run) ? undefined : this.on_reach(point, at)),
      bindings: (real) => ({ ...real, NODE_QUEUE: queue as unknown as Queue, ...this.bindings }),
      graphs: {
        select: (request) => this.graphs[(request.tags?.[0] ?? "line") as TestGraph],
        bound: (id, version) => {
          const known = [...Object.values(this.graphs), ...this.keep];
          return known.find(({ graph }) => graph.id === id && graph.version === version) ?? null;
        },
        inputs: (request) => ({ script: request.input }),
      },
    });
    onTestFinished(() => {
      this.#over = true;
      for (const id of this.#runs) leftOver.add(id);
      restore();
    });
    void this.#abortOnRequest();
  }

  #take(messages: Iterable<{ body: unknown }>): void {
    const works = [...messages].map(({ body }) => NodeWork.parse(body)).filter(({ run }) => !leftOver.has(run));
    if (works.length === 0) return;
    this.on_send();
    this.sent.push(...works);
    this.all_sent.push(...works);
  }

  /** A new run of one of the small graphs. */
  async start(graph: TestGraph, request: Partial<RunRequest> = {}): Promise<TestRun> {
    const run = this.newRun();
    await run.create(graph, request);
    return run;
  }

  /** A run that is not created yet. */
  newRun(): TestRun {
    const id = RunId.parse(`run_${crypto.randomUUID().replaceAll("-", "")}`);
    this.#runs.push(id);
    return new TestRun(this, id);
  }

  /** Gives messages to the consumer as one batch and answers, by their place in it, which it acked and which it wants again. */
  async deliver(bodies: readonly unknown[]): Promise<{ acked: number[]; again: number[] }> {
    const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }));
    const batch = createMessageBatch("lift-nodes", messages);
    const context = createExecutionContext();
    await consumeNodes(batch, env);
    const result = await getQueueResult(batch, context);
    const place = (id: string) => messages.findIndex((message) => message.id === id);
    return {
      acked: result.explicitAcks.map(place).sort((a, b) => a - b),
      again: result.retryMessages.map((message) => place(message.msgId)),
    };
  }

  /** Delivers what was sent so far; what the consumer wants again comes back to `sent`, as the queue would do. */
  async deliverSent() {
    const works = this.sent.splice(0);
    const result = await this.deliver(works);
    for (const index of result.again) {
      const work = works[index];
      if (work !== undefined) this.sent.push(work);
    }
    return result;
  }

  /**
   * For a body or window inside an object: asks for all objects to be aborted and never resolves. The abort itself comes from the test's own
   * context, as workerd cannot end an object from within it.
   */
  dieHere(): Promise<never> {
    this.#death_wanted = true;
    return new Promise(() => undefined);
  }

  async #abortOnRequest(): Promise<void> {
    while (!this.#over) {
      if (this.#death_wanted) {
        this.#death_wanted = false;
        await abortAllDurableObjects();
        this.deaths += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Throws `error` the first `times` that `point` is reached. */
  failAt(point: FreezePoint, times: number, error: () => Error = () => new Error(`stopped at ${point}`)): void {
    let left = times;
    this.on_reach = (reached) => {
      if (reached === point && left-- > 0) throw error();
    };
  }
}

export class TestRun {
  readonly id: RunId;
  readonly #bench: Bench;

  constructor(bench: Bench, id: RunId) {
    this.#bench = bench;
    this.id = id;
  }

  /** A new stub each time, since one breaks when its object is aborted. */
  get stub(): DurableObjectStub<RunObject> {
    return env.RUNS.getByName(this.id);
  }

  get rpc(): RunObjectRpc {
    return this.stub as unknown as RunObjectRpc;
  }

  async create(graph: TestGraph, request: Partial<RunRequest> = {}, request_hash = "h") {
    const full = { graph: "solve", input: { smtlib: this.#bench.input }, tags: [graph], ...request } as RunRequest;
    const caller = { origin: "http://localhost", local: true };
    return this.rpc.create({ id: this.id, tenant: TENANT, request: full, request_hash, caller });
  }

  async read(): Promise<RunSnapshot> {
    const run = await this.rpc.read({ tenant: TENANT });
    if (run === null) throw new Error(`${this.id} is not there`);
    return run;
  }

  /** Answers the open wait of the graph `ask`. */
  async answer(): Promise<void> {
    const opened = (await this.events()).findLast((event) => event.type === "wait_opened");
    if (opened?.type !== "wait_opened") throw new Error(`${this.id} waits for nobody`);
    const { node, token } = opened;
    const given = await this.rpc.answer({ tenant: TENANT, node, token, value: "yes" });
    if (given?.status !== "accepted") throw new Error(`the answer was not taken: ${JSON.stringify(given)}`);
  }

  /** Lets time pass and the alarm fire, as the platform would at its time. */
  async alarm(pass_ms = 0): Promise<boolean> {
    this.#bench.ahead += pass_ms;
    return runDurableObjectAlarm(this.stub);
  }

  /** Waits until background work has brought `count` messages to the queue, or the run has ended. */
  async untilSent(count = 1): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (this.#bench.sent.length >= count) return;
      if ((await this.read()).finished_at !== null) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`only ${this.#bench.sent.length} of ${count} messages were sent`);
  }

  /** Delivers messages, and lets the alarm fire when there are none, until the run ends. */
  async finish(rounds = 60): Promise<RunSnapshot> {
    for (let round = 0; round < rounds; round++) {
      const run = await this.#readOrNull();
      if (run !== null && run.finished_at !== null) return run;
      if (this.#bench.sent.length > 0) await this.#bench.deliverSent();
      else if (round % 4 === 3) await this.alarm(15_000).catch(() => false);
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${this.id} did not end: ${JSON.stringify(await this.read())}`);
  }

  /** Null while the object is being reset under the call. */
  #readOrNull(): Promise<RunSnapshot | null> {
    return this.read().catch(() => null);
  }

  /** Rows of one of the run's tables. */
  rows<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Promise<Row[]> {
    return runInDurableObject(this.stub, (_, state) => state.storage.sql.exec<Row>(query, ...bindings).toArray());
  }

  async events() {
    return (await this.rpc.events({ tenant: TENANT, after: 0, limit: 10_000 }))?.events ?? [];
  }

  async types(): Promise<string[]> {
    return (await this.events()).map((event) =>
      "node" in event && event.node !== null ? `${event.type} ${event.node}` : event.type,
    );
  }
}

/** Every test runs with the run's memory kept, and dropped after each event (fault 12). */
export const MODES = [
  { mode: "memory kept", always_replay: false },
  { mode: "memory dropped after every event (fault 12)", always_replay: true },
];

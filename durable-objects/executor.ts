import { createRun, type Decision, decide } from "../src/graph/decide.ts";
import type { JournalEvent } from "../src/graph/events.ts";
import { fold, isTerminal } from "../src/graph/fold.ts";
import { JournalError } from "../src/graph/problem.ts";
import type { RunState, Stimulus } from "../src/graph/state.ts";
import { wakes } from "../src/graph/wakes.ts";
import type { Value } from "./blobs.ts";
import { collectKept } from "./collect-kept.ts";
import { Deliverer } from "./deliverer.ts";
import { Dispatcher } from "./dispatcher.ts";
import { InlineRunner } from "./inline-runner.ts";
import { foldWithoutGraph, lostGraphError } from "./lost-graph.ts";
import type { RunMeta } from "./meta.ts";
import { noteDeliveries } from "./note-deliveries.ts";
import { platform } from "./platform.ts";
import { changesDecisions } from "./project-decisions.ts";
import { Projector } from "./projector.ts";
import type { RunStorage } from "./run-storage.ts";
import { type LoadedRun, revisionOf } from "./run-view.ts";
import { projectionDueAt, shellWakes } from "./shell-wakes.ts";
import { Waiters } from "./waiters.ts";

/** The deployment holds the terminal state back from long polls this long, so that revision numbers can arrive with it. */
const SETTLE_MS = 2_000;

export interface Committed {
  run: LoadedRun;
  verdict: Decision["verdict"];
}

export interface FollowUp {
  stimulus: Stimulus;
  also: (decision: Decision) => void;
}

/**
 * Moves one run: every change of its journal goes through `#write`, one synchronous transaction for events, values, messages and wakes.
 * What needs an await (inline handlers, cache, queue, D1) runs after the commit, single-flight, and comes back as another stimulus; a crash
 * in between leaves rows from which the alarm does it again.
 */
export class Executor {
  readonly storage: RunStorage;
  readonly waiters = new Waiters();
  readonly dispatcher: Dispatcher;
  readonly inline: InlineRunner;
  readonly projector: Projector;
  readonly deliverer: Deliverer;
  readonly #background: (work: Promise<unknown>) => void;
  #memory: LoadedRun | null = null;
  #kicked = false;
  #settling: Promise<void> | null = null;

  constructor(storage: RunStorage, env: Cloudflare.Env, background: (work: Promise<unknown>) => void) {
    this.storage = storage;
    this.#background = background;
    this.dispatcher = new Dispatcher(this, env);
    this.inline = new InlineRunner(this, env);
    this.projector = new Projector(this, env);
    this.deliverer = new Deliverer(this, env, background);
  }

  /** The run as its journal says; null when there is none or it was deleted. */
  load(): LoadedRun | null {
    if (!this.storage.open) return null;
    if (this.#memory !== null) return this.#memory;
    const meta = this.storage.meta.run();
    if (meta === null) return null;
    const events = this.storage.journal.all();
    const bound = platform().graphs.bound(meta.graph, meta.graph_version);
    let lost = `graph ${meta.graph} has no version ${meta.graph_version} in this deployment`;
    if (bound !== null) {
      try {
        this.#memory = { meta, bound, state: fold(bound.graph, events) };
        return this.#memory;
      } catch (error) {
        if (!(error instanceof JournalError)) throw error;
        lost = `${error.code}: ${error.message}`;
      }
    }
    return this.#loadLost(meta, events, lost);
  }

  /** The current state of the run; throws when there is none. For work that began when there was one. */
  mustLoad(): LoadedRun {
    const run = this.load();
    if (run === null) throw new Error("the run is gone");
    return run;
  }

  /** Writes the first events of a run together with what `also` stores. */
  create(meta: RunMeta, input: Record<string, Value>, deadline_at: number, also: () => void): LoadedRun {
    const { now, random, token, graphs } = platform();
    const bound = graphs.bound(meta.graph, meta.graph_version);
    if (bound === null) throw new Error(`no graph ${meta.graph} version ${meta.graph_version}`);
    const values = Object.values(input);
    const refs = Object.fromEntries(Object.entries(input).map(([channel, value]) => [channel, value.ref]));
    const answers = meta.answer_ms === undefined ? {} : { answer_ms: meta.answer_ms };
    const reminders = meta.reminders === undefined ? {} : { reminders: meta.reminders };
    const created = createRun(bound.graph, { input: refs, deadline_at, ...answers, ...reminders }, now);
    const started = decide(bound.graph, created.state, { type: "start" }, { now, random, token });
    const run = { meta, bound, state: started.state };
    this.#write(run, created.state, [...created.events, ...started.events], values, () => {
      this.storage.meta.create(meta);
      also();
    });
    return run;
  }

  /**
   * Lets the core decide on a stimulus and commits what it says. `also` runs in the same transaction, and so does a second stimulus that
   * `follow` may answer to the state after the first.
   */
  commit(
    stimulus: Stimulus,
    values: readonly Value[] = [],
    also?: (decision: Decision) => void,
    follow?: (run: LoadedRun) => FollowUp | null,
  ): Committed {
    const before = this.mustLoad();
    if (before.bound === null) return { run: before, verdict: { status: "discarded", reason: "terminal" } };
    const { now, random, token } = platform();
    const decision = decide(before.bound.graph, before.state, stimulus, { now, random, token });
    let run = { ...before, state: decision.state };
    let events = decision.events;
    const next = decision.verdict.status === "accepted" ? (follow?.(run) ?? null) : null;
    const second = next && decide(before.bound.graph, run.state, next.stimulus, { now, random, token });
    if (second !== null) {
      run = { ...run, state: second.state };
      events = [...events, ...second.events];
    }
    const all = [...values];
    const taken: number[] = [];
    for (
      let more = events.length === 0 ? null : collectKept(this.storage, run, all, taken, now);
      more !== null;
      more = collectKept(this.storage, run, all, taken, now)
    ) {
      const collected = decide(before.bound.graph, run.state, more.stimulus, { now: more.now, random, token });
      run = { ...run, state: collected.state };
      events = [...events, ...collected.events];
      all.push(...more.values);
      taken.push(...more.taken);
    }
    if (events.length > 0) {
      this.#write(run, before.state, events, all, () => {
        also?.(decision);
        if (second !== null) next?.also(second);
        this.storage.kept.take(taken, now);
      });
    }
    return { run, verdict: decision.verdict };
  }

  /** Starts whatever can be done now. Failures are logged; the wakes bring them back. */
  kick(): void {
    if (this.#kicked) return;
    this.#kicked = true;
    // After the caller's synchronous work, so that a caller that wants to keep messages back can say so after its commit.
    this.#background(
      Promise.resolve().then(() => {
        this.#kicked = false;
        this.deliverer.start();
        return this.work();
      }),
    );
  }

  /** As `kick`; resolves when it is done. */
  async work(): Promise<void> {
    const parts = await Promise.allSettled([this.inline.run(), this.dispatcher.run(), this.projector.run()]);
    for (const part of parts) {
      if (part.status === "rejected") console.error({ message: "run work failed", error: String(part.reason) });
    }
  }

  /**
   * Makes the schedule equal to what fold, outbox and projections say, after `also` in the same transaction, and sees to the alarm, which
   * is set no earlier than `not_before`.
   */
  arm(also: () => void = () => undefined, not_before = 0): void {
    const { now } = platform();
    if (this.storage.open) {
      const run = this.load();
      this.storage.transaction(() => {
        also();
        this.storage.outbox.markSent(this.dispatcher.takeSent(), now);
        this.#syncWakes(run);
      });
    }
    this.storage.arm(now, not_before);
  }

  /** Forgets what is in memory; the next use reads the tables and folds the stored journal. */
  forget(): void {
    this.#memory = null;
    this.storage.forget();
  }

  /** Resolves when the terminal state may be shown to those who wait for it. */
  async settled(): Promise<void> {
    await this.#settling;
  }

  #write(
    run: LoadedRun,
    before: RunState,
    events: readonly JournalEvent[],
    values: readonly Value[],
    also: () => void,
  ): void {
    const { now, reach } = platform();
    const used = referenced(events);
    try {
      this.storage.transaction(() => {
        for (const value of values) if (used.has(value.ref.hash)) this.storage.blobs.put(value);
        also();
        this.storage.journal.append(events);
        noteDeliveries(this.storage, run, before, events, now);
        this.storage.outbox.markSent(this.dispatcher.takeSent(), now);
        this.storage.outbox.sync(run.meta.id, events, run.state);
        this.#requestProjections(run, events, now);
        this.#syncWakes(run);
        reach("before_journal_commit", { run: run.meta.id });
      });
    } catch (error) {
      this.forget();
      throw error;
    }
    this.#memory = run;
    if (platform().always_replay) this.forget();
    this.inline.noteScheduled(events);
    this.storage.arm(now, 0);
    this.#announce(run, isTerminal(before.status));
    this.kick();
  }

  #requestProjections(run: LoadedRun, events: readonly JournalEvent[], now: number): void {
    this.storage.projections.request("run", projectionDueAt(events, now));
    if (run.state.status === "succeeded" && "irs" in Object.fromEntries(run.state.values)) {
      this.storage.projections.request("irs", now);
    }
    if (changesDecisions(run, events)) this.storage.projections.request("decisions", now);
  }

  #syncWakes(run: LoadedRun | null): void {
    const core = run === null || run.bound === null ? [] : wakes(run.bound.graph, run.state);
    this.storage.wakes.sync([...core, ...shellWakes(this.storage, run, platform().now)]);
  }

  /** Tells those who wait. A run that ends and whose IRs get their numbers from the history is announced when these are there, or after a while. */
  #announce(run: LoadedRun, was_terminal: boolean): void {
    const numbered = run.meta.repo !== null && this.storage.projections.get("irs").due_at !== null;
    if (was_terminal || !isTerminal(run.state.status) || !numbered) {
      this.waiters.notify();
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, SETTLE_MS);
    this.projector.run().then(resolve, resolve);
    this.#settling = promise.finally(() => {
      clearTimeout(timer);
      this.#settling = null;
      this.waiters.notify();
    });
  }

  #loadLost(meta: RunMeta, events: readonly JournalEvent[], detail: string): LoadedRun | null {
    const state = foldWithoutGraph(events);
    if (state === null) return null;
    const run: LoadedRun = { meta, bound: null, state };
    if (isTerminal(state.status)) {
      this.#memory = run;
      return run;
    }
    const at = Math.max(platform().now, state.updated_at);
    const failed: JournalEvent = {
      seq: state.seq + 1,
      at,
      type: "run_failed",
      node: null,
      error: lostGraphError(detail),
    };
    const ended = foldWithoutGraph([...events, failed]);
    if (ended === null) return null;
    const result: LoadedRun = { meta, bound: null, state: ended };
    this.#write(result, state, [failed], [], () => undefined);
    return result;
  }

  revision(run: LoadedRun): number {
    return revisionOf(run, this.storage);
  }
}

/** Hashes that the events make part of the run; values of discarded results are not kept. */
function referenced(events: readonly JournalEvent[]): Set<string> {
  const hashes = new Set<string>();
  for (const event of events) {
    const refs = event.type === "run_created" ? event.input : "writes" in event ? event.writes : {};
    for (const ref of Object.values(refs)) hashes.add(ref.hash);
  }
  return hashes;
}

import { DurableObject } from "cloudflare:workers";
import type { NodeWork } from "../queues/messages.ts";
import type { JournalEvent } from "../src/graph/events.ts";
import { isTerminal } from "../src/graph/fold.ts";
import type { RunStatus, TenantId } from "../src/graphs/run.ts";
import type { HoleId } from "../src/ir/ids.ts";
import type { Estimate, Reservation } from "../src/models/ledger.ts";
import type { Usage } from "../src/signatures/predictor.ts";
import { passAlarm } from "./alarm-pass.ts";
import { answerWait } from "./answer-wait.ts";
import { claimWork, takeReport } from "./consumer-side.ts";
import type {
  ClaimAnswer,
  CreateRun,
  DeliveriesView,
  GraphView,
  HoleView,
  KeepCommands,
  KeptAnswer,
  NodeReport,
  ReadQuery,
  ReportAnswer,
  RunObjectRpc,
  RunSnapshot,
  SeedAnswer,
  WaitAnswer,
  WaitAnswered,
} from "./contract.ts";
import { createRun } from "./create-run.ts";
import { Executor } from "./executor.ts";
import { graphViewOf } from "./graph-view.ts";
import { holeViewOf, keep } from "./hole-view.ts";
import { commitResult } from "./node-result.ts";
import { platform } from "./platform.ts";
import { beginRemoval, finishRemoval } from "./removal.ts";
import { seedOf } from "./run-seed.ts";
import { RunStorage } from "./run-storage.ts";
import { type LoadedRun, snapshotOf } from "./run-view.ts";

/** The coordinator of one run, named by the run's id: RPC and alarm over `Executor`. It never waits for a model or a solver. */
export class RunObject extends DurableObject<Cloudflare.Env> implements RunObjectRpc {
  readonly #executor: Executor;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const storage = new RunStorage(ctx.storage);
    this.#executor = new Executor(storage, env, (work) => ctx.waitUntil(work));
    void ctx.blockConcurrencyWhile(async () => storage.migrate(platform().now, false));
  }

  async create(
    command: CreateRun,
  ): Promise<{ status: "created" | "exists"; run: RunSnapshot } | { status: "conflict" }> {
    const removed = await finishRemoval(this.#executor, this.env);
    if (!removed) throw new Error("the run of this id is being deleted; try again later");
    const known = this.#executor.load();
    if (known !== null) {
      const same = known.meta.request_hash === command.request_hash && known.meta.tenant === command.tenant;
      return same ? { status: "exists", run: this.#show(known) } : { status: "conflict" };
    }
    return { status: "created", run: this.#show(createRun(this.#executor, this.env, command)) };
  }

  async read(query: ReadQuery): Promise<RunSnapshot | null> {
    const first = this.#of(query.tenant);
    if (first === null) return null;
    const until = Date.now() + (query.wait_ms ?? 0);
    const known = query.known_revision ?? (query.until === "rest" ? 0 : this.#executor.revision(first));
    const enough = (run: LoadedRun) =>
      query.until === "rest"
        ? isTerminal(run.state.status) || run.state.status === "waiting"
        : this.#executor.revision(run) > known;
    for (let run: LoadedRun | null = first; run !== null; run = this.#of(query.tenant)) {
      const left = until - Date.now();
      if (query.wait_ms === undefined || left <= 0) return this.#show(run);
      if (enough(run)) {
        if (isTerminal(run.state.status)) await this.#executor.settled();
        const settled = this.#of(query.tenant);
        return settled === null ? null : this.#show(settled);
      }
      if (!(await this.#executor.waiters.change(left))) return this.#showOf(query.tenant);
    }
    return null;
  }

  async peek({
    tenant,
  }: {
    tenant: TenantId;
  }): Promise<Pick<RunSnapshot, "revision" | "status" | "created_at"> | null> {
    const run = this.#of(tenant);
    if (run === null) return null;
    const { status, created_at } = run.state;
    return { revision: this.#executor.revision(run), status, created_at };
  }

  async events(query: {
    tenant: TenantId;
    after: number;
    limit: number;
    wait_ms?: number;
  }): Promise<{ events: JournalEvent[]; terminal: boolean } | null> {
    const until = Date.now() + (query.wait_ms ?? 0);
    for (;;) {
      const run = this.#of(query.tenant);
      if (run === null) return null;
      const events = this.#executor.storage.journal.after(query.after, query.limit);
      const ended = isTerminal(run.state.status);
      const left = until - Date.now();
      const done = events.length > 0 || ended || query.wait_ms === undefined || left <= 0;
      if (done || !(await this.#executor.waiters.change(left))) {
        const last = events.at(-1)?.seq ?? query.after;
        return { events, terminal: ended && last >= run.state.seq };
      }
    }
  }

  async graph({ tenant }: { tenant: TenantId }): Promise<GraphView | null> {
    const run = this.#of(tenant);
    return run === null ? null : graphViewOf(run, this.#executor.storage.journal.all());
  }

  async cancel({ tenant, by }: { tenant: TenantId; by: string }): Promise<RunSnapshot | null> {
    if (this.#of(tenant) === null) return null;
    return this.#show(this.#executor.commit({ type: "cancel", by }).run);
  }

  async answer({ tenant, ...answer }: { tenant: TenantId } & WaitAnswer): Promise<WaitAnswered | null> {
    const run = this.#of(tenant);
    return run === null ? null : answerWait(this.#executor, run, answer);
  }

  async retry({
    tenant,
    by,
  }: {
    tenant: TenantId;
    by: string;
  }): Promise<{ status: "retried"; run: RunSnapshot } | { status: "not_failed"; run: RunSnapshot } | null> {
    const known = this.#of(tenant);
    if (known === null) return null;
    const deadline_at = platform().now + known.meta.deadline_ms;
    const { run, verdict } = this.#executor.commit({ type: "retry", by, deadline_at });
    return { status: verdict.status === "accepted" ? "retried" : "not_failed", run: this.#show(run) };
  }

  async seed({ tenant, ...query }: { tenant: TenantId; from: string; without?: HoleId[] }): Promise<SeedAnswer | null> {
    const run = this.#of(tenant);
    return run === null ? null : seedOf(run, this.#executor.storage, query);
  }

  async remove({ tenant }: { tenant: TenantId }): Promise<boolean> {
    const run = this.#of(tenant);
    if (run === null) return false;
    beginRemoval(this.#executor, run.meta.id);
    await finishRemoval(this.#executor, this.env);
    return true;
  }

  async claim(work: NodeWork, claimant: string): Promise<ClaimAnswer> {
    return claimWork(this.#executor, work, claimant);
  }

  async report(report: NodeReport): Promise<ReportAnswer> {
    return takeReport(this.#executor, report);
  }

  async reserve({ id, estimate }: { id: string; estimate: Estimate }): Promise<Reservation> {
    const run = this.#executor.load();
    // A run that was deleted meanwhile has no budget left.
    if (run === null) return { ok: false, limit: "calls", allowed: 0, used: 0, wanted: estimate.calls };
    const limits = run.meta.budget ?? { calls: null, tokens: null, micro_usd: null };
    return this.#executor.storage.transaction(() =>
      this.#executor.storage.ledger.reserve(id, estimate, limits, platform().now),
    );
  }

  async settle({ id, usage }: { id: string; usage: Usage | null }): Promise<void> {
    if (this.#executor.load() === null) return;
    const { storage } = this.#executor;
    const changed = storage.transaction(() => {
      const booked = storage.ledger.settle(id, usage, platform().now);
      if (booked) storage.meta.addVisibleChange();
      return booked;
    });
    if (changed) this.#executor.waiters.notify();
  }

  async holes({ tenant, key }: { tenant: TenantId; key?: string }): Promise<HoleView | null> {
    const run = this.#of(tenant);
    return run === null ? null : holeViewOf(this.#executor, run, key);
  }

  async keep({ tenant, ...command }: KeepCommands): Promise<KeptAnswer | null> {
    const run = this.#of(tenant);
    return run === null ? null : keep(this.#executor, run, command);
  }

  async deliveries({
    tenant,
    after,
    limit,
  }: {
    tenant: TenantId;
    after: number;
    limit: number;
  }): Promise<DeliveriesView | null> {
    const run = this.#of(tenant);
    if (run === null) return null;
    const { deliveries } = this.#executor.storage;
    const { webhook } = run.meta;
    if (webhook === undefined) return { webhook: null, deliveries: [] };
    const shown = { origin: new URL(webhook.url).origin, events: webhook.events, disabled: deliveries.disabled() };
    return { webhook: shown, deliveries: deliveries.after(after, limit) };
  }

  async poke(
    reason: { why: "watchdog" } | { why: "dead_lettered"; work: NodeWork },
  ): Promise<{ status: RunStatus | "absent" }> {
    // Nothing in memory is taken for granted: state and schedule are derived again from what is stored.
    this.#executor.forget();
    if (this.#executor.load() === null) {
      await finishRemoval(this.#executor, this.env);
      return { status: "absent" };
    }
    if (reason.why === "dead_lettered") {
      const message = "the queue gave the node's message up after its last delivery";
      const error = { class: "terminal", code: "dead_lettered", message, retry_after_ms: null, details: [] } as const;
      commitResult(
        this.#executor,
        reason.work,
        { ok: false, error: { ...error, details: [] } },
        { cache: "none", key: null },
      );
    } else {
      this.#executor.commit({ type: "tick" });
      this.#executor.storage.projections.request("run", platform().now);
    }
    this.#executor.storage.forgetAlarm();
    this.#executor.arm();
    this.#executor.kick();
    return { status: this.#executor.mustLoad().state.status };
  }

  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    await passAlarm(this.#executor, this.env, info?.retryCount ?? 0);
  }

  /** The run, if it is this tenant's. */
  #of(tenant: TenantId): LoadedRun | null {
    const run = this.#executor.load();
    return run?.meta.tenant === tenant ? run : null;
  }

  #show(run: LoadedRun): RunSnapshot {
    return snapshotOf(run, this.#executor.storage);
  }

  #showOf(tenant: TenantId): RunSnapshot | null {
    const run = this.#of(tenant);
    return run === null ? null : this.#show(run);
  }
}

import type { Outcome } from "../src/graphs/run.ts";
import { contentHash } from "../src/ir/content.ts";
import { ValueRefused } from "../src/store/failure.ts";
import { projectIr, RunDeleted } from "../src/store/project-ir.ts";
import { projectRun } from "../src/store/runs.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";
import { bringDecisions } from "./project-decisions.ts";
import type { ProjectionName } from "./projections.ts";
import { type LoadedRun, revisionOf } from "./run-view.ts";

type LiftedIr = NonNullable<Outcome["irs"]>[number];

/** IRs written at once; a Worker has six connections (platform limit). */
const PARALLEL = 5;

/**
 * Brings the run and its IRs to D1, by cursor and idempotently. D1 failing costs nothing but this: what is due stays due and is tried
 * again with jitter. Single-flight within this instance; two instances writing the same is harmless.
 */
export class Projector {
  readonly #executor: Executor;
  readonly #env: Cloudflare.Env;
  #running: Promise<void> | null = null;

  constructor(executor: Executor, env: Cloudflare.Env) {
    this.#executor = executor;
    this.#env = env;
  }

  run(): Promise<void> {
    this.#running ??= this.#runDue().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runDue(): Promise<void> {
    const first = this.#next();
    for (let next = first; next !== null; next = this.#next()) {
      const { projections } = this.#executor.storage;
      const now = platform().now;
      try {
        await (next === "irs"
          ? this.#irs()
          : next === "run"
            ? this.#row()
            : bringDecisions(this.#executor, platform().bindings(this.#env).DB));
      } catch (error) {
        if (this.#executor.load() === null) return;
        console.warn({ message: "projection to D1 failed, will be tried again", what: next, error: String(error) });
        projections.failed(next, now, String(error), platform().random);
      }
    }
    if (first !== null) this.#executor.arm();
  }

  /** IRs first, since their numbers change what the run's row says. */
  #next(): ProjectionName | null {
    if (this.#executor.load() === null) return null;
    const { now } = platform();
    const due = (name: ProjectionName) => {
      const { due_at } = this.#executor.storage.projections.get(name);
      return due_at !== null && due_at <= now;
    };
    return (["irs", "run", "decisions"] as const).find(due) ?? null;
  }

  async #row(): Promise<void> {
    const { storage } = this.#executor;
    const run = this.#executor.mustLoad();
    const { meta, state } = run;
    const revision = revisionOf(run, storage);
    await projectRun(platform().bindings(this.#env).DB, {
      id: meta.id,
      tenant: meta.tenant,
      graph: meta.graph,
      graph_version: meta.graph_version,
      status: state.status,
      revision,
      created_at: state.created_at,
      updated_at: state.updated_at,
      finished_at: state.finished_at,
      progress_at: state.updated_at,
      stuck: false,
      repo: meta.repo,
      tags: meta.tags,
      error_code: state.error?.error.code ?? (state.status === "expired" ? "deadline_exceeded" : null),
    });
    const after = this.#executor.load();
    if (after === null) return;
    const moved = revisionOf(after, storage) > revision;
    const { due_at } = storage.projections.get("run");
    const changed = after.state.status !== state.status;
    const { now } = platform();
    storage.projections.arrived(
      "run",
      revision,
      moved ? (changed ? now : Math.max(due_at ?? 0, now + PROGRESS_MS)) : null,
    );
  }

  async #irs(): Promise<void> {
    const { storage } = this.#executor;
    const run = this.#executor.mustLoad();
    const have = storage.projections.receipts();
    const left = itemsOf(run, this.#executor).filter((item) => !have.has(item.id));
    const receipts: { id: string; revision: number }[] = [];
    let failure: unknown = null;
    const worker = async () => {
      for (let item = left.shift(); item !== undefined && failure === null; item = left.shift()) {
        try {
          receipts.push({ id: item.id, ...(await this.#project(run, item)) });
        } catch (error) {
          if (error instanceof ValueRefused) reportRefused(run, item.id);
          else failure = error;
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    const after = this.#executor.load();
    if (after === null) return;
    const { now } = platform();
    storage.transaction(() => {
      for (const { id, revision } of receipts) storage.projections.addReceipt(id, revision, now);
      if (receipts.length > 0 && run.meta.repo !== null) {
        storage.meta.addVisibleChange();
        storage.projections.request("run", now);
      }
      if (failure === null || failure instanceof RunDeleted) storage.projections.arrived("irs", after.state.seq, null);
    });
    if (receipts.length > 0) this.#executor.waiters.notify();
    if (failure !== null && !(failure instanceof RunDeleted)) throw failure;
  }

  #project({ meta, state }: LoadedRun, { id, ir }: LiftedIr): Promise<{ revision: number }> {
    return projectIr(platform().bindings(this.#env).DB, {
      ir_id: id,
      tenant: meta.tenant,
      run_id: meta.id,
      repo: ir.metadata.repo,
      path: ir.metadata.path,
      function: ir.metadata.qualified_name,
      commit: ir.metadata.commit,
      ir,
      content_hash: contentHash(ir),
      at: state.finished_at ?? state.updated_at,
    });
  }
}

/** The run keeps the IR and shows it without a revision; trying again would be refused again. */
function reportRefused({ meta }: LoadedRun, ir: string): void {
  console.error({ message: "D1 takes no value as large as this IR; it has no history", run: meta.id, ir });
}

/** Progress that arrived while a row was under way is written this much later. */
const PROGRESS_MS = 20_000;

function itemsOf({ state }: LoadedRun, { storage }: Executor): LiftedIr[] {
  for (const [channel, ref] of state.values) {
    // Validated by the channel's schema before it was written.
    if (channel === "irs") return JSON.parse(storage.blobs.get(ref)) as LiftedIr[];
  }
  return [];
}

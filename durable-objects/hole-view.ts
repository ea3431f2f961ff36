import { isTerminal } from "../src/graph/fold.ts";
import { ChannelId } from "../src/graph/ids.ts";
import { Decisions, type HoleCommand } from "../src/graphs/holes/decisions.ts";
import { Asking, Contract, Given } from "../src/graphs/holes/facts.ts";
import { holeOf } from "../src/graphs/holes/kept.ts";
import { sameReply } from "../src/holes/answer.ts";
import { IR } from "../src/ir/ir.ts";
import type { Value } from "./blobs.ts";
import type { HoleContract, HoleView, KeepCommands, KeptAnswer } from "./contract.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";
import type { RunStorage } from "./run-storage.ts";
import { type LoadedRun, snapshotOf } from "./run-view.ts";

/**
 * The contract that the next answer is about, with the answers in it: what the latest accepted answer made of it, also where no node has gone on with it yet. Null while the run has none.
 */
export function contractOf(
  storage: RunStorage,
  { state }: LoadedRun,
  fresh: readonly Value[] = [],
): HoleContract | null {
  const read = readerOf(storage, state, fresh);
  const asking = Asking.safeParse(read("asking"));
  if (!asking.success) return null;
  const given = Given.safeParse(read("given"));
  if (!given.success) return null;
  const text = read("text");
  const rest = { asking: asking.data, text: typeof text === "string" ? text : null };
  if (given.data.kind === "settled" && !isTerminal(state.status)) {
    const { ir, decisions } = given.data;
    const standing = Decisions.parse(read("decisions"));
    // Nodes that came after the answer may have added to the contract what no answer did.
    const taken = JSON.stringify(standing) === JSON.stringify(decisions);
    return { ...(taken ? Contract.parse({ ir: read("ir"), decisions: standing }) : { ir, decisions }), ...rest };
  }
  const ir = IR.safeParse(read("ir"));
  const decisions = Decisions.safeParse(read("decisions"));
  return ir.success && decisions.success ? { ir: ir.data, decisions: decisions.data, ...rest } : null;
}

const readerOf =
  (storage: RunStorage, state: LoadedRun["state"], fresh: readonly Value[] = []) =>
  (channel: string): unknown => {
    const ref = state.values.get(ChannelId.parse(channel));
    if (ref === undefined) return undefined;
    const own = fresh.find((value) => value.ref.hash === ref.hash);
    return JSON.parse(own === undefined ? storage.blobs.get(ref) : new TextDecoder().decode(own.bytes));
  };

export function holeViewOf(executor: Executor, run: LoadedRun, key: string | undefined): HoleView {
  const { storage } = executor;
  const wait = [...run.state.nodes].flatMap(([node, own]) =>
    own.status === "open" ? [{ node, token: own.token, since: own.since, timeout_at: own.timeout_at }] : [],
  )[0];
  return {
    run: snapshotOf(run, storage),
    wait: wait ?? null,
    asks: Asking.safeParse(readerOf(storage, run.state)("asking")).success,
    contract: contractOf(storage, run),
    kept: storage.kept.all().map(({ command }) => command),
    request: key === undefined ? null : storage.kept.request(key),
  };
}

/**
 * Keeps commands for a run that is at work, until a wait takes them. All or none: one that says something else than what was kept of the same hole before keeps all from being taken. An undo of a kept answer takes it
 * back at once.
 */
export function keep(
  executor: Executor,
  run: LoadedRun,
  { commands, request }: Omit<KeepCommands, "tenant">,
): KeptAnswer {
  if (isTerminal(run.state.status) || run.state.canceling) return { status: "over" };
  if ([...run.state.nodes.values()].some(({ status }) => status === "open")) return { status: "waits" };
  const { storage } = executor;
  const { now } = platform();
  const kept = storage.kept.all();
  const fresh: HoleCommand[] = [];
  const dropped: number[] = [];
  for (const command of commands) {
    const standing = kept.findLast((one) => holeOf(one.command) === holeOf(command) && !dropped.includes(one.id));
    if (standing === undefined) fresh.push(command);
    else if (command.kind === "undo") {
      if (standing.command.kind === "answer") dropped.push(standing.id);
    } else if (standing.command.kind === "undo") fresh.push(command);
    else if (!sameReply(standing.command.answer.reply, command.answer.reply))
      return { status: "conflict", standing: standing.command.answer };
  }
  const full = storage.transaction(() => {
    storage.kept.take(dropped, now);
    for (const command of fresh) if (!storage.kept.add(command, now)) return true;
    if (request !== undefined) storage.kept.noteRequest(request, now);
    storage.meta.addVisibleChange();
    return false;
  });
  executor.waiters.notify();
  return full ? { status: "full" } : { status: "kept" };
}

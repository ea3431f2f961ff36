/** What must hold of every journal, looked at event by event and without the fold, which could be wrong in the same way. */
import { MAX_DISPATCHES, MAX_RESENDS, MAX_TRANSIENT_STRIKES } from "../caps.ts";
import type { Graph } from "../definition.ts";
import type { JournalEvent } from "../events.ts";
import { workOf } from "../plan.ts";
import type { RunState } from "../state.ts";
import { structureOf } from "../structure.ts";

/** An invariant does not hold. Carries the journal up to then. */
export class Broken extends Error {
  override readonly name = "Broken";

  constructor(what: string, journal: readonly JournalEvent[]) {
    super(`${what}\n${journal.map((event) => JSON.stringify(event)).join("\n")}`);
  }
}

const TERMINAL = ["run_succeeded", "run_failed", "run_canceled", "run_expired"];

/** Of the journal of a run that has ended. */
export function checkJournal(graph: Graph, journal: readonly JournalEvent[]): void {
  const hold = (condition: boolean, what: string, event: JournalEvent): void => {
    if (!condition) throw new Broken(`event ${event.seq}: ${what}`, journal.slice(0, event.seq));
  };
  const leases = new Map<string, string>();
  const inline = new Set<string>();
  const resends = new Map<string, number>();
  const tokens = new Map<string, string>();
  const reminders = new Map<string, { until: number; left: readonly number[]; over: number }>();
  const used = new Set<string>();
  const outcomes = new Set<string>();
  const burned = new Map<string, number>();
  const transient = new Map<string, number>();
  const done = new Set<string>();
  const loops = new Map<string, number>();
  const passed = new Set<string>();
  const rounds = new Map<string, number>();
  /** Nodes that a join goes on without get no outcome any more. */
  const leaveBehind = (nodes: readonly string[]): void => {
    for (const node of nodes) {
      const key = `${node}#${rounds.get(node) ?? 0}`;
      outcomes.add(key);
      leases.delete(key);
    }
  };
  let deadline = 0;
  let ended: JournalEvent | null = null;
  let canceling = false;
  let dispatches = 0;

  for (const [index, event] of journal.entries()) {
    hold(event.seq === index + 1, "seq is not dense", event);
    hold(event.at >= (journal[index - 1]?.at ?? 0), "time runs backwards", event);
    if (ended) {
      hold(
        event.type === "result_discarded" || event.type === "run_retried",
        `follows the end by ${ended.type}`,
        event,
      );
    }
    const key = "node" in event && "iteration" in event ? `${event.node}#${event.iteration}` : "";
    if ("node" in event && "iteration" in event)
      rounds.set(event.node, Math.max(rounds.get(event.node) ?? 0, event.iteration));
    if (event.type === "run_created" || event.type === "run_retried") deadline = event.deadline_at;
    switch (event.type) {
      case "node_scheduled": {
        dispatches += 1;
        hold(dispatches <= MAX_DISPATCHES, "too many dispatches", event);
        hold(!canceling, "work is dispatched after a cancel", event);
        hold(!used.has(event.lease), "a lease is used twice", event);
        hold(!outcomes.has(key), "a node with an outcome is dispatched", event);
        hold(event.claim_by > event.at, "the claim is due in the past", event);
        const ways = graph.edges.filter((edge) => edge.to === event.node);
        hold(event.node === graph.start || ways.some((edge) => done.has(edge.from)), "no token has come here", event);
        used.add(event.lease);
        if (event.mode === "inline") inline.add(event.lease);
        leases.set(key, event.lease);
        break;
      }
      case "node_resent":
        resends.set(event.lease, (resends.get(event.lease) ?? 0) + 1);
        hold((resends.get(event.lease) ?? 0) <= MAX_RESENDS, "an attempt is sent again too often", event);
        hold(leases.get(key) === event.lease, "a lease that is not the current one", event);
        break;
      case "node_claimed":
        hold(leases.get(key) === event.lease, "a lease that is not the current one", event);
        break;
      case "node_succeeded":
        hold(leases.get(key) === event.lease, "an outcome under a lease that is not the current one", event);
        hold(!outcomes.has(key), "a second outcome", event);
        hold(!canceling || inline.has(event.lease), "a queued result is taken after a cancel", event);
        leases.delete(key);
        outcomes.add(key);
        done.add(event.node);
        break;
      case "node_failed": {
        hold(leases.get(key) === event.lease, "a failure under a lease that is not the current one", event);
        leases.delete(key);
        hold(event.retry_at === null || event.retry_at > event.at, "a retry in the past", event);
        hold(event.retry_at === null || !canceling, "a retry after a cancel", event);
        hold(event.retry_at === null || event.error.class !== "terminal", "a terminal failure is retried", event);
        const node = graph.nodes.get(event.node);
        if (event.error.class === "platform_transient") {
          transient.set(event.node, (transient.get(event.node) ?? 0) + 1);
          const strikes = transient.get(event.node) ?? 0;
          hold(strikes < MAX_TRANSIENT_STRIKES || event.retry_at === null, "too many platform failures", event);
        } else if (node?.kind === "task" || node?.kind === "decision") {
          burned.set(key, (burned.get(key) ?? 0) + 1);
          hold((burned.get(key) ?? 0) <= workOf(node).retry.attempts, "more attempts than the policy has", event);
        }
        if (event.retry_at === null) outcomes.add(key);
        break;
      }
      case "wait_opened":
        tokens.set(key, event.token);
        reminders.set(event.token, { until: event.timeout_at, left: event.remind_at ?? [], over: 0 });
        break;
      case "wait_reminded": {
        const known = reminders.get(event.token);
        hold(known !== undefined && tokens.get(key) === event.token, "a reminder of another question", event);
        if (known === undefined) break;
        hold(!outcomes.has(key) && !canceling, "a reminder that nobody needs any more", event);
        hold(event.at < known.until, "a reminder after the end of the wait", event);
        hold(event.reminder > known.over, "a reminder for the second time", event);
        hold((known.left[event.reminder - 1] ?? Number.POSITIVE_INFINITY) <= event.at, "a reminder too early", event);
        known.over = event.reminder;
        break;
      }
      case "join_fired":
      case "wait_answered":
      case "wait_timed_out":
        hold(!outcomes.has(key), "a second outcome", event);
        hold(!("token" in event) || tokens.get(key) === event.token, "an answer to another question", event);
        outcomes.add(key);
        done.add(event.node);
        if (event.type === "join_fired") {
          leaveBehind(event.canceled);
          const region = structureOf(graph).forks.joins.get(event.node)?.region ?? [];
          for (const node of region) passed.add(`${node}#${rounds.get(node) ?? 0}`);
        }
        break;
      case "join_failed":
        outcomes.add(key);
        leaveBehind(event.canceled);
        break;
      case "loop_taken": {
        const name = `${event.from}->${event.to}`;
        loops.set(name, (loops.get(name) ?? 0) + 1);
        hold(done.has(event.from), "a loop is taken from a node that has no outcome", event);
        break;
      }
      case "cancel_requested":
        canceling = true;
        break;
      case "run_retried":
        hold(!event.nodes.some((node) => passed.has(`${node}#${rounds.get(node) ?? 0}`)), "a join has passed", event);
        hold(ended?.type === "run_failed", "a run that has not failed is retried", event);
        ended = null;
        burned.clear();
        leases.clear();
        for (const id of event.nodes)
          for (const key of [...outcomes])
            if (key.startsWith(`${id}#`) && !succeeded(journal, event, key)) outcomes.delete(key);
        break;
      case "run_canceled":
        hold(canceling, "nobody has asked for a cancel", event);
        hold(
          event.at >= deadline || ![...leases.values()].some((lease) => inline.has(lease)),
          "inline work is under way",
          event,
        );
        break;
    }
    if (TERMINAL.includes(event.type)) ended = event;
  }
  const last = journal.at(-1);
  if (!ended && last) hold(false, "the run has not ended", last);
}

function succeeded(journal: readonly JournalEvent[], before: JournalEvent, key: string): boolean {
  return journal
    .slice(0, before.seq - 1)
    .some((event) => event.type === "node_succeeded" && `${event.node}#${event.iteration}` === key);
}

/** Null when the two are the same, else the first field that differs. */
export function sameState(one: RunState, two: RunState): string | null {
  for (const key of Object.keys(one) as (keyof RunState)[]) {
    const [a, b] = [plain(one[key]), plain(two[key])];
    if (a !== b) return `${key} is ${a} and ${b}`;
  }
  return null;
}

function plain(value: unknown): string {
  const sorted = (_: string, inner: unknown): unknown => {
    if (inner instanceof Map) return [...inner.entries()].toSorted(([a], [b]) => String(a).localeCompare(String(b)));
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
      return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => a.localeCompare(b)));
    }
    return inner;
  };
  return JSON.stringify(value, sorted);
}

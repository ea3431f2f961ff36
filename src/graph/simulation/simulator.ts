/**
 * A run of a random program in a hostile world: a queue that drops, doubles, reorders and delays; consumers that die after their side
 * effect and before their report; a coordinator that loses its memory; a clock that jumps; people who cancel, answer late and retry.
 * Everything follows from the seed.
 */
import { createRun, type Decision, decide } from "../decide.ts";
import type { Graph } from "../definition.ts";
import type { JournalEvent, ReminderRule, ValueRef } from "../events.ts";
import { fold, isTerminal } from "../fold.ts";
import type { ChannelId, Lease, NodeId } from "../ids.ts";
import { inputsOf } from "../inputs.ts";
import type { RunState, Stimulus } from "../state.ts";
import { wakes } from "../wakes.ts";
import type { Block } from "./blocks.ts";
import { Broken, checkJournal, sameState } from "./invariants.ts";
import type { Random } from "./random.ts";
import { decisionsOf, errorOf, valueFor, type World } from "./world.ts";

interface Work {
  node: NodeId;
  iteration: number;
  attempt: number;
  lease: Lease;
}

type Happening =
  | { type: "message"; work: Work }
  | { type: "report"; stimulus: Stimulus & { type: "result" } }
  | { type: "person"; stimulus: Stimulus }
  | { type: "clock"; by: number };

export interface Story {
  journal: JournalEvent[];
  state: RunState;
  /** Times a handler's body ran, by node and iteration. */
  effects: ReadonlyMap<string, number>;
  messages: { sent: number; dropped: number; duplicated: number };
  crashes: number;
}

const MAX_STEPS = 20_000;
/** Some fall together, some after the end of a short wait. */
const REMINDERS: readonly ReminderRule[] = [
  { share: 0.25 },
  { after_ms: 30_000 },
  { after_ms: 30_001 },
  { share: 0.75 },
  { after_ms: 600_000 },
];

export function simulate(graph: Graph, program: Block, random: Random, world: World): Story {
  return new Simulator(graph, program, random, world).run();
}

class Simulator {
  readonly graph: Graph;
  readonly random: Random;
  readonly world: World;
  readonly choices: ReadonlyMap<string, Block>;
  /** What the coordinator has stored: its journal and the time its alarm is set to, by its own clock. */
  readonly journal: JournalEvent[] = [];
  alarm: number | null = null;
  /** What it keeps in memory, and may lose. */
  memory: RunState | null = null;
  time = 1_000_000;
  skew = 0;
  agenda: { at: number; order: number; happening: Happening }[] = [];
  planned = 0;
  tokens = 0;
  readonly effects = new Map<string, number>();
  readonly messages = { sent: 0, dropped: 0, duplicated: 0 };
  crashes = 0;

  constructor(graph: Graph, program: Block, random: Random, world: World) {
    this.graph = graph;
    this.random = random;
    this.world = world;
    this.choices = decisionsOf(program);
  }

  run(): Story {
    const { graph, random, world } = this;
    const input = { given: valueFor("given", 0) } as Record<ChannelId, ValueRef>;
    const deadline_at = this.clock() + world.deadline_ms;
    const created = createRun(graph, { input, deadline_at, reminders: [...REMINDERS] }, this.clock());
    this.commit(created);
    if (random.chance(0.5)) this.stimulate({ type: "start" });
    if (random.chance(world.cancel))
      this.later(random.whole(0, random.pick([200, 5_000, 120_000])), {
        type: "person",
        stimulus: { type: "cancel", by: "person" },
      });
    if (random.chance(world.retry * 0.2)) {
      const stimulus: Stimulus = {
        type: "retry",
        by: "nobody who looked",
        deadline_at: this.clock() + world.deadline_ms,
      };
      this.later(random.whole(0, 300_000), { type: "person", stimulus });
    }
    for (let jump = 0; jump < world.clock_jumps; jump += 1) {
      this.later(random.whole(0, 300_000), { type: "clock", by: random.whole(-3_600_000, 3_600_000) });
    }
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (!this.step()) {
        const state = this.state();
        if (!isTerminal(state.status)) throw new Broken("the run has stopped before its end", this.journal);
        checkJournal(graph, this.journal);
        return { journal: this.journal, state, effects: this.effects, messages: this.messages, crashes: this.crashes };
      }
    }
    throw new Broken(`the run has not ended after ${MAX_STEPS} steps`, this.journal);
  }

  /** The next happening or the alarm, whichever comes first; false when neither is left. */
  step(): boolean {
    this.agenda.sort((a, b) => a.at - b.at || a.order - b.order);
    const [next] = this.agenda;
    const alarm = this.alarm === null ? null : Math.max(this.time, this.alarm - this.skew);
    if (alarm !== null && (next === undefined || alarm <= next.at)) {
      this.time = alarm + (this.random.chance(0.1) ? this.random.whole(0, 60_000) : this.random.whole(0, 20));
      this.alarm = null;
      this.stimulate({ type: "tick" });
      return true;
    }
    if (next === undefined) return false;
    this.agenda.shift();
    this.time = Math.max(this.time, next.at);
    this.happen(next.happening);
    return true;
  }

  happen(happening: Happening): void {
    switch (happening.type) {
      case "clock":
        this.skew += happening.by;
        return;
      case "message":
        this.consume(happening.work);
        return;
      case "report":
      case "person":
        this.stimulate(happening.stimulus);
    }
  }

  clock(): number {
    return Math.max(0, this.time + this.skew);
  }

  later(ms: number, happening: Happening): void {
    this.planned += 1;
    this.agenda.push({ at: this.time + ms, order: this.planned, happening });
  }

  /** The coordinator's state; folded again when its memory is gone, and then inline work that was lost may be begun again. */
  state(): RunState {
    if (this.memory && !this.random.chance(this.world.crash_coordinator)) return this.memory;
    const folded = fold(this.graph, this.journal);
    if (this.memory) {
      this.crashes += 1;
      const difference = sameState(this.memory, folded);
      if (difference) throw new Broken(`the fold differs from the live state: ${difference}`, this.journal);
    }
    this.memory = folded;
    for (const [node, own] of folded.nodes) {
      if (own.status !== "scheduled" || own.mode !== "inline" || !this.random.chance(0.3)) continue;
      this.execute({ node, iteration: own.iteration, attempt: own.attempts, lease: own.lease }, 0);
    }
    return folded;
  }

  /** Null when the coordinator died before it had stored what it decided. */
  stimulate(stimulus: Stimulus): Decision | null {
    const entropy = {
      now: this.clock(),
      random: this.random.next,
      token: () => `token-${String(++this.tokens).padStart(4, "0")}`,
    };
    const decision = decide(this.graph, this.state(), stimulus, entropy);
    if (this.random.chance(this.world.lose_commit)) {
      this.memory = null;
      this.crashes += 1;
      // The platform runs an alarm that has failed again.
      if (stimulus.type === "tick") this.alarm = this.clock() + 2_000;
      return null;
    }
    this.commit(decision);
    return decision;
  }

  /** Journal and wakes are stored together; what follows from the events happens afterwards, or not at all. */
  commit({ events, state }: { events: readonly JournalEvent[]; state: RunState }): void {
    // Stored as text, so that nothing in memory can change history.
    this.journal.push(...(JSON.parse(JSON.stringify(events)) as JournalEvent[]));
    this.memory = state;
    const due = wakes(this.graph, state);
    if (due.length === 0 && !isTerminal(state.status))
      throw new Broken("a run that has not ended has no wake", this.journal);
    if (due.length > 0 && Math.min(...due.map((wake) => wake.at)) > state.deadline_at)
      throw new Broken("no wake by the deadline", this.journal);
    if (new Set(due.map((wake) => wake.key)).size !== due.length)
      throw new Broken("two wakes have one key", this.journal);
    this.alarm = due.length === 0 ? null : Math.min(...due.map((wake) => wake.at));
    for (const event of events) this.follow(event);
  }

  follow(event: JournalEvent): void {
    const { random, world } = this;
    switch (event.type) {
      case "node_scheduled":
        if (event.mode === "queued") this.send(event);
        else if (!random.chance(world.lose_inline))
          this.execute(event, random.chance(0.2) ? random.whole(1, 3_000) : 0);
        break;
      case "node_resent":
        this.send(event);
        break;
      case "wait_opened": {
        if (!random.chance(world.answer)) break;
        const node = this.graph.nodes.get(event.node);
        if (node?.kind !== "wait") break;
        const writes = { [node.writes]: valueFor(event.node, event.iteration) } as Record<ChannelId, ValueRef>;
        const token = random.chance(0.1) ? "a-wrong-token" : event.token;
        const stimulus: Stimulus = { type: "answer", node: event.node, token, writes };
        for (let times = random.chance(0.3) ? 2 : 1; times > 0; times -= 1) {
          this.later(random.whole(0, 900_000), { type: "person", stimulus });
        }
        break;
      }
      case "run_failed":
        if (random.chance(world.retry)) {
          const stimulus: Stimulus = { type: "retry", by: "person", deadline_at: this.clock() + world.deadline_ms };
          this.later(random.whole(0, 60_000), { type: "person", stimulus });
        }
        break;
    }
  }

  send({ node, iteration, attempt, lease }: Work): void {
    const { random, world } = this;
    this.messages.sent += 1;
    const copies = random.chance(world.drop) ? 0 : random.chance(world.duplicate) ? 2 : 1;
    if (copies === 0) this.messages.dropped += 1;
    if (copies === 2) this.messages.duplicated += 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = random.chance(0.1) ? random.whole(0, 120_000) : random.whole(0, 500);
      this.later(delay, { type: "message", work: { node, iteration, attempt, lease } });
    }
  }

  consume(work: Work): void {
    const decision = this.stimulate({ type: "claim", ...work });
    if (decision?.verdict.status !== "accepted") return;
    inputsOf(this.graph, decision.state, work.node);
    this.execute(
      work,
      this.random.chance(this.world.stall) ? this.random.whole(60_000, 600_000) : this.random.whole(1, 5_000),
    );
  }

  /** The body runs and has its effect; whether anybody hears of it is another matter. */
  execute({ node, iteration, attempt, lease }: Work, ms: number): void {
    const { random, world } = this;
    const key = `${node}#${iteration}`;
    this.effects.set(key, (this.effects.get(key) ?? 0) + 1);
    if (ms > 0 && random.chance(world.crash_consumer)) return;
    const outcome = this.outcomeOf(node, iteration);
    const report: Happening = {
      type: "report",
      stimulus: { type: "result", node, iteration, attempt, lease, outcome },
    };
    if (ms > 0 && random.chance(world.duplicate)) this.later(ms + random.whole(0, 200_000), report);
    this.later(ms, report);
  }

  outcomeOf(id: NodeId, iteration: number): (Stimulus & { type: "result" })["outcome"] {
    const { random, world } = this;
    const node = this.graph.nodes.get(id);
    if (node?.kind === "task" && random.chance(world.fail)) {
      const after = random.chance(0.3) ? random.whole(0, 60_000) : null;
      return { ok: false, error: errorOf(random.pick(world.fail_with), after) };
    }
    const block = this.choices.get(id);
    if (block?.kind === "task" && block.dies) return { ok: false, error: errorOf("terminal", null) };
    const choice =
      block?.kind === "choice"
        ? `c${block.taken}`
        : block?.kind === "loop"
          ? iteration % (Math.min(block.rounds, block.max) + 1) < block.rounds
            ? "again"
            : "done"
          : null;
    const channels = node?.kind === "task" ? node.writes : [];
    const writes = Object.fromEntries(channels.map((channel) => [channel, valueFor(id, iteration)])) as Record<
      ChannelId,
      ValueRef
    >;
    return { ok: true, writes, cache: "none", cache_key: null, choice };
  }
}

import type { RunStatus } from "../state.ts";
import { blockGraph } from "./block-graph.ts";
import { executions, randomProgram, succeeds } from "./blocks.ts";
import { Broken } from "./invariants.ts";
import { type Random, seeded } from "./random.ts";
import { type Story, simulate } from "./simulator.ts";
import type { World } from "./world.ts";

/** Faults that attempts and resends outlast: the run must end as the program says. */
const CALM: World = {
  drop: 0.15,
  duplicate: 0.2,
  crash_coordinator: 0.2,
  lose_commit: 0.03,
  crash_consumer: 0.05,
  lose_inline: 0.02,
  stall: 0.05,
  fail: 0.15,
  fail_with: ["retryable", "rate_limited", "timeout", "platform_transient"],
  clock_jumps: 1,
  cancel: 0,
  answer: 0.6,
  retry: 0,
  deadline_ms: 1_000_000_000,
};

/** Everything at once: the run must end, somehow, and keep every invariant. */
const ROUGH: World = {
  drop: 0.4,
  duplicate: 0.4,
  crash_coordinator: 0.3,
  lose_commit: 0.1,
  crash_consumer: 0.2,
  lose_inline: 0.15,
  stall: 0.2,
  fail: 0.3,
  fail_with: ["retryable", "rate_limited", "terminal", "canceled", "timeout", "platform_transient", "memory_limit"],
  clock_jumps: 4,
  cancel: 0.3,
  answer: 0.7,
  retry: 0.8,
  deadline_ms: 3_600_000,
};

/** The rough world, sometimes with a queue that delivers next to nothing, or with nodes that always fail in one way. */
export function roughWorld(random: Random): World {
  const drop = random.chance(0.1) ? 0.98 : ROUGH.drop;
  if (!random.chance(0.1)) return { ...ROUGH, drop };
  return { ...ROUGH, drop, fail: 1, fail_with: [random.pick(ROUGH.fail_with)] };
}

export interface Tally {
  runs: number;
  events: number;
  messages: { sent: number; dropped: number; duplicated: number };
  crashes: number;
  /** Bodies that ran more often than once for one recorded outcome. */
  reruns: number;
  reminders: number;
  by_status: Record<string, number>;
}

/** Runs `count` random programs, from `seed` on. Throws an Error that names the seed of the first run that breaks an invariant. */
export function soak(count: number, seed: number): Tally {
  const tally: Tally = {
    runs: 0,
    events: 0,
    messages: { sent: 0, dropped: 0, duplicated: 0 },
    crashes: 0,
    reruns: 0,
    reminders: 0,
    by_status: {},
  };
  for (let each = seed; each < seed + count; each += 1) add(tally, soakOne(each));
  return tally;
}

/** One run. Even seeds are calm, odd ones rough. */
export function soakOne(seed: number): Story {
  const random = seeded(seed);
  const calm = seed % 2 === 0;
  const program = randomProgram(random, { deaths: calm ? 0.12 : 0.05 });
  const retry = { attempts: calm ? 15 : random.whole(1, 4), base_ms: 500, factor: 2, max_ms: 20_000 };
  try {
    const graph = blockGraph(program, random, { lease_ms: 60_000, wait_ms: 600_000, retry });
    const story = simulate(graph, program, random, calm ? CALM : roughWorld(random));
    const expected: RunStatus = succeeds(program) ? "succeeded" : "failed";
    if (calm && story.state.status !== expected) {
      throw new Broken(`the run ${story.state.status}; the program says ${expected}`, story.journal);
    }
    if (calm && expected === "succeeded") {
      for (const [node, times] of executions(program)) {
        const ran = story.journal.filter((event) => event.type === "node_succeeded" && event.node === node).length;
        if (ran !== times) throw new Broken(`${node} succeeded ${ran} times; the program says ${times}`, story.journal);
      }
    }
    return story;
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function add(tally: Tally, { journal, state, effects, messages, crashes }: Story): void {
  tally.runs += 1;
  tally.events += journal.length;
  tally.messages.sent += messages.sent;
  tally.messages.dropped += messages.dropped;
  tally.messages.duplicated += messages.duplicated;
  tally.crashes += crashes;
  tally.reruns += [...effects.values()].filter((times) => times > 1).length;
  tally.reminders += journal.filter((event) => event.type === "wait_reminded").length;
  tally.by_status[state.status] = (tally.by_status[state.status] ?? 0) + 1;
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { JournalEvent } from "./events.ts";
import { apply, begin, fold } from "./fold.ts";
import { plan } from "./plan.ts";
import { JournalError } from "./problem.ts";
import { backoff, retryDelay } from "./retry.ts";
import { blockGraph } from "./simulation/block-graph.ts";
import { randomProgram } from "./simulation/blocks.ts";
import { seeded } from "./simulation/random.ts";
import { simulate } from "./simulation/simulator.ts";
import { roughWorld } from "./simulation/soak.ts";

/** A graph and the journal of a run of it in the rough world. */
const story = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => {
  const random = seeded(seed);
  const program = randomProgram(random, { deaths: 0.1 });
  const retry = { attempts: 2, base_ms: 500, factor: 2, max_ms: 20_000 };
  const graph = blockGraph(program, random, { lease_ms: 60_000, wait_ms: 600_000, retry });
  return { seed, graph, journal: simulate(graph, program, random, roughWorld(random)).journal };
});
const runs = { numRuns: 40 };

test("the fold of a prefix plus one event is the fold of the longer prefix, and no state is changed by what follows it", () => {
  fc.assert(
    fc.property(story, ({ graph, journal }) => {
      const [first, ...rest] = journal;
      if (!first) throw new Error("no event");
      let state = begin(graph, first);
      const states = [state];
      const copies = [structuredClone(state)];
      for (const event of rest) {
        state = apply(graph, state, event);
        states.push(state);
        copies.push(structuredClone(state));
      }
      expect(states).toEqual(copies);
      const middle = Math.floor(journal.length / 2);
      expect(states[middle - 1]).toEqual(fold(graph, journal.slice(0, middle)));
      expect(state).toEqual(fold(graph, journal));
    }),
    runs,
  );
});

test("every event that is journaled is one of the schema, so that a stored journal can be read back", () => {
  fc.assert(
    fc.property(story, ({ journal }) => {
      for (const event of journal) expect(JournalEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
    }),
    runs,
  );
});

test("planning reads the same from the same state, and a run that has ended plans nothing", () => {
  fc.assert(
    fc.property(story, fc.nat(10_000_000), ({ graph, journal }, now) => {
      for (let length = 1; length <= journal.length; length += 5) {
        const state = fold(graph, journal.slice(0, length));
        expect(plan(graph, state, now)).toEqual(plan(graph, state, now));
      }
      expect(plan(graph, fold(graph, journal), now)).toEqual([]);
    }),
    runs,
  );
});

test("a decision leaves nothing to do at its instant: a tick at the same time appends nothing", () => {
  fc.assert(
    fc.property(story, fc.nat(10_000_000), ({ graph, journal }, later) => {
      for (let length = 1; length <= journal.length; length += 5) {
        let tokens = 0;
        const entropy = { now: 1_000_000 + later, random: () => 0.5, token: () => `other-${++tokens}` };
        const state = fold(graph, journal.slice(0, length));
        const once = decide(graph, state, { type: "tick" }, entropy);
        expect(once.state).toEqual(once.events.reduce((at, event) => apply(graph, at, event), state));
        expect(decide(graph, once.state, { type: "tick" }, entropy).events).toEqual([]);
      }
    }),
    runs,
  );
});

test("a journal with an event missing, doubled or out of order is refused", () => {
  fc.assert(
    fc.property(story, fc.nat(), ({ graph, journal }, at) => {
      const index = at % (journal.length - 1);
      const event = journal[index];
      if (!event) return;
      expect(() => fold(graph, journal.toSpliced(index, 1))).toThrow(JournalError);
      expect(() => fold(graph, journal.toSpliced(index, 0, event))).toThrow(JournalError);
    }),
    runs,
  );
});

test("a delay is drawn from the upper half of base * factor^(n-1), capped", () => {
  const policy = fc.record({
    attempts: fc.integer({ min: 1, max: 50 }),
    base_ms: fc.integer({ min: 1, max: 10_000 }),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    max_ms: fc.integer({ min: 10_000, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(
      policy,
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (own, failures, random) => {
        const most = Math.min(own.max_ms, own.base_ms * own.factor ** (failures - 1));
        const delay = backoff(own, failures, () => random);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(most / 2);
        expect(delay).toBeLessThanOrEqual(Math.ceil(most));
      },
    ),
  );
});

test("a failure that says when to come back is not retried before, whatever its class", () => {
  const classes = fc.constantFrom("retryable", "rate_limited", "timeout", "platform_transient", "memory_limit");
  fc.assert(
    fc.property(classes, fc.integer({ min: 0, max: 86_400_000 }), (of, retry_after_ms) => {
      const policy = { attempts: 3, base_ms: 1_000, factor: 2, max_ms: 10_000 };
      const error = { class: of, code: "x", message: "x", retry_after_ms, details: [] } as const;
      const delay = retryDelay(policy, { ...error, details: [] }, { burned: 1, strikes: 1 }, Math.random);
      expect(delay).toBeGreaterThanOrEqual(retry_after_ms);
    }),
  );
});

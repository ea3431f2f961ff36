import { z } from "zod";
import { type BoundGraph, bindGraph } from "../../src/graph/bind.ts";
import { defineGraph } from "../../src/graph/define.ts";
import type { NodeContext } from "../../src/graphs/context.ts";

/** What the nodes of the small graphs below do; a test replaces single ones. Every body that ran is counted by node. */
export class Bodies {
  readonly ran: { node: string; idempotency_key: string }[] = [];
  readonly #replaced = new Map<string, (input: string, context: NodeContext) => Promise<string | undefined> | string>();

  /** A body that answers nothing leaves the node its usual result. */
  replace(node: string, body: (input: string, context: NodeContext) => Promise<string | undefined> | string): void {
    this.#replaced.set(node, body);
  }

  async run(node: string, input: string, context: NodeContext): Promise<string> {
    this.ran.push({ node, idempotency_key: context.idempotency_key });
    return (await this.#replaced.get(node)?.(input, context)) ?? `${input}>${node}`;
  }

  count(node: string): number {
    return this.ran.filter((entry) => entry.node === node).length;
  }
}

const text = z.string();
const quick = { attempts: 5, base_ms: 100, factor: 2, max_ms: 1_000 };
const queued = { kind: "task", version: "1", mode: "queued", lease_ms: 60_000, retry: quick } as const;
const inline = { kind: "task", version: "1", mode: "inline", lease_ms: 60_000, retry: quick } as const;

/** `first` inline, `second` queued and cacheable, `third` queued. The outcome is a solver's answer, since outcomes have fixed names. */
const line = defineGraph({
  id: "line",
  version: "1",
  channels: { script: z.unknown(), a: text, b: text, solver: z.unknown() },
  input: ["script"],
  output: ["solver"],
  start: "first",
  nodes: {
    first: { ...inline, reads: ["script"], writes: ["a"] },
    second: { ...queued, reads: ["a"], writes: ["b"], cacheable: true },
    third: { ...queued, reads: ["b"], writes: ["solver"], final: true },
  },
  edges: [
    { from: "first", to: "second" },
    { from: "second", to: "third" },
  ],
});

/** A fork of three queued nodes and a join that waits for all. */
const fan = defineGraph({
  id: "fan",
  version: "1",
  channels: { script: z.unknown(), a: text, p: text, q: text, r: text, solver: z.unknown() },
  input: ["script"],
  output: ["solver"],
  start: "first",
  nodes: {
    first: { ...inline, reads: ["script"], writes: ["a"] },
    left: { ...queued, reads: ["a"], writes: ["p"] },
    middle: { ...queued, reads: ["a"], writes: ["q"] },
    right: { ...queued, reads: ["a"], writes: ["r"] },
    all: { kind: "join", join: { policy: "all" } },
    last: { ...inline, reads: ["p", "q", "r"], writes: ["solver"], final: true },
  },
  edges: [
    { from: "first", to: "left" },
    { from: "first", to: "middle" },
    { from: "first", to: "right" },
    { from: "left", to: "all" },
    { from: "middle", to: "all" },
    { from: "right", to: "all" },
    { from: "all", to: "last" },
  ],
});

/** A person's answer between two queued nodes. */
const ask = defineGraph({
  id: "ask",
  version: "1",
  channels: { script: z.unknown(), a: text, solver: z.unknown() },
  input: ["script"],
  output: ["solver"],
  start: "question",
  nodes: {
    question: { kind: "wait", reads: ["script"], writes: "a", timeout_ms: 3_600_000 },
    answered: { ...queued, reads: ["a"], writes: ["solver"], final: true },
    unanswered: { ...inline, reads: ["script"], writes: ["solver"], final: true },
  },
  edges: [
    { from: "question", to: "answered" },
    { from: "question", to: "unanswered", label: "timeout" },
  ],
});

/** Makes IRs, so that the history in D1 has something to number. */
const lift = defineGraph({
  id: "lift",
  version: "1",
  channels: { script: z.unknown(), irs: z.unknown() },
  input: ["script"],
  output: ["irs"],
  start: "lifted",
  nodes: { lifted: { ...queued, reads: ["script"], writes: ["irs"], final: true } },
  edges: [],
});

export type TestGraph = "line" | "fan" | "ask" | "lift";

/** The graphs, bound to `bodies`. Channels other than text carry what a body answers as `output`. */
export function testGraphs(bodies: Bodies): Record<TestGraph, BoundGraph<NodeContext>> {
  const run = (node: string) => async (inputs: object, context: NodeContext) =>
    bodies.run(node, Object.values(inputs).map(shown).join("+"), context);
  const answer = (output: string) => ({ status: "sat", reason: null, output, milliseconds: 0 });
  return {
    line: bindGraph(line, {
      first: async (inputs, context: NodeContext) => ({ a: await run("first")(inputs, context) }),
      second: async (inputs, context: NodeContext) => ({ b: await run("second")(inputs, context) }),
      third: async (inputs, context: NodeContext) => ({ solver: answer(await run("third")(inputs, context)) }),
    }),
    fan: bindGraph(fan, {
      first: async (inputs, context: NodeContext) => ({ a: await run("first")(inputs, context) }),
      left: async (inputs, context: NodeContext) => ({ p: await run("left")(inputs, context) }),
      middle: async (inputs, context: NodeContext) => ({ q: await run("middle")(inputs, context) }),
      right: async (inputs, context: NodeContext) => ({ r: await run("right")(inputs, context) }),
      last: async (inputs, context: NodeContext) => ({ solver: answer(await run("last")(inputs, context)) }),
    }),
    ask: bindGraph(ask, {
      answered: async (inputs, context: NodeContext) => ({ solver: answer(await run("answered")(inputs, context)) }),
      unanswered: async (inputs, context: NodeContext) => ({
        solver: answer(await run("unanswered")(inputs, context)),
      }),
    }),
    lift: bindGraph(lift, {
      lifted: async (inputs, context: NodeContext) => ({ irs: JSON.parse(await run("lifted")(inputs, context)) }),
    }),
  };
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "smtlib" in value
    ? String(value.smtlib)
    : JSON.stringify(value);
}

import { z } from "zod";
import { type BoundGraph, bindGraph } from "../../src/graph/bind.ts";
import { defineGraph, type TaskDefinition } from "../../src/graph/define.ts";
import type { NodeContext } from "../../src/graphs/context.ts";

/** Graphs that do nothing but exist: what they cost is the engine. The Workflow in `flow.ts` has the same two shapes. */
const channels = {
  script: z.object({ smtlib: z.string() }),
  a: z.number(),
  b: z.number(),
  c: z.number(),
  d: z.number(),
  x: z.number(),
  y: z.number(),
  z: z.number(),
};

const step = <const Read extends string, const Write extends string>(reads: Read, writes: Write) =>
  ({ kind: "task", version: "1", mode: "queued", reads: [reads], writes: [writes] }) as const satisfies TaskDefinition;

/** Four steps in a row, then three side by side. */
const chainDefinition = defineGraph({
  id: "bench_chain",
  version: "1",
  channels,
  input: ["script"],
  output: ["x", "y", "z"],
  start: "first",
  nodes: {
    first: step("script", "a"),
    second: step("a", "b"),
    third: step("b", "c"),
    fourth: step("c", "d"),
    left: step("d", "x"),
    middle: step("d", "y"),
    right: step("d", "z"),
    gather: { kind: "join", join: { policy: "all" }, final: true },
  },
  edges: [
    { from: "first", to: "second" },
    { from: "second", to: "third" },
    { from: "third", to: "fourth" },
    { from: "fourth", to: "left" },
    { from: "fourth", to: "middle" },
    { from: "fourth", to: "right" },
    { from: "left", to: "gather" },
    { from: "middle", to: "gather" },
    { from: "right", to: "gather" },
  ],
});

const chain = bindGraph(chainDefinition, {
  first: () => ({ a: 1 }),
  second: ({ a }) => ({ b: a + 1 }),
  third: ({ b }) => ({ c: b + 1 }),
  fourth: ({ c }) => ({ d: c + 1 }),
  left: ({ d }) => ({ x: d }),
  middle: ({ d }) => ({ y: d }),
  right: ({ d }) => ({ z: d }),
});

/** Three steps of one second each, side by side. */
const parallelDefinition = defineGraph({
  id: "bench_parallel",
  version: "1",
  channels,
  input: ["script"],
  output: ["x", "y", "z"],
  start: "first",
  nodes: {
    first: { ...step("script", "a"), mode: "inline" },
    left: step("a", "x"),
    middle: step("a", "y"),
    right: step("a", "z"),
    gather: { kind: "join", join: { policy: "all" }, final: true },
  },
  edges: [
    { from: "first", to: "left" },
    { from: "first", to: "middle" },
    { from: "first", to: "right" },
    { from: "left", to: "gather" },
    { from: "middle", to: "gather" },
    { from: "right", to: "gather" },
  ],
});

const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1000));

const parallel = bindGraph(parallelDefinition, {
  first: () => ({ a: 1 }),
  left: async ({ a }) => aSecond().then(() => ({ x: a })),
  middle: async ({ a }) => aSecond().then(() => ({ y: a })),
  right: async ({ a }) => aSecond().then(() => ({ z: a })),
});

export const SHAPES: ReadonlyMap<string, BoundGraph<NodeContext>> = new Map<string, BoundGraph<NodeContext>>([
  ["chain", chain],
  ["parallel", parallel],
]);

import { z } from "zod";
import { defineGraph } from "../define.ts";
import type { JoinPolicy } from "../definition.ts";
import { Driver } from "./driver.ts";
import { edges } from "./edges.ts";

export const retry = { attempts: 3, base_ms: 1_000, factor: 2, max_ms: 10_000 };
export const queued = {
  kind: "task",
  version: "1",
  mode: "queued",
  reads: [],
  writes: [],
  lease_ms: 60_000,
  retry,
} as const;
export const inline = { ...queued, mode: "inline" } as const;
const channels = { given: z.string(), answer: z.string(), made: z.string() };
export const shape = { version: "1", channels, input: ["given"], output: [] } as const;

export const single = defineGraph({
  ...shape,
  id: "single",
  start: "a",
  nodes: { a: { ...queued, final: true } },
  edges: [],
}).graph;

export const waiting = defineGraph({
  ...shape,
  id: "waiting",
  start: "ask",
  nodes: {
    ask: { kind: "wait", reads: [], writes: "answer", timeout_ms: 5_000 },
    used: { ...inline, final: true },
    late: { ...inline, final: true },
  },
  edges: edges("ask>used", "ask>late:timeout"),
}).graph;

export function forked(join: JoinPolicy, branch: typeof queued | typeof inline = queued) {
  return defineGraph({
    ...shape,
    id: "forked",
    start: "f",
    nodes: { f: inline, a: branch, b: branch, c: branch, j: { kind: "join", join }, z: { ...inline, final: true } },
    edges: edges("f>a", "f>b", "f>c", "a>j", "b>j", "c>j", "j>z"),
  }).graph;
}

export function atFork(join: JoinPolicy): Driver {
  const run = new Driver(forked(join)).start();
  run.succeed("f");
  return run;
}

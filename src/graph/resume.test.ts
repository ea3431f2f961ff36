import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { defineGraph } from "./define.ts";
import { fold } from "./fold.ts";
import { JournalError } from "./problem.ts";
import { Driver } from "./simulation/driver.ts";
import { edges } from "./simulation/edges.ts";
import { inline, queued, shape } from "./simulation/fixtures.ts";

const before = defineGraph({
  ...shape,
  id: "renamed",
  start: "first",
  nodes: { first: queued, last: { ...inline, final: true } },
  edges: edges("first>last"),
}).graph;
const after = defineGraph({
  ...shape,
  id: "renamed",
  start: "beginning",
  nodes: { beginning: queued, last: { ...inline, final: true } },
  edges: edges("beginning>last"),
}).graph;

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

test("a run is not resumed on a graph that has lost one of its nodes: the error names the node, graph and version", () => {
  const run = new Driver(before).start();
  const error = errorOf(() => fold(after, run.journal));
  expect(error).toBeInstanceOf(JournalError);
  expect(error).toMatchObject({ code: "unknown_node" });
  expect(String(error)).toMatch(/renamed version 1 has no node first/);
});

test("a state in memory is not driven on by a graph that has gained a node it does not know", () => {
  const run = new Driver(before).start();
  const entropy = { now: 5_000, random: () => 0, token: () => "token-999" };
  expect(errorOf(() => decide(after, run.state, { type: "tick" }, entropy))).toMatchObject({ code: "unknown_node" });
});

test("a run is not resumed on another version of its graph", () => {
  const run = new Driver(before).start();
  expect(errorOf(() => fold({ ...before, version: "2" }, run.journal))).toMatchObject({ code: "wrong_graph" });
});

test("an empty journal is an error, not a run", () => {
  expect(errorOf(() => fold(before, []))).toMatchObject({ code: "empty" });
});

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type AnyGraphDefinition, type Channels, defineGraph, type NodeDefinition } from "./define.ts";
import { GraphBuildError, type Problem } from "./problem.ts";
import { edges } from "./simulation/edges.ts";

type Nodes = Record<string, NodeDefinition>;
type Edges = AnyGraphDefinition["edges"];

function task(more: Partial<NodeDefinition & { kind: "task" }> = {}): NodeDefinition {
  return { kind: "task", version: "1", mode: "queued", reads: [], writes: [], ...more };
}
const end = task({ final: true });
const all: NodeDefinition = { kind: "join", join: { policy: "all" } };
const pick = (...choices: string[]): NodeDefinition => ({ kind: "decision", version: "1", reads: [], choices });
const ask: NodeDefinition = { kind: "wait", reads: [], writes: "x", timeout_ms: 1000 };

function problemsOf(nodes: Nodes, ways: Edges, more: Partial<AnyGraphDefinition> = {}): readonly Problem[] {
  const channels: Channels = { given: z.string(), x: z.string(), y: z.string() };
  try {
    defineGraph<Channels, Nodes>({
      id: "g",
      version: "1",
      channels,
      input: ["given"],
      output: [],
      start: "a",
      nodes,
      edges: ways,
      ...more,
    });
  } catch (error) {
    if (error instanceof GraphBuildError) return error.problems;
    throw error;
  }
  return [];
}

const parallel = (b: NodeDefinition, c: NodeDefinition, join: NodeDefinition = all, last: NodeDefinition = end) =>
  [{ a: task(), b, c, j: join, z: last } as Nodes, edges("a>b", "a>c", "b>j", "c>j", "j>z")] as const;

describe("a graph that is sound is built", () => {
  test("a chain, a fork with its join, nested forks, a choice that merges without a join", () => {
    expect(problemsOf({ a: task(), z: end }, edges("a>z"))).toEqual([]);
    expect(problemsOf(...parallel(task(), task()))).toEqual([]);
    expect(
      problemsOf({ a: pick("l", "r"), b: task(), c: task(), z: end }, edges("a>b:l", "a>c:r", "b>z", "c>z")),
    ).toEqual([]);
  });

  test("a bounded loop with an exhausted edge", () => {
    expect(
      problemsOf(
        { a: task(), d: pick("again", "done"), z: end },
        edges("a>d", "d>a:again*3", "d>z:done", "d>z:exhausted"),
      ),
    ).toEqual([]);
  });

  test("a channel that every branch of a choice writes, or one branch of a fork under `all`, may be read afterwards", () => {
    const writer = task({ writes: ["x"] });
    const reader = task({ reads: ["x"], final: true });
    expect(problemsOf(...parallel(writer, task(), all, reader))).toEqual([]);
    expect(
      problemsOf({ a: pick("l", "r"), b: writer, c: writer, z: reader }, edges("a>b:l", "a>c:r", "b>z", "c>z")),
    ).toEqual([]);
  });
});

describe("a graph that is not sound is refused, and the problem names the nodes", () => {
  const chain: Edges = edges("a>z");
  const cases: {
    title: string;
    nodes: Nodes;
    edges: Edges;
    code: string;
    names: string[];
    more?: Partial<AnyGraphDefinition>;
  }[] = [
    {
      title: "an edge to a node that is not there",
      nodes: { a: end },
      edges: edges("a>ghost"),
      code: "unknown_target",
      names: ["a", "ghost"],
    },
    { title: "a start that is not there", nodes: { z: end }, edges: [], code: "unknown_target", names: ["a"] },
    {
      title: "a node that cannot be reached",
      nodes: { a: task(), z: end, lost: end },
      edges: chain,
      code: "unreachable",
      names: ["lost"],
    },
    { title: "a dead end", nodes: { a: task() }, edges: [], code: "dead_end", names: ["a"] },
    {
      title: "a final node that goes on",
      nodes: { a: end, z: end },
      edges: chain,
      code: "final_goes_on",
      names: ["a"],
    },
    {
      title: "a read of a channel nobody writes",
      nodes: { a: task({ reads: ["x"] }), z: end },
      edges: chain,
      code: "read_before_write",
      names: ["a"],
    },
    {
      title: "a read of a channel that is written later",
      nodes: { a: task({ reads: ["x"] }), z: task({ writes: ["x"], final: true }) },
      edges: chain,
      code: "read_before_write",
      names: ["a", "z"],
    },
    {
      title: "a read of a channel that only one choice writes",
      nodes: { a: pick("l", "r"), b: task({ writes: ["x"] }), z: task({ reads: ["x"], final: true }) },
      edges: edges("a>b:l", "a>z:r", "b>z"),
      code: "read_before_write",
      names: ["z", "b"],
    },
    {
      title: "a read of a wait's answer on its timeout edge",
      nodes: { a: ask, z: task({ reads: ["x"], final: true }) },
      edges: edges("a>z", "a>z:timeout"),
      code: "read_before_write",
      names: ["z", "a"],
    },
    {
      title: "a channel that is not declared",
      nodes: { a: task({ writes: ["ghost"] }), z: end },
      edges: chain,
      code: "unknown_channel",
      names: ["a"],
    },
    {
      title: "a join without a fork",
      nodes: { a: task(), j: all, z: end },
      edges: edges("a>j", "j>z"),
      code: "join_without_fork",
      names: ["j"],
    },
    {
      title: "a join that the alternatives of a choice reach",
      nodes: { a: pick("l", "r"), b: task(), c: task(), j: all, z: end },
      edges: edges("a>b:l", "a>c:r", "b>j", "c>j", "j>z"),
      code: "join_without_fork",
      names: ["j"],
    },
    {
      title: "a fork whose branches never join",
      nodes: { a: task(), b: end, c: end },
      edges: edges("a>b", "a>c"),
      code: "fork_never_joins",
      names: ["a", "b"],
    },
    {
      title: "parallel branches that meet without a join",
      nodes: { a: task(), b: task(), c: task(), z: end },
      edges: edges("a>b", "a>c", "b>z", "c>z"),
      code: "branches_meet",
      names: ["z", "b", "c"],
    },
    {
      title: "two parallel branches that write one channel",
      ...named(parallel(task({ writes: ["x"] }), task({ writes: ["x"] }))),
      code: "parallel_writes",
      names: ["b", "c", "a"],
    },
    {
      title: "a branch that reads what its sibling writes",
      nodes: { ...parallel(task({ reads: ["given"] }), task({ writes: ["given"] }))[0] },
      edges: parallel(task(), task())[1],
      code: "parallel_read",
      names: ["b", "c", "a"],
    },
    {
      title: "a read after `first_success` of what only one branch writes",
      ...named(
        parallel(
          task({ writes: ["x"] }),
          task(),
          { kind: "join", join: { policy: "first_success" } },
          task({ reads: ["x"], final: true }),
        ),
      ),
      code: "read_before_write",
      names: ["z", "b"],
    },
    {
      title: "a quorum of more branches than there are",
      ...named(parallel(task(), task(), { kind: "join", join: { policy: "quorum", count: 3 } })),
      code: "bad_quorum",
      names: ["j"],
    },
    {
      title: "a loop without a bound",
      nodes: { a: task(), b: pick("back", "on"), z: end },
      edges: edges("a>b", "b>a:back", "b>z:on"),
      code: "loop_without_bound",
      names: ["a", "b"],
    },
    {
      title: "a loop whose bound is no number of rounds",
      nodes: { a: pick("x", "y"), z: end },
      edges: edges("a>a:x*0", "a>z:y", "a>z:exhausted"),
      code: "loop_without_bound",
      names: ["a"],
    },
    {
      title: "a loop without an exhausted edge",
      nodes: { a: pick("x", "y"), z: end },
      edges: edges("a>a:x*2", "a>z:y"),
      code: "loop_without_exhausted",
      names: ["a"],
    },
    {
      title: "an exhausted edge without a loop",
      nodes: { a: pick("y"), z: end },
      edges: edges("a>z:y", "a>z:exhausted"),
      code: "exhausted_without_loop",
      names: ["a"],
    },
    {
      title: "a loop that leads forwards",
      nodes: { a: pick("x", "y"), b: task(), z: end },
      edges: edges("a>b:x*2", "a>b:y", "a>z:exhausted", "b>z"),
      code: "not_a_back_edge",
      names: ["a", "b"],
    },
    {
      title: "a choice without an edge",
      nodes: { a: pick("x", "y"), z: end },
      edges: edges("a>z:x"),
      code: "choice_without_edge",
      names: ["a"],
    },
    {
      title: "an edge without a choice",
      nodes: { a: pick("x"), z: end },
      edges: edges("a>z:x", "a>z:y"),
      code: "edge_without_choice",
      names: ["a"],
    },
    {
      title: "a wait without a timeout edge",
      nodes: { a: ask, z: end },
      edges: chain,
      code: "wait_without_timeout",
      names: ["a"],
    },
    {
      title: "a bad node id",
      nodes: { a: task(), Z9: end },
      edges: edges("a>Z9"),
      code: "bad_id",
      names: ["Z9"],
    },
    {
      title: "a lease of no time",
      nodes: { a: task({ lease_ms: 0 }), z: end },
      edges: chain,
      code: "bad_number",
      names: ["a"],
    },
    {
      title: "an output nobody writes",
      nodes: { a: end },
      edges: [],
      more: { output: ["y"] },
      code: "never_written",
      names: [],
    },
  ];
  test.each(cases)("$title", ({ nodes, edges: ways, more, code, names }) => {
    const found = problemsOf(nodes, ways, more).filter((problem) => problem.code === code);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.nodes).toEqual(names);
    for (const name of names) expect(found[0]?.message).toContain(name);
  });

  test("a loop that jumps out of a fork's branch", () => {
    const [nodes, ways] = parallel(pick("x", "y"), task());
    const own = ways.filter((edge) => edge.from !== "b");
    const found = problemsOf(nodes, [
      ...own,
      { from: "b", to: "j", label: "x" },
      { from: "b", to: "a", label: "y", loop: { max: 1 } },
      { from: "b", to: "j", label: "exhausted" },
    ]);
    expect(found.map((problem) => problem.code)).toEqual(["loop_crosses_fork"]);
  });

  test("every problem is listed, not only the first", () => {
    const found = problemsOf({ a: pick("x"), b: task({ lease_ms: -1 }), lost: end }, edges("a>b:x"));
    expect(found.map((problem) => problem.code).toSorted()).toEqual(["bad_number", "dead_end", "unreachable"]);
  });
});

function named([nodes, ways]: readonly [Nodes, Edges]) {
  return { nodes, edges: ways };
}

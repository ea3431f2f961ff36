import { z } from "zod";
import { type AnyGraphDefinition, defineGraph, type EdgeDefinition, type NodeDefinition } from "../define.ts";
import type { Graph, RetryPolicy } from "../definition.ts";
import type { Block } from "./blocks.ts";
import type { Random } from "./random.ts";

type Exit = { from: string; label?: string };

/** A program as a graph, through the same builder as any other graph. Tasks read channels that surely have a value and write their own. */
export function blockGraph(
  program: Block,
  random: Random,
  times: { lease_ms: number; wait_ms: number; retry: RetryPolicy },
): Graph {
  const nodes: Record<string, NodeDefinition> = {};
  const edges: EdgeDefinition[] = [];
  const channels: Record<string, z.ZodType> = { given: z.string() };

  const task = (id: string, mode: "inline" | "queued", sure: ReadonlySet<string>, final = false): Set<string> => {
    const writes = `v_${id}`;
    channels[writes] = z.string();
    const { lease_ms, retry } = times;
    const reads = [...sure].filter(() => random.chance(0.4));
    nodes[id] = {
      kind: "task",
      version: "1",
      mode,
      reads,
      writes: [writes],
      lease_ms,
      retry,
      ...(final ? { final } : {}),
    };
    return new Set([...sure, writes]);
  };
  const connect = (exits: readonly Exit[], to: string): void => {
    for (const exit of exits) edges.push({ ...exit, to });
  };

  /** Adds the block behind `before` and says by which edges one leaves it and which channels then have a value. */
  const add = (
    block: Block | null,
    before: readonly Exit[],
    sure: ReadonlySet<string>,
  ): { exits: readonly Exit[]; sure: ReadonlySet<string> } => {
    if (block === null) return { exits: before, sure };
    switch (block.kind) {
      case "task":
        connect(before, block.id);
        return { exits: [{ from: block.id }], sure: task(block.id, block.mode, sure) };
      case "wait": {
        connect(before, block.id);
        const writes = `v_${block.id}`;
        channels[writes] = z.string();
        nodes[block.id] = { kind: "wait", reads: [], writes, timeout_ms: times.wait_ms };
        return { exits: [{ from: block.id }, { from: block.id, label: "timeout" }], sure };
      }
      case "sequence":
        return block.blocks.reduce((at, inner) => add(inner, at.exits, at.sure), { exits: before, sure });
      case "fork": {
        connect(before, block.id);
        const forked = task(block.id, "inline", sure);
        nodes[block.join] = { kind: "join", join: block.policy };
        const branches = block.branches.map((branch) => add(branch, [{ from: block.id }], forked));
        for (const branch of branches) connect(branch.exits, block.join);
        const all = block.policy.policy === "all" ? branches.flatMap((branch) => [...branch.sure]) : [];
        return { exits: [{ from: block.join }], sure: new Set([...forked, ...all]) };
      }
      case "choice": {
        connect(before, block.id);
        const labels = block.choices.map((_, index) => `c${index}`);
        nodes[block.id] = { kind: "decision", version: "1", reads: [], choices: labels };
        const ways = block.choices.map((choice, index) => add(choice, [{ from: block.id, label: `c${index}` }], sure));
        const common = [...sure].concat([...(ways[0]?.sure ?? [])].filter((c) => ways.every((way) => way.sure.has(c))));
        return { exits: ways.flatMap((way) => way.exits), sure: new Set(common) };
      }
      case "loop": {
        connect(before, block.head);
        const inside = add(block.body, [{ from: block.head }], task(block.head, "inline", sure));
        connect(inside.exits, block.id);
        nodes[block.id] = { kind: "decision", version: "1", reads: [], choices: ["again", "done"] };
        edges.push({ from: block.id, label: "again", to: block.head, loop: { max: block.max } });
        const exits = [
          { from: block.id, label: "done" },
          { from: block.id, label: "exhausted" },
        ];
        return { exits, sure: inside.sure };
      }
    }
  };

  const begun = task("begin", "inline", new Set(["given"]));
  const { exits, sure } = add(program, [{ from: "begin" }], begun);
  connect(exits, "end");
  task("end", "inline", sure, true);
  const definition: AnyGraphDefinition = {
    id: "random",
    version: "1",
    channels,
    input: ["given"],
    output: ["v_end"],
    start: "begin",
    nodes,
    edges,
  };
  return defineGraph(definition).graph;
}

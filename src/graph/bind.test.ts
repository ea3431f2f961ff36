import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { bindGraph, type HandlersOf } from "./bind.ts";
import { defineGraph } from "./define.ts";
import type { ChannelId, NodeId } from "./ids.ts";

const child = defineGraph({
  id: "child",
  version: "1",
  channels: { text: z.string(), words: z.array(z.string()), count: z.int() },
  input: ["text"],
  output: ["count"],
  start: "split",
  nodes: {
    split: { kind: "task", version: "1", mode: "inline", reads: ["text"], writes: ["words"] },
    count: { kind: "task", version: "1", mode: "queued", reads: ["words"], writes: ["count"], final: true },
  },
  edges: [{ from: "split", to: "count" }],
});

const parent = defineGraph({
  id: "parent",
  version: "1",
  channels: { title: z.string(), length: z.int(), verdict: z.enum(["long", "short"]), note: z.string() },
  input: ["title"],
  output: ["verdict"],
  start: "measure",
  nodes: {
    measure: { kind: "subgraph", graph: child, input: { text: "title" }, output: { count: "length" } },
    judge: { kind: "decision", version: "1", reads: ["length"], choices: ["long", "short"] },
    end: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["length"],
      optional_reads: ["note"],
      writes: ["verdict"],
      final: true,
    },
  },
  edges: [
    { from: "measure", to: "judge" },
    { from: "judge", to: "end", label: "long" },
    { from: "judge", to: "end", label: "short" },
  ],
});

interface Context {
  limit: number;
}

const bound = bindGraph(parent, {
  measure: {
    split: ({ text }) => ({ words: text.split(" ") }),
    count: async ({ words }) => ({ count: words.length }),
  },
  judge: ({ length }, { limit }: Context) => (length > limit ? "long" : "short"),
  end: ({ length, note }) => ({ verdict: length > 3 && note === undefined ? "long" : "short" }),
});

const run = (node: string, inputs: Record<string, unknown>) => {
  const handler = bound.handlers.get(node as NodeId);
  if (!handler) throw new Error(`no handler for ${node}`);
  return handler(inputs, { limit: 2 });
};

test("a subgraph's nodes and inner channels get its id as a prefix, and its mapped channels are the parent's", () => {
  const { graph } = parent;
  expect([...graph.nodes.keys()]).toEqual(["measure/split", "measure/count", "judge", "end"]);
  expect(graph.nodes.get("measure/split" as NodeId)).toMatchObject({ reads: ["title"], writes: ["measure/words"] });
  expect(graph.nodes.get("measure/count" as NodeId)).toMatchObject({ reads: ["measure/words"], writes: ["length"] });
  expect(graph.nodes.get("measure/count" as NodeId)).not.toHaveProperty("final");
  expect(Object.keys(graph.channels)).toEqual(["title", "length", "verdict", "note", "measure/words"]);
  expect(graph.start).toBe("measure/split");
  expect(graph.edges.map(({ from, to }) => `${from}>${to}`)).toContain("measure/count>judge");
});

test("handlers of a subgraph see its own channel names, and the caller the flat graph's", async () => {
  expect(await run("measure/split", { title: "a b" })).toEqual({
    writes: { "measure/words": ["a", "b"] },
    choice: null,
  });
  expect(await run("measure/count", { "measure/words": ["a", "b"] })).toEqual({ writes: { length: 2 }, choice: null });
});

test("a decision gives a choice and no writes; an optional read that has no value is absent", async () => {
  expect(await run("judge", { length: 3 })).toEqual({ writes: {}, choice: "long" });
  expect(await run("end", { length: 4 })).toEqual({ writes: { verdict: "long" }, choice: null });
  expect(await run("end", { length: 4, note: "n" })).toEqual({ writes: { verdict: "short" }, choice: null });
});

test("an input or an output that does not have its channel's shape is a terminal error with a pointer", async () => {
  await expect(run("judge", { length: "3" })).rejects.toMatchObject({
    class: "terminal",
    code: "invalid_input",
    details: [{ pointer: "/length" }],
  });
  const broken = bindGraph(child, {
    split: () => ({ words: [1] as never }),
    count: () => ({ count: 1, extra: 2 }) as { count: number },
  });
  await expect(broken.handlers.get("split" as NodeId)?.({ text: "a" }, undefined)).rejects.toMatchObject({
    code: "invalid_output",
    details: [{ pointer: "/words/0" }],
  });
  await expect(broken.handlers.get("count" as NodeId)?.({ words: [] }, undefined)).rejects.toMatchObject({
    code: "undeclared_write",
  });
});

test("a decision that chooses what it does not declare is a terminal error", async () => {
  const odd = bindGraph(parent, {
    measure: { split: () => ({ words: [] }), count: () => ({ count: 0 }) },
    judge: () => "neither" as "long",
    end: () => ({ verdict: "long" }),
  });
  await expect(odd.handlers.get("judge" as NodeId)?.({ length: 1 }, {})).rejects.toMatchObject({
    code: "unknown_choice",
  });
});

test("every node without a handler is named", () => {
  const none = {} as HandlersOf<typeof parent, Context>;
  expect(() => bindGraph(parent, none)).toThrow(
    /measure\/split has no handler[\s\S]*measure\/count has no handler[\s\S]*end has no handler/,
  );
});

test("types follow from the channels", () => {
  type Handlers = HandlersOf<typeof parent, Context>;
  expectTypeOf<Parameters<Handlers["judge"]>[0]["length"]>().toEqualTypeOf<number>();
  expectTypeOf<Parameters<Handlers["end"]>[0]["note"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Parameters<Handlers["measure"]["count"]>[0]["words"]>().toEqualTypeOf<string[]>();
  expectTypeOf(bound.handlers).toExtend<
    ReadonlyMap<
      NodeId,
      (inputs: Record<string, unknown>, context: Context) => Promise<{ writes: Record<ChannelId, unknown> }>
    >
  >();
  // @ts-expect-error -- a decision may give only its choices
  const _wrong: Handlers["judge"] = () => "neither";
});

test("a subgraph whose input is not mapped is refused", () => {
  expect(() =>
    defineGraph({
      id: "bad",
      version: "1",
      channels: { title: z.string() },
      input: ["title"],
      output: [],
      start: "sub",
      nodes: { sub: { kind: "subgraph", graph: child, input: {}, output: { ghost: "title" }, final: true } },
      edges: [],
    }),
  ).toThrow(/maps no channel to its input text[\s\S]*has no channel ghost/);
});

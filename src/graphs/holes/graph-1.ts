import { defineGraph } from "../../graph/define.ts";
import type { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import type { Asker } from "../forward/facts.ts";
import { checked, holesChannels, holesEdges, holesMapping, holesNodes, queued, sharedHandlers } from "./parts.ts";
import { prepare } from "./prepare.ts";

/** Version 1, which asks for suggestions of every hole and for nothing that follows from an answer. It stays for runs that are pinned to graphs with it. */
const definition = defineGraph({
  id: "holes",
  version: "1",
  channels: holesChannels,
  input: ["ir", "decisions", "given", "asking", "asker", "text", "since"],
  output: ["ir", "irs", "decisions", "given", "validation"],
  start: "turn",
  nodes: {
    ...holesNodes,
    // Not cacheable: it reads what was decided in other runs, which no input shows.
    prepare: { ...queued(["ir", "text", "asker"], ["ir", "validation"], 300_000), version: "2" },
  },
  edges: [
    { from: "turn", to: "prepare", label: "nothing" },
    ...holesEdges,
    { from: "examine", to: "consistent" },
    { from: "settle", to: "consistent" },
  ],
});

export const holesNodeVersion1 = { kind: "subgraph", graph: definition, ...holesMapping } as const;

export const holesHandlersVersion1 = {
  ...sharedHandlers,
  prepare: async (inputs: { ir: IR; text: string | null; asker: Asker }, context: NodeContext) => {
    const ir = await prepare(inputs.ir, inputs.text, inputs.asker, null, context);
    return { ir, validation: await checked(ir, context) };
  },
};

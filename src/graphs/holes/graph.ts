import { z } from "zod";
import { defineGraph } from "../../graph/define.ts";
import type { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import type { Asker } from "../forward/facts.ts";
import type { Asking, Contract } from "./facts.ts";
import { follow, follows } from "./follow.ts";
import { recalled } from "./history-source.ts";
import { checked, holesChannels, holesEdges, holesMapping, holesNodes, queued, sharedHandlers } from "./parts.ts";
import { prepare } from "./prepare.ts";

export { ANSWER_TIMEOUT_MS, MOST_TURNS } from "./parts.ts";

/**
 * From a contract with holes to one that leaves nothing open that the run has to know: what is open is found and gets suggestions, is asked in order, and each answer is applied and propagated. Answers to a run that waits
 * are decided before they are accepted and come in `settled`; those that came before are `kept` and decided here. `given` says what the graph begins with, so that a parent may come back with answers.
 * What a model says to follow from an answer is asked for between the answer and the next question, and only where there is a model and somebody to ask.
 */
export const holesDefinition = defineGraph({
  id: "holes",
  version: "2",
  channels: { ...holesChannels, memory: z.string().nullable() },
  input: ["ir", "decisions", "given", "asking", "asker", "text", "since"],
  output: ["ir", "irs", "decisions", "given", "validation"],
  start: "turn",
  nodes: {
    ...holesNodes,
    recall: queued(["asking"], ["memory"], 60_000),
    // What was decided in other runs is no input of its own: `memory` tells one state of it from another.
    prepare: {
      ...queued(["ir", "text", "asker", "asking", "memory"], ["ir", "validation"], 300_000),
      version: "3",
      cacheable: true,
    },
    follows: { kind: "decision", version: "1", reads: ["ir", "decisions", "asker", "asking"], choices: ["yes", "no"] },
    follow: queued(["ir", "decisions", "asker", "asking"], ["ir", "decisions"], 300_000),
  },
  edges: [
    { from: "turn", to: "recall", label: "nothing" },
    { from: "recall", to: "prepare" },
    ...holesEdges,
    { from: "examine", to: "follows" },
    { from: "settle", to: "follows" },
    { from: "follows", to: "consistent", label: "no" },
    { from: "follows", to: "follow", label: "yes" },
    { from: "follow", to: "consistent" },
  ],
});

/** The holes graph in the place of a node of a graph whose channels have the same names. */
export const holesNode = { kind: "subgraph", graph: holesDefinition, ...holesMapping } as const;

interface Preparing {
  ir: IR;
  text: string | null;
  asker: Asker;
  asking: Asking;
  memory: string | null;
}
type Answered = Contract & { asker: Asker; asking: Asking };

export const holesHandlers = {
  ...sharedHandlers,
  recall: async ({ asking }: { asking: Asking }, { history }: NodeContext) => ({
    memory: await recalled(asking, history).mark(),
  }),
  prepare: async ({ memory, asking, ...inputs }: Preparing, context: NodeContext) => {
    const ir = await prepare(inputs.ir, inputs.text, inputs.asker, asking, context);
    // Somebody decided meanwhile, or nobody can say what was decided: another run is to look again.
    const now = await recalled(asking, context.history).mark();
    if (now === null || now !== memory) context.keepFromCache();
    return { ir, validation: await checked(ir, context) };
  },
  follows: ({ asker, asking, ...contract }: Answered) =>
    (follows(contract, asker, asking) ? "yes" : "no") as "yes" | "no",
  follow: ({ asker, asking, ...contract }: Answered, context: NodeContext) => follow(contract, asker, asking, context),
};

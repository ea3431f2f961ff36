import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import type { NodeContext } from "../context.ts";
import { withChecks } from "./consistency.ts";
import { finish } from "./finish.ts";
import { holes } from "./holes.ts";
import { ANALYSES, liftingChannels, liftingEdges, liftingHandlers, liftingNodes } from "./lifting.ts";

/** Version 2, which lists holes and asks nobody. It stays for runs that are pinned to it. */
const definition = defineGraph({
  id: "reverse",
  version: "2",
  channels: liftingChannels,
  input: ["request", "threshold", "settings"],
  output: ["irs", "file", "verdict"],
  start: "load",
  nodes: {
    ...liftingNodes,
    holes: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["examined", "confidences", "threshold"],
      writes: ["drafts"],
    },
    finish: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["drafts", "checks", "selection"],
      writes: ["irs", "file", "verdict"],
      final: true,
    },
  },
  edges: [
    { from: "load", to: "parse" },
    ...ANALYSES.map((analysis) => ({ from: "parse", to: analysis }) as const),
    ...liftingEdges,
    { from: "confidence", to: "holes" },
    { from: "holes", to: "finish" },
  ],
});

export const reverseVersion2 = bindGraph(definition, {
  ...liftingHandlers,
  holes: ({ examined: irs, confidences, threshold }) => ({ drafts: holes(irs, confidences, threshold) }),
  finish: ({ drafts, checks, selection }, { tenant, run, now }: NodeContext) =>
    finish(withChecks(drafts, checks), selection.report, { tenant, run, timestamp: new Date(now()).toISOString() }),
});

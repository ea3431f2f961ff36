import { defineGraph } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import { irToCode } from "../../signatures/ir-to-code.ts";
import type { NodeContext } from "../context.ts";
import { Asker, Draft, ForwardSettings, Judged, Prompt, Slot, Validation } from "./facts.ts";
import { judgingDefinition, judgingHandlers } from "./judging.ts";
import { write } from "./write.ts";

/** A model may take its time; a queue consumer may run for 15 minutes. */
export const ASK_LEASE_MS = 600_000;
/** The transport repeats requests by itself; this is for waits that are too long to hold a Worker. */
export const ASK_RETRY = { attempts: 3, base_ms: 2_000, factor: 2, max_ms: 300_000 } as const;

/** One of the codes that are written side by side, from the question to its verdict. A place that is not wanted is left at once. */
export const candidateDefinition = defineGraph({
  id: "candidate",
  version: "1",
  channels: {
    ir: IR,
    prompt: Prompt,
    asker: Asker,
    settings: ForwardSettings,
    validation: Validation,
    slot: Slot,
    draft: Draft,
    judged: Judged.nullable(),
  },
  input: ["ir", "prompt", "asker", "settings", "validation", "slot"],
  output: ["judged"],
  start: "wanted",
  nodes: {
    wanted: { kind: "decision", version: "1", reads: ["slot"], choices: ["yes", "no"] },
    skip: { kind: "task", version: "1", mode: "inline", reads: ["slot"], writes: ["judged"], final: true },
    generate_code: {
      kind: "task",
      version: `1.${irToCode.version}`,
      mode: "queued",
      reads: ["ir", "prompt", "asker", "slot"],
      writes: ["draft"],
      lease_ms: ASK_LEASE_MS,
      retry: ASK_RETRY,
      cacheable: true,
    },
    validate_code: {
      kind: "subgraph",
      graph: judgingDefinition,
      input: { ir: "ir", draft: "draft", settings: "settings", validation: "validation" },
      output: { judged: "judged" },
      final: true,
    },
  },
  edges: [
    { from: "wanted", to: "generate_code", label: "yes" },
    { from: "wanted", to: "skip", label: "no" },
    { from: "generate_code", to: "validate_code" },
  ],
});

export const candidateHandlers = {
  wanted: ({ slot }: { slot: Slot }) => (slot.wanted ? ("yes" as const) : ("no" as const)),
  skip: () => ({ judged: null }),
  generate_code: async (
    { ir, prompt, asker, slot }: { ir: IR; prompt: Prompt; asker: Asker; slot: Slot },
    context: NodeContext,
  ) => ({ draft: await write(ir, prompt, asker, slot.candidate, context) }),
  validate_code: judgingHandlers,
};

import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import { Asker, Validation } from "../forward/facts.ts";
import { Decisions, NO_DECISIONS } from "../holes/decisions.ts";
import { Asking, Given, NOTHING_GIVEN } from "../holes/facts.ts";
import { holesHandlers, holesNode } from "../holes/graph.ts";
import { shown } from "../holes/shown.ts";
import { LiftedDraft, ResolveInput } from "../run.ts";

/** From a contract with holes to one without those that matter, with its history of answers. */
const definition = defineGraph({
  id: "resolve",
  version: "1",
  channels: {
    request: ResolveInput,
    asker: Asker,
    asking: Asking,
    text: z.string().nullable(),
    since: z.iso.datetime(),
    ir: IR,
    irs: z.array(LiftedDraft),
    decisions: Decisions,
    given: Given,
    validation: Validation,
  },
  input: ["request", "asker", "asking"],
  output: ["irs", "decisions"],
  start: "load",
  nodes: {
    load: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["request"],
      writes: ["ir", "irs", "text", "since", "decisions", "given"],
    },
    holes: holesNode,
    finish: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "validation", "since"],
      writes: ["irs"],
      final: true,
    },
  },
  edges: [
    { from: "load", to: "holes" },
    { from: "holes", to: "finish" },
  ],
});

export const resolve = bindGraph(definition, {
  load: ({ request }, context: NodeContext) => {
    const since = new Date(context.now()).toISOString();
    const { ir } = request;
    return {
      ir,
      irs: shown(ir, "resolve", since, context),
      text: request.prompt ?? null,
      since,
      decisions: NO_DECISIONS,
      given: NOTHING_GIVEN,
    };
  },
  holes: holesHandlers,
  finish: ({ ir, validation, since }, context: NodeContext) => ({
    irs: shown({ ...ir, metadata: { ...ir.metadata, checks: validation.checks } }, "resolve", since, context),
  }),
});

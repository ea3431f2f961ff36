import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import { Asker, Validation } from "../forward/facts.ts";
import { Decisions, NO_DECISIONS } from "../holes/decisions.ts";
import { Asking, Given, NOTHING_GIVEN } from "../holes/facts.ts";
import { holesHandlers, holesNode } from "../holes/graph.ts";
import { holesHandlersVersion1, holesNodeVersion1 } from "../holes/graph-1.ts";
import { shown } from "../holes/shown.ts";
import { LiftedDraft, ResolveInput } from "../run.ts";

/** From a contract with holes to one without those that matter, with its history of answers. A version for each of the holes graph: runs stay pinned to theirs. */
const definitionWith = <const Holes extends typeof holesNode | typeof holesNodeVersion1>(
  version: string,
  holes: Holes,
) =>
  defineGraph({
    id: "resolve",
    version,
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
      holes,
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

const handlers = {
  load: ({ request }: { request: ResolveInput }, context: NodeContext) => {
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
  finish: ({ ir, validation, since }: { ir: IR; validation: Validation; since: string }, context: NodeContext) => ({
    irs: shown({ ...ir, metadata: { ...ir.metadata, checks: validation.checks } }, "resolve", since, context),
  }),
};

export const resolve = bindGraph(definitionWith("2", holesNode), { ...handlers, holes: holesHandlers });

export const resolveVersion1 = bindGraph(definitionWith("1", holesNodeVersion1), {
  ...handlers,
  holes: holesHandlersVersion1,
});

import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import { EXAMINE_LEASE_MS } from "../examine/share.ts";
import { Asker, Validation } from "../forward/facts.ts";
import { Decisions, NO_DECISIONS } from "../holes/decisions.ts";
import { Asking, Given, NOTHING_GIVEN } from "../holes/facts.ts";
import { holesHandlers, holesNode } from "../holes/graph.ts";
import { holesHandlersVersion1, holesNodeVersion1 } from "../holes/graph-1.ts";
import { shown } from "../holes/shown.ts";
import { LiftedDraft, ResolveInput } from "../run.ts";
import { offer } from "./offer.ts";
import { Code, codeOf, Studied, study } from "./study.ts";

/*
 * From a contract with holes to one without those that matter, with its history of answers. A version for each of the holes graph: runs stay pinned to theirs. Version 2 reads the code beside the contract and the words of the
 * request before it asks.
 */

const channels = {
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
};

const finishing = {
  kind: "task",
  version: "1",
  mode: "inline",
  reads: ["ir", "validation", "since"],
  writes: ["irs"],
  final: true,
} as const;

const LOADED = ["ir", "irs", "text", "since", "decisions", "given"] as const;

const definition = defineGraph({
  id: "resolve",
  version: "2",
  channels: { ...channels, code: Code.nullable(), studied: Studied.nullable() },
  input: ["request", "asker", "asking"],
  output: ["irs", "decisions"],
  start: "load",
  nodes: {
    load: { kind: "task", version: "2", mode: "inline", reads: ["request"], writes: [...LOADED, "code", "studied"] },
    beside: { kind: "decision", version: "1", reads: ["code", "text"], choices: ["code", "words", "nothing"] },
    study: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["code", "asker"],
      writes: ["studied"],
      lease_ms: EXAMINE_LEASE_MS,
      cacheable: true,
    },
    offer: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["ir", "studied", "text", "asker"],
      writes: ["ir"],
      lease_ms: 300_000,
      cacheable: true,
    },
    holes: holesNode,
    finish: finishing,
  },
  edges: [
    { from: "load", to: "beside" },
    { from: "beside", to: "study", label: "code" },
    { from: "beside", to: "offer", label: "words" },
    { from: "beside", to: "holes", label: "nothing" },
    { from: "study", to: "offer" },
    { from: "offer", to: "holes" },
    { from: "holes", to: "finish" },
  ],
});

const definitionVersion1 = defineGraph({
  id: "resolve",
  version: "1",
  channels,
  input: ["request", "asker", "asking"],
  output: ["irs", "decisions"],
  start: "load",
  nodes: {
    load: { kind: "task", version: "1", mode: "inline", reads: ["request"], writes: LOADED },
    holes: holesNodeVersion1,
    finish: finishing,
  },
  edges: [
    { from: "load", to: "holes" },
    { from: "holes", to: "finish" },
  ],
});

function load({ request }: { request: ResolveInput }, context: NodeContext) {
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
}

const finish = (
  { ir, validation, since }: { ir: IR; validation: Validation; since: string },
  context: NodeContext,
) => ({
  irs: shown({ ...ir, metadata: { ...ir.metadata, checks: validation.checks } }, "resolve", since, context),
});

export const resolve = bindGraph(definition, {
  load: (inputs, context: NodeContext) => ({
    ...load(inputs, context),
    code: inputs.request.code === undefined ? null : codeOf(inputs.request.code, inputs.request.ir),
    studied: null,
  }),
  beside: ({ code, text }) =>
    code !== null ? ("code" as const) : text === null ? ("nothing" as const) : ("words" as const),
  study: async ({ code, asker }, context: NodeContext) => ({
    studied: code === null ? null : await study(code, asker.seed, context),
  }),
  offer: async ({ ir, studied, text, asker }, context: NodeContext) => ({
    ir: await offer(ir, studied, text, asker, context),
  }),
  holes: holesHandlers,
  finish,
});

export const resolveVersion1 = bindGraph(definitionVersion1, { load, finish, holes: holesHandlersVersion1 });

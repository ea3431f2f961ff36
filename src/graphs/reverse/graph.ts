import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph, type TaskDefinition } from "../../graph/define.ts";
import { TerminalError } from "../../graph/errors.ts";
import { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import { Asker, Validation } from "../forward/facts.ts";
import { Decisions, NO_DECISIONS } from "../holes/decisions.ts";
import { Asking, Given, NOTHING_GIVEN } from "../holes/facts.ts";
import { holesHandlers, holesNode, MOST_TURNS } from "../holes/graph.ts";
import { ClauseVerdict } from "../run.ts";
import { askedContract } from "./asked.ts";
import { withChecks } from "./consistency.ts";
import { finish, withAnswers } from "./finish.ts";
import { holdHandlers, holdNode } from "./hold.ts";
import { holes } from "./holes.ts";
import { ANALYSES, liftingChannels, liftingEdges, liftingHandlers, liftingNodes } from "./lifting.ts";
import { withObserved } from "./observed.ts";
import { oneFunction } from "./one-function.ts";

const inline = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: readonly Channel[],
) => ({ kind: "task", version: "1", mode: "inline", reads, writes }) as const satisfies TaskDefinition;

/**
 * Python to IRs. What stays open is listed, or, where the request says how holes are treated, asked: then the contract of its one function goes through the holes graph, and the code is held against what people said.
 * Bump a node's version whenever its handler's meaning changes: it is part of the cache key. Bump the graph's version whenever nodes, edges or channels change, and keep the old definition while runs are pinned to it.
 */
const definition = defineGraph({
  id: "reverse",
  version: "3",
  channels: {
    ...liftingChannels,
    asker: Asker,
    /** Null: nobody is asked. */
    asking: Asking.nullable(),
    ir: IR,
    text: z.string().nullable(),
    since: z.iso.datetime(),
    decisions: Decisions,
    given: Given,
    validation: Validation,
    answer_verdicts: z.array(ClauseVerdict),
  },
  input: ["request", "threshold", "settings", "asker", "asking"],
  output: ["irs", "file", "verdict", "decisions", "answer_verdicts"],
  start: "load",
  nodes: {
    ...liftingNodes,
    one_function: inline(["selection", "asking"], []),
    detect_holes: inline(["examined", "confidences", "threshold"], ["drafts"]),
    asks: { kind: "decision", version: "1", reads: ["asking"], choices: ["nobody", "somebody"] },
    open: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["merged", "drafts"],
      writes: ["ir", "text", "since", "decisions", "given"],
      lease_ms: 60_000,
    },
    holes: holesNode,
    answered: { kind: "decision", version: "1", reads: ["decisions"], choices: ["nothing", "something"] },
    keep: inline(["ir", "drafts"], ["drafts", "answer_verdicts"]),
    hold: holdNode,
    collect_late: { kind: "wait", reads: ["ir", "asking"], writes: "given", timeout_ms: 1, collects: true },
    too_often: { ...inline([], []), final: true },
    finish: {
      ...inline(["drafts", "checks", "selection"], ["irs", "file", "verdict"]),
      optional_reads: ["answer_verdicts"],
      final: true,
    },
  },
  edges: [
    { from: "load", to: "parse" },
    { from: "parse", to: "one_function" },
    ...ANALYSES.map((analysis) => ({ from: "one_function", to: analysis }) as const),
    ...liftingEdges,
    { from: "confidence", to: "detect_holes" },
    { from: "detect_holes", to: "asks" },
    { from: "asks", to: "finish", label: "nobody" },
    { from: "asks", to: "open", label: "somebody" },
    { from: "open", to: "holes" },
    { from: "holes", to: "answered" },
    { from: "answered", to: "keep", label: "nothing" },
    { from: "answered", to: "hold", label: "something" },
    { from: "keep", to: "collect_late" },
    { from: "hold", to: "collect_late" },
    { from: "collect_late", to: "holes", loop: { max: MOST_TURNS } },
    { from: "collect_late", to: "too_often", label: "exhausted" },
    { from: "collect_late", to: "finish", label: "timeout" },
  ],
});

export const reverse = bindGraph(definition, {
  ...liftingHandlers,
  one_function: ({ selection, asking }) => {
    if (asking !== null) oneFunction(selection);
    return {};
  },
  detect_holes: ({ examined: irs, confidences, threshold }) => ({ drafts: holes(irs, confidences, threshold) }),
  asks: ({ asking }) => (asking === null ? "nobody" : "somebody"),
  open: async ({ merged, drafts }, context: NodeContext) => {
    const [source, draft] = [merged[0], drafts[0]];
    if (source === undefined || draft === undefined) throw new Error("there is no contract");
    return {
      ir: await withObserved(askedContract(source, draft), draft),
      text: null,
      since: new Date(context.now()).toISOString(),
      decisions: NO_DECISIONS,
      given: NOTHING_GIVEN,
    };
  },
  holes: holesHandlers,
  answered: ({ decisions }) => (decisions.answers.length === 0 ? "nothing" : "something"),
  keep: ({ ir, drafts }) => ({ drafts: drafts.map((draft) => ({ ...draft, holes: ir.holes })), answer_verdicts: [] }),
  hold: holdHandlers,
  too_often: () => {
    throw new TerminalError("changed_too_often", `The contract was changed more than ${MOST_TURNS} times.`);
  },
  finish: ({ drafts, checks, selection, answer_verdicts }, { tenant, run, now }: NodeContext) =>
    withAnswers(
      finish(withChecks(drafts, checks), selection.report, { tenant, run, timestamp: new Date(now()).toISOString() }),
      answer_verdicts ?? [],
    ),
});

import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph, type TaskDefinition } from "../../graph/define.ts";
import { Check, IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import type { NodeContext } from "../context.ts";
import {
  DynamicResults,
  dynamic,
  ExaminationSettings,
  examined,
  prove,
  SymbolicResults,
  symbolic,
} from "../examine/examination.ts";
import { EXAMINE_LEASE_MS } from "../examine/share.ts";
import { subjectsOf } from "../examine/subjects.ts";
import { FileReport, LiftedDraft, ReverseInput } from "../run.ts";
import { moduleOf } from "../source.ts";
import { confidenceOf } from "./confidence.ts";
import { consistency, withChecks } from "./consistency.ts";
import { constraints } from "./constraints.ts";
import { effects } from "./effects.ts";
import { ContractFacts, EffectFacts, IntentFacts, Selection, SignatureFacts, SourceFile } from "./facts.ts";
import { finish } from "./finish.ts";
import { holes } from "./holes.ts";
import { intent } from "./intent.ts";
import { load } from "./load.ts";
import { merge } from "./merge.ts";
import { parse } from "./parse.ts";
import { signature } from "./signature.ts";

/** An analysis reads the file and the selection and gives the same for the same: its results are kept by content hash. */
const analysis = <const Channel extends string>(writes: Channel) =>
  ({
    kind: "task",
    version: "1",
    mode: "queued",
    reads: ["source", "selection"],
    writes: [writes],
    lease_ms: 60_000,
    cacheable: true,
  }) as const satisfies TaskDefinition;

/** An examination judges clauses against the code of the merged IRs. */
const examination = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: Channel,
) =>
  ({
    kind: "task",
    version: "1",
    mode: "queued",
    reads: ["source", "merged", "settings", ...reads],
    writes: [writes],
    lease_ms: EXAMINE_LEASE_MS,
    cacheable: true,
  }) as const satisfies TaskDefinition;

/**
 * Python to IRs without a model. Bump a node's version whenever its handler's meaning changes: it is part of the cache key. Bump the graph's version whenever nodes,
 * edges or channels change, and keep the old definition while runs are pinned to it.
 */
const definition = defineGraph({
  id: "reverse",
  version: "2",
  channels: {
    request: ReverseInput,
    threshold: z.number().min(0).max(1),
    settings: ExaminationSettings,
    source: SourceFile,
    selection: Selection,
    file: FileReport,
    signatures: z.array(SignatureFacts),
    contracts: z.array(ContractFacts),
    effects: z.array(EffectFacts),
    intents: z.array(IntentFacts),
    merged: z.array(IR),
    symbolic: SymbolicResults,
    dynamic: DynamicResults,
    proofs: SymbolicResults,
    examined: z.array(IR),
    confidences: z.array(z.number().min(0).max(1)),
    drafts: z.array(IR),
    checks: z.array(z.array(Check)),
    irs: z.array(LiftedDraft),
    verdict: Verdict,
  },
  input: ["request", "threshold", "settings"],
  output: ["irs", "file", "verdict"],
  start: "load",
  nodes: {
    load: { kind: "task", version: "1", mode: "inline", reads: ["request"], writes: ["source"] },
    parse: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["source"],
      writes: ["selection", "file"],
      lease_ms: 60_000,
      cacheable: true,
    },
    signature: analysis("signatures"),
    constraints: analysis("contracts"),
    effects: analysis("effects"),
    intent: analysis("intents"),
    gather: { kind: "join", join: { policy: "all" } },
    merge: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["source", "selection", "signatures", "contracts", "effects", "intents"],
      writes: ["merged"],
    },
    symbolic: examination([], "symbolic"),
    dynamic: examination(["symbolic"], "dynamic"),
    prove: examination(["symbolic", "dynamic"], "proofs"),
    consistency: {
      kind: "task",
      version: "2",
      mode: "queued",
      reads: ["merged"],
      writes: ["checks"],
      lease_ms: 300_000,
      cacheable: true,
    },
    judged: { kind: "join", join: { policy: "all" } },
    examine: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["merged", "symbolic", "dynamic", "proofs"],
      writes: ["examined"],
    },
    confidence: { kind: "task", version: "1", mode: "inline", reads: ["examined"], writes: ["confidences"] },
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
    { from: "parse", to: "signature" },
    { from: "parse", to: "constraints" },
    { from: "parse", to: "effects" },
    { from: "parse", to: "intent" },
    { from: "signature", to: "gather" },
    { from: "constraints", to: "gather" },
    { from: "effects", to: "gather" },
    { from: "intent", to: "gather" },
    { from: "gather", to: "merge" },
    { from: "merge", to: "symbolic" },
    { from: "merge", to: "consistency" },
    { from: "symbolic", to: "dynamic" },
    { from: "dynamic", to: "prove" },
    { from: "prove", to: "judged" },
    { from: "consistency", to: "judged" },
    { from: "judged", to: "examine" },
    { from: "examine", to: "confidence" },
    { from: "confidence", to: "holes" },
    { from: "holes", to: "finish" },
  ],
});

export const reverse = bindGraph(definition, {
  load: ({ request }) => ({ source: load(request) }),
  parse: ({ source }) => {
    const selection = parse(source);
    return { selection, file: selection.report };
  },
  signature: ({ source, selection }) => ({ signatures: signature(source, selection) }),
  constraints: ({ source, selection }) => ({ contracts: constraints(source, selection) }),
  effects: ({ source, selection }) => ({ effects: effects(source, selection) }),
  intent: ({ source, selection }) => ({ intents: intent(source, selection) }),
  merge: ({ source, selection, ...facts }) => ({ merged: merge(source, selection, facts) }),
  symbolic: async ({ source, merged, settings }, context: NodeContext) => ({
    symbolic: await symbolic(subjectsOf(moduleOf(source), merged), settings, context),
  }),
  dynamic: async ({ source, merged, settings, ...found }, context: NodeContext) => ({
    dynamic: await dynamic(subjectsOf(moduleOf(source), merged), found.symbolic, settings, context),
  }),
  prove: async ({ source, merged, settings, ...found }, context: NodeContext) => ({
    proofs: await prove(subjectsOf(moduleOf(source), merged), found.symbolic, found.dynamic, settings, context),
  }),
  consistency: async ({ merged }, { solver }: NodeContext) => ({ checks: await consistency(merged, solver) }),
  examine: ({ merged, proofs, ...found }) => ({ examined: examined(merged, found.symbolic, found.dynamic, proofs) }),
  confidence: ({ examined: irs }) => ({ confidences: irs.map(confidenceOf) }),
  holes: ({ examined: irs, confidences, threshold }) => ({ drafts: holes(irs, confidences, threshold) }),
  finish: ({ drafts, checks, selection }, { tenant, run, now }: NodeContext) =>
    finish(withChecks(drafts, checks), selection.report, { tenant, run, timestamp: new Date(now()).toISOString() }),
});

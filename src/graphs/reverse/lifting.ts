import { z } from "zod";
import type { TaskDefinition } from "../../graph/define.ts";
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
import { subjectsOf } from "../examine/subjects.ts";
import { examinationTask } from "../examine/task.ts";
import { FileReport, LiftedDraft, ReverseInput } from "../run.ts";
import { moduleOf } from "../source.ts";
import { confidenceOf } from "./confidence.ts";
import { consistency } from "./consistency.ts";
import { constraints } from "./constraints.ts";
import { effects } from "./effects.ts";
import { ContractFacts, EffectFacts, IntentFacts, Selection, SignatureFacts, SourceFile } from "./facts.ts";
import { intent } from "./intent.ts";
import { load } from "./load.ts";
import { merge } from "./merge.ts";
import { parse } from "./parse.ts";
import { signature } from "./signature.ts";

/*
 * The part of the reverse graph that all its versions share: from Python to IRs whose clauses are examined against the code. Bump a node's version whenever its handler's meaning changes: it is part of the
 * cache key. Nodes, edges and channels that change here change every version that is built of them; a run that is pinned to an old version needs the old part.
 */

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

export const liftingChannels = {
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
};

export const liftingNodes = {
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
  symbolic: examinationTask(["source", "merged", "settings"], "symbolic"),
  dynamic: examinationTask(["source", "merged", "settings", "symbolic"], "dynamic"),
  prove: examinationTask(["source", "merged", "settings", "symbolic", "dynamic"], "proofs"),
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
} as const;

/** From `parse` on, where each version goes on with `signature`, `constraints`, `effects` and `intent`, to `confidence`. */
export const liftingEdges = [
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
] as const;

export const ANALYSES = ["signature", "constraints", "effects", "intent"] as const;

type Value = { [Channel in keyof typeof liftingChannels]: z.infer<(typeof liftingChannels)[Channel]> };
type Read<Channel extends keyof Value> = Pick<Value, Channel>;

export const liftingHandlers = {
  load: ({ request }: Read<"request">) => ({ source: load(request) }),
  parse: ({ source }: Read<"source">) => {
    const selection = parse(source);
    return { selection, file: selection.report };
  },
  signature: ({ source, selection }: Read<"source" | "selection">) => ({ signatures: signature(source, selection) }),
  constraints: ({ source, selection }: Read<"source" | "selection">) => ({ contracts: constraints(source, selection) }),
  effects: ({ source, selection }: Read<"source" | "selection">) => ({ effects: effects(source, selection) }),
  intent: ({ source, selection }: Read<"source" | "selection">) => ({ intents: intent(source, selection) }),
  merge: ({
    source,
    selection,
    ...facts
  }: Read<"source" | "selection" | "signatures" | "contracts" | "effects" | "intents">) => ({
    merged: merge(source, selection, facts),
  }),
  symbolic: async ({ source, merged, settings }: Read<"source" | "merged" | "settings">, context: NodeContext) => ({
    symbolic: await symbolic(subjectsOf(moduleOf(source), merged), settings, context),
  }),
  dynamic: async (
    { source, merged, settings, ...found }: Read<"source" | "merged" | "settings" | "symbolic">,
    context: NodeContext,
  ) => ({
    dynamic: await dynamic(subjectsOf(moduleOf(source), merged), found.symbolic, settings, context),
  }),
  prove: async (
    { source, merged, settings, ...found }: Read<"source" | "merged" | "settings" | "symbolic" | "dynamic">,
    context: NodeContext,
  ) => ({
    proofs: await prove(subjectsOf(moduleOf(source), merged), found.symbolic, found.dynamic, settings, context),
  }),
  consistency: async ({ merged }: Read<"merged">, { solver }: NodeContext) => ({
    checks: await consistency(merged, solver),
  }),
  examine: ({ merged, proofs, ...found }: Read<"merged" | "symbolic" | "dynamic" | "proofs">) => ({
    examined: examined(merged, found.symbolic, found.dynamic, proofs),
  }),
  confidence: ({ examined: irs }: Read<"examined">) => ({ confidences: irs.map(confidenceOf) }),
};

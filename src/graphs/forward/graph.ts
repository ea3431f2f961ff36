import { z } from "zod";
import { bindGraph, type HandlersOf } from "../../graph/bind.ts";
import { defineGraph, type TaskDefinition } from "../../graph/define.ts";
import { TerminalError } from "../../graph/errors.ts";
import { applyAnswer } from "../../holes/apply-answer.ts";
import { IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import { constraintExtraction } from "../../signatures/constraint-extraction.ts";
import type { SignatureDefinition } from "../../signatures/define.ts";
import { intentToSignature } from "../../signatures/intent-to-signature.ts";
import { nlToIntent } from "../../signatures/nl-to-intent.ts";
import { repair as repairSignature } from "../../signatures/repair.ts";
import type { NodeContext } from "../context.ts";
import { refuse, unanswered } from "../holes/choose.ts";
import { Decisions, NO_DECISIONS } from "../holes/decisions.ts";
import { Asking, Given, NOTHING_GIVEN } from "../holes/facts.ts";
import { ANSWER_TIMEOUT_MS, holesHandlers, holesNode, MOST_TURNS } from "../holes/graph.ts";
import { holesHandlersVersion1, holesNodeVersion1 } from "../holes/graph-1.ts";
import { shown } from "../holes/shown.ts";
import { CandidateVerdict, ForwardInput, LiftedDraft } from "../run.ts";
import { agreementOf } from "./agreement.ts";
import { bestOf, boardOf, standing, verdictOf, verdictsOf } from "./board.ts";
import { ASK_LEASE_MS, ASK_RETRY, candidateDefinition, candidateHandlers } from "./candidate.ts";
import { extractConstraints, extractIntent, generateSignature } from "./contract-nodes.ts";
import {
  Agreement,
  AnsweredConstraints,
  AnsweredIntent,
  AnsweredSignature,
  Asker,
  Board,
  Draft,
  ForwardSettings,
  Judged,
  MergedContract,
  Prompt,
  Slot,
  Validation,
} from "./facts.ts";
import { codeOf, withoutCode, withoutOpenCode } from "./finish.ts";
import { detectHoles } from "./holes.ts";
import { acceptable } from "./judge.ts";
import { judgingDefinition, judgingHandlers } from "./judging.ts";
import { merge } from "./merge.ts";
import { printed } from "./print.ts";
import { promptOf } from "./prompt.ts";
import { adopted, correct } from "./write.ts";

const asking = <const Reads extends string, const Channel extends string>(
  signature: SignatureDefinition,
  reads: readonly Reads[],
  writes: Channel,
) =>
  ({
    kind: "task",
    // The handler's version and that of the question: answers to another version of it are not used again.
    version: `2.${signature.version}`,
    mode: "queued",
    reads: ["prompt", "asker", ...reads],
    writes: [writes],
    lease_ms: ASK_LEASE_MS,
    retry: ASK_RETRY,
    cacheable: true,
  }) as const satisfies TaskDefinition;

const inline = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: readonly Channel[],
) => ({ kind: "task", version: "1", mode: "inline", reads, writes }) as const satisfies TaskDefinition;

const candidate = <const S extends string, const J extends string>(slot: S, judged: J) =>
  ({
    kind: "subgraph",
    graph: candidateDefinition,
    input: { ir: "ir", prompt: "prompt", asker: "asker", settings: "settings", validation: "validation", slot },
    output: { judged },
  }) as const;

const enough = <const J extends string>(judged: J) =>
  ({ kind: "decision", version: "1", reads: [judged], choices: ["proved", "more", "idle"] }) as const;

const PLACES = [1, 2, 3, 4, 5] as const;

/**
 * From a request to a contract to code. Bump a node's version whenever its handler's meaning changes; bump the graph's version whenever nodes, edges or channels change, and keep the old definition while runs are
 * pinned to it.
 */
const definitionWith = <const Holes extends typeof holesNode | typeof holesNodeVersion1>(
  version: string,
  holes: Holes,
) =>
  defineGraph({
    id: "forward",
    version,
    channels: {
      request: ForwardInput,
      asker: Asker,
      settings: ForwardSettings,
      prompt: Prompt,
      intent: AnsweredIntent,
      signature: AnsweredSignature,
      constraints: AnsweredConstraints,
      merged: MergedContract,
      ir: IR,
      irs: z.array(LiftedDraft),
      asking: Asking,
      decisions: Decisions,
      given: Given,
      text: z.string().nullable(),
      since: z.iso.datetime(),
      validation: Validation,
      slot_1: Slot,
      slot_2: Slot,
      slot_3: Slot,
      slot_4: Slot,
      slot_5: Slot,
      judged_1: Judged.nullable(),
      judged_2: Judged.nullable(),
      judged_3: Judged.nullable(),
      judged_4: Judged.nullable(),
      judged_5: Judged.nullable(),
      agreement: Agreement,
      board: Board,
      correction: Draft,
      corrected: Judged.nullable(),
      adopted: Draft,
      reviewed: Judged.nullable(),
      code: z.string(),
      verdict: Verdict,
      candidates: z.int().nonnegative(),
      repairs: z.int().nonnegative(),
      candidate_verdicts: z.array(CandidateVerdict),
    },
    input: ["request", "asker", "settings", "asking"],
    output: ["irs", "decisions", "code", "verdict", "candidates", "repairs", "candidate_verdicts"],
    start: "load",
    nodes: {
      load: inline(["request"], ["prompt", "text", "since"]),
      extract_intent: asking(nlToIntent, [], "intent"),
      generate_signature: asking(intentToSignature, ["intent"], "signature"),
      extract_constraints: asking(constraintExtraction, ["intent"], "constraints"),
      gather: { kind: "join", join: { policy: "all" } },
      merge_ir: inline(["prompt", "intent", "signature", "constraints"], ["merged"]),
      detect_holes: inline(["merged", "signature", "constraints", "since"], ["ir", "irs", "decisions", "given"]),
      holes,
      plan: inline(["ir", "settings", "validation"], ["ir", "slot_1", "slot_2", "slot_3", "slot_4", "slot_5"]),
      candidate_1: candidate("slot_1", "judged_1"),
      candidate_2: candidate("slot_2", "judged_2"),
      candidate_3: candidate("slot_3", "judged_3"),
      candidate_4: candidate("slot_4", "judged_4"),
      candidate_5: candidate("slot_5", "judged_5"),
      enough_1: enough("judged_1"),
      enough_2: enough("judged_2"),
      enough_3: enough("judged_3"),
      enough_4: enough("judged_4"),
      enough_5: enough("judged_5"),
      candidates: { kind: "join", join: { policy: "until", label: "proved", idle: "idle" } },
      compare: {
        kind: "task",
        version: "1",
        mode: "queued",
        reads: ["ir", "settings"],
        optional_reads: ["judged_1", "judged_2", "judged_3", "judged_4", "judged_5"],
        writes: ["agreement"],
        lease_ms: 120_000,
        cacheable: true,
      },
      select: {
        ...inline([], ["board"]),
        optional_reads: ["board", "agreement", "judged_1", "judged_2", "judged_3", "judged_4", "judged_5", "corrected"],
      },
      proceed: {
        kind: "decision",
        version: "1",
        reads: ["board", "settings"],
        choices: ["found", "repair", "missing"],
      },
      repair: asking(repairSignature, ["ir", "board"], "correction"),
      revalidate_code: {
        kind: "subgraph",
        graph: judgingDefinition,
        input: { ir: "ir", draft: "correction", settings: "settings", validation: "validation" },
        output: { judged: "corrected" },
      },
      collect_late: { kind: "wait", reads: ["ir", "asking"], writes: "given", timeout_ms: 1, collects: true },
      revise: inline([], ["board", "corrected"]),
      too_often: { ...inline(["ir"], []), final: true },
      missing: inline(["ir", "board", "since"], ["ir", "irs", "candidates", "repairs", "candidate_verdicts"]),
      unresolved: { kind: "decision", version: "1", reads: ["board", "settings"], choices: ["ask", "fail", "spent"] },
      await_code: { kind: "wait", reads: ["ir", "asking"], writes: "given", timeout_ms: ANSWER_TIMEOUT_MS },
      code_given: { kind: "decision", version: "1", reads: ["given"], choices: ["code", "contract"] },
      adopt: inline(["given", "board"], ["adopted"]),
      review_code: {
        kind: "subgraph",
        graph: judgingDefinition,
        input: { ir: "ir", draft: "adopted", settings: "settings", validation: "validation" },
        output: { judged: "reviewed" },
      },
      weigh: inline(["ir", "given", "board", "reviewed"], ["ir", "board"]),
      accept: { kind: "decision", version: "1", reads: ["reviewed"], choices: ["yes", "no"] },
      spent: { ...inline(["board"], []), final: true },
      unanswered: { ...inline(["ir", "asking"], []), final: true },
      refuse: { ...inline(["ir", "asking"], []), final: true },
      print: {
        kind: "task",
        version: "1",
        mode: "queued",
        reads: ["board", "settings"],
        writes: ["code"],
        lease_ms: 60_000,
        cacheable: true,
      },
      finish: {
        ...inline(["ir", "board", "since"], ["irs", "verdict", "candidates", "repairs", "candidate_verdicts"]),
        final: true,
      },
    },
    edges: [
      { from: "load", to: "extract_intent" },
      { from: "extract_intent", to: "generate_signature" },
      { from: "extract_intent", to: "extract_constraints" },
      { from: "generate_signature", to: "gather" },
      { from: "extract_constraints", to: "gather" },
      { from: "gather", to: "merge_ir" },
      { from: "merge_ir", to: "detect_holes" },
      { from: "detect_holes", to: "holes" },
      { from: "holes", to: "plan" },
      ...PLACES.flatMap(
        (place) =>
          [
            { from: "plan", to: `candidate_${place}` },
            { from: `candidate_${place}`, to: `enough_${place}` },
            { from: `enough_${place}`, to: "candidates", label: "proved" },
            { from: `enough_${place}`, to: "candidates", label: "more" },
            { from: `enough_${place}`, to: "candidates", label: "idle" },
          ] as const,
      ),
      { from: "candidates", to: "compare" },
      { from: "compare", to: "select" },
      { from: "select", to: "proceed" },
      { from: "proceed", to: "collect_late", label: "found" },
      { from: "collect_late", to: "revise" },
      { from: "collect_late", to: "print", label: "timeout" },
      { from: "revise", to: "holes", loop: { max: MOST_TURNS } },
      { from: "revise", to: "too_often", label: "exhausted" },
      { from: "proceed", to: "repair", label: "repair" },
      { from: "proceed", to: "missing", label: "missing" },
      { from: "repair", to: "revalidate_code" },
      { from: "revalidate_code", to: "select", loop: { max: 6 } },
      { from: "revalidate_code", to: "missing", label: "exhausted" },
      { from: "missing", to: "unresolved" },
      { from: "unresolved", to: "await_code", label: "ask" },
      { from: "unresolved", to: "refuse", label: "fail" },
      { from: "unresolved", to: "spent", label: "spent" },
      { from: "await_code", to: "code_given" },
      { from: "code_given", to: "adopt", label: "code" },
      { from: "code_given", to: "revise", label: "contract" },
      { from: "await_code", to: "unanswered", label: "timeout" },
      { from: "adopt", to: "review_code" },
      { from: "review_code", to: "weigh" },
      { from: "weigh", to: "accept" },
      { from: "accept", to: "print", label: "yes" },
      { from: "accept", to: "missing", label: "no", loop: { max: 100 } },
      { from: "accept", to: "unanswered", label: "exhausted" },
      { from: "print", to: "finish" },
    ],
  });

const isEnough = (judged: Judged | null) =>
  judged === null ? ("idle" as const) : judged.settled ? ("proved" as const) : ("more" as const);

const slotOf = (place: number, settings: ForwardSettings): Slot => ({
  candidate: place,
  wanted: place <= settings.candidates,
});

const chosen = (board: Board): Judged => {
  const best = bestOf(board);
  if (best === null) throw new Error("there is no code");
  return best;
};

const counts = (board: Board, best: Judged | null) => ({
  candidates: board.judged.filter(({ draft }) => draft.repair === 0).length,
  repairs: board.repairs,
  candidate_verdicts: verdictsOf(board, best),
});

/** All but those of the holes graph. */
const handlers: Omit<HandlersOf<ReturnType<typeof definitionWith<typeof holesNode>>, NodeContext>, "holes"> = {
  load: ({ request }, context: NodeContext) => ({
    prompt: promptOf(request),
    text: request.prompt,
    since: new Date(context.now()).toISOString(),
  }),
  extract_intent: async ({ prompt, asker }, context: NodeContext) => ({
    intent: await extractIntent(prompt, asker, context),
  }),
  generate_signature: async ({ prompt, intent, asker }, context: NodeContext) => ({
    signature: await generateSignature(prompt, intent, asker, context),
  }),
  extract_constraints: async ({ prompt, intent, asker }, context: NodeContext) => ({
    constraints: await extractConstraints(prompt, intent, asker, context),
  }),
  merge_ir: ({ prompt, intent, signature, constraints }) => ({ merged: merge(prompt, intent, signature, constraints) }),
  detect_holes: ({ merged, signature, constraints, since }, context: NodeContext) => {
    const ir = detectHoles(merged.ir, {
      contradictions: merged.contradictions,
      ambiguities: [...(signature.facts?.ambiguities ?? []), ...(constraints.facts?.ambiguities ?? [])],
      no_signature: signature.facts === null ? (signature.missing ?? "no signature was read") : null,
    });
    return { ir, irs: shown(ir, "forward", since, context), decisions: NO_DECISIONS, given: NOTHING_GIVEN };
  },
  plan: ({ ir, settings, validation }) => ({
    ir: { ...withoutOpenCode(ir), metadata: { ...ir.metadata, checks: validation.checks } },
    slot_1: slotOf(1, settings),
    slot_2: slotOf(2, settings),
    slot_3: slotOf(3, settings),
    slot_4: slotOf(4, settings),
    slot_5: slotOf(5, settings),
  }),
  candidate_1: candidateHandlers,
  candidate_2: candidateHandlers,
  candidate_3: candidateHandlers,
  candidate_4: candidateHandlers,
  candidate_5: candidateHandlers,
  enough_1: ({ judged_1 }) => isEnough(judged_1),
  enough_2: ({ judged_2 }) => isEnough(judged_2),
  enough_3: ({ judged_3 }) => isEnough(judged_3),
  enough_4: ({ judged_4 }) => isEnough(judged_4),
  enough_5: ({ judged_5 }) => isEnough(judged_5),
  compare: async ({ ir, settings, ...codes }, context: NodeContext) => {
    const judged = [codes.judged_1, codes.judged_2, codes.judged_3, codes.judged_4, codes.judged_5];
    const written = judged.filter((item) => item !== null && item !== undefined);
    return { agreement: await agreementOf(ir, written, settings.examination.seed, context) };
  },
  select: ({ board, agreement, corrected, ...codes }) => ({
    board: boardOf(
      board,
      [codes.judged_1, codes.judged_2, codes.judged_3, codes.judged_4, codes.judged_5, corrected],
      agreement,
    ),
  }),
  proceed: ({ board, settings }) => standing(board, settings),
  repair: async ({ ir, prompt, asker, board }, context: NodeContext) => ({
    correction: await correct(ir, prompt, asker, board, context),
  }),
  revalidate_code: judgingHandlers,
  revise: () => ({ board: boardOf(undefined, []), corrected: null }),
  too_often: () => {
    throw new TerminalError("changed_too_often", `The contract was changed more than ${MOST_TURNS} times.`);
  },
  missing: ({ ir, board, since }, context: NodeContext) => {
    const after = withoutCode(ir, board);
    return { ir: after, irs: shown(after, "forward", since, context), ...counts(board, null) };
  },
  unresolved: ({ board, settings }) => {
    if (board.judged.some(({ draft }) => draft.missing?.code === "budget_exhausted")) return "spent";
    return settings.hole_policy === "fail" ? "fail" : "ask";
  },
  code_given: ({ given }) => (given.kind === "code" ? "code" : "contract"),
  adopt: ({ given, board }) => {
    const { source, by } = codeOf(given);
    return { adopted: adopted(source, by, board) };
  },
  review_code: judgingHandlers,
  weigh: ({ ir, given, board, reviewed }) => {
    const after = boardOf(board, [reviewed]);
    if (reviewed === null || given.kind !== "code" || !acceptable(reviewed)) return { ir, board: after };
    const result = applyAnswer(ir, given.answer);
    return { ir: result.ok ? result.ir : ir, board: { ...after, best: after.judged.indexOf(reviewed) } };
  },
  accept: ({ reviewed }) => (reviewed !== null && acceptable(reviewed) ? "yes" : "no"),
  spent: ({ board }) => {
    const message = board.judged.find(({ draft }) => draft.missing?.code === "budget_exhausted")?.draft.missing
      ?.message;
    throw new TerminalError("budget_exhausted", message ?? "The run's budget is spent.");
  },
  unanswered: ({ ir, asking }) => unanswered(ir, asking),
  refuse: ({ ir, asking }) => refuse(ir, asking),
  print: async ({ board, settings }, context: NodeContext) => ({
    code: await printed(chosen(board), settings.assertion_mode, context),
  }),
  finish: ({ ir, board, since }, context: NodeContext) => {
    const best = chosen(board);
    const irs = shown({ ...(best.ir ?? ir), holes: ir.holes }, "forward", since, context);
    return { irs, verdict: verdictOf(board, best), ...counts(board, best) };
  },
};

export const forward = bindGraph(definitionWith("3", holesNode), { ...handlers, holes: holesHandlers });

/** Version 2 has the first version of the holes graph. It stays for runs that are pinned to it. */
export const forwardVersion2 = bindGraph(definitionWith("2", holesNodeVersion1), {
  ...handlers,
  holes: holesHandlersVersion1,
});

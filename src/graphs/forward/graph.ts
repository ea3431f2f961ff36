import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph, type TaskDefinition } from "../../graph/define.ts";
import { TerminalError } from "../../graph/errors.ts";
import { IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import { constraintExtraction } from "../../signatures/constraint-extraction.ts";
import type { SignatureDefinition } from "../../signatures/define.ts";
import { intentToSignature } from "../../signatures/intent-to-signature.ts";
import { nlToIntent } from "../../signatures/nl-to-intent.ts";
import { repair as repairSignature } from "../../signatures/repair.ts";
import type { NodeContext } from "../context.ts";
import { consistency } from "../reverse/consistency.ts";
import { CandidateVerdict, ForwardInput, LiftedDraft } from "../run.ts";
import { agreementOf } from "./agreement.ts";
import { applyAnswer } from "./answers.ts";
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
  HoleAnswers,
  Judged,
  MergedContract,
  Prompt,
  Slot,
  Validation,
} from "./facts.ts";
import { shown, withoutCode } from "./finish.ts";
import { contradictionsOf, detectHoles, noteConflicts } from "./holes.ts";
import { acceptable } from "./judge.ts";
import { judgingDefinition, judgingHandlers } from "./judging.ts";
import { merge } from "./merge.ts";
import { printed } from "./print.ts";
import { promptOf } from "./prompt.ts";
import { applied, refuse, resolution, suggestedAnswers } from "./resolve.ts";
import { correct, given } from "./write.ts";

/** A person may take a week; the run's deadline ends it earlier. */
const ANSWER_TIMEOUT_MS = 7 * 24 * 60 * 60 * 1000;

const asking = <const Reads extends string, const Channel extends string>(
  signature: SignatureDefinition,
  reads: readonly Reads[],
  writes: Channel,
) =>
  ({
    kind: "task",
    // The handler's version and that of the question: answers to another version of it are not used again.
    version: `1.${signature.version}`,
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
const definition = defineGraph({
  id: "forward",
  version: "1",
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
    answers: HoleAnswers,
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
  input: ["request", "asker", "settings"],
  output: ["irs", "code", "verdict", "candidates", "repairs", "candidate_verdicts"],
  start: "load",
  nodes: {
    load: inline(["request"], ["prompt"]),
    extract_intent: asking(nlToIntent, [], "intent"),
    generate_signature: asking(intentToSignature, ["intent"], "signature"),
    extract_constraints: asking(constraintExtraction, ["intent"], "constraints"),
    gather: { kind: "join", join: { policy: "all" } },
    merge_ir: inline(["prompt", "intent", "signature", "constraints"], ["merged"]),
    detect_holes: inline(["merged", "signature", "constraints"], ["ir", "irs"]),
    resolve_holes: {
      kind: "decision",
      version: "1",
      reads: ["ir", "settings"],
      choices: ["clear", "ask", "auto", "fail"],
    },
    await_answer: { kind: "wait", reads: ["ir"], writes: "answers", timeout_ms: ANSWER_TIMEOUT_MS },
    take_suggestions: inline(["ir", "settings"], ["answers"]),
    apply_answers: inline(["ir", "answers"], ["ir", "irs"]),
    refuse: { ...inline(["ir"], []), final: true },
    validate_ir: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["ir"],
      writes: ["validation"],
      lease_ms: 300_000,
      cacheable: true,
    },
    consistent: { kind: "decision", version: "1", reads: ["validation"], choices: ["yes", "no"] },
    note_conflicts: inline(["ir", "validation"], ["ir", "irs"]),
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
    proceed: { kind: "decision", version: "1", reads: ["board", "settings"], choices: ["found", "repair", "missing"] },
    repair: asking(repairSignature, ["ir", "board"], "correction"),
    revalidate_code: {
      kind: "subgraph",
      graph: judgingDefinition,
      input: { ir: "ir", draft: "correction", settings: "settings", validation: "validation" },
      output: { judged: "corrected" },
    },
    missing: inline(["ir", "board"], ["ir", "irs", "candidates", "repairs", "candidate_verdicts"]),
    unresolved: { kind: "decision", version: "1", reads: ["board", "settings"], choices: ["ask", "fail", "spent"] },
    await_code: { kind: "wait", reads: ["ir"], writes: "answers", timeout_ms: ANSWER_TIMEOUT_MS },
    adopt: inline(["answers", "board"], ["adopted"]),
    review_code: {
      kind: "subgraph",
      graph: judgingDefinition,
      input: { ir: "ir", draft: "adopted", settings: "settings", validation: "validation" },
      output: { judged: "reviewed" },
    },
    weigh: inline(["ir", "answers", "board", "reviewed"], ["ir", "board"]),
    accept: { kind: "decision", version: "1", reads: ["reviewed"], choices: ["yes", "no"] },
    spent: { ...inline(["board"], []), final: true },
    unanswered: { ...inline(["ir"], []), final: true },
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
      ...inline(["ir", "board"], ["irs", "verdict", "candidates", "repairs", "candidate_verdicts"]),
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
    { from: "detect_holes", to: "resolve_holes" },
    { from: "resolve_holes", to: "validate_ir", label: "clear" },
    { from: "resolve_holes", to: "await_answer", label: "ask" },
    { from: "resolve_holes", to: "take_suggestions", label: "auto" },
    { from: "resolve_holes", to: "refuse", label: "fail" },
    { from: "await_answer", to: "apply_answers" },
    { from: "await_answer", to: "unanswered", label: "timeout" },
    { from: "take_suggestions", to: "apply_answers" },
    { from: "apply_answers", to: "resolve_holes", loop: { max: 100 } },
    { from: "apply_answers", to: "refuse", label: "exhausted" },
    { from: "validate_ir", to: "consistent" },
    { from: "consistent", to: "plan", label: "yes" },
    { from: "consistent", to: "note_conflicts", label: "no" },
    { from: "note_conflicts", to: "resolve_holes", loop: { max: 100 } },
    { from: "note_conflicts", to: "refuse", label: "exhausted" },
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
    { from: "proceed", to: "print", label: "found" },
    { from: "proceed", to: "repair", label: "repair" },
    { from: "proceed", to: "missing", label: "missing" },
    { from: "repair", to: "revalidate_code" },
    { from: "revalidate_code", to: "select", loop: { max: 6 } },
    { from: "revalidate_code", to: "missing", label: "exhausted" },
    { from: "missing", to: "unresolved" },
    { from: "unresolved", to: "await_code", label: "ask" },
    { from: "unresolved", to: "refuse", label: "fail" },
    { from: "unresolved", to: "spent", label: "spent" },
    { from: "await_code", to: "adopt" },
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

export const forward = bindGraph(definition, {
  load: ({ request }) => ({ prompt: promptOf(request) }),
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
  detect_holes: ({ merged, signature, constraints }, context: NodeContext) => {
    const ir = detectHoles(merged.ir, {
      contradictions: merged.contradictions,
      ambiguities: [...(signature.facts?.ambiguities ?? []), ...(constraints.facts?.ambiguities ?? [])],
      no_signature: signature.facts === null ? (signature.missing ?? "no signature was read") : null,
    });
    return { ir, irs: shown(ir, context) };
  },
  resolve_holes: ({ ir, settings }) => resolution(ir, settings.hole_policy, settings.threshold),
  take_suggestions: ({ ir, settings }) => ({ answers: suggestedAnswers(ir, settings.threshold) }),
  apply_answers: ({ ir, answers }, context: NodeContext) => {
    const after = applied(ir, answers);
    return { ir: after, irs: shown(after, context) };
  },
  refuse: ({ ir }) => refuse(ir),
  validate_ir: async ({ ir }, { solver }: NodeContext) => ({
    validation: { checks: (await consistency([ir], solver))[0] ?? [] },
  }),
  consistent: ({ validation }) => (contradictionsOf(validation.checks).length > 0 ? "no" : "yes"),
  note_conflicts: ({ ir, validation }, context: NodeContext) => {
    const after = noteConflicts(ir, validation.checks);
    return { ir: after, irs: shown(after, context) };
  },
  plan: ({ ir, settings, validation }) => ({
    ir: { ...ir, metadata: { ...ir.metadata, checks: validation.checks } },
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
  missing: ({ ir, board }, context: NodeContext) => {
    const after = withoutCode(ir, board);
    return { ir: after, irs: shown(after, context), ...counts(board, null) };
  },
  unresolved: ({ board, settings }) => {
    if (board.judged.some(({ draft }) => draft.missing?.code === "budget_exhausted")) return "spent";
    return settings.hole_policy === "fail" ? "fail" : "ask";
  },
  adopt: ({ answers, board }) => {
    const [answer] = answers.answers;
    return { adopted: given(answer?.value ?? "", answer?.by ?? "", board) };
  },
  review_code: judgingHandlers,
  weigh: ({ ir, answers, board, reviewed }) => {
    const after = boardOf(board, [reviewed]);
    const [answer] = answers.answers;
    if (reviewed === null || answer === undefined || !acceptable(reviewed)) return { ir, board: after };
    const result = applyAnswer(ir, answer);
    return { ir: result.ok ? result.ir : ir, board: { ...after, best: after.judged.indexOf(reviewed) } };
  },
  accept: ({ reviewed }) => (reviewed !== null && acceptable(reviewed) ? "yes" : "no"),
  spent: ({ board }) => {
    const message = board.judged.find(({ draft }) => draft.missing?.code === "budget_exhausted")?.draft.missing
      ?.message;
    throw new TerminalError("budget_exhausted", message ?? "The run's budget is spent.");
  },
  unanswered: ({ ir }) => {
    const open = ir.holes.filter(({ priority, status }) => priority === "critical" && status === "open");
    throw new TerminalError(
      "unanswered",
      `Nobody answered: ${open.map(({ description }) => description).join(" ")}`.slice(0, 1000),
    );
  },
  print: async ({ board, settings }, context: NodeContext) => ({
    code: await printed(chosen(board), settings.assertion_mode, context),
  }),
  finish: ({ ir, board }, context: NodeContext) => {
    const best = chosen(board);
    const irs = shown({ ...(best.ir ?? ir), holes: ir.holes }, context);
    return { irs, verdict: verdictOf(board, best), ...counts(board, best) };
  },
});

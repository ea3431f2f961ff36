import { z } from "zod";
import type { TaskDefinition } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import { Asker, Validation } from "../forward/facts.ts";
import { consistency } from "../reverse/consistency.ts";
import { LiftedDraft } from "../run.ts";
import { choose, refuse, suggestedAnswers, unanswered } from "./choose.ts";
import { contradictionsOf, noteConflicts } from "./conflicts.ts";
import { carryOut } from "./decide.ts";
import { Decisions } from "./decisions.ts";
import { Asking, type Contract, Given } from "./facts.ts";
import { shown } from "./shown.ts";

/*
 * The part of the holes graph that all its versions share. Bump a node's version whenever its handler's meaning changes. Nodes, edges and channels that change here change every version that is built of them; a run that is pinned to an old version needs the
 * old part.
 */

/** A person may take a week; the run's own deadline for answers ends it earlier. */
export const ANSWER_TIMEOUT_MS = 7 * 24 * 60 * 60 * 1000;
/** Answers and other turns of one run. */
export const MOST_TURNS = 200;

export const inline = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: readonly Channel[],
) => ({ kind: "task", version: "1", mode: "inline", reads, writes }) as const satisfies TaskDefinition;

/** A run whose worker was killed goes on when the lease ends: it is no longer than the work may take. */
export const queued = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: readonly Channel[],
  lease_ms: number,
) => ({ kind: "task", version: "1", mode: "queued", reads, writes, lease_ms }) as const satisfies TaskDefinition;

export const holesChannels = {
  ir: IR,
  decisions: Decisions,
  given: Given,
  asking: Asking,
  asker: Asker,
  text: z.string().nullable(),
  /** When the run began. */
  since: z.iso.datetime(),
  irs: z.array(LiftedDraft),
  validation: Validation,
};

export const holesNodes = {
  turn: { kind: "decision", version: "1", reads: ["given"], choices: ["nothing", "settled", "kept"] },
  accept: inline(["given"], ["ir", "decisions"]),
  examine: { ...queued(["ir"], ["validation"], 60_000), cacheable: true },
  settle: queued(["ir", "decisions", "given", "asking", "text"], ["ir", "decisions", "validation"], 120_000),
  consistent: { kind: "decision", version: "1", reads: ["validation"], choices: ["yes", "no"] },
  note_conflicts: inline(["ir", "validation"], ["ir"]),
  show: inline(["ir", "asking", "since"], ["irs"]),
  collect: { kind: "wait", reads: ["ir", "asking"], writes: "given", timeout_ms: 1, collects: true },
  choose: {
    kind: "decision",
    version: "1",
    reads: ["ir", "decisions", "asking"],
    choices: ["clear", "ask", "auto", "fail"],
  },
  await_answer: { kind: "wait", reads: ["ir", "asking"], writes: "given", timeout_ms: ANSWER_TIMEOUT_MS },
  take_suggestions: inline(["ir", "decisions", "asking"], ["given"]),
  refuse: { ...inline(["ir", "asking"], ["validation"]), final: true },
  unanswered: { ...inline(["ir", "asking"], ["validation"]), final: true },
  clear: { ...inline([], []), final: true },
} as const;

export const holesEdges = [
  { from: "turn", to: "accept", label: "settled" },
  { from: "turn", to: "settle", label: "kept" },
  { from: "prepare", to: "consistent" },
  { from: "accept", to: "examine" },
  { from: "consistent", to: "show", label: "yes" },
  { from: "consistent", to: "note_conflicts", label: "no" },
  { from: "note_conflicts", to: "show" },
  { from: "show", to: "collect" },
  { from: "collect", to: "turn", loop: { max: MOST_TURNS } },
  { from: "collect", to: "refuse", label: "exhausted" },
  { from: "collect", to: "choose", label: "timeout" },
  { from: "choose", to: "clear", label: "clear" },
  { from: "choose", to: "await_answer", label: "ask" },
  { from: "choose", to: "take_suggestions", label: "auto" },
  { from: "choose", to: "refuse", label: "fail" },
  { from: "await_answer", to: "turn", loop: { max: MOST_TURNS } },
  { from: "await_answer", to: "refuse", label: "exhausted" },
  { from: "await_answer", to: "unanswered", label: "timeout" },
  { from: "take_suggestions", to: "turn", loop: { max: MOST_TURNS } },
  { from: "take_suggestions", to: "refuse", label: "exhausted" },
] as const;

/** Channels of the holes graph and of its parent, which have the same names. */
export const holesMapping = {
  input: {
    ir: "ir",
    decisions: "decisions",
    given: "given",
    asking: "asking",
    asker: "asker",
    text: "text",
    since: "since",
  },
  output: { ir: "ir", irs: "irs", decisions: "decisions", given: "given", validation: "validation" },
} as const;

export const checked = async (ir: IR, { solver }: NodeContext) => ({
  checks: (await consistency([ir], solver))[0] ?? [],
});

export const sharedHandlers = {
  // The wait for code has no way to this graph.
  turn: ({ given }: { given: Given }) => (given.kind === "code" ? "nothing" : given.kind),
  accept: ({ given }: { given: Given }): Contract => {
    if (given.kind !== "settled") throw new Error("there is no settled answer");
    return { ir: given.ir, decisions: given.decisions };
  },
  examine: async ({ ir }: { ir: IR }, context: NodeContext) => ({ validation: await checked(ir, context) }),
  settle: async (
    { ir, decisions, given, asking, text }: Contract & { given: Given; asking: Asking; text: string | null },
    context: NodeContext,
  ) => {
    const commands = given.kind === "kept" ? given.commands : [];
    const { solver, history } = context;
    const after = await carryOut({ ir, decisions }, commands, { solver, asking, text, history });
    return { ...after, validation: await checked(after.ir, context) };
  },
  consistent: ({ validation }: { validation: Validation }) =>
    contradictionsOf(validation.checks).length > 0 ? ("no" as const) : ("yes" as const),
  note_conflicts: ({ ir, validation }: { ir: IR; validation: Validation }) => ({
    ir: noteConflicts(ir, validation.checks),
  }),
  show: ({ ir, asking, since }: { ir: IR; asking: Asking; since: string }, context: NodeContext) => ({
    irs: shown(ir, asking.graph, since, context),
  }),
  choose: ({ asking, ...contract }: Contract & { asking: Asking }) => choose(contract, asking),
  take_suggestions: ({ asking, ...contract }: Contract & { asking: Asking }, context: NodeContext) => ({
    given: {
      kind: "kept" as const,
      commands: suggestedAnswers(contract, asking, new Date(context.now()).toISOString()),
    },
  }),
  refuse: ({ ir, asking }: { ir: IR; asking: Asking }) => refuse(ir, asking),
  unanswered: ({ ir, asking }: { ir: IR; asking: Asking }) => unanswered(ir, asking),
  clear: () => ({}),
};

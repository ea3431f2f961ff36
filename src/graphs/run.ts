import { z } from "zod";
import type { ReminderRule } from "../graph/events.ts";
import { IrId } from "../ir/ids.ts";
import { IR } from "../ir/ir.ts";
import { Verdict } from "../ir/verdict.ts";
import { WebhookTarget } from "../webhooks/target.ts";
import { Decisions } from "./holes/decisions.ts";

/** What a run is, whoever stores or shows it. JSON keys are those of the HTTP contract. */
export const RunId = z
  .string()
  .regex(/^run_[A-Za-z0-9_-]{10,64}$/)
  .brand("RunId");
export type RunId = z.infer<typeof RunId>;

export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
  .brand("TenantId");
export type TenantId = z.infer<typeof TenantId>;

export const RunStatus = z.enum(["queued", "running", "waiting", "succeeded", "failed", "canceled", "expired"]);
export type RunStatus = z.infer<typeof RunStatus>;

/** Limits that the documentation and every error about them repeat. Bytes are UTF-8. */
export const LIMITS = {
  source_bytes: 512 * 1024,
  prompt_bytes: 32 * 1024,
  /** Material beside a prompt. */
  context_bytes: 128 * 1024,
  ir_bytes: 256 * 1024,
  functions_per_file: 200,
  /** JSON escapes make a source of `source_bytes` up to three times as long: each two-byte character may be sent as `\uXXXX`. */
  request_bytes: 2 * 1024 * 1024,
  wait_seconds: 60,
  page: 100,
  deadline_seconds: 24 * 60 * 60,
  default_deadline_seconds: 15 * 60,
  /** How long a run waits for one answer at most. */
  answer_seconds: 7 * 24 * 60 * 60,
  /** Reminders of one wait. */
  reminders: 10,
} as const;

export const ReverseInput = z.strictObject({
  source: z.string(),
  path: z.string().min(1).max(1024).optional(),
  /** Qualified name of the one function to lift; without it every function and method is lifted. */
  function: z.string().min(1).max(500).optional(),
  repo: z.string().min(1).max(200).optional(),
  commit: z.string().min(1).max(100).optional(),
  /** Also lift the statements of the module itself, as a function named `<module>`. */
  module_body: z.boolean().optional(),
  /** Execute the bodies symbolically and prove clauses; true when absent. */
  symbolic: z.boolean().optional(),
  /** Run the code in the sandbox, on its own examples and on generated inputs; true when absent. */
  dynamic: z.boolean().optional(),
});
export type ReverseInput = z.infer<typeof ReverseInput>;

/** Whether `code` meets the contract `ir`: its function is the one that the IR names. */
export const ValidateInput = z.strictObject({
  ir: IR,
  code: z.string(),
  symbolic: z.boolean().optional(),
  dynamic: z.boolean().optional(),
});
export type ValidateInput = z.infer<typeof ValidateInput>;

/** One SMT-LIB 2 script with one `(check-sat)`, for tools that bring their own formulas. */
export const SolveInput = z.strictObject({ smtlib: z.string().min(1) });
export type SolveInput = z.infer<typeof SolveInput>;

/** One synthesis problem in SyGuS-IF 2 over integers and truth values. */
export const SynthesizeInput = z.strictObject({ sygus: z.string().min(1) });
export type SynthesizeInput = z.infer<typeof SynthesizeInput>;

/** One call whose outcome is known. Values are JSON and stand for the Python values that `json.loads` gives. */
export const ForwardExample = z
  .strictObject({
    args: z.array(z.unknown()).max(50),
    kwargs: z.record(z.string().regex(/^[A-Za-z_]\w{0,99}$/), z.unknown()).optional(),
    returns: z.unknown().optional(),
    /** Name of the exception class. */
    raises: z
      .string()
      .regex(/^[A-Za-z_][\w.]{0,199}$/)
      .optional(),
  })
  .refine((example) => "returns" in example !== "raises" in example, {
    message: "must have either `returns` or `raises`",
  });
export type ForwardExample = z.infer<typeof ForwardExample>;

/** A function described in words, to become a contract and code that meets it. */
export const ForwardInput = z.strictObject({
  prompt: z.string().min(1),
  /** Material beside the request: code, documents, conventions. */
  context: z.string().optional(),
  examples: z.array(ForwardExample).max(100).optional(),
  /** Name of the function; without it the prompt decides. */
  function: z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/, "must be a Python identifier")
    .optional(),
});
export type ForwardInput = z.infer<typeof ForwardInput>;

export const HolePolicy = z.enum(["ask", "auto", "fail"]);
export type HolePolicy = z.infer<typeof HolePolicy>;

export const AssertionMode = z.enum(["assert", "raise", "comment", "off"]);
export type AssertionMode = z.infer<typeof AssertionMode>;

export const RunOptions = z.strictObject({
  /** Elements below this confidence become holes. */
  confidence_threshold: z.number().min(0).max(1).optional(),
  /** Look node results up by content hash, and keep them. */
  cache: z.boolean().optional(),
  seed: z.int().optional(),
});
export type RunOptions = z.infer<typeof RunOptions>;

/** Of runs that name none: after a day, and after three quarters of the time that there is for the answer. */
export const DEFAULT_REMINDERS: readonly ReminderRule[] = [{ after_ms: 24 * 60 * 60 * 1000 }, { share: 0.75 }];

/** Whoever is waited for is reminded so many seconds after each wait opened; nobody with an empty list. */
const RemindersS = z
  .array(
    z
      .int()
      .positive()
      .max(LIMITS.answer_seconds - 1),
  )
  .max(LIMITS.reminders);

export const ForwardOptions = RunOptions.extend({
  /** Codes written side by side; 1 without a model and 3 with one when absent. */
  candidates: z.int().min(1).max(5).optional(),
  /** Corrections of the most promising code after all candidates failed; 2 when absent. */
  max_repairs: z.int().min(0).max(5).optional(),
  /** What happens where something is missing: `ask` waits for a person, `auto` takes a suggestion above the confidence threshold, `fail` ends the run. */
  hole_policy: HolePolicy.optional(),
  /** Without it, after a day and after three quarters of the time that there is for the answer. */
  reminders_s: RemindersS.optional(),
  /** Whether what the tenant decided before orders the suggestions, and answers to this run do so later; true when absent. */
  learn: z.boolean().optional(),
  /** Version of the compiled programs; the current ones when absent. */
  program: z.string().min(1).max(100).optional(),
  /** How the contract's clauses stand in the code; `assert` when absent. */
  assertion_mode: AssertionMode.optional(),
});
export type ForwardOptions = z.infer<typeof ForwardOptions>;

export const RunBudget = z.strictObject({ deadline_s: z.int().positive().max(LIMITS.deadline_seconds).optional() });

/** What a run may cost at most; each limit is hard. */
export const ForwardBudget = RunBudget.extend({
  usd: z.number().nonnegative().max(10_000).optional(),
  llm_calls: z.int().nonnegative().optional(),
  tokens: z.int().nonnegative().optional(),
});
export type ForwardBudget = z.infer<typeof ForwardBudget>;

/** A contract whose holes are to be filled. */
export const ResolveInput = z.strictObject({
  ir: IR,
  /** The request in words, for what it leaves open; without it the contract's own words are read. */
  prompt: z.string().min(1).optional(),
  /** A module with the function that the IR names: what it states, what is proved of it and what holds in its calls is suggested. */
  code: z.string().min(1).optional(),
});
export type ResolveInput = z.infer<typeof ResolveInput>;

export const ResolveOptions = RunOptions.extend({
  /** What happens with what is open: `ask` waits for a person, `auto` takes a suggestion above the confidence threshold and asks for the rest, `fail` ends the run. */
  hole_policy: HolePolicy.optional(),
  /** How long a person may take for each answer; 7 days when absent. */
  answer_deadline_s: z.int().positive().max(LIMITS.answer_seconds).optional(),
  /** Without it, after a day and after three quarters of the time that there is for the answer. */
  reminders_s: RemindersS.optional(),
  /** Whether what the tenant decided before orders the suggestions, and answers to this run do so later; true when absent. */
  learn: z.boolean().optional(),
  /** Version of the compiled programs; the current ones when absent. */
  program: z.string().min(1).max(100).optional(),
});
export type ResolveOptions = z.infer<typeof ResolveOptions>;

export const ReverseOptions = ResolveOptions.extend({
  /** What happens with what one function leaves open: `ask` waits for a person, `auto` takes a suggestion above the confidence threshold and asks for the rest, `fail` ends the run. Absent: it is listed, and nobody is asked. */
  hole_policy: HolePolicy.optional(),
}).refine(
  ({ hole_policy, answer_deadline_s, reminders_s }) =>
    hole_policy !== undefined || (answer_deadline_s === undefined && reminders_s === undefined),
  {
    path: ["hole_policy"],
    message: "is missing: `answer_deadline_s` and `reminders_s` are for runs that ask",
  },
);
export type ReverseOptions = z.infer<typeof ReverseOptions>;

export const RunRequest = z.discriminatedUnion("graph", [
  z.strictObject({
    graph: z.literal("forward"),
    input: ForwardInput,
    options: ForwardOptions.optional(),
    budget: ForwardBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
  z.strictObject({
    graph: z.literal("resolve"),
    input: ResolveInput,
    options: ResolveOptions.optional(),
    budget: ForwardBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
  z.strictObject({
    graph: z.literal("reverse"),
    input: ReverseInput,
    options: ReverseOptions.optional(),
    budget: ForwardBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
  z.strictObject({
    graph: z.literal("validate"),
    input: ValidateInput,
    options: RunOptions.optional(),
    budget: RunBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
  z.strictObject({
    graph: z.literal("solve"),
    input: SolveInput,
    options: RunOptions.optional(),
    budget: RunBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
  z.strictObject({
    graph: z.literal("synthesize"),
    input: SynthesizeInput,
    options: RunOptions.optional(),
    budget: RunBudget.optional(),
    tags: z.array(z.string().max(100)).max(20).optional(),
    webhook: WebhookTarget.optional(),
  }),
]);
export type RunRequest = z.infer<typeof RunRequest>;

/** An IR as the reverse graph hands it over, before the history has numbered it. */
export const LiftedDraft = z.object({
  id: IrId,
  ir: IR,
  holes: z.int().nonnegative(),
  confidence: z.number().min(0).max(1),
});
export type LiftedDraft = z.infer<typeof LiftedDraft>;

export const LiftedIr = LiftedDraft.extend({
  /** Null while the history that numbers revisions cannot be reached. */
  revision: z.int().positive().nullable(),
});

/** What the reverse graph says about the file as a whole. */
export const FileReport = z.object({
  functions_found: z.int().nonnegative(),
  functions_lifted: z.int().nonnegative(),
  /** Functions that were found and not lifted, by qualified name, each with its reason. */
  skipped: z.array(z.object({ function: z.string(), line: z.int(), code: z.string(), detail: z.string() })),
});
export type FileReport = z.infer<typeof FileReport>;

export const SolverAnswer = z.object({
  status: z.enum(["sat", "unsat", "unknown"]),
  reason: z.string().nullable(),
  /** Everything the solver printed. */
  output: z.string(),
  milliseconds: z.number().nonnegative(),
});
export type SolverAnswer = z.infer<typeof SolverAnswer>;

export const SynthesisAnswer = z.object({
  status: z.enum(["solved", "unknown", "infeasible", "out_of_scope"]),
  /** One `define-fun` for each function, in parentheses, as SyGuS-IF asks for it; null unless solved. */
  solution: z.string().nullable(),
  /** Why there is no solution, or what one rests on. */
  detail: z.string(),
  milliseconds: z.number().nonnegative(),
});
export type SynthesisAnswer = z.infer<typeof SynthesisAnswer>;

/** What is known of one clause or example of a contract with respect to one code. */
export const ClauseVerdict = z.object({
  /** Id of the clause; `example_1` and so on for examples, `code` for what concerns the code as a whole. */
  clause: z.string(),
  text: z.string(),
  verdict: Verdict,
});
export type ClauseVerdict = z.infer<typeof ClauseVerdict>;

/** One code that was written for a contract, as it was judged. */
export const CandidateVerdict = z.object({
  candidate: z.int().positive(),
  /** 0 as first written; 1 and more after so many corrections. */
  repair: z.int().nonnegative(),
  /** Name of the model, `offline`, or who answered the hole. */
  by: z.string().nullable(),
  /** Why there is no code; null when there is. */
  missing: z.string().nullable(),
  verdict: Verdict.nullable(),
  clauses: z.array(ClauseVerdict),
  /** Codes of this run that behave like it on the same generated calls, itself included; null when it was not compared. */
  behaves_alike: z.int().positive().nullable(),
  chosen: z.boolean(),
});
export type CandidateVerdict = z.infer<typeof CandidateVerdict>;

export const Outcome = z.object({
  irs: z.array(LiftedIr).optional(),
  /** Python source that meets the contract as far as `verdict` says; absent while there is none. */
  code: z.string().optional(),
  /** How many codes were written, and how many corrections. */
  candidates: z.int().nonnegative().optional(),
  repairs: z.int().nonnegative().optional(),
  candidate_verdicts: z.array(CandidateVerdict).optional(),
  /** What was answered, with every change that each answer made, and what could not be taken. */
  decisions: Decisions.optional(),
  /** What people answered about a function that is there, each with the verdict that its code earns: a clause by its id, `return` for the type of the result, `example_1` and so on for outcomes of calls. */
  answer_verdicts: z.array(ClauseVerdict).optional(),
  file: FileReport.optional(),
  /** The IR that was asked about, each clause with the verdict that the code earns it. */
  validated: IR.optional(),
  verdict: Verdict.optional(),
  solver: SolverAnswer.optional(),
  synthesis: SynthesisAnswer.optional(),
});
export type Outcome = z.infer<typeof Outcome>;

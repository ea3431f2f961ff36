import { z } from "zod";
import { IR } from "../../src/ir/ir.ts";
import { renderIr } from "../../src/ir/render.ts";
import { oneLine, renderVerdict } from "../../src/ir/render-text.ts";
import { Verdict } from "../../src/ir/verdict.ts";
import { asArray, asObject, type Json, type JsonObject } from "./client.ts";

const ClauseVerdicts = z.array(z.object({ text: z.string(), verdict: Verdict }));

export const EXIT = { fine: 0, refuted: 1, usage: 2, waiting: 3, failed: 4 } as const;

/** A command line that cannot be meant. */
export class UsageProblem extends Error {}

interface Flags {
  function?: string;
  candidates?: string;
  "max-repairs"?: string;
  assertions?: string;
  seed?: string;
  deadline?: string;
  /** Somebody answers what a file leaves open. */
  asks?: boolean;
}

interface Files {
  isFile(path: string): boolean;
  read(path: string): string;
}

/** The request that a command line stands for: a path that ends in `.py` is lifted, everything else is a sentence. */
export function requestOf(subject: string, flags: Flags, files: Files): JsonObject {
  const seed = whole("seed", flags.seed);
  const deadline = whole("deadline", flags.deadline);
  const budget = deadline === undefined ? {} : { budget: { deadline_s: deadline } };
  if (subject.endsWith(".py") && !subject.includes("\n")) {
    if (!files.isFile(subject)) throw new UsageProblem(`there is no file ${subject}`);
    for (const flag of ["candidates", "max-repairs", "assertions"] as const)
      if (flags[flag] !== undefined) throw new UsageProblem(`--${flag} is for sentences, not for files`);
    const name = flags.function === undefined ? {} : { function: flags.function };
    const options = { ...(seed === undefined ? {} : { seed }), ...(flags.asks === true ? { hole_policy: "ask" } : {}) };
    return {
      graph: "reverse",
      input: { source: files.read(subject), path: subject, ...name },
      ...(Object.keys(options).length === 0 ? {} : { options }),
      ...budget,
    };
  }
  const prompt = subject === "-" ? files.read("-") : subject;
  if (prompt.trim() === "") throw new UsageProblem("the sentence is empty");
  const options = Object.entries({
    candidates: whole("candidates", flags.candidates),
    max_repairs: whole("max-repairs", flags["max-repairs"]),
    assertion_mode: flags.assertions,
    seed,
  }).filter(([, value]) => value !== undefined) as [string, Json][];
  return {
    graph: "forward",
    input: { prompt, ...(flags.function === undefined ? {} : { function: flags.function }) },
    ...(options.length === 0 ? {} : { options: Object.fromEntries(options) }),
    ...budget,
  };
}

function whole(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw new UsageProblem(`--${flag} takes a whole number, not "${text}"`);
  return Number(text);
}

/** 1 when any clause, example or code that is handed out was refuted, or clauses exclude each other. */
export function exitCode(run: JsonObject): number {
  if (run.status === "waiting") return EXIT.waiting;
  if (run.status !== "succeeded") return EXIT.failed;
  const outcome = asObject(run.outcome);
  const overall = outcome.verdict === undefined || outcome.verdict === null ? null : asObject(outcome.verdict).status;
  const refuted = irs(outcome).some(
    ({ assertions, metadata }) =>
      assertions.some(({ verdict }) => verdict.status === "refuted") ||
      metadata.checks.some(({ status }) => status === "unsat"),
  );
  return overall === "refuted" || refuted ? EXIT.refuted : EXIT.fine;
}

/** A run that came to rest, for people. */
export function printRun(run: JsonObject): string {
  const outcome = run.outcome === null || run.outcome === undefined ? {} : asObject(run.outcome);
  const parts = irs(outcome).map(renderIr);
  if (typeof outcome.code === "string") parts.push(`${"-".repeat(78)}\n${outcome.code.trimEnd()}\n${"-".repeat(78)}`);
  const answers = ClauseVerdicts.safeParse(outcome.answer_verdicts);
  if (answers.success && answers.data.length > 0)
    parts.push(
      [
        "What was answered, held against the code:",
        ...answers.data.map((one) => `  ${oneLine(one.text)}\n      ${renderVerdict(one.verdict)}`),
      ].join("\n"),
    );
  const verdict = Verdict.safeParse(outcome.verdict);
  if (verdict.success) parts.push(`whole: ${renderVerdict(verdict.data)}`);
  if (run.status === "waiting") parts.push(waitingLine(run));
  if (run.status !== "succeeded" && run.status !== "waiting") parts.push(failureLine(run));
  return parts.join("\n\n");
}

function waitingLine(run: JsonObject): string {
  const { holes } = asObject(run.urls);
  const what = run.waiting_for === null ? "an answer" : String(asObject(run.waiting_for).what);
  return `The run waits for a person: ${what}. See ${String(holes)} and POST an answer to .../{hole}/resolution.`;
}

function failureLine(run: JsonObject): string {
  const error = run.error === null || run.error === undefined ? {} : asObject(run.error);
  return `The run ${String(run.status)}: ${String(error.detail ?? error.message ?? error.code ?? "no reason was given")}`;
}

function irs(outcome: JsonObject): IR[] {
  return outcome.irs === undefined ? [] : asArray(outcome.irs).map((item) => IR.parse(asObject(item).ir));
}

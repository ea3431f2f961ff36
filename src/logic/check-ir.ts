import type { ClauseId } from "../ir/ids.ts";
import type { Check, IR } from "../ir/ir.ts";
import type { CheckLimits, SolverReply, SolverRpc } from "./answer.ts";
import { askEach } from "./ask-each.ts";
import { exampleOf } from "./example.ts";
import { hasSequences, type Question, questionOf, renderScript, type TranslatedClause } from "./question.ts";
import { readSExpressions } from "./smt/s-expression.ts";

/** Scripts per RPC: few enough that one call stays far below the solver Worker's CPU limit. */
const CHUNK = 32;
/** Cores larger than this are answered as the solver found them. */
const MAX_MINIMISED_CORE = 12;

/**
 * Puts the satisfiability questions of one IR to the solver. Never throws for what the solver answers or for its absence: a failed call is
 * `unknown` with reason `solver_failure`. `unsat` holds for the whole IR, as leaving clauses out only weakens a question; `sat` is about the
 * clauses that were not left out, and is answered only with an example that an independent evaluation confirms, or that says it could not be.
 */
export async function checkIr(ir: IR, solver: SolverRpc, limits: CheckLimits): Promise<Check[]> {
  return (await checkIrs([ir], solver, limits))[0] ?? [];
}

/** `checkIr` for many IRs, with few round trips. Answers in order. */
export async function checkIrs(irs: IR[], solver: SolverRpc, limits: CheckLimits): Promise<Check[][]> {
  const ask = (scripts: string[]) => askInChunks(solver, scripts, limits);
  const questions = irs.flatMap((ir, index) =>
    (["preconditions_satisfiable", "clauses_consistent"] as const).flatMap((kind) => {
      const question = questionOf(ir, kind);
      return question === null ? [] : [{ index, question }];
    }),
  );
  const asked = questions.filter(({ question }) => question.clauses.length > 0);
  const replies = await ask(asked.map(({ question }) => renderScript(question, question.clauses, "values")));
  await retrySmall(
    asked.map(({ question }) => question),
    replies,
    ask,
  );
  await confirmRefutations(
    asked.map(({ question }) => question),
    replies,
    ask,
  );
  const replyOf = new Map(asked.map(({ question }, position) => [question, replies[position]]));
  const unsatisfiable = asked
    .filter((_, position) => replies[position]?.status === "unsat")
    .map(({ question }) => question);
  const cores = await coresOf(unsatisfiable, ask);

  const checks: Check[][] = irs.map(() => []);
  for (const { index, question } of questions) {
    const reply = replyOf.get(question);
    checks[index]?.push(
      reply === undefined ? nothingAsked(question) : answerOf(question, reply, cores.get(question) ?? []),
    );
  }
  return checks;
}

type Ask = (scripts: string[]) => Promise<SolverReply[]>;

async function askInChunks(solver: SolverRpc, scripts: string[], limits: CheckLimits): Promise<SolverReply[]> {
  const replies: SolverReply[] = [];
  for (let start = 0; start < scripts.length; start += CHUNK) {
    const chunk = scripts.slice(start, start + CHUNK);
    replies.push(...(await askEach(solver, chunk, limits)));
  }
  return replies;
}

/** Asks again for short sequences where nothing could be concluded, and takes an answer that finds one; the absence of a short one means nothing. */
async function retrySmall(questions: Question[], replies: SolverReply[], ask: Ask): Promise<void> {
  const open = questions.flatMap((question, position) =>
    replies[position]?.status === "unknown" && hasSequences(question) ? [{ question, position }] : [],
  );
  const again = await ask(open.map(({ question }) => renderScript(question, question.clauses, "small_values")));
  for (const [index, { position }] of open.entries()) {
    const reply = again[index];
    if (reply?.status === "sat") replies[position] = reply;
  }
}

/** Asks again without the clauses on which an `unsat` may not rest, and withdraws it when the others do not give one. */
async function confirmRefutations(questions: Question[], replies: SolverReply[], ask: Ask): Promise<void> {
  const doubtful = questions.flatMap((question, position) =>
    replies[position]?.status === "unsat" && question.clauses.some((clause) => !question.reliable.includes(clause))
      ? [{ question, position }]
      : [],
  );
  const again = await ask(doubtful.map(({ question }) => renderScript(question, question.reliable, "values")));
  for (const [index, { question, position }] of doubtful.entries()) {
    const reply = again[index];
    if (reply === undefined || reply.status === "unsat") continue;
    const detail = question.assumptions.includes("float-as-real")
      ? "the solver's refutation rests on real numbers in place of floats, which round, overflow and may be nan"
      : "the solver's refutation rests on sequences of text, where it is not reliable";
    replies[position] = {
      status: "unknown",
      reason: "incomplete",
      detail,
      output: "",
      milliseconds: 0,
      rlimit_used: null,
    };
  }
}

/** Unsat cores, minimised by leaving out one clause after the other as long as the rest stays unsatisfiable. */
async function coresOf(questions: Question[], ask: Ask): Promise<Map<Question, TranslatedClause[]>> {
  const replies = await ask(questions.map((question) => renderScript(question, question.reliable, "core")));
  const cores = new Map<Question, TranslatedClause[]>();
  for (const [position, question] of questions.entries()) {
    let core = namedCore(question, replies[position]);
    for (const candidate of core.length > MAX_MINIMISED_CORE ? [] : [...core]) {
      if (core.length === 1) break;
      const rest = core.filter((clause) => clause !== candidate);
      const [reply] = await ask([renderScript(question, rest, "values")]);
      if (reply?.status === "unsat") core = rest;
    }
    cores.set(question, core);
  }
  return cores;
}

/** The clauses that Z3 names in its core; all of them when it names none. */
function namedCore(question: Question, reply: SolverReply | undefined): TranslatedClause[] {
  if (reply?.status !== "unsat") return question.reliable;
  const printed = readSExpressions(reply.output).at(-1);
  const names = new Set(Array.isArray(printed) ? printed : []);
  const core = question.reliable.filter((_, index) => names.has(`c${index}`));
  return core.length === 0 ? question.reliable : core;
}

const common = (question: Question): Omit<Check, "status"> => ({
  question: question.question,
  core: [],
  model: null,
  reason: null,
  detail: null,
  left_out: question.leftOut,
  assumptions: question.assumptions,
});

function nothingAsked(question: Question): Check {
  return {
    ...common(question),
    assumptions: [],
    status: "unknown",
    reason: "unsupported_construct",
    detail: "none of the clauses could be put to the solver",
  };
}

function answerOf(question: Question, reply: SolverReply, core: TranslatedClause[]): Check {
  const base = common(question);
  if (reply.status === "rejected")
    return { ...base, status: "unknown", reason: "solver_failure", detail: reply.detail };
  if (reply.status === "unsat") {
    const ids: ClauseId[] = core.map(({ id }) => id);
    return { ...base, status: "unsat", core: ids };
  }
  // A candidate that the solver could not vouch for is as good as any once an evaluation confirms it.
  const example = exampleOf(question, reply.output);
  if (reply.status === "unknown" && example.status !== "confirmed")
    return { ...base, status: "unknown", reason: reply.reason, detail: reply.detail };
  const about =
    question.leftOut.length === 0
      ? null
      : `holds for ${question.clauses.length} of ${question.clauses.length + question.leftOut.length} clauses`;
  if (example.status === "refuted")
    return {
      ...base,
      status: "unknown",
      reason: "incomplete",
      detail: `the solver found the clauses satisfiable, but Python's evaluation does not confirm its example (${example.detail})`,
    };
  const notes = [about, example.status === "confirmed" ? example.note : `no confirmed example: ${example.detail}`];
  return {
    ...base,
    status: "sat",
    model: example.status === "confirmed" ? example.model : null,
    detail: notes.filter((note) => note !== null).join("; ") || null,
  };
}

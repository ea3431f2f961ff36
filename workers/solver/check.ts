import type { UnknownReason } from "../../src/ir/verdict.ts";
import type { CheckLimits, SolverReply } from "../../src/logic/answer.ts";
import { type Command, readCommands } from "./commands.ts";
import { CppException } from "./cpp-exceptions.ts";
import type { Engine, Session } from "./engine.ts";
import { CHECKS, MAX_SCRIPT_LENGTH, refusal } from "./policy.ts";
import { firstHarmfulError, isError, rlimitCount, unknownReason } from "./report.ts";
import { Z3Timeout } from "./stopwatch.ts";
import { MEMORY_EXIT, Z3Exit } from "./system.ts";

/** Longest output that is answered; what is beyond is cut, with a comment that says so. */
const MAX_OUTPUT_LENGTH = 1_000_000;

/** Where the engine's failures show when it cannot be had. */
type EngineSource = () => Engine;

interface Findings {
  status: string;
  output: string;
  reason: string;
  error: string | null;
  used: number | null;
}

/**
 * Runs one script. The status is that of the last check command before an `exit`. `limits.rlimit` bounds all check commands of the script
 * together. A script in which an error precedes that check is answered `unknown`: what was asked is then not what was written.
 * Milliseconds are as precise as the platform's clock, which stands still during computation on Cloudflare.
 */
export function check(engineOf: EngineSource, script: string, limits: CheckLimits): SolverReply {
  if (!Number.isSafeInteger(limits.rlimit) || limits.rlimit < 1 || limits.rlimit > 0xffffffff)
    return { status: "rejected", detail: "limits.rlimit must be an integer from 1 to 4294967295" };
  if (script.length > MAX_SCRIPT_LENGTH)
    return { status: "rejected", detail: `the script has ${script.length} characters, more than ${MAX_SCRIPT_LENGTH}` };
  const read = readCommands(script);
  if (!read.ok) return { status: "rejected", detail: read.detail };
  const exit = read.commands.findIndex((command) => command.name === "exit");
  const commands = exit === -1 ? read.commands : read.commands.slice(0, exit);
  const refused = refusal(commands);
  if (refused !== null) return { status: "rejected", detail: refused };

  const started = Date.now();
  const elapsed = () => Date.now() - started;
  let engine: Engine | null = null;
  try {
    engine = engineOf();
    const found = engine.session(limits.rlimit, (session) => ask(session, script, commands, limits.rlimit));
    return replyOf(found, engine.outOfMemory, elapsed());
  } catch (error) {
    const { reason, detail } = failure(error, engine?.outOfMemory ?? false);
    return { status: "unknown", reason, detail, output: "", milliseconds: elapsed(), rlimit_used: null };
  }
}

function ask(session: Session, script: string, commands: Command[], rlimit: number): Findings {
  const checks = commands.filter((command) => CHECKS.has(command.name)).length;
  const found: Findings = { status: "", output: "", reason: "", error: null, used: 0 };
  let pending: Command[] = [];
  const flush = (): string => {
    const reported = evaluate(session, script, pending);
    found.output += reported;
    return reported;
  };
  for (const command of commands) {
    if (!CHECKS.has(command.name)) {
      pending.push(command);
      continue;
    }
    const reported = flush();
    found.error ??= firstHarmfulError(reported, pending);
    pending = [];
    if (checks > 1) session.evaluate(`(set-option :rlimit ${Math.max(1, rlimit - (found.used ?? 0))})`);
    found.status = evaluate(session, script, [command]).trim();
    found.output += `${found.status}\n`;
    found.reason = found.status === "unknown" ? session.evaluate("(get-info :reason-unknown)") : "";
    found.used = rlimitCount(session.evaluate("(get-info :all-statistics)"));
  }
  flush();
  return found;
}

/** Evaluates consecutive commands; the padding makes Z3 name positions as they are in the whole script. */
function evaluate(session: Session, script: string, commands: Command[]): string {
  const first = commands[0];
  const last = commands.at(-1);
  if (first === undefined || last === undefined) return "";
  const padding = "\n".repeat(first.line - 1) + " ".repeat(first.column - 1);
  return session.evaluate(padding + script.slice(first.start, last.end));
}

function replyOf(found: Findings, outOfMemory: boolean, milliseconds: number): SolverReply {
  const output =
    found.output.length > MAX_OUTPUT_LENGTH
      ? `${found.output.slice(0, MAX_OUTPUT_LENGTH)}\n; output cut\n`
      : found.output;
  const common = { output, milliseconds, rlimit_used: found.used };
  if (found.error !== null)
    return {
      status: "unknown",
      reason: "solver_failure",
      detail: `an error precedes the question: ${found.error}`,
      ...common,
    };
  if (found.status === "sat" || found.status === "unsat") return { status: found.status, ...common };
  if (found.status === "unknown") {
    const { reason, detail } = unknownReason(found.reason, outOfMemory);
    return { status: "unknown", reason, detail, ...common };
  }
  if (isError(found.status)) {
    const { reason, detail } = unknownReason(found.status, outOfMemory);
    return { status: "unknown", reason: reason === "incomplete" ? "solver_failure" : reason, detail, ...common };
  }
  return {
    status: "unknown",
    reason: "solver_failure",
    detail: `no status in ${found.status.slice(0, 200)}`,
    ...common,
  };
}

function failure(error: unknown, outOfMemory: boolean): { reason: UnknownReason; detail: string } {
  if (outOfMemory || (error instanceof Z3Exit && error.code === MEMORY_EXIT))
    return { reason: "memory", detail: "out of memory" };
  if (error instanceof RangeError) return { reason: "memory", detail: "stack overflow: the script nests too deeply" };
  if (error instanceof Z3Timeout) return { reason: "timeout", detail: error.message };
  if (error instanceof CppException) return { reason: "solver_failure", detail: "uncaught C++ exception" };
  return {
    reason: "solver_failure",
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}

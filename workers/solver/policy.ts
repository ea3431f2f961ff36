import type { Command } from "./commands.ts";

/** Longest script, in UTF-16 units. */
export const MAX_SCRIPT_LENGTH = 1_000_000;

/** Commands that ask for satisfiability; the last of them decides a script's status. */
export const CHECKS: ReadonlySet<string> = new Set(["check-sat", "check-sat-assuming", "check-sat-using", "query"]);

/** Commands that only report: an error in one of them cannot change what is asked. */
export const REPORTS: ReadonlySet<string> = new Set([
  "echo",
  "eval",
  "display",
  "get-assertions",
  "get-assignment",
  "get-info",
  "get-model",
  "get-objectives",
  "get-option",
  "get-proof",
  "get-unsat-assumptions",
  "get-unsat-core",
  "get-value",
  "labels",
  "set-info",
  "simplify",
]);

/** `maximize` and `minimize` are not among them: no resource limit ends their search for an optimum that does not exist. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...CHECKS,
  ...REPORTS,
  "apply",
  "assert",
  "assert-soft",
  "declare-const",
  "declare-datatype",
  "declare-datatypes",
  "declare-fun",
  "declare-rel",
  "declare-sort",
  "declare-tactic",
  "declare-var",
  "define-const",
  "define-fun",
  "define-fun-rec",
  "define-funs-rec",
  "define-sort",
  "exit",
  "pop",
  "push",
  "reset",
  "reset-assertions",
  "rule",
  "set-logic",
  "set-option",
]);

/** An option whose name has one of these words would lift a limit, make the answer depend on the machine, or write somewhere. */
const FORBIDDEN_WORDS: ReadonlySet<string> = new Set([
  "channel",
  "ctrl",
  "debug",
  "dump",
  "file",
  "log",
  "memory",
  "parallel",
  "resource",
  "rlimit",
  "seed",
  "threads",
  "timeout",
  "trace",
  "verbose",
  "verbosity",
]);

/** Why a script may not run; null when it may. */
export function refusal(commands: Command[]): string | null {
  for (const command of commands) {
    const where = `line ${command.line}`;
    if (!ALLOWED.has(command.name)) return `${where}: the command ${command.name} is not allowed`;
    if (command.name === "set-option" && command.argument === null) return `${where}: set-option without an option`;
    if (REPORTS.has(command.name)) continue;
    for (const keyword of command.keywords) {
      const word = forbiddenWord(keyword);
      if (word !== null) return `${where}: ${keyword} is not allowed (${word} belongs to the caller's limits)`;
    }
  }
  if (!commands.some((command) => CHECKS.has(command.name))) return "the script asks nothing: it has no check-sat";
  return null;
}

const forbiddenWord = (keyword: string): string | null =>
  keyword
    .toLowerCase()
    .split(/[^a-z]+/)
    .find((word) => FORBIDDEN_WORDS.has(word)) ?? null;

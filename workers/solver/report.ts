import type { UnknownReason } from "../../src/ir/verdict.ts";
import type { Command } from "./commands.ts";
import { REPORTS } from "./policy.ts";

/** Reading of what Z3 prints beside models. */

export const isError = (text: string): boolean => text.startsWith("(error ");

/** The count of `(get-info :all-statistics)`; null when Z3 reports none. */
export function rlimitCount(statistics: string): number | null {
  const match = /:rlimit-count\s+(\d+)/.exec(statistics);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/**
 * Maps Z3's reason (the answer to `(get-info :reason-unknown)` or an error text) to Lift's. `detail` keeps Z3's words.
 * "canceled" and "max. resource limit exceeded" are how an exhausted rlimit shows; there is no clock that could cancel.
 */
export function unknownReason(text: string, outOfMemory: boolean): { reason: UnknownReason; detail: string } {
  const detail = (/"([\s\S]*)"/.exec(text)?.[1] ?? text).trim() || "no reason given";
  if (outOfMemory || /out of memory|memout|max\. memory/i.test(detail)) return { reason: "memory", detail };
  if (/cancell?ed|resource limit/i.test(detail)) return { reason: "budget", detail };
  if (/timeout/i.test(detail)) return { reason: "timeout", detail };
  if (/unsupported|not supported/i.test(detail)) return { reason: "unsupported_construct", detail };
  return { reason: "incomplete", detail };
}

/** What only commands that report can answer: the last question of theirs has no model, or no core. */
const UNAVAILABLE: ReadonlySet<string> = new Set(["model is not available", "unsat core is not available"]);

/**
 * The first error in `output` that may have changed the question, or null; `commands` are those that printed it. Z3 names the position of
 * an error; one that lies in a command that only reports is harmless, and one whose command cannot be told is not.
 */
export function firstHarmfulError(output: string, commands: Command[]): string | null {
  for (const match of output.matchAll(/^\(error "(?:line (\d+) column (\d+): )?(.*)/gm)) {
    const message = (match[3] ?? "").replace(/"\)$/, "");
    if (UNAVAILABLE.has(message)) continue;
    if (match[1] === undefined || match[2] === undefined) return message;
    const line = Number(match[1]);
    const column = Number(match[2]);
    const command = commands.findLast(
      (candidate) => candidate.line < line || (candidate.line === line && candidate.column <= column),
    );
    if (command === undefined || !REPORTS.has(command.name)) return message;
  }
  return null;
}

import type { SolverReply } from "../answer.ts";

/** A script longer than this is asked alone, as is one with recursive definitions. */
const MAX_LENGTH = 30_000;

/** Whether the script may share a session with others. */
export const combines = (script: string): boolean => script.length <= MAX_LENGTH && !script.includes("define-fun-rec");

/** One script that asks the questions of several, each in a scope of its own: a session of the solver costs more than a small question. */
export function combined(scripts: readonly string[]): string {
  const options = new Set<string>();
  const scopes = scripts.map((script) => {
    const lines = script.split("\n");
    for (const line of lines) if (line.startsWith(OPTION)) options.add(line);
    return ["(push)", ...lines.filter((line) => !line.startsWith(OPTION)), "(pop)"].join("\n");
  });
  return [...options, ...scopes].join("\n");
}

const UNAVAILABLE = /(?:model|unsat core) is not available/;

const OPTION = "(set-option ";

/** What the solver says of each question of a combined script; null for one that has to be asked alone. */
export function separated(reply: SolverReply, count: number): (SolverReply | null)[] {
  const none = Array.from({ length: count }, () => null);
  if (reply.status === "rejected") return none;
  const answers: { status: string; output: string }[] = [];
  try {
    for (const part of topLevel(reply.output)) {
      // Values and cores are asked for after each question, also where there are none.
      if (part.startsWith("(error ") && !UNAVAILABLE.test(part)) return none;
      if (part === "sat" || part === "unsat" || part === "unknown") answers.push({ status: part, output: `${part}\n` });
      else {
        const last = answers.at(-1);
        if (last === undefined) return none;
        last.output += `${part}\n`;
      }
    }
  } catch (error) {
    if (error instanceof SyntaxError) return none; // cut off
    throw error;
  }
  if (answers.length !== count) return none;
  return answers.map(({ status, output }): SolverReply | null =>
    status === "sat" || status === "unsat"
      ? { status, output, milliseconds: reply.milliseconds, rlimit_used: reply.rlimit_used }
      : null,
  );
}

/** The texts of the S-expressions of an output. Throws SyntaxError on unbalanced text. */
function topLevel(output: string): string[] {
  const parts: string[] = [];
  const token = /"(?:[^"]|"")*"|\|[^|]*\||[()]|[^\s()"|]+/g;
  let depth = 0;
  let start = 0;
  for (const match of output.matchAll(token)) {
    const [text] = match;
    if (depth === 0) start = match.index;
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    if (depth < 0) throw new SyntaxError("a closing parenthesis too many");
    if (depth === 0) parts.push(output.slice(start, match.index + text.length));
  }
  if (depth > 0) throw new SyntaxError("an unclosed parenthesis");
  return parts;
}

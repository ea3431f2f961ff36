import type { AnswerBody } from "./hole-view.ts";

/** What a line means that somebody types below a hole. */
export type Said =
  | { kind: "answer"; body: AnswerBody }
  | { kind: "undo" }
  | { kind: "context" }
  | { kind: "quit" }
  | { kind: "unclear"; message: string };

/**
 * A number is one of the `options` suggestions, a single letter a command, everything else the answer itself. After `=` stands an answer as it is, be it a number or a letter.
 */
export function readLine(line: string, options: number): Said {
  const text = line.trim();
  if (text.startsWith("=") && !text.startsWith("==")) {
    const value = text.slice(1).trim();
    return value === "" ? { kind: "unclear", message: "after = stands the answer" } : answer({ value });
  }
  if (/^\d+$/.test(text)) {
    const chosen = Number(text);
    if (chosen >= 1 && chosen <= options) return answer({ suggestion: chosen - 1 });
    const range = options === 0 ? "there are no options" : `the options are 1 to ${options}`;
    return { kind: "unclear", message: `${range}; to answer with this number type =${text}` };
  }
  switch (text.toLowerCase()) {
    case "":
      return { kind: "unclear", message: "an answer, or one of the keys" };
    case "s":
      return answer({ skip: true });
    case "d":
      return answer({ dont_know: true });
    case "u":
      return { kind: "undo" };
    case "?":
      return { kind: "context" };
    case "q":
      return { kind: "quit" };
    default:
      return answer({ value: text });
  }
}

const answer = (body: AnswerBody): Said => ({ kind: "answer", body });

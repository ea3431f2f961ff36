import type { StmtNode } from "py-ast";
import { bindName } from "./assignment.ts";
import { type Frame, require } from "./context.ts";
import { evaluate } from "./expression.ts";
import { compare } from "./operators.ts";
import { branch } from "./statement.ts";
import { instance, type Type, UNKNOWN } from "./type.ts";

type Pattern = Extract<StmtNode, { nodeType: "Match" }>["cases"][number]["pattern"];

/** Cases in order; the statement falls through where a case does, or where no case needs to match. */
export function executeMatch(frame: Frame, node: Extract<StmtNode, { nodeType: "Match" }>): boolean {
  const subject = { type: evaluate(frame, node.subject), node: node.subject };
  const ends = [];
  let exhaustive = false;
  for (const one of node.cases) {
    const end = branch(frame, one.body, () => {
      bindPattern(frame, one.pattern, subject);
      if (one.guard) evaluate(frame, one.guard);
    });
    if (end !== null) ends.push(end.own);
    if (one.pattern.nodeType === "MatchAs" && !one.pattern.pattern && !one.guard) exhaustive = true;
  }
  if (!exhaustive) ends.push(new Map<string, Type>());
  if (ends.length > 0) frame.environment.merge(ends);
  return ends.length > 0;
}

function bindPattern(frame: Frame, pattern: Pattern, subject: { type: Type; node: Parameters<typeof evaluate>[1] }) {
  const below = { type: UNKNOWN, node: subject.node };
  switch (pattern.nodeType) {
    case "MatchValue":
      return compare("Eq", subject, { type: evaluate(frame, pattern.value), node: pattern.value });
    case "MatchAs":
      if (pattern.pattern) bindPattern(frame, pattern.pattern, subject);
      if (pattern.name) bindName(frame, pattern.name, pattern.pattern ? UNKNOWN : subject.type);
      return;
    case "MatchOr":
      for (const one of pattern.patterns) bindPattern(frame, one, subject);
      return;
    case "MatchStar":
      if (pattern.name) bindName(frame, pattern.name, instance("list", [UNKNOWN]));
      return;
    case "MatchSequence":
      require(subject.type, null, "unpacked", subject.node);
      for (const one of pattern.patterns) bindPattern(frame, one, below);
      return;
    case "MatchMapping":
      for (const one of pattern.patterns) bindPattern(frame, one, below);
      if (pattern.rest) bindName(frame, pattern.rest, instance("dict", [UNKNOWN, UNKNOWN]));
      return;
    case "MatchClass":
      require(subject.type, null, "isinstance", subject.node);
      for (const one of [...pattern.patterns, ...pattern.kwd_patterns]) bindPattern(frame, one, below);
      return;
    default:
      return;
  }
}

import type { StmtNode } from "py-ast";
import { Environment } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { rootsInside, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { branch } from "./walk.ts";

type MatchNode = Extract<StmtNode, { nodeType: "Match" }>;
type PatternNode = MatchNode["cases"][number]["pattern"];

/** `match`: a capture is the subject or something inside it. */
export function walkMatch(walk: Walk, node: MatchNode, walkBody: (walk: Walk, body: StmtNode[]) => void): void {
  const subject = evaluate(walk, node.subject);
  const before = walk.env;
  const merged = new Environment(before);
  for (const one of node.cases) {
    walk.env = before;
    const taken = branch(walk);
    bindPattern(walk, one.pattern, subject);
    if (one.guard) evaluate(walk, one.guard);
    walkBody(walk, one.body);
    merged.admit(taken, taken.changedSince(before));
  }
  walk.env = before;
  before.become(merged);
}

function bindPattern(walk: Walk, pattern: PatternNode, subject: Value): void {
  const inner: Value = { ...UNKNOWN, roots: rootsInside(subject.roots, null) };
  const capture = (name: string | undefined, value: Value) => {
    if (name)
      assignTarget(
        walk,
        { nodeType: "Name", id: name, ctx: { nodeType: "Store" }, lineno: 1, col_offset: 0 },
        value,
        pattern,
      );
  };
  switch (pattern.nodeType) {
    case "MatchAs":
      if (pattern.pattern) bindPattern(walk, pattern.pattern, subject);
      capture(pattern.name, { ...subject, constant: null });
      return;
    case "MatchOr":
      for (const option of pattern.patterns) bindPattern(walk, option, subject);
      return;
    case "MatchStar":
      capture(pattern.name, inner);
      return;
    case "MatchSequence":
      for (const part of pattern.patterns) bindPattern(walk, part, inner);
      return;
    case "MatchMapping":
      for (const key of pattern.keys) evaluate(walk, key);
      for (const part of pattern.patterns) bindPattern(walk, part, inner);
      capture(pattern.rest, inner);
      return;
    case "MatchClass":
      evaluate(walk, pattern.cls);
      for (const part of [...pattern.patterns, ...pattern.kwd_patterns]) bindPattern(walk, part, inner);
      return;
    case "MatchValue":
      evaluate(walk, pattern.value);
      return;
    case "MatchSingleton":
      return;
  }
}

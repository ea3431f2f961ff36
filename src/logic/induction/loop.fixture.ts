import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { PythonModule } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import { walkNodes } from "../../python/parse-walk.ts";
import { spanOf } from "../../python/spans.ts";
import type { LoopSite } from "../execution/execution.ts";
import { typeOfAnnotation } from "../types/annotation.ts";
import type { PythonType } from "../types/python-type.ts";
import { candidatesFor } from "./candidates.ts";

/** A loop of a text with the types of its names as annotations, for tests. `at` counts the loops of the text from 0. */
export interface Sketch {
  source: string;
  at?: number;
  changed: Record<string, string>;
  unchanged: Record<string, string>;
  pre?: string[];
  post?: string[];
}

export function moduleOf(source: string): PythonModule {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.module;
}

export function siteOf({ source, at = 0, changed, unchanged }: Sketch): LoopSite {
  const module = moduleOf(source);
  const loops = [...walkNodes(module.tree)].filter(({ nodeType }) => nodeType === "For" || nodeType === "While");
  const node = loops[at];
  if (node === undefined) throw new Error("no such loop");
  return {
    id: "loop",
    kind: node.nodeType === "For" ? "for" : "while",
    span: spanOf(module, node),
    changed: typed(changed),
    unchanged: typed(unchanged),
    counter: "k",
    iterable: null,
    target: null,
  };
}

function typed(hints: Record<string, string>): { name: string; type: PythonType }[] {
  return Object.entries(hints).flatMap(([name, hint]) => {
    const type = typeOfAnnotation(hint);
    return type === null ? [] : [{ name, type }];
  });
}

/** Candidates for the loop as text. */
export function guess(sketch: Sketch): string[] {
  const { source, pre = [], post = [] } = sketch;
  const hints = {
    preconditions: pre.map(parseExpression),
    postconditions: post.map(parseExpression),
  };
  return candidatesFor(moduleOf(source), siteOf(sketch), hints, 200).map((candidate) => printExpression(candidate));
}

import type { Span } from "../../ir/provenance.ts";
import type { PythonFunction, PythonModule } from "../module.ts";
import { spanOf } from "../spans.ts";
import { analyse } from "./analyse.ts";

export interface ConstantReturns {
  /** Literals that `return` and `yield` statements give, as Python source, in order of first appearance, each once. */
  values: string[];
  /** True when every `return` and `yield` of the function gives a known literal; only then do `values` list all it gives by such statements. */
  complete: boolean;
  /** Number of `return` and `yield` statements. */
  count: number;
  statements: { kind: "return" | "yield"; value: string | null; span: Span }[];
}

/**
 * The literal values a function's own `return` and `yield` statements give, after folding of constants and of variables that surely hold one.
 * Falling off the end, which gives `None`, is no statement and is not counted.
 */
export function constantReturns(module: PythonModule, fn: PythonFunction): ConstantReturns {
  const returned = analyse(module).program.byNode.get(fn.node)?.returned ?? [];
  const statements = returned.map(({ kind, constant, node }) => ({
    kind,
    value: constant?.text ?? null,
    span: spanOf(module, node),
  }));
  const values = [...new Set(statements.flatMap(({ value }) => (value === null ? [] : [value])))];
  return { values, complete: statements.every(({ value }) => value !== null), count: statements.length, statements };
}

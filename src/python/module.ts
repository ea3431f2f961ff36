import type { ClassDef, FunctionDef, Module, StmtNode } from "py-ast";
import type { Span } from "../ir/provenance.ts";
import type { FunctionOutline } from "./facts/module.ts";

export type AsyncFunctionDef = Extract<StmtNode, { nodeType: "AsyncFunctionDef" }>;

/** A parsed file. Positions in the tree are CPython's: lines from 1, columns in UTF-8 bytes; `sliceOf` and `spanOf` translate. */
export interface PythonModule {
  source: string;
  tree: Module;
  /** Every `def` and `async def`, nested ones and methods too, in source order. */
  functions: PythonFunction[];
  classes: PythonClass[];
}

export interface PythonFunction {
  outline: FunctionOutline;
  /** The module's tree itself for the pseudo-function `<module>`. */
  node: FunctionDef | AsyncFunctionDef | Module;
  enclosing_class: PythonClass | null;
  enclosing_function: PythonFunction | null;
}

export interface PythonClass {
  qualified_name: string;
  node: ClassDef;
}

/** Why a text is not Python. Line from 1, column from 0 in code points. */
export interface SyntaxProblem {
  code: "not_text" | "syntax_error" | "too_deep";
  message: string;
  line: number;
  column: number;
}

export type ParseResult = { ok: true; module: PythonModule } | { ok: false; problem: SyntaxProblem };

export type PositionedNode = { lineno?: number; col_offset?: number; end_lineno?: number; end_col_offset?: number };
export type SpanOf = (module: PythonModule, node: PositionedNode) => Span;

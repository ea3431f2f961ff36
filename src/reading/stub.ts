import type { StmtNode } from "py-ast";
import { isStringStatement } from "../python/facts/docstring.ts";
import type { PositionedNode, PythonFunction, PythonModule } from "../python/module.ts";
import { parseModule } from "../python/parse.ts";
import { writtenParameters } from "../python/signature/parameters.ts";
import { offsetOf, sliceOf } from "../python/spans.ts";
import type { ParameterFact } from "../signatures/facts.ts";
import { type LineState, scanLine } from "./code-lines.ts";
import { stringText } from "./docstring-text.ts";
import { type MappedText, mapped, type Span } from "./mapped-text.ts";

/** A top-level `def` of a prompt. */
export interface Definition extends Span {
  name: string;
  parameters: readonly ParameterFact[];
  returns: string | null;
  docstring: MappedText | null;
  /** False for a stub: nothing but a docstring, `pass`, `...` or `raise NotImplementedError`. */
  has_body: boolean;
  comments: readonly MappedText[];
}

/** A region of a prompt that is Python. */
export interface CodeBlock extends Span {
  definitions: readonly Definition[];
  /** Comments and strings that belong to no definition. */
  remarks: readonly MappedText[];
}

/** What a def line needs to be whole when its body, or its colon too, is left to whoever answers. */
const COMPLETIONS = ["", "\n    ...", ":\n    ..."];

/** Reads a region of the prompt with Lift's own parser; null when it is not Python, even with the missing body of the last definition. */
export function readCode(prompt: string, start: number, end: number): CodeBlock | null {
  const text = prompt.slice(start, end).trimEnd();
  for (const completion of COMPLETIONS) {
    const result = parseModule(`${text}${completion}`);
    if (result.ok && result.module.source === `${text}${completion}`) return blockOf(prompt, start, end, result.module);
  }
  return null;
}

function blockOf(prompt: string, start: number, end: number, module: PythonModule): CodeBlock {
  const region = (node: PositionedNode): Span => ({
    start: start + offsetOf(module, node.lineno ?? 1, node.col_offset ?? 0),
    end: Math.min(end, start + offsetOf(module, node.end_lineno ?? 1, node.end_col_offset ?? 0)),
  });
  const textOf = (statement: StmtNode | undefined): MappedText | null => {
    if (statement?.nodeType !== "Expr" || !isStringStatement(statement)) return null;
    const span = region(statement.value);
    return stringText(prompt, span.start, span.end);
  };
  const comments = commentsIn(prompt, start, end);
  const functions = module.functions.filter(({ outline }) => outline.kind === "function");
  const definitions = functions.flatMap((found) => definitionOf(module, found, region, textOf));
  const owned = definitions.map((definition, index): Definition => {
    const next = definitions[index + 1]?.start ?? end;
    return {
      ...definition,
      comments: comments.filter(at(definition.start, definition.has_body ? definition.end : next)),
    };
  });
  const inside = (comment: MappedText) => owned.some(({ comments: own }) => own.includes(comment));
  const strings = module.tree.body.map(textOf).filter((text) => text !== null);
  return {
    start,
    end,
    definitions: owned,
    remarks: [...strings, ...comments.filter((comment) => !inside(comment))],
  };
}

function at(start: number, end: number): (comment: MappedText) => boolean {
  return ({ offsets: [first] }) => first !== undefined && first >= start && first < end;
}

function definitionOf(
  module: PythonModule,
  { node }: PythonFunction,
  region: (node: PositionedNode) => Span,
  textOf: (statement: StmtNode | undefined) => MappedText | null,
): Definition[] {
  if (node.nodeType === "Module" || (node.col_offset ?? 0) > 0) return [];
  const documented = isStringStatement(node.body[0]);
  const parameters = writtenParameters(node.args).map(
    ({ arg, kind, default: value }): ParameterFact => ({
      name: arg.arg,
      type_hint: arg.annotation ? sliceOf(module, arg.annotation) : null,
      kind,
      default: value ? sliceOf(module, value) : null,
      description: null,
    }),
  );
  return [
    {
      ...region(node),
      name: node.name,
      parameters,
      returns: node.returns ? sliceOf(module, node.returns) : null,
      docstring: textOf(node.body[0]),
      has_body: node.body.slice(documented ? 1 : 0).some((statement) => !leftOpen(statement)),
      comments: [],
    },
  ];
}

function leftOpen(statement: StmtNode): boolean {
  if (statement.nodeType === "Pass") return true;
  if (statement.nodeType === "Expr")
    return statement.value.nodeType === "Constant" && String(statement.value.value) === "...";
  if (statement.nodeType !== "Raise" || !statement.exc) return false;
  const raised = statement.exc.nodeType === "Call" ? statement.exc.func : statement.exc;
  return raised.nodeType === "Name" && raised.id === "NotImplementedError";
}

function commentsIn(prompt: string, start: number, end: number): MappedText[] {
  const found: MappedText[] = [];
  let state: LineState = { quote: null, depth: 0 };
  let at = start;
  for (const line of prompt.slice(start, end).split("\n")) {
    const scanned = scanLine(line, state);
    state = scanned.state;
    if (scanned.comment !== null) found.push(mapped(prompt, at + scanned.comment + 1, at + line.length));
    at += line.length + 1;
  }
  return found;
}

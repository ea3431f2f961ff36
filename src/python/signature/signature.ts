import { clauseId, parameterId } from "../../ir/hash.ts";
import type { Parameter, Signature } from "../../ir/ir.ts";
import type { Evidence, Provenance } from "../../ir/provenance.ts";
import { contractDecorators } from "../contracts/decorators.ts";
import { provenance } from "../facts/claims.ts";
import type { AnalysisProblem } from "../facts/module.ts";
import type { PositionedNode, PythonFunction, PythonModule } from "../module.ts";
import { expressionSource } from "../parse-slices.ts";
import { evidenceOf, sliceOf } from "../spans.ts";
import { type DocumentedValue, documentedSignature } from "./docstring-types.ts";
import { isGenerator } from "./generator.ts";
import { type WrittenParameter, writtenParameters } from "./parameters.ts";
import { type TypeComments, typeComments } from "./type-comments.ts";

export interface SignatureResult {
  signature: Signature;
  evidence: Evidence[];
  problems: AnalysisProblem[];
}

/** Confidence of a type by where it is written: an annotation, a type comment (PEP 484), a docstring. */
const WRITTEN = { annotation: 1, comment: 0.95, docstring: 0.75 } as const;

interface WrittenType {
  type_hint: string | null;
  provenance: Provenance;
}

/**
 * The signature as it is written, source text verbatim. `type_hint` is null where no type is written. `raises` stays empty: exceptions are
 * contracts. The pseudo-function `<module>` has neither parameters nor a result.
 */
export function signatureOf(module: PythonModule, fn: PythonFunction): SignatureResult {
  const { node } = fn;
  if (node.nodeType === "Module") return { signature: moduleSignature(fn), evidence: [], problems: [] };
  const evidence: Evidence[] = [];
  const note = (rule: string, message: string, at: PositionedNode) => {
    const item = evidenceOf(module, rule, message, at);
    evidence.push(item);
    return item;
  };
  const written = writtenParameters(node.args);
  const comments = typeComments(module, fn, written);
  const documented = documentedSignature(module, fn);
  const commented = (line: number): PositionedNode => ({
    lineno: line,
    col_offset: 0,
    end_lineno: line,
    end_col_offset: Number.MAX_SAFE_INTEGER,
  });

  const typeOf = (
    what: string,
    annotation: PositionedNode | undefined,
    comment: { type: string; line: number } | null,
    doc: DocumentedValue | undefined,
  ): WrittenType => {
    if (annotation) {
      const item = note("annotation", `The annotation of ${what}.`, annotation);
      return {
        type_hint: expressionSource(module, annotation),
        provenance: provenance("declared", WRITTEN.annotation, [item]),
      };
    }
    if (comment) {
      const item = note("type-comment", `The type comment of ${what}.`, commented(comment.line));
      return { type_hint: comment.type, provenance: provenance("declared", WRITTEN.comment, [item]) };
    }
    if (doc?.type) {
      const item = note("docstring-type", `The docstring gives ${what} this type.`, doc.type.field.node);
      return { type_hint: doc.type.annotation, provenance: provenance("declared", WRITTEN.docstring, [item]) };
    }
    return { type_hint: null, provenance: provenance("static", 0, []) };
  };

  const parameters = written.map(({ arg, kind, default: standard }): Parameter => {
    const doc = allowingNone(documented.parameters.get(arg.arg), standard);
    const type = typeOf(`parameter ${arg.arg}`, arg.annotation, commentOn(comments, arg, fn), doc);
    return {
      id: parameterId(arg.arg),
      name: arg.arg,
      ...type,
      description: doc?.description ?? null,
      kind,
      default: standard ? expressionSource(module, standard) : null,
      constraints: [],
    };
  });
  const returnComment =
    comments.returns === null ? null : { type: comments.returns, line: comments.line ?? node.lineno };
  const returns = typeOf("the result", node.returns, returnComment, documented.returns);
  const header = note("definition", `The definition of ${fn.outline.qualified_name}.`, headerOf(node));
  const signature: Signature = {
    id: clauseId("signature", fn.outline.name),
    name: fn.outline.name,
    parameters,
    returns: { ...returns, description: documented.returns.description },
    return_constraints: [],
    is_async: fn.outline.is_async,
    is_generator: isGenerator(fn),
    raises: [],
    decorators: node.decorator_list
      .filter((decorator) => contractDecorators(module, decorator).length === 0)
      .map((decorator) => expressionSource(module, decorator)),
    type_parameters: node.type_params.map((parameter) => sliceOf(module, parameter)),
    provenance: provenance("declared", 1, [header]),
  };
  return { signature, evidence, problems: [] };
}

/** A documented type leaves out the `None` that a default of `None` adds. */
function allowingNone(
  doc: DocumentedValue | undefined,
  standard: WrittenParameter["default"],
): DocumentedValue | undefined {
  const isNone = standard?.nodeType === "Constant" && standard.value === null;
  if (!doc?.type || !isNone || /\b(?:None|Any|Optional|object)\b/.test(doc.type.annotation)) return doc;
  return { ...doc, type: { ...doc.type, annotation: `${doc.type.annotation} | None` } };
}

function commentOn(comments: TypeComments, arg: WrittenParameter["arg"], fn: PythonFunction) {
  const type = comments.parameters.get(arg.arg);
  if (type === undefined) return null;
  const own = arg.end_lineno ?? arg.lineno;
  const line = comments.line ?? own;
  return { type, line: fn.node.nodeType === "Module" ? own : line };
}

/** From `def` to the last thing of the header that has a position. */
function headerOf(node: Exclude<PythonFunction["node"], { nodeType: "Module" }>): PositionedNode {
  const parts = [
    ...writtenParameters(node.args).flatMap(({ arg, default: standard }) => (standard ? [arg, standard] : [arg])),
    ...node.type_params,
    ...(node.returns ? [node.returns] : []),
  ];
  const last = parts.reduce<PositionedNode | null>((latest, part) => (isAfter(part, latest) ? part : latest), null);
  const prefix = node.nodeType === "AsyncFunctionDef" ? "async def " : "def ";
  return {
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: last?.end_lineno ?? node.lineno,
    end_col_offset:
      last?.end_col_offset ?? node.col_offset + prefix.length + new TextEncoder().encode(node.name).length,
  };
}

function isAfter(part: PositionedNode, other: PositionedNode | null): boolean {
  if (!other) return true;
  const [line = 0, otherLine = 0] = [part.end_lineno, other.end_lineno];
  return line === otherLine ? (part.end_col_offset ?? 0) > (other.end_col_offset ?? 0) : line > otherLine;
}

function moduleSignature(fn: PythonFunction): Signature {
  const nothing = provenance("static", 1, []);
  return {
    id: clauseId("signature", fn.outline.name),
    name: fn.outline.name,
    parameters: [],
    returns: { type_hint: "None", description: null, provenance: nothing },
    return_constraints: [],
    is_async: false,
    is_generator: false,
    raises: [],
    decorators: [],
    type_parameters: [],
    provenance: nothing,
  };
}

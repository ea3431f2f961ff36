import type { Expression } from "../ir/expression/ast.ts";
import type { IR, Parameter } from "../ir/ir.ts";
import { typeOfAnnotation } from "./types/annotation.ts";
import { inferType } from "./types/infer.ts";
import { type PythonType, unionOf } from "./types/python-type.ts";

/** A parameter or `result` as the logic sees it. `type` is null when nothing is known of it. */
export interface TypedName {
  name: string;
  type: PythonType | null;
  /** How an unannotated name's type was found, as an assumption; null for annotated ones. */
  assumption: string | null;
}

/** Types of the parameters in order, then `result`; names without annotation are inferred from the clauses that use them. */
export function namesOf(ir: IR, clauses: Expression[]): TypedName[] {
  const names = ir.signature.parameters.map((parameter) => typed(parameter.name, parameterType(parameter), clauses));
  if (!names.some(({ name }) => name === "result")) {
    const hint = ir.signature.returns.type_hint;
    names.push(typed("result", hint === null ? null : typeOfAnnotation(hint), clauses));
  }
  return names;
}

function typed(name: string, type: PythonType | null, clauses: Expression[]): TypedName {
  if (type !== null) return { name, type, assumption: null };
  const inferred = inferType(name, clauses);
  if (inferred === null) return { name, type: null, assumption: null };
  return { name, type: inferred, assumption: `${inferred.kind === "str" ? "text" : "number"}:${name}` };
}

/** Inside the function `*args` is a tuple and `**kwargs` a dict; a default of None admits None (PEP 484's implicit Optional). */
export function parameterType({ kind, type_hint: hint, default: fallback }: Parameter): PythonType | null {
  if (kind === "var_keyword") return { kind: "opaque", name: `dict[str, ${hint ?? "object"}]` };
  const type = hint === null ? null : typeOfAnnotation(hint);
  if (kind === "var_positional")
    return { kind: "sequence", flavour: "tuple", element: type ?? { kind: "opaque", name: null } };
  return type !== null && fallback?.trim() === "None" ? unionOf([type, { kind: "none" }]) : type;
}

import type { Expression } from "../../ir/expression/ast.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { IR } from "../../ir/ir.ts";
import type { Environment } from "../../logic/evaluate/evaluate.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { landmarksOf, product, smallValues } from "./values.ts";

const MOST = 300;

/** Small values for the names by their annotations, preconditions aside; null when the values of one of them are not known. */
export function typedEnvironments(ir: IR, expression: Expression, names: readonly string[]): Environment[] | null {
  const landmarks = landmarksOf([expression]);
  const lists = names.map((name) => {
    const type = annotated(ir, name);
    return type === null || type.kind === "opaque" ? [] : smallValues(type, landmarks);
  });
  if (lists.some(({ length }) => length === 0)) return null;
  return product(lists, MOST).map((items) => {
    const values = new Map(
      names.flatMap((name, index) => {
        const value = items[index];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
    return { values, old: values };
  });
}

function annotated(ir: IR, name: string): PythonType | null {
  const parameter = ir.signature.parameters.find((one) => one.name === name);
  if (parameter !== undefined) return parameterType(parameter);
  const hint = ir.signature.returns.type_hint;
  return hint === null ? null : typeOfAnnotation(hint);
}

/** The predicate of a call that returns. */
export const settledWithoutRaising = (predicate: Expression): Expression =>
  mapExpression(predicate, (part) => (part.kind === "raises" ? { kind: "boolean", value: false } : part));

import type { ExprNode } from "py-ast";
import type { PythonModule } from "../module.ts";
import { analyseTypes } from "./analyse-types.ts";
import { printType } from "./print.ts";
import { hasUnknown, resolve } from "./resolve.ts";
import { isInstance, membersOf } from "./type.ts";

/**
 * The type of an expression of the file as annotation source with fully qualified names (`pathlib.Path`, `list[int]`, `int | None`), or
 * null where the analysis does not determine it. Covers every point of a function at once: inside loops it is the join over iterations.
 */
export function typeOfExpression(module: PythonModule, node: ExprNode): string | null {
  const { context, failure } = analyseTypes(module);
  const found = failure === null ? context.types.get(node) : undefined;
  if (found === undefined) return null;
  const { type } = resolve(found);
  return hasUnknown(type) ? null : printType(type, { imported: new Map(), foldNumbers: false });
}

/**
 * The classes an expression may be an instance of, by their names without arguments (`list`, `pathlib.Path`, `Account`); null where some
 * of them are not determined. Unlike `typeOfExpression` it answers for containers whose elements are not known.
 */
export function classesOfExpression(module: PythonModule, node: ExprNode): string[] | null {
  const { context, failure } = analyseTypes(module);
  const found = failure === null ? context.types.get(node) : undefined;
  if (found === undefined) return null;
  const names = membersOf(resolve(found).type).map((member) => {
    if (member.kind === "instance" && !isInstance(member, "Any", "Callable")) return member.name;
    if (member.kind === "tuple") return "tuple";
    return member.kind === "object" ? member.cls.name : null;
  });
  const known = names.filter((name) => name !== null);
  return known.length === 0 || known.length < names.length ? null : known;
}

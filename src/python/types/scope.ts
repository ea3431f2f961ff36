import type { ASTNodeUnion } from "py-ast";
import { childrenOf } from "../parse-walk.ts";
import type { UnitNode } from "./unit.ts";

const OPENS_SCOPE = new Set(["FunctionDef", "AsyncFunctionDef", "Lambda", "ClassDef"]);
const COMPREHENSION = new Set(["ListComp", "SetComp", "DictComp", "GeneratorExp"]);

/**
 * The names a body binds by CPython's rules (assignment, import, def, class, for, with, except, del, walrus, match capture), without
 * those it declares `global` or `nonlocal`, and whether it yields. Works with an explicit stack: nesting costs no JavaScript stack.
 */
export function localNames(unit: UnitNode): { locals: Set<string>; yields: boolean } {
  const locals = new Set<string>();
  const declared = new Set<string>();
  let yields = false;
  const roots: ASTNodeUnion[] = unit.nodeType === "Lambda" ? [unit.body] : [...unit.body];
  const stack = roots.map((node) => ({ node, comprehension: false }));
  while (stack.length > 0) {
    const entry = stack.pop();
    if (entry === undefined) break;
    const { node, comprehension } = entry;
    switch (node.nodeType) {
      case "Name":
        if (node.ctx?.nodeType !== "Load" && !comprehension) locals.add(node.id);
        break;
      case "NamedExpr":
        if (node.target.nodeType === "Name") locals.add(node.target.id);
        break;
      case "FunctionDef":
      case "AsyncFunctionDef":
      case "ClassDef":
        locals.add(node.name);
        break;
      case "Alias":
        locals.add(node.asname ?? node.name.split(".")[0] ?? node.name);
        break;
      case "ExceptHandler":
      case "MatchAs":
      case "MatchStar":
        if (typeof node.name === "string") locals.add(node.name);
        break;
      case "MatchMapping":
        if (typeof node.rest === "string") locals.add(node.rest);
        break;
      case "Global":
      case "Nonlocal":
        for (const name of node.names) declared.add(name);
        break;
      case "Yield":
      case "YieldFrom":
        yields = true;
        break;
    }
    if (OPENS_SCOPE.has(node.nodeType)) continue;
    const inside = comprehension || COMPREHENSION.has(node.nodeType);
    for (const child of childrenOf(node)) stack.push({ node: child, comprehension: inside });
  }
  for (const name of declared) locals.delete(name);
  return { locals, yields };
}

/** The names a target binds, without those inside attributes and subscripts. */
export function targetNames(target: ASTNodeUnion): string[] {
  if (target.nodeType === "Name") return [target.id];
  if (target.nodeType === "Starred") return targetNames(target.value);
  return target.nodeType === "Tuple" || target.nodeType === "List" ? target.elts.flatMap(targetNames) : [];
}

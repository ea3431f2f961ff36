import type { StmtNode } from "py-ast";
import { isLibraryModule, isStandardModule } from "./library/lookup.ts";
import { LOUD_MODULES } from "./library/standard-modules.ts";
import { observeCode, RESOLVED } from "./library-effects.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { shaped } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe } from "./walk.ts";

type ImportStatement = Extract<StmtNode, { nodeType: "Import" | "ImportFrom" }>;

export function walkImport(walk: Walk, node: Extract<StmtNode, { nodeType: "Import" }>): void {
  for (const { name, asname } of node.names) {
    observeLoading(walk, node, name);
    const top = name.split(".")[0] ?? name;
    bind(walk, node, asname ?? top, moduleValue(asname === undefined ? top : name));
  }
}

export function walkImportFrom(walk: Walk, node: Extract<StmtNode, { nodeType: "ImportFrom" }>): void {
  const module = `${".".repeat(node.level ?? 0)}${node.module ?? ""}`;
  observeLoading(walk, node, module);
  for (const { name, asname } of node.names) {
    if (name === "*") {
      if (!walk.program.star_imports.includes(module)) walk.program.star_imports.push(module);
      continue;
    }
    bind(walk, node, asname ?? name, moduleValue(module.endsWith(".") ? `${module}${name}` : `${module}.${name}`));
  }
}

function moduleValue(path: string): Value {
  const isKnown =
    !path.startsWith(".") && (isStandardModule(path) || isLibraryModule(path) || isLibraryModule(parentOf(path)));
  return shaped(isKnown ? { kind: "library", path, assumed: false } : { kind: "foreign", path });
}

function parentOf(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}

function bind(walk: Walk, node: ImportStatement, name: string, value: Value): void {
  assignTarget(walk, { nodeType: "Name", id: name, ctx: { nodeType: "Store" }, ...placeOf(node) }, value, node);
}

function placeOf(node: ImportStatement) {
  return { lineno: node.lineno, col_offset: node.col_offset };
}

/** Loading a module of the standard library does nothing that a program could observe; any other runs code that is not here. */
function observeLoading(walk: Walk, node: ImportStatement, module: string): void {
  const loud = LOUD_MODULES.get(module);
  if (loud) observeCode(walk, node, loud, { path: `import ${module}`, subject: null, confidence: RESOLVED });
  if (!module.startsWith(".") && isStandardModule(module)) return;
  observe(walk, node, {
    effect_type: "state",
    target: `import:${module}`,
    description: `loads the module \`${module}\`, whose own statements run the first time`,
    rule: "import",
    confidence: 0.5,
  });
}

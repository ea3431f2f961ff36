import type { StmtNode } from "py-ast";
import { bindName } from "./assignment.ts";
import { moduleMember } from "./attribute.ts";
import type { Frame } from "./context.ts";
import { knownModules } from "./signature.ts";
import { type Type, UNKNOWN } from "./type.ts";

/** Binds imported names to what the tables know of them; relative imports and unknown modules give `unknown`. */
export function executeImport(frame: Frame, node: Extract<StmtNode, { nodeType: "Import" | "ImportFrom" }>): void {
  for (const alias of node.names) {
    if (node.nodeType === "Import") {
      const first = alias.name.split(".")[0] ?? alias.name;
      bindName(frame, alias.asname ?? first, moduleType(alias.asname ? alias.name : first));
      continue;
    }
    if (alias.name === "*") continue;
    const name = `${node.module ?? ""}.${alias.name}`;
    bindName(frame, alias.asname ?? alias.name, (node.level ?? 0) > 0 ? UNKNOWN : moduleMember(name));
    if ((node.level ?? 0) === 0) frame.context.importedNames.set(name, alias.asname ?? alias.name);
  }
}

function moduleType(name: string): Type {
  return knownModules.has(name) || ["functools", "typing", "enum", "abc"].includes(name)
    ? { kind: "module", name }
    : UNKNOWN;
}

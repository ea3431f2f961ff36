import type { ExprNode } from "py-ast";
import type { CallArguments } from "./call-unit.ts";
import { observeCode, subjectText } from "./library-effects.ts";
import type { Value } from "./value.ts";
import { instanceOf } from "./value.ts";
import type { Walk } from "./walk.ts";
import { textOf } from "./walk.ts";

type CallNode = Extract<ExprNode, { nodeType: "Call" }>;

/**
 * Opens a file: the mode decides whether it is read or written (library reference, `open`). `pathIndex` is the position of the path among the
 * arguments, or -1 where the receiver is the path.
 */
export function openFile(
  walk: Walk,
  node: CallNode,
  args: CallArguments,
  pathIndex: 0 | -1,
  confidence: number,
): Value {
  const receiver = node.func.nodeType === "Attribute" ? textOf(walk.program.module, node.func.value) : null;
  const named = node.keywords.find((keyword) => keyword.arg === "file" || keyword.arg === "filename")?.value;
  const subject = pathIndex === 0 ? subjectText(walk, node.args[0] ?? named) : receiver;
  const mode = modeOf(args, pathIndex + 1);
  const path = pathIndex === 0 ? "builtins.open" : "pathlib.Path.open";
  for (const code of codesOfMode(mode)) {
    observeCode(walk, node, code, { path, subject, confidence: mode === null ? 0.5 : confidence });
  }
  return instanceOf("io.TextIOWrapper", subject);
}

/** The mode as text; null when it is not a constant of the source. */
function modeOf(args: CallArguments, index: number): string | null {
  const given = args.keywords.find(({ name }) => name === "mode") ?? args.positional[index];
  if (!given)
    return args.positional.some(({ starred }) => starred) || args.keywords.some(({ name }) => name === null)
      ? null
      : "r";
  return given.value.constant?.type === "str" ? given.value.constant.value : null;
}

export function codesOfMode(mode: string | null): ("read" | "write")[] {
  if (mode === null) return ["read", "write"];
  const writes = /[wax+]/.test(mode);
  const reads = /[r+]/.test(mode) || !/[wax]/.test(mode);
  return [...(reads ? (["read"] as const) : []), ...(writes ? (["write"] as const) : [])];
}

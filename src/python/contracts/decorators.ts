import type { Call, ExprNode } from "py-ast";
import { bindingsOf, dottedName } from "../facts/bindings.ts";
import type { PythonModule } from "../module.ts";

export type ContractLibrary = "icontract" | "deal";

/** A decorator, or a contract inside `deal.chain`, that belongs to a contract library. */
export interface ContractDecorator {
  library: ContractLibrary;
  /** The library's own name: `require`, `pre`, `safe` ... */
  name: string;
  /** Null for decorators without call, as in `@deal.pure`. */
  call: Call | null;
  node: ExprNode;
}

const LIBRARIES: Record<ContractLibrary, ReadonlySet<string>> = {
  icontract: new Set(["require", "ensure", "invariant", "snapshot"]),
  deal: new Set([
    ...[
      "pre",
      "post",
      "ensure",
      "inv",
      "raises",
      "reason",
      "safe",
      "pure",
      "has",
      "chain",
      "example",
      "dispatch",
      "inherit",
    ],
  ]),
};

/** Names that are contracts even where the file does not import them, as in excerpts; the others are too common to be taken for one. */
const UNIMPORTED: [ContractLibrary, ReadonlySet<string>][] = [
  ["icontract", new Set(["require", "ensure", "invariant", "snapshot"])],
  ["deal", new Set(["pre", "post", "inv"])],
];

/**
 * The contracts a decorator stands for. Recognised by import under any name, by the library's prefix, and, for names the file binds nowhere, by
 * the bare name with a lambda or a function of the file. A module-level name for a contract (`positive = deal.chain(...)`) stands for what it was assigned.
 */
export function contractDecorators(module: PythonModule, decorator: ExprNode): ContractDecorator[] {
  return expand(module, decorator, new Set());
}

function expand(module: PythonModule, node: ExprNode, seen: Set<string>): ContractDecorator[] {
  const call = node.nodeType === "Call" ? node : null;
  const callee = call ? call.func : node;
  const recognised = recognise(module, callee, call);
  if (recognised) {
    const { library, name } = recognised;
    if (library !== "deal" || name !== "chain") return [{ library, name, call, node }];
    return (call?.args ?? []).flatMap((argument) => expand(module, argument, seen));
  }
  if (node.nodeType !== "Name" || seen.has(node.id)) return [];
  const value = bindingsOf(module).values.get(node.id);
  if (!value || value.nodeType === "Lambda") return [];
  return expand(module, value, new Set([...seen, node.id]));
}

function recognise(module: PythonModule, callee: ExprNode, call: Call | null) {
  const dotted = dottedName(callee);
  if (dotted === null) return null;
  const [head = "", ...rest] = dotted.split(".");
  const { imports, defined } = bindingsOf(module);
  const path = [...(imports.get(head)?.split(".") ?? [head]), ...rest];
  const name = path.at(-1) ?? "";
  for (const library of ["icontract", "deal"] as const) {
    if (path[0] === library && path.length === 2 && LIBRARIES[library].has(name)) return { library, name };
  }
  if (rest.length > 0 || imports.has(head) || defined.has(head) || !call) return null;
  const condition = call.args[0] ?? call.keywords.find(({ arg }) => arg === "condition" || arg === "validator")?.value;
  if (!condition || !isCondition(module, condition)) return null;
  const single =
    condition.nodeType === "Lambda" && condition.args.args.length === 1 && condition.args.args[0]?.arg === "_";
  const found = UNIMPORTED.find(([, names]) => names.has(name));
  return found ? { library: single ? ("deal" as const) : found[0], name } : null;
}

function isCondition(module: PythonModule, node: ExprNode): boolean {
  if (node.nodeType === "Lambda") return true;
  const { functions, values } = bindingsOf(module);
  return node.nodeType === "Name" && (functions.has(node.id) || values.get(node.id)?.nodeType === "Lambda");
}

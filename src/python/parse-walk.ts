import type { ASTNodeUnion, StmtNode } from "py-ast";

export type PythonNode = ASTNodeUnion;

/** A kind of node by its name; the parser's types name only some of them. */
export type NodeOf<Kind extends PythonNode["nodeType"]> = Extract<PythonNode, { nodeType: Kind }>;

function isNode(value: unknown): value is PythonNode {
  return typeof value === "object" && value !== null && "nodeType" in value;
}

/** The direct children of a node, in the order of the tree's fields, but for those in the field `left`. */
export function childrenOf(node: PythonNode, left: string | null = null): PythonNode[] {
  const children: PythonNode[] = [];
  for (const field of Object.keys(node)) {
    if (field === left) continue;
    const value: unknown = Reflect.get(node, field);
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) {
      children.push(value);
    }
  }
  return children;
}

/** A node and everything below it, parents first, without call depth. `enter` says whether to go below a node. */
export function* walkNodes(
  root: PythonNode,
  enter: (node: PythonNode) => boolean = () => true,
): Generator<PythonNode, void, undefined> {
  const pending: PythonNode[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    if (!enter(node)) continue;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index];
      if (child) pending.push(child);
    }
  }
}

/** True for nodes whose body runs later or elsewhere: functions, lambdas and classes. */
export function opensScope(node: PythonNode): boolean {
  return (
    node.nodeType === "FunctionDef" ||
    node.nodeType === "AsyncFunctionDef" ||
    node.nodeType === "ClassDef" ||
    node.nodeType === "Lambda"
  );
}

/**
 * The nodes that run with some statements, nested definitions included but not their bodies: decorators, defaults and annotations of a nested
 * function belong to the enclosing one.
 */
export function* walkOwn(body: StmtNode[]): Generator<PythonNode, void, undefined> {
  const pending: PythonNode[] = body.toReversed();
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    const children = childrenOf(node, opensScope(node) ? "body" : null);
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index];
      if (child) pending.push(child);
    }
  }
}

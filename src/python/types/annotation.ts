import type { ExprNode } from "py-ast";
import { BUILTIN_CLASSES } from "./names.ts";
import { parseTypeText } from "./signature.ts";
import { ANNOTATION_NAMES } from "./tables/functions.ts";
import { instance, NONE, type Type, UNKNOWN } from "./type.ts";

/** How a written name is understood where the annotation stands. */
export type NameResolver = (name: string) => Type;

const ABSTRACT = new Set([
  "Iterable",
  "Iterator",
  "Sequence",
  "MutableSequence",
  "Mapping",
  "MutableMapping",
  "Collection",
  "Set",
  "MutableSet",
  "Generator",
  "AsyncGenerator",
  "Coroutine",
  "Optional",
  "Union",
  "Literal",
  "Annotated",
  "Callable",
  "deque",
  "defaultdict",
  "OrderedDict",
  "Counter",
]);

/** The type an annotation names. `Any`, type variables and everything not understood are `unknown`. */
export function annotatedType(node: ExprNode, resolve: NameResolver): Type {
  return parseTypeText(textOf(node, 0), (name) => namedType(name, resolve));
}

function namedType(name: string, resolve: NameResolver): Type {
  if (name === "None") return NONE;
  const last = name.split(".").at(-1) ?? name;
  const spelled = Object.hasOwn(ANNOTATION_NAMES, last) ? (ANNOTATION_NAMES[last] ?? last) : last;
  const known = resolve(name);
  if (known.kind === "class") return known.cls === null ? instance(known.name) : { kind: "object", cls: known.cls };
  if (known.kind === "builtin" && known.receiver === null && known.name.includes(".")) {
    return ABSTRACT.has(spelled) ? instance(spelled) : instance(known.name);
  }
  if (BUILTIN_CLASSES.has(spelled) || ABSTRACT.has(spelled)) return instance(spelled);
  return UNKNOWN;
}

function textOf(node: ExprNode, depth: number): string {
  if (depth > 20) return "?";
  switch (node.nodeType) {
    case "Name":
      return node.id;
    case "Attribute":
      return `${textOf(node.value, depth + 1)}.${node.attr}`;
    case "Constant":
      return node.value === null ? "None" : typeof node.value === "string" ? node.value : "?";
    case "Subscript":
      return `${textOf(node.value, depth + 1)}[${textOf(node.slice, depth + 1)}]`;
    case "Tuple":
      return node.elts.map((item) => textOf(item, depth + 1)).join(", ");
    case "List":
      return `[${node.elts.map((item) => textOf(item, depth + 1)).join(", ")}]`;
    case "BinOp":
      return node.op.nodeType === "BitOr" ? `${textOf(node.left, depth + 1)} | ${textOf(node.right, depth + 1)}` : "?";
    default:
      return "?";
  }
}

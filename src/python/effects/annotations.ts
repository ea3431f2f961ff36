import type { ExprNode } from "py-ast";
import { parse } from "py-ast";
import { isLibraryClass } from "./library/lookup.ts";
import type { Value } from "./value.ts";
import { instanceOf, join, shaped, UNKNOWN } from "./value.ts";

/** Classes of `typing` and `collections.abc`, and bare built-ins, by the built-in type whose methods they share. */
const GENERIC: ReadonlyMap<string, string> = new Map([
  ...["List", "MutableSequence"].map((name) => [name, "builtins.list"] as const),
  ...["Dict", "MutableMapping", "DefaultDict", "OrderedDict", "Counter", "ChainMap"].map(
    (name) => [name, "builtins.dict"] as const,
  ),
  ...["Set", "MutableSet"].map((name) => [name, "builtins.set"] as const),
  ...["FrozenSet", "AbstractSet"].map((name) => [name, "builtins.frozenset"] as const),
  ...["Tuple", "Sequence", "Iterable", "Collection", "Container"].map((name) => [name, "builtins.tuple"] as const),
  ...["Text", "AnyStr", "LiteralString"].map((name) => [name, "builtins.str"] as const),
  ...["IO", "TextIO", "BinaryIO"].map((name) => [name, "io.TextIOWrapper"] as const),
  ...["Iterator", "Generator"].map((name) => [name, "builtins.generator"] as const),
  ["Deque", "collections.deque"],
  ["Pattern", "re.Pattern"],
  ["Match", "re.Match"],
]);

const WRAPPERS = new Set(["Optional", "Final", "ClassVar", "Annotated", "Required", "NotRequired", "ReadOnly"]);
const MAX_DEPTH = 6;

/** What a value of an annotated type may be, by its methods; `evaluate` resolves names. Unknown where the annotation says nothing usable. */
export function annotatedValue(annotation: ExprNode, evaluate: (node: ExprNode) => Value, depth = 0): Value {
  if (depth > MAX_DEPTH) return UNKNOWN;
  const inner = (node: ExprNode) => annotatedValue(node, evaluate, depth + 1);
  switch (annotation.nodeType) {
    case "Constant":
      return typeof annotation.value === "string" ? quoted(annotation.value, inner) : UNKNOWN;
    case "BinOp":
      return annotation.op.nodeType === "BitOr" ? either([annotation.left, annotation.right], inner) : UNKNOWN;
    case "Subscript": {
      const name = lastName(annotation.value);
      const parts = annotation.slice.nodeType === "Tuple" ? annotation.slice.elts : [annotation.slice];
      if (name === "Union") return either(parts, inner);
      const [first] = parts;
      if (name !== null && WRAPPERS.has(name)) return first ? inner(first) : UNKNOWN;
      return withElement(inner(annotation.value), name, parts, inner);
    }
    case "Name":
    case "Attribute":
      return named(annotation, evaluate);
    default:
      return UNKNOWN;
  }
}

/** `list[User]` and the like tell their elements. */
function withElement(
  container: Value,
  name: string | null,
  parts: ExprNode[],
  inner: (node: ExprNode) => Value,
): Value {
  const [shape] = container.shapes;
  const isPlain = name !== null && SINGLE_ELEMENT.has(name) && parts[0];
  if (shape?.kind !== "instance" || !isPlain) return container;
  const element = inner(parts[0] as ExprNode);
  return element.complete && element.shapes.length > 0 ? { ...container, shapes: [{ ...shape, element }] } : container;
}

const SINGLE_ELEMENT = new Set(
  "list List set Set frozenset FrozenSet deque Deque Sequence MutableSequence Iterable Iterator Generator Collection tuple Tuple".split(
    " ",
  ),
);

function quoted(text: string, inner: (node: ExprNode) => Value): Value {
  try {
    const [statement] = parse(text).body;
    return statement?.nodeType === "Expr" && statement.value.nodeType !== "Constant" ? inner(statement.value) : UNKNOWN;
  } catch {
    // A string that is no expression annotates nothing.
    return UNKNOWN;
  }
}

function either(options: ExprNode[], inner: (node: ExprNode) => Value): Value {
  const values = options.filter((option) => !(option.nodeType === "Constant" && option.value === null)).map(inner);
  const [first, ...rest] = values;
  return first ? rest.reduce(join, first) : UNKNOWN;
}

function lastName(node: ExprNode): string | null {
  return node.nodeType === "Name" ? node.id : node.nodeType === "Attribute" ? node.attr : null;
}

function named(annotation: ExprNode, evaluate: (node: ExprNode) => Value): Value {
  const value = evaluate(annotation);
  for (const shape of value.shapes) {
    if (shape.kind === "class") return shaped({ kind: "object", info: shape.info });
    if (shape.kind === "library" && isLibraryClass(shape.path) && shape.path !== "builtins.object")
      return instanceOf(shape.path);
  }
  const name = lastName(annotation);
  const isTyping = value.shapes.some(
    (shape) => shape.kind === "library" && /^(typing|typing_extensions|collections\.abc)\./.test(shape.path),
  );
  const path = name !== null && (isTyping || value.shapes.length === 0) ? GENERIC.get(name) : undefined;
  return path === undefined ? UNKNOWN : instanceOf(path);
}

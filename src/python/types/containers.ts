import type { ExprNode } from "py-ast";
import { addLower, type Context, elementVariable, keyVariable, require, view } from "./context.ts";
import {
  content,
  INT,
  instance,
  isInstance,
  joinAll,
  mapMembers,
  STR,
  type Type,
  tuple,
  UNKNOWN,
  variableType,
} from "./type.ts";

const HOLDS_FIRST = new Set([
  "list",
  "set",
  "frozenset",
  "deque",
  "tuple",
  "Iterator",
  "Iterable",
  "Sequence",
  "MutableSequence",
  "Collection",
  "Set",
  "MutableSet",
  "Generator",
  "reversed",
  "dict",
  "defaultdict",
  "OrderedDict",
  "Counter",
  "Mapping",
  "MutableMapping",
  "dict_keys",
  "dict_values",
]);
export const MAPPINGS = ["dict", "defaultdict", "OrderedDict", "Counter", "Mapping", "MutableMapping"];
const INDEXED = ["list", "deque", "Sequence", "MutableSequence", "tuple"];

/** What iterating over a value gives. An undecided value is asked for its element variable. */
export function elementOf(context: Context, type: Type, node: ExprNode, rule = "iterated"): Type {
  return mapMembers(content(type), (member) => {
    if (member.kind === "variable" || member.kind === "number") {
      require(member, null, rule, node);
      const seen = view(member);
      if (seen.kind !== "variable") return seen.kind === "number" ? UNKNOWN : elementOf(context, seen, node);
      return variableType(elementVariable(context, seen.variable));
    }
    if (member.kind === "tuple") return joinAll(member.items);
    if (member.kind === "class" && member.cls?.isEnumeration === true) return { kind: "object", cls: member.cls };
    if (member.kind !== "instance") return UNKNOWN;
    if (member.name === "str" || member.name === "TextIOWrapper") return STR;
    if (member.name === "bytes" || member.name === "bytearray" || member.name === "range") return INT;
    if (member.name === "dict_items" || member.name === "enumerate") return tuple(member.args.map(content));
    const [first] = member.args;
    return first !== undefined && HOLDS_FIRST.has(member.name) ? content(first) : UNKNOWN;
  });
}

/** The constant an index is written as, where it is an integer. */
function constantIndex(node: ExprNode): number | null {
  if (node.nodeType === "Constant" && typeof node.value === "number" && Number.isInteger(node.value)) return node.value;
  if (node.nodeType === "UnaryOp" && node.op.nodeType === "USub") {
    const inner = constantIndex(node.operand);
    return inner === null ? null : -inner;
  }
  return null;
}

/** `value[index]` for reading. */
export function itemOf(context: Context, value: Type, index: Type, indexNode: ExprNode, node: ExprNode): Type {
  return mapMembers(content(value), (member) => {
    const seen = view(member);
    if (seen.kind === "union") return itemOf(context, seen, index, indexNode, node);
    if (member.kind === "variable") {
      const seenIndex = view(index);
      const integral = isInstance(seenIndex, "int") || (seenIndex.kind === "number" && seenIndex.base === "int");
      require(member, null, integral
        ? "indexed-by-int"
        : isInstance(seenIndex, "str")
          ? "indexed-by-str"
          : "indexed", node);
    }
    if (seen.kind === "variable") return variableType(elementVariable(context, seen.variable));
    if (seen.kind === "tuple") {
      require(index, INT, "index", indexNode);
      const at = constantIndex(indexNode);
      const item = at === null ? undefined : seen.items.at(at);
      return item ?? joinAll(seen.items);
    }
    if (seen.kind !== "instance") return UNKNOWN;
    if (seen.name === "str" || seen.name === "bytes" || seen.name === "bytearray" || seen.name === "range") {
      require(index, INT, "index", indexNode);
      return seen.name === "str" ? STR : INT;
    }
    if (seen.name === "re.Match") return UNKNOWN;
    const [first, second] = seen.args;
    if (INDEXED.includes(seen.name)) {
      require(index, INT, "index", indexNode);
      return first === undefined ? UNKNOWN : content(first);
    }
    if (seen.name === "Counter") return INT;
    if (MAPPINGS.includes(seen.name)) {
      if (seen.name === "defaultdict" && first?.kind === "variable") addLower(context, first.variable, index);
      return second === undefined ? UNKNOWN : content(second);
    }
    return UNKNOWN;
  });
}

/** `value[a:b:c]` for reading. */
export function sliceOf(value: Type, node: ExprNode): Type {
  return mapMembers(content(value), (member) => {
    if (member.kind === "variable") require(member, null, "sliced", node);
    const seen = view(member);
    if (seen.kind === "variable") return seen;
    if (seen.kind === "tuple") return instance("tuple", [joinAll(seen.items)]);
    if (isInstance(seen, "str", "bytes", "list", "tuple", "range", "Sequence")) return seen;
    return isInstance(seen, "bytearray") ? seen : UNKNOWN;
  });
}

/** `value[index] = item`. */
export function storeItem(
  context: Context,
  value: Type,
  index: Type,
  indexNode: ExprNode,
  item: Type,
  node: ExprNode,
): void {
  const targets = content(value);
  for (const member of targets.kind === "union" ? targets.members : [targets]) {
    const seen = view(member);
    if (member.kind === "variable") {
      const seenIndex = view(index);
      if (isInstance(seenIndex, "int") || seenIndex.kind === "number")
        require(member, instance("list"), "item-assignment", node);
      else if (isInstance(seenIndex, "str", "tuple") || seenIndex.kind === "tuple") {
        require(member, instance("dict"), "key-assignment", node);
        addLower(context, keyVariable(context, member.variable), index);
      } else require(member, null, "item-assignment-unknown", node);
      addLower(context, elementVariable(context, member.variable), item);
      continue;
    }
    if (seen.kind !== "instance") continue;
    const [first, second] = seen.args;
    if (INDEXED.includes(seen.name)) {
      require(index, INT, "index", indexNode);
      if (first?.kind === "variable") addLower(context, first.variable, item);
    } else if (MAPPINGS.includes(seen.name)) {
      if (first?.kind === "variable") addLower(context, first.variable, index);
      if (second?.kind === "variable") addLower(context, second.variable, item);
    }
  }
}

/** `value[a:b] = items`. */
export function storeSlice(context: Context, value: Type, items: Type, node: ExprNode): void {
  const targets = content(value);
  for (const member of targets.kind === "union" ? targets.members : [targets]) {
    if (member.kind === "variable") require(member, instance("list"), "slice-assignment", node);
    if (member.kind !== "instance" || member.args[0]?.kind !== "variable") continue;
    addLower(context, member.args[0].variable, elementOf(context, items, node));
  }
}

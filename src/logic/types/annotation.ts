import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { isKey, type PythonType, unionOf } from "./python-type.ts";

const SIMPLE: Record<string, PythonType> = {
  int: { kind: "int" },
  bool: { kind: "bool" },
  float: { kind: "float" },
  str: { kind: "str" },
  object: { kind: "opaque", name: null },
  Any: { kind: "opaque", name: null },
};

const SEQUENCES: Record<string, "list" | "either"> = {
  list: "list",
  List: "list",
  MutableSequence: "either",
  Sequence: "either",
};
const TUPLES = new Set(["tuple", "Tuple"]);
const DICTS = new Set(["dict", "Dict"]);
const SETS = new Set(["set", "Set"]);
const TYPING_MODULES = new Set(["typing", "typing_extensions", "t", "collections.abc", "abc"]);
const ANY: PythonType = { kind: "opaque", name: null };

/** The type an annotation's source denotes. Whatever it does not know becomes opaque under its own source text. */
export function typeOfAnnotation(source: string): PythonType {
  return typeOf(parseExpression(source), source.trim());
}

function typeOf(expression: Expression, source: string): PythonType {
  const opaque: PythonType = { kind: "opaque", name: source };
  switch (expression.kind) {
    case "none":
      return { kind: "none" };
    case "string": // a forward reference
      return expression.value.trim() === "" ? opaque : typeOfAnnotation(expression.value);
    case "binary": {
      if (expression.operator !== "|") return opaque;
      return unionOf([
        typeOf(expression.left, describe(expression.left)),
        typeOf(expression.right, describe(expression.right)),
      ]);
    }
    case "name":
    case "attribute": {
      const name = simpleName(expression);
      if (name === null) return opaque;
      const simple = SIMPLE[name];
      if (simple !== undefined) return simple;
      const flavour = SEQUENCES[name];
      if (flavour !== undefined) return { kind: "sequence", flavour, element: ANY };
      return TUPLES.has(name) ? { kind: "sequence", flavour: "tuple", element: ANY } : opaque;
    }
    case "subscript":
      return parameterized(simpleName(expression.object), argumentsOf(expression.index)) ?? opaque;
    default:
      return opaque;
  }
}

function parameterized(name: string | null, items: Expression[]): PythonType | null {
  if (name === null) return null;
  const types = () => items.map((item) => typeOf(item, describe(item)));
  const [first] = items;
  if (first === undefined) return TUPLES.has(name) ? { kind: "tuple", items: [] } : null;
  const flavour = SEQUENCES[name];
  if (flavour !== undefined)
    return items.length === 1 ? { kind: "sequence", flavour, element: typeOf(first, describe(first)) } : null;
  if (TUPLES.has(name)) {
    if (items.length === 2 && items[1]?.kind === "ellipsis")
      return { kind: "sequence", flavour: "tuple", element: typeOf(first, describe(first)) };
    return items.some((item) => item.kind === "ellipsis" || item.kind === "starred")
      ? null
      : { kind: "tuple", items: types() };
  }
  if (DICTS.has(name)) {
    const [key, value, ...others] = types();
    if (key === undefined || value === undefined || others.length > 0 || !isKey(key)) return null;
    return { kind: "dict", key, value };
  }
  if (SETS.has(name)) {
    const [element, ...others] = types();
    return element === undefined || others.length > 0 || !isKey(element) ? null : { kind: "set", element };
  }
  if (name === "Optional") return unionOf([...types(), { kind: "none" }]);
  if (name === "Union") return unionOf(types());
  if (name === "Annotated" || name === "Final") return typeOf(first, describe(first));
  return null;
}

function argumentsOf(index: Expression): Expression[] {
  return index.kind === "tuple" ? index.items : [index];
}

/** `int`, `typing.List` -> `List`; null for anything that is not a plain or typing-qualified name. */
function simpleName(expression: Expression): string | null {
  if (expression.kind === "name") return expression.name;
  if (expression.kind === "attribute" && TYPING_MODULES.has(dotted(expression.object) ?? ""))
    return expression.attribute;
  return null;
}

function dotted(expression: Expression): string | null {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "attribute") return null;
  const object = dotted(expression.object);
  return object === null ? null : `${object}.${expression.attribute}`;
}

function describe(expression: Expression): string {
  if (expression.kind === "subscript")
    return `${describe(expression.object)}[${argumentsOf(expression.index).map(describe).join(", ")}]`;
  return dotted(expression) ?? expression.kind;
}

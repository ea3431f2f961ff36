import type { ClassDef, StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { PythonModule } from "../../python/module.ts";
import { expressionSource } from "../../python/parse-slices.ts";
import { writtenParameters } from "../../python/signature/parameters.ts";
import { libraryInstances } from "./library-instances.ts";
import { ANY, BOOL, FLOAT, INT, isHashable, NONE_SHAPE, type Shape, STR, unionShape } from "./shape.ts";

const SIMPLE: Record<string, Shape> = {
  int: INT,
  bool: BOOL,
  float: FLOAT,
  str: STR,
  bytes: { kind: "bytes" },
  Any: ANY,
  object: ANY,
  Number: unionShape([INT, FLOAT]),
  Real: unionShape([INT, FLOAT]),
  Integral: INT,
  Hashable: unionShape([INT, STR]),
  LiteralString: STR,
  AnyStr: STR,
};
const LISTS = new Set([
  "list",
  "List",
  "Sequence",
  "MutableSequence",
  "Iterable",
  "Collection",
  "Container",
  "Reversible",
]);
const SETS = new Set(["set", "Set", "AbstractSet", "MutableSet"]);
const DICTS = new Set(["dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"]);
/** Nested classes and aliases are followed so deep; deeper values are too large to be useful inputs. */
const MAX_DEPTH = 4;

/** The shape that an annotation's source denotes in a file; null when no value of it can be made. `Iterable` and its like are served by lists. */
export function shapeOfAnnotation(module: PythonModule, source: string): Shape | null {
  return new Annotations(module).shape(parseExpression(source), 0);
}

/** The shape of a class of the file by its constructor; null when no call of it can be made. */
export function shapeOfClass(module: PythonModule, qualifiedName: string): Shape | null {
  return new Annotations(module).named(qualifiedName, 0);
}

class Annotations {
  readonly #module: PythonModule;

  constructor(module: PythonModule) {
    this.#module = module;
  }

  shape(expression: Expression, depth: number): Shape | null {
    if (depth > MAX_DEPTH) return null;
    switch (expression.kind) {
      case "none":
        return NONE_SHAPE;
      case "string":
        return this.shape(parseExpression(expression.value), depth + 1);
      case "binary":
        return expression.operator === "|" ? this.#union([expression.left, expression.right], depth) : null;
      case "name":
        return this.#bare(expression.name) ?? this.named(expression.name, depth) ?? this.#ofLibrary(expression);
      case "attribute":
        return this.#bare(expression.attribute) ?? this.#ofLibrary(expression);
      case "subscript": {
        const name = lastName(expression.object);
        const items = expression.index.kind === "tuple" ? expression.index.items : [expression.index];
        return name === null ? null : this.#parameterized(name, items, depth);
      }
      default:
        return null;
    }
  }

  #ofLibrary(expression: Expression): Shape | null {
    const texts = libraryInstances(this.#module, printExpression(expression));
    return texts === null ? null : { kind: "choice", texts };
  }

  #bare(name: string): Shape | null {
    const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
    if (simple !== undefined) return simple;
    if (LISTS.has(name)) return { kind: "list", element: ANY };
    if (SETS.has(name)) return { kind: "set", element: ANY };
    if (name === "frozenset" || name === "FrozenSet") return { kind: "frozenset", element: ANY };
    if (name === "tuple" || name === "Tuple") return { kind: "tuple_of", element: ANY };
    if (DICTS.has(name)) return { kind: "dict", key: unionShape([INT, STR]), value: ANY };
    return name === "Callable" ? { kind: "callable", parameters: null, returns: ANY } : null;
  }

  #union(members: readonly Expression[], depth: number): Shape | null {
    const shapes = members.map((member) => this.shape(member, depth + 1));
    const known = shapes.filter((shape) => shape !== null);
    return known.length === shapes.length ? unionShape(known) : null;
  }

  #parameterized(name: string, items: Expression[], depth: number): Shape | null {
    const [first, second] = items;
    if (first === undefined) return name === "tuple" || name === "Tuple" ? { kind: "tuple", items: [] } : null;
    const inner = (item: Expression) => this.shape(item, depth + 1);
    if (name === "Optional") return this.#union([first, { kind: "none" }], depth);
    if (name === "Union") return this.#union(items, depth);
    if (name === "Annotated" || name === "Final") return inner(first);
    if (name === "Literal") return { kind: "choice", texts: items.map((item) => printExpression(item)) };
    if (name === "Callable") {
      const returns = second === undefined ? ANY : inner(second);
      return {
        kind: "callable",
        parameters: first.kind === "list" ? first.items.length : null,
        returns: returns ?? ANY,
      };
    }
    if (LISTS.has(name)) return wrap(inner(first), (element) => ({ kind: "list", element }));
    if (SETS.has(name) || name === "frozenset" || name === "FrozenSet") {
      const kind = SETS.has(name) ? "set" : "frozenset";
      return wrap(inner(first), (element) => (isHashable(element) ? { kind, element } : null));
    }
    if (name === "tuple" || name === "Tuple") {
      if (second?.kind === "ellipsis") return wrap(inner(first), (element) => ({ kind: "tuple_of", element }));
      if (first.kind === "tuple" && first.items.length === 0) return { kind: "tuple", items: [] };
      const shapes = items.map(inner);
      const known = shapes.filter((shape) => shape !== null);
      return known.length === shapes.length ? { kind: "tuple", items: known } : null;
    }
    if (DICTS.has(name) && second !== undefined) {
      const [key, value] = [inner(first), inner(second)];
      return key === null || value === null || !isHashable(key) ? null : { kind: "dict", key, value };
    }
    return null;
  }

  /** A class, a type variable or an alias of the file. */
  named(name: string, depth: number): Shape | null {
    if (depth > MAX_DEPTH) return null;
    const found = this.#module.classes.find(({ qualified_name }) => qualified_name === name);
    if (found !== undefined) return this.#ofClass(found.node, name, depth);
    for (const statement of this.#module.tree.body) {
      const value = aliased(statement, name);
      if (value === null) continue;
      const expression = parseExpression(expressionSource(this.#module, value));
      if (expression.kind === "call" && lastName(expression.callee) === "NewType" && expression.arguments[1])
        return this.shape(expression.arguments[1], depth + 1);
      if (expression.kind === "call" && lastName(expression.callee) === "TypeVar") {
        const constraints = expression.arguments.slice(1);
        return constraints.length === 0 ? unionShape([INT, STR]) : this.#union(constraints, depth);
      }
      return this.shape(expression, depth + 1);
    }
    return null;
  }

  #ofClass(node: ClassDef, name: string, depth: number): Shape | null {
    const bases = node.bases.map((base) => lastName(parseExpression(expressionSource(this.#module, base))));
    if (bases.some((base) => base !== null && /^(?:Str|Int)?(?:Enum|Flag)$/.test(base))) return enumMembers(node, name);
    const decorated = node.decorator_list.some((item) =>
      /(?:^|\.)dataclass\b/.test(expressionSource(this.#module, item)),
    );
    const fields: { name: string; keyword: boolean; shape: Shape }[] = [];
    if (decorated || bases.includes("NamedTuple")) {
      for (const statement of node.body) {
        if (statement.nodeType !== "AnnAssign" || statement.target.nodeType !== "Name") continue;
        const source = expressionSource(this.#module, statement.annotation);
        if (/\bClassVar\b/.test(source)) continue;
        const shape = this.shape(parseExpression(source), depth + 1);
        if (shape === null && !statement.value) return null;
        if (shape !== null) fields.push({ name: statement.target.id, keyword: true, shape });
      }
      return bases.some((base) => base !== "NamedTuple" && base !== "object" && base !== "Generic")
        ? null
        : { kind: "record", constructor: name, fields };
    }
    if (bases.some((base) => !["object", "Generic", "ABC", "Protocol"].includes(base ?? ""))) return null;
    const made = node.body.find((item) => item.nodeType === "FunctionDef" && item.name === "__init__");
    if (made?.nodeType !== "FunctionDef") return { kind: "record", constructor: name, fields: [] };
    for (const { kind, arg, default: standard } of writtenParameters(made.args).slice(1)) {
      if (kind === "var_positional" || kind === "var_keyword") continue;
      const shape = arg.annotation
        ? this.shape(parseExpression(expressionSource(this.#module, arg.annotation)), depth + 1)
        : null;
      if (shape === null && !standard) return null;
      if (shape !== null) fields.push({ name: arg.arg, keyword: kind !== "positional_only", shape });
    }
    return { kind: "record", constructor: name, fields };
  }
}

function wrap(element: Shape | null, made: (element: Shape) => Shape | null): Shape | null {
  return element === null ? null : made(element);
}

function enumMembers(node: ClassDef, name: string): Shape | null {
  const members = node.body.flatMap((statement) =>
    statement.nodeType === "Assign" && statement.targets[0]?.nodeType === "Name" ? [statement.targets[0].id] : [],
  );
  const texts = members.filter((member) => !member.startsWith("_")).map((member) => `${name}.${member}`);
  return texts.length === 0 ? null : { kind: "choice", texts };
}

function aliased(statement: StmtNode, name: string) {
  if (statement.nodeType === "Assign" && statement.targets.length === 1) {
    const [target] = statement.targets;
    return target?.nodeType === "Name" && target.id === name ? statement.value : null;
  }
  if (statement.nodeType !== "AnnAssign" || statement.target.nodeType !== "Name") return null;
  return statement.target.id === name ? (statement.value ?? null) : null;
}

function lastName(expression: Expression): string | null {
  if (expression.kind === "subscript") return lastName(expression.object);
  if (expression.kind === "name") return expression.name;
  return expression.kind === "attribute" ? expression.attribute : null;
}

import type { ClassDef, ExprNode, FunctionDef, Module, StmtNode } from "py-ast";
import type { AsyncFunctionDef, PositionedNode, PythonModule } from "../module.ts";
import { localNames } from "./scope.ts";
import type { Type, Variable } from "./type.ts";

type Lambda = Extract<ExprNode, { nodeType: "Lambda" }>;

type Argument = FunctionDef["args"]["args"][number];

export type UnitNode = FunctionDef | AsyncFunctionDef | Lambda | Module;

/** Something with a body of its own: a function, a lambda, or the module. */
export interface Unit {
  id: number;
  name: string;
  node: UnitNode;
  enclosing: Unit | null;
  cls: ClassUnit | null;
  parameters: Parameter[];
  /** Names bound in the body, without those declared `global` or `nonlocal`. */
  locals: Set<string>;
  isGenerator: boolean;
  isAsync: boolean;
  declaredReturn: Type | null;
  /** What a call gives by what the body was seen to return so far. */
  returns: Map<ExprNode | StmtNode | UnitNode, Type>;
  yields: Map<ExprNode, Type>;
  /** Every value a name of this scope ever holds, for readers from other scopes. */
  names: Map<string, Variable>;
  /** States at the heads of loops, kept between passes so that one pass visits each statement once. */
  loops: Map<StmtNode, Map<string, Type>>;
  decorator: "static" | "class" | "property" | "plain";
  /** The text of the body where it is not the file's own: an example in a docstring. */
  example: PythonModule | null;
}

export interface Parameter {
  name: string;
  kind: "positional" | "variadic" | "keyword_only" | "keywords";
  variable: Variable;
  declared: Type | null;
  default: ExprNode | null;
  isReceiver: boolean;
  node: PositionedNode;
}

export interface ClassUnit {
  id: number;
  name: string;
  node: ClassDef;
  enclosing: Unit;
  bases: Type[];
  attributes: Map<string, Variable>;
  isEnumeration: boolean;
}

export interface Registry {
  units: Map<UnitNode, Unit>;
  classes: Map<ClassDef, ClassUnit>;
  nextId: number;
}

export function newRegistry(): Registry {
  return { units: new Map(), classes: new Map(), nextId: 1 };
}

export function newVariable(registry: Registry, role: Variable["role"], name: string): Variable {
  return {
    id: registry.nextId++,
    role,
    name,
    lowers: new Map(),
    evidence: [],
    element: null,
    key: null,
    decision: null,
    fromExamples: false,
  };
}

const UNIT_DECORATORS: Record<string, Unit["decorator"]> = {
  staticmethod: "static",
  classmethod: "class",
  property: "property",
  cached_property: "property",
  abstractproperty: "property",
};

function decoratorOf(node: UnitNode): Unit["decorator"] {
  if (node.nodeType !== "FunctionDef" && node.nodeType !== "AsyncFunctionDef") return "plain";
  for (const decorator of node.decorator_list) {
    const name =
      decorator.nodeType === "Name" ? decorator.id : decorator.nodeType === "Attribute" ? decorator.attr : "";
    const kind = Object.hasOwn(UNIT_DECORATORS, name) ? UNIT_DECORATORS[name] : undefined;
    if (kind !== undefined) return kind;
  }
  return "plain";
}

export function unitOf(registry: Registry, node: UnitNode, enclosing: Unit | null, cls: ClassUnit | null): Unit {
  const known = registry.units.get(node);
  if (known !== undefined) return known;
  const scope = localNames(node);
  const unit: Unit = {
    id: registry.nextId++,
    name: node.nodeType === "Module" ? "<module>" : node.nodeType === "Lambda" ? "<lambda>" : node.name,
    node,
    enclosing,
    cls,
    parameters: [],
    locals: scope.locals,
    isGenerator: scope.yields,
    isAsync: node.nodeType === "AsyncFunctionDef",
    declaredReturn: null,
    returns: new Map(),
    yields: new Map(),
    names: new Map(),
    loops: new Map(),
    decorator: decoratorOf(node),
    example: null,
  };
  registry.units.set(node, unit);
  if (node.nodeType !== "Module") unit.parameters = parametersOf(registry, node, unit);
  return unit;
}

function parametersOf(registry: Registry, node: Exclude<UnitNode, Module>, unit: Unit): Parameter[] {
  const made: Parameter[] = [];
  const add = (argument: Argument, kind: Parameter["kind"], fallback: ExprNode | null) => {
    const name = argument.arg;
    const variable = newVariable(registry, "parameter", name);
    const isReceiver = made.length === 0 && unit.cls !== null && unit.decorator !== "static" && kind === "positional";
    made.push({ name, kind, variable, declared: null, default: fallback, isReceiver, node: argument });
    unit.locals.add(name);
  };
  const positional = [...(node.args.posonlyargs ?? []), ...node.args.args];
  const firstDefault = positional.length - node.args.defaults.length;
  positional.forEach((argument, index) => {
    add(argument, "positional", node.args.defaults[index - firstDefault] ?? null);
  });
  if (node.args.vararg !== undefined && node.args.vararg !== null) add(node.args.vararg, "variadic", null);
  node.args.kwonlyargs.forEach((argument, index) => {
    add(argument, "keyword_only", node.args.kw_defaults[index] ?? null);
  });
  if (node.args.kwarg !== undefined && node.args.kwarg !== null) add(node.args.kwarg, "keywords", null);
  return made;
}

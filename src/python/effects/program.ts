import type { Arguments, ClassDef, ExprNode, Module } from "py-ast";
import type { EffectType } from "../../ir/ir.ts";
import type { AsyncFunctionDef, PositionedNode, PythonFunction, PythonModule } from "../module.ts";
import type { ConstantValue } from "./constant.ts";
import type { ScopeNames } from "./scope-names.ts";
import { scopeNamesOf } from "./scope-names.ts";
import type { Root, Value } from "./value.ts";

export type Lambda = Extract<ExprNode, { nodeType: "Lambda" }>;
export type FunctionNode = Extract<PythonFunction["node"], { nodeType: "FunctionDef" }> | AsyncFunctionDef;

/** An exception class: `id` tells classes apart, `name` is how a reader knows it. */
export interface ExceptionClass {
  id: string;
  name: string;
  info: ClassInfo | null;
}

/** What an enclosing `try` or `suppress` catches; null stands for everything. */
export type Guard = ExceptionClass[] | null;

/** One thing a unit's own statements do. */
export interface Observation {
  effect_type: EffectType;
  target: string;
  description: string;
  rule: string;
  confidence: number;
  source: "static" | "declared";
  node: PositionedNode;
  /** The variable that is changed, or that is called (`unknown_call`). */
  root: Root | null;
  exception: ExceptionClass | null;
}

/** A call, or what amounts to one, of a unit of this file. */
export interface CallEdge {
  callee: Unit;
  /** What the callee's parameters get, by name; a parameter that is missing gets something of its own. */
  bindings: Map<string, Value>;
  /** As the callee's shape has it: what the parameters around the callee held. */
  closure: Map<string, Value> | null;
  guards: Guard[];
  node: PositionedNode;
  confidence: number;
}

export interface ReturnedValue {
  node: PositionedNode;
  kind: "return" | "yield";
  constant: ConstantValue | null;
}

/** A function, a lambda or the module's body: what is called as one. */
export interface Unit {
  key: string;
  node: FunctionNode | Lambda | Module;
  parameters: Arguments | null;
  /** The unit whose names are visible here: the enclosing function, or the module's body. */
  parent: Unit | null;
  owner_class: ClassInfo | null;
  names: ScopeNames;
  /** Everything a variable of this unit may hold, whenever. */
  bindings: Map<string, Value>;
  /** Variables that a nested function assigns. */
  volatile: Set<string>;
  is_static: boolean;
  is_class_method: boolean;
  is_property: boolean;
  is_abstract: boolean;
  observations: Observation[];
  calls: CallEdge[];
  /** Functions that decorators put in this one's place. */
  wrappers: CallEdge[];
  /** What its author declares to callers. */
  declared: Observation[];
  /** Join of what is returned; null when no pass has been made or nothing is returned. */
  returns: Value | null;
  returned: ReturnedValue[];
  /** First reading of every module variable. */
  global_reads: Map<string, PositionedNode>;
}

export interface ClassInfo {
  key: string;
  name: string;
  node: ClassDef;
  bases: ClassInfo[];
  /** Paths of base classes outside this file. */
  outer_bases: string[];
  /** True when a base class is not known at all. */
  open: boolean;
  methods: Map<string, Unit>;
  setters: Map<string, Unit>;
  subclasses: ClassInfo[];
  /** Of all classes of the module: counts the changes to bases of classes that were looked at before, and to subclasses. */
  hierarchy: { version: number; subclasses: number };
  /** Class and instance attributes, whoever sets them. */
  attributes: Map<string, Value>;
}

/** A module under analysis. */
export interface Program {
  module: PythonModule;
  body: Unit;
  units: Unit[];
  byNode: Map<object, Unit>;
  classes: Map<ClassDef, ClassInfo>;
  /** Modules whose names came in by `from m import *`. */
  star_imports: string[];
}

function newUnit(key: string, node: Unit["node"], parent: Unit | null): Unit {
  return {
    key,
    node,
    parameters: node.nodeType === "Module" ? null : node.args,
    parent,
    owner_class: null,
    names: scopeNamesOf(node),
    bindings: new Map(),
    volatile: new Set(),
    is_static: false,
    is_class_method: false,
    is_property: false,
    is_abstract: false,
    observations: [],
    calls: [],
    wrappers: [],
    declared: [],
    returns: null,
    returned: [],
    global_reads: new Map(),
  };
}

/** The program of a parsed module: a unit for the module's body (listed or not) and for every function; lambdas join when they are met. */
export function programOf(module: PythonModule): Program {
  const body = newUnit("<module>", module.tree, null);
  const program: Program = {
    module,
    body,
    units: [body],
    byNode: new Map([[module.tree, body]]),
    classes: new Map(),
    star_imports: [],
  };
  const seen = new Map<string, number>();
  const hierarchy = { version: 0, subclasses: 0 };
  for (const found of module.classes) {
    const count = (seen.get(found.qualified_name) ?? 0) + 1;
    seen.set(found.qualified_name, count);
    program.classes.set(found.node, {
      key: count === 1 ? found.qualified_name : `${found.qualified_name}#${count}`,
      name: found.qualified_name,
      node: found.node,
      bases: [],
      outer_bases: [],
      open: false,
      methods: new Map(),
      setters: new Map(),
      subclasses: [],
      hierarchy,
      attributes: new Map(),
    });
  }
  for (const found of module.functions) {
    if (found.node.nodeType === "Module") continue;
    const parent = found.enclosing_function ? program.byNode.get(found.enclosing_function.node) : body;
    const unit = newUnit(found.outline.key, found.node, parent ?? body);
    unit.owner_class = found.enclosing_class ? (program.classes.get(found.enclosing_class.node) ?? null) : null;
    readDecorators(unit, found.node);
    program.units.push(unit);
    program.byNode.set(found.node, unit);
    if (unit.owner_class) addMethod(unit.owner_class, found.node, unit);
  }
  for (const unit of program.units) markVolatile(unit, body);
  return program;
}

function addMethod(info: ClassInfo, node: FunctionNode, unit: Unit): void {
  const isSetter = node.decorator_list.some(
    (decorator) => decorator.nodeType === "Attribute" && (decorator.attr === "setter" || decorator.attr === "deleter"),
  );
  if (isSetter) info.setters.set(node.name, unit);
  else info.methods.set(node.name, unit);
}

function readDecorators(unit: Unit, node: FunctionNode): void {
  for (const decorator of node.decorator_list) {
    const name =
      decorator.nodeType === "Name" ? decorator.id : decorator.nodeType === "Attribute" ? decorator.attr : "";
    if (name === "staticmethod") unit.is_static = true;
    if (name === "classmethod") unit.is_class_method = true;
    if (name === "property" || name === "cached_property" || name === "abstractproperty") unit.is_property = true;
    if (name === "abstractmethod" || name === "abstractproperty") unit.is_abstract = true;
  }
  if (node.name === "__new__") unit.is_static = true;
  if (node.name === "__init_subclass__" || node.name === "__class_getitem__") unit.is_class_method = true;
}

/** The unit of a lambda expression, made on first sight. */
export function lambdaUnit(program: Program, node: Lambda, parent: Unit): Unit {
  const known = program.byNode.get(node);
  if (known) return known;
  const unit = newUnit(`<lambda>@${node.lineno}:${node.col_offset}`, node, parent);
  program.units.push(unit);
  program.byNode.set(node, unit);
  return unit;
}

function markVolatile(unit: Unit, body: Unit): void {
  for (const name of unit.names.globals) if (unit !== body) body.volatile.add(name);
  for (const name of unit.names.nonlocals) {
    for (let outer = unit.parent; outer && outer !== body; outer = outer.parent) {
      if (outer.names.locals.has(name)) {
        outer.volatile.add(name);
        break;
      }
    }
  }
}

/** Name of the parameter that receives the object or class of a method; null for functions and static methods. */
export function receiverName(unit: Unit): string | null {
  if (!unit.owner_class || unit.is_static || !unit.parameters) return null;
  return unit.parameters.posonlyargs[0]?.arg ?? unit.parameters.args[0]?.arg ?? null;
}

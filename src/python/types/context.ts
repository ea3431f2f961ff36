import type { ExprNode, StmtNode } from "py-ast";
import type { PythonModule } from "../module.ts";
import type { Environment } from "./environment.ts";
import {
  content,
  type Evidence,
  instance,
  joinAll,
  membersOf,
  NEVER,
  type Type,
  typeKey,
  UNKNOWN,
  type Variable,
  variableType,
} from "./type.ts";
import { type ClassUnit, newVariable, type Registry, type Unit, type UnitNode } from "./unit.ts";

/** What one analysis of a file shares. */
export interface Context {
  /** The text and tree being evaluated: the file's own, or that of an example in a docstring. */
  source: PythonModule;
  constants: Map<ExprNode, Type>;
  registry: Registry;
  module: Unit;
  /** Expressions and statements visited so far, against the budget of the file. */
  steps: number;
  maximumSteps: number;
  /** JavaScript stack used by nested expressions and calls through values. */
  depth: number;
  /** Whether something was nested too deeply to be visited: then the file is not fully known. */
  tooDeep: boolean;
  /** Whether anything was learned since this was last cleared: the fixpoint is reached when a whole pass leaves it false. */
  changed: boolean;
  /** Set after many passes: from then on whatever still changes becomes `unknown`, which ends every chain at its next link. */
  widening: boolean;
  cells: Map<object, Map<string, Variable>>;
  /** The scopes of comprehensions. */
  scopes: Map<ExprNode, Unit>;
  /** Resolution orders, valid until the next class definition is executed. */
  orders: Map<ClassUnit, ClassUnit[]>;
  /** The classes that name a class as a base. */
  derived: Map<ClassUnit, Set<ClassUnit>>;
  /** Every attribute name that classes of the file define or assign. */
  attributeNames: Set<string>;
  /** The last type of each expression. */
  types: Map<ExprNode, Type>;
  /** Whether a typing-only import binds this name; used to spell qualified classes. */
  importedNames: Map<string, string>;
}

export interface Frame {
  context: Context;
  unit: Unit;
  environment: Environment;
  /** The class whose body is being executed. */
  cls: ClassUnit | null;
  /** The innermost loop: states at its `break`s and `continue`s. */
  loop: LoopExits | null;
}

export interface LoopExits {
  base: Environment;
  breaks: Map<string, Type>[];
  continues: Map<string, Type>[];
}

const MAX_LOWERS = 12;
const MAX_EVIDENCE = 48;

export function newContext(source: PythonModule, registry: Registry, module: Unit, maximumSteps: number): Context {
  return {
    source,
    constants: new Map(),
    registry,
    module,
    steps: 0,
    maximumSteps,
    depth: 0,
    tooDeep: false,
    changed: false,
    widening: false,
    cells: new Map(),
    scopes: new Map(),
    orders: new Map(),
    derived: new Map(),
    attributeNames: new Set(),
    types: new Map(),
    importedNames: new Map(),
  };
}

/** Records a value that flows into a variable. Past a fixed number of different ones the variable holds anything. */
export function addLower(context: Context, variable: Variable, type: Type): void {
  for (const member of type.kind === "unknown" ? [type] : membersOf(type)) {
    if (member.kind === "variable" && member.variable === variable) continue;
    const key = typeKey(member);
    if (variable.lowers.has(key) || variable.lowers.has("?")) continue;
    context.changed = true;
    if (context.widening || variable.lowers.size >= MAX_LOWERS) variable.lowers.set("?", UNKNOWN);
    else variable.lowers.set(key, member);
  }
}

/** The cell for one slot of what an expression allocates: all its evaluations share it. */
export function cellOf(context: Context, node: object, slot: string): Variable {
  let slots = context.cells.get(node);
  if (slots === undefined) {
    slots = new Map();
    context.cells.set(node, slots);
  }
  let cell = slots.get(slot);
  if (cell === undefined) {
    cell = newVariable(context.registry, "cell", slot);
    slots.set(slot, cell);
  }
  return cell;
}

/** A container allocated at `node` that holds `args` now and may be given more later. */
export function allocate(context: Context, node: object, name: string, args: readonly Type[]): Type {
  return instance(
    name,
    args.map((arg, index) => {
      const cell = cellOf(context, node, `${name}${index}`);
      addLower(context, cell, arg);
      return variableType(cell);
    }),
  );
}

export function nameCell(context: Context, unit: Unit, name: string): Variable {
  let cell = unit.names.get(name);
  if (cell === undefined) {
    cell = newVariable(context.registry, "cell", name);
    unit.names.set(name, cell);
  }
  return cell;
}

export function elementVariable(context: Context, variable: Variable): Variable {
  variable.element ??= newVariable(context.registry, "element", variable.name);
  return variable.element;
}

export function keyVariable(context: Context, variable: Variable): Variable {
  variable.key ??= newVariable(context.registry, "key", variable.name);
  return variable.key;
}

/** What a use of `value` demands of the variables it rests on. */
export function require(value: Type, type: Type | null, rule: string, node: ExprNode | null): void {
  for (const member of membersOf(value)) {
    if (member.kind === "variable") {
      if (member.variable.role === "cell") {
        for (const lower of member.variable.lowers.values())
          if (lower.kind === "variable") observe(lower.variable, { rule, type, node });
      } else observe(member.variable, { rule, type, node });
    } else if (member.kind === "number") {
      const demand =
        type !== null && type.kind === "instance" && type.name === "int" ? `${rule}-of-result` : "arithmetic";
      const passed = demand === "arithmetic" ? null : type;
      for (const variable of member.variables) observe(variable, { rule: demand, type: passed, node });
    }
  }
}

function observe(variable: Variable, evidence: Evidence): void {
  if (variable.evidence.length >= MAX_EVIDENCE) return;
  const known = variable.evidence.some(
    (seen) =>
      seen.rule === evidence.rule &&
      seen.node === evidence.node &&
      (seen.type === null ? "" : typeKey(seen.type)) === (evidence.type === null ? "" : typeKey(evidence.type)),
  );
  if (!known) variable.evidence.push(evidence);
}

/** What is known of a value beyond its symbol: decided variables give their decision, cells their contents, decided arithmetic its number. */
export function view(type: Type): Type {
  switch (type.kind) {
    case "variable": {
      if (type.variable.role === "cell") return content(type);
      return type.variable.decision === null ? type : type.variable.decision.type;
    }
    case "number": {
      const operands: Type[] = type.base === null ? [] : [instance(type.base)];
      for (const variable of type.variables) {
        if (variable.decision === null) return type;
        operands.push(variable.decision.type);
      }
      return promoted(operands);
    }
    case "union":
      return joinAll(type.members.map(view));
    default:
      return type;
  }
}

/** The type of arithmetic over these operands: a float makes it float, `bool` counts as `int`. */
function promoted(operands: readonly Type[]): Type {
  const members = operands.flatMap(membersOf);
  const names = new Set(members.map((member) => (member.kind === "instance" ? member.name : "?")));
  const has = (name: string) => names.has(name);
  if ([...names].every((name) => name === "int" || name === "bool")) return instance("int");
  if ([...names].every((name) => name === "int" || name === "bool" || name === "float")) {
    const mixed = operands.some((operand) => operand.kind === "union");
    return mixed && has("int") ? joinAll([instance("int"), instance("float")]) : instance("float");
  }
  if ([...names].every((name) => name === "int" || name === "float" || name === "bool" || name === "complex"))
    return instance("complex");
  return names.size === 1 && operands[0] !== undefined ? operands[0] : UNKNOWN;
}

/** Code outside the file may store anything in a container it is handed. */
export function letEscape(context: Context, type: Type): void {
  for (const member of membersOf(type)) {
    if (member.kind !== "instance") continue;
    for (const arg of member.args) {
      if (arg.kind === "variable" && arg.variable.role === "cell") addLower(context, arg.variable, UNKNOWN);
    }
  }
}

/** Counts one visit; false once the budget of the file is used up. */
export function step(context: Context): boolean {
  context.steps++;
  return context.steps <= context.maximumSteps;
}

export type ReturnNode = ExprNode | StmtNode | UnitNode;

export function addReturn(context: Context, unit: Unit, node: ReturnNode, type: Type): void {
  const before = unit.returns.get(node);
  if (before?.kind === "unknown") return;
  const after = before === undefined ? type : joinAll([before, type]);
  if (before === undefined || typeKey(before) !== typeKey(after)) {
    context.changed = true;
    unit.returns.set(node, context.widening ? UNKNOWN : after);
  }
}

export function returnedBy(unit: Unit): Type {
  if (unit.declaredReturn !== null) return unit.declaredReturn;
  if (unit.isGenerator) {
    const yielded = joinAll(unit.yields.values());
    const returned = joinAll(unit.returns.values());
    return unit.isAsync
      ? instance("AsyncGenerator", [yielded, instance("None")])
      : instance("Generator", [yielded, instance("None"), returned]);
  }
  const returned = unit.returns.size === 0 ? NEVER : joinAll(unit.returns.values());
  return unit.isAsync ? instance("Coroutine", [UNKNOWN, UNKNOWN, returned]) : returned;
}

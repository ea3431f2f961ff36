import type { ExprNode } from "py-ast";
import { addLower, addReturn, type Context, elementVariable, type Frame, nameCell } from "./context.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./expression.ts";
import { execute } from "./statement.ts";
import { instance, join, NONE, STR, type Type, variableType } from "./type.ts";
import type { Parameter, Unit } from "./unit.ts";

/** What a parameter holds at the start of the body. */
export function parameterType(context: Context, unit: Unit, parameter: Parameter): Type {
  const { variable, declared, kind } = parameter;
  if (parameter.isReceiver && unit.cls !== null) {
    const isClass = unit.decorator === "class" || unit.name === "__new__" || unit.name === "__init_subclass__";
    return isClass ? { kind: "class", name: unit.cls.name, cls: unit.cls } : { kind: "object", cls: unit.cls };
  }
  if (kind === "variadic") return instance("tuple", [declared ?? variableType(elementVariable(context, variable))]);
  if (kind === "keywords") return instance("dict", [STR, declared ?? variableType(elementVariable(context, variable))]);
  if (declared !== null) return declared;
  const fallback = parameter.default;
  const optional = fallback?.nodeType === "Constant" && fallback.value === null;
  return optional ? join(variableType(variable), NONE) : variableType(variable);
}

function enter(context: Context, unit: Unit, environment: Environment): Frame {
  for (const parameter of unit.parameters) {
    const type = parameterType(context, unit, parameter);
    environment.set(parameter.name, type);
    addLower(context, nameCell(context, unit, parameter.name), type);
  }
  return { context, unit, environment, cls: null, loop: null };
}

/** One pass over the body of a function or of the module. */
export function runUnit(context: Context, unit: Unit): void {
  if (unit.node.nodeType === "Lambda") return;
  const own = context.source;
  context.source = unit.example ?? own;
  const frame = enter(context, unit, new Environment(null));
  const falls = execute(frame, unit.node.body);
  context.source = own;
  if (falls && unit.node.nodeType !== "Module") addReturn(context, unit, unit.node, NONE);
}

/** A lambda sees the names of the point where it is written. */
export function runLambda(frame: Frame, unit: Unit, node: Extract<ExprNode, { nodeType: "Lambda" }>): void {
  const inner = enter(frame.context, unit, new Environment(frame.environment));
  addReturn(frame.context, unit, node.body, evaluate(inner, node.body));
}

import type { ExprNode } from "py-ast";
import { lookup } from "./classes.ts";
import { elementOf } from "./containers.ts";
import { addLower, type Context, type Frame, letEscape, require, returnedBy, view } from "./context.ts";
import { CLAIM_THRESHOLD } from "./rules.ts";
import { callSpecial } from "./special-calls.ts";
import { callTable } from "./table-call.ts";
import {
  content,
  instance,
  joinAll,
  mapMembers,
  membersOf,
  NEVER,
  type Type,
  tuple,
  typeKey,
  UNKNOWN,
  type Variable,
} from "./type.ts";
import type { Unit } from "./unit.ts";

export interface Argument {
  type: Type;
  node: ExprNode;
  /** The keyword it is passed by. */
  keyword?: string | undefined;
  /** `*args` or `**kwargs`: stands for any number of arguments. */
  spread?: boolean;
}

const MAX_CALL_DEPTH = 100;

/** What a call gives, having told callee and arguments about each other. */
export function callType(frame: Frame, callee: Type, args: readonly Argument[], node: ExprNode): Type {
  const { context } = frame;
  if (context.depth > MAX_CALL_DEPTH) return UNKNOWN;
  context.depth++;
  const result =
    callee.kind === "unknown"
      ? callOutside(context, args)
      : mapMembers(content(callee), (member) => callMember(frame, member, args, node));
  context.depth--;
  return result;
}

export function callMethod(
  frame: Frame,
  receiver: Type,
  name: string,
  args: readonly Argument[],
  node: ExprNode,
): Type | null {
  if (receiver.kind !== "object") return null;
  const found = lookup(frame.context, receiver.cls, name);
  if (found === null) return null;
  return callType(
    frame,
    mapMembers(found, (member) =>
      member.kind === "function" && member.receiver === null ? { ...member, receiver } : member,
    ),
    args,
    node,
  );
}

function callOutside(context: Context, args: readonly Argument[]): Type {
  for (const argument of args) letEscape(context, argument.type);
  return UNKNOWN;
}

function callMember(frame: Frame, callee: Type, args: readonly Argument[], node: ExprNode): Type {
  const { context } = frame;
  switch (callee.kind) {
    case "function":
      return callUnit(frame, callee.unit, callee.receiver, args);
    case "class":
      if (callee.cls === null)
        return callSpecial(frame, callee.name, null, args, node) ?? callTable(frame, callee.name, null, args, node);
      callMethod(frame, { kind: "object", cls: callee.cls }, "__init__", args, node);
      return { kind: "object", cls: callee.cls };
    case "builtin":
      return (
        callSpecial(frame, callee.name, callee.receiver, args, node) ??
        callTable(frame, callee.name, callee.receiver, args, node)
      );
    case "object":
      return callMethod(frame, callee, "__call__", args, node) ?? callOutside(context, args);
    case "variable": {
      require(callee, null, "called", node);
      const functions = [...callee.variable.lowers.values()].filter(
        (lower) => lower.kind === "function" || lower.kind === "class" || lower.kind === "builtin",
      );
      if (functions.length === 0 || functions.length < callee.variable.lowers.size) return callOutside(context, args);
      return joinAll(functions.map((one) => callMember(frame, one, args, node)));
    }
    default:
      return callOutside(context, args);
  }
}

/** Hands arguments to parameters and gives what the body returns, with the caller's arguments in place of the parameters. */
function callUnit(frame: Frame, unit: Unit, receiver: Type | null, args: readonly Argument[]): Type {
  const { context } = frame;
  const bound = new Map<Variable, Type>();
  const positional = unit.parameters.filter((parameter) => parameter.kind === "positional");
  let next = receiver === null ? 0 : 1;
  let spread = false;
  for (const argument of args) {
    if (argument.spread === true) {
      spread = true;
      continue;
    }
    const parameter =
      argument.keyword === undefined
        ? spread
          ? undefined
          : (positional[next++] ?? unit.parameters.find((one) => one.kind === "variadic"))
        : (unit.parameters.find(
            (one) => one.name === argument.keyword && one.kind !== "variadic" && one.kind !== "keywords",
          ) ?? unit.parameters.find((one) => one.kind === "keywords"));
    if (parameter === undefined) continue;
    const { variable } = parameter;
    if (parameter.kind === "variadic" || parameter.kind === "keywords") {
      if (variable.element !== null) pass(context, variable.element, argument.type);
      continue;
    }
    if (parameter.declared === null) {
      pass(context, variable, argument.type);
      if (frame.unit.example !== null) variable.fromExamples = true;
    }
    bound.set(variable, argument.type);
    const wanted =
      parameter.declared ??
      (variable.decision?.complete === true && variable.decision.confidence >= CLAIM_THRESHOLD
        ? variable.decision.type
        : null);
    if (wanted !== null) require(argument.type, wanted, "argument-of-function", argument.node);
    if (variable.element !== null) {
      for (const member of membersOf(content(argument.type))) {
        if (member.kind !== "instance" || member.args[0]?.kind !== "variable") continue;
        for (const lower of variable.element.lowers.values()) addLower(context, member.args[0].variable, lower);
      }
      if (!bound.has(variable.element))
        bound.set(variable.element, elementOf(context, argument.type, argument.node, "passed"));
    }
  }
  return instantiate(returnedBy(unit), bound, 0);
}

/** A recursive call passes the parameter on, changed by arithmetic or slicing; that tells nothing new about it. */
function pass(context: Context, variable: Variable, type: Type): void {
  for (const member of type.kind === "unknown" ? [type] : membersOf(type)) {
    if (member.kind === "number" && member.variables.includes(variable)) continue;
    addLower(context, variable, member);
  }
}

function instantiate(type: Type, bound: ReadonlyMap<Variable, Type>, depth: number): Type {
  if (depth > 4) return type;
  switch (type.kind) {
    case "variable":
      return bound.get(type.variable) ?? type;
    case "number": {
      if (!type.variables.some((variable) => bound.has(variable))) return type;
      const operands = type.variables.map((variable) => bound.get(variable) ?? { kind: "variable" as const, variable });
      return combined(type.base, operands);
    }
    case "tuple":
      return tuple(type.items.map((item) => instantiate(item, bound, depth + 1)));
    case "union":
      return joinAll([NEVER, ...type.members.map((member) => instantiate(member, bound, depth + 1))]);
    case "instance":
      if (type.args.length === 0) return type;
      return instance(
        type.name,
        type.args.map((arg) => instantiate(arg, bound, depth + 1)),
      );
    default:
      return type;
  }
}

/** Arithmetic whose variables were replaced by these operands. */
function combined(base: "int" | "float" | null, operands: readonly Type[]): Type {
  const variables: Variable[] = [];
  const known = new Map<string, Type>();
  let integral = base === "int";
  for (const operand of operands.flatMap((one) => membersOf(content(one)))) {
    const seen = operand.kind === "variable" || operand.kind === "number" ? operand : view(operand);
    if (seen.kind === "variable") variables.push(seen.variable);
    else if (seen.kind === "number") {
      variables.push(...seen.variables);
      integral ||= seen.base === "int";
    } else known.set(typeKey(seen), seen);
  }
  const names = [...known.keys()];
  if (operands.some((one) => one.kind === "unknown")) return UNKNOWN;
  if (names.includes("complex")) return instance("complex");
  if (
    names.length > 0 &&
    names.every((name) => name === "float" || name === "int" || name === "bool") &&
    names.includes("float")
  ) {
    return instance("float");
  }
  if (names.every((name) => name === "int" || name === "bool")) {
    if (variables.length === 0) return instance("int");
    const unique = [...new Set(variables)].sort((a, b) => a.id - b.id);
    if (unique.length > 8) return UNKNOWN;
    return { kind: "number", base: integral || names.length > 0 ? "int" : null, variables: unique };
  }
  return variables.length === 0 && known.size === 1 && base === null ? ([...known.values()][0] ?? UNKNOWN) : UNKNOWN;
}

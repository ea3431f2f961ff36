import type { ExprNode } from "py-ast";
import { elementOf } from "./containers.ts";
import { addLower, allocate, type Context, elementVariable, type Frame, letEscape, require, view } from "./context.ts";
import type { Argument } from "./invoke.ts";
import { builtinFunctions, methods, moduleMembers, type Signature, substitute, TYPE_VARIABLES } from "./signature.ts";
import { content, INT, instance, isInstance, join, joinAll, membersOf, NEVER, type Type, UNKNOWN } from "./type.ts";

const MUTABLE = new Set(["list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray"]);

/** A call the tables answer: demands the parameter types of the arguments and gives the result type. */
export function callTable(
  frame: Frame,
  name: string,
  receiver: Type | null,
  args: readonly Argument[],
  node: ExprNode,
): Type {
  const { context } = frame;
  if (receiver !== null && (receiver.kind === "variable" || receiver.kind === "number"))
    return onUndecided(frame, name, receiver, args);
  const entry =
    receiver === null
      ? (builtinFunctions.get(name) ?? moduleMembers.get(name) ?? methods.get(name))
      : methods.get(name);
  if (entry === null || !("signature" in entry)) {
    if (name.endsWith("Error") || name.endsWith("Exception")) return instance(name);
    for (const argument of args) letEscape(context, argument.type);
    return UNKNOWN;
  }
  const bindings = receiverBindings(receiver);
  matchArguments(context, name, entry.signature, args, bindings, receiver);
  return freshen(context, substitute(entry.signature.returns, bindings), node);
}

function receiverBindings(receiver: Type | null): Map<string, Type> {
  const bindings = new Map<string, Type>();
  if (receiver?.kind === "instance") {
    const [first, second] = receiver.args;
    if (first !== undefined) {
      bindings.set("T", content(first));
      bindings.set("K", content(first));
    }
    bindings.set("V", receiver.name === "Counter" ? INT : second === undefined ? UNKNOWN : content(second));
  }
  return bindings;
}

function matchArguments(
  context: Context,
  name: string,
  signature: Signature,
  args: readonly Argument[],
  bindings: Map<string, Type>,
  receiver: Type | null,
): void {
  let at = 0;
  for (const argument of args) {
    if (argument.spread === true) break;
    if (argument.keyword !== undefined) continue;
    const parameter = signature.parameters[at];
    if (parameter === undefined) break;
    if (!parameter.repeated) at++;
    match(context, name, parameter.type, argument, bindings, receiver);
  }
  for (const { type } of signature.parameters) {
    for (const variable of mentioned(type)) if (!bindings.has(variable)) bindings.set(variable, NEVER);
  }
  for (const variable of mentioned(signature.returns)) if (!bindings.has(variable)) bindings.set(variable, NEVER);
}

function mentioned(type: Type): string[] {
  if (type.kind === "instance") return TYPE_VARIABLES.has(type.name) ? [type.name] : type.args.flatMap(mentioned);
  if (type.kind === "tuple") return type.items.flatMap(mentioned);
  return type.kind === "union" ? type.members.flatMap(mentioned) : [];
}

function match(
  context: Context,
  name: string,
  wanted: Type,
  argument: Argument,
  bindings: Map<string, Type>,
  receiver: Type | null,
) {
  if (wanted.kind !== "instance") return;
  if (TYPE_VARIABLES.has(wanted.name)) return bind(context, wanted.name, argument.type, bindings, receiver);
  if (wanted.name === "Sized") return require(argument.type, null, "length-taken", argument.node);
  const [inner] = wanted.args;
  if (wanted.name === "Iterable") {
    const element = elementOf(context, argument.type, argument.node, `argument-of-${name}`);
    if (inner === undefined || inner.kind !== "instance") return;
    if (TYPE_VARIABLES.has(inner.name)) return bind(context, inner.name, element, bindings, receiver);
    return require(element, inner.name === "float" ? null : inner, `elements-of-${inner.name}`, argument.node);
  }
  if (wanted.name === "list" && inner !== undefined) {
    require(argument.type, instance("list"), "argument-list", argument.node);
    if (inner.kind === "instance" && TYPE_VARIABLES.has(inner.name)) {
      bind(context, inner.name, elementOf(context, argument.type, argument.node), bindings, receiver);
    }
    return;
  }
  if (wanted.name === "float") return require(argument.type, null, "argument-float", argument.node);
  require(argument.type, wanted, `argument-${wanted.name}`, argument.node);
}

/** A method that stores what it is given adds to the receiver's elements. */
function bind(
  context: Context,
  variable: string,
  type: Type,
  bindings: Map<string, Type>,
  receiver: Type | null,
): void {
  const slot = receiver?.kind === "instance" ? receiver.args[0] : undefined;
  if (slot?.kind === "variable") addLower(context, slot.variable, type);
  bindings.set(variable, join(bindings.get(variable) ?? NEVER, type));
}

/** Containers a call creates may be filled later. */
function freshen(context: Context, type: Type, node: ExprNode): Type {
  return joinAll(
    (type.kind === "unknown" ? [type] : membersOf(type)).map((member) =>
      member.kind === "instance" && member.args.length > 0 && MUTABLE.has(member.name)
        ? allocate(context, node, member.name, member.args)
        : member,
    ),
  );
}

/** A method of a value whose class is not decided: what the method's name promises under the class it tells. */
function onUndecided(frame: Frame, name: string, receiver: Type, args: readonly Argument[]): Type {
  const { context } = frame;
  if (receiver.kind === "variable" && (name === "append" || name === "add" || name === "extend")) {
    const [item] = args;
    if (item !== undefined) {
      const type = name === "extend" ? elementOf(context, item.type, item.node) : item.type;
      addLower(context, elementVariable(context, receiver.variable), type);
    }
    return instance("None");
  }
  const entry = methods.get(`str.${name}`);
  if (entry !== null && "signature" in entry && !methods.has(`list.${name}`)) {
    const seen = view(receiver);
    if (
      seen.kind === "variable" &&
      seen.variable.evidence.some((evidence) => isInstance(evidence.type ?? UNKNOWN, "str"))
    ) {
      return substitute(entry.signature.returns, new Map());
    }
  }
  return UNKNOWN;
}

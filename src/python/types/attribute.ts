import type { ExprNode } from "py-ast";
import { lookup, storeIn } from "./classes.ts";
import { type Frame, require, view } from "./context.ts";
import { callType } from "./invoke.ts";
import { attributes, knownModules, methods, moduleMembers } from "./signature.ts";
import { TELLING_METHODS } from "./tables/methods.ts";
import { content, instance, mapMembers, STR, type Type, UNKNOWN } from "./type.ts";

/** `value.name` for reading: a bound method, a data attribute, a member of a module or a class. */
export function attributeOf(frame: Frame, value: Type, name: string, node: ExprNode): Type {
  return mapMembers(content(value), (member) => {
    if (member.kind === "variable" || member.kind === "number") {
      demandAttribute(frame, member, name, node);
      const seen = view(member);
      if (seen.kind === "variable" || seen.kind === "number") {
        return name === "append" || name === "add" || Object.hasOwn(TELLING_METHODS, name)
          ? { kind: "builtin", name, receiver: member }
          : { kind: "builtin", name: `?.${name}`, receiver: member };
      }
      return attributeOf(frame, seen, name, node);
    }
    return memberAttribute(frame, member, name, node);
  });
}

/** A method that only one common class has tells the class, unless a class of the file has it too. */
function demandAttribute(frame: Frame, member: Type, name: string, node: ExprNode): void {
  const told = Object.hasOwn(TELLING_METHODS, name) ? TELLING_METHODS[name] : undefined;
  const rival = frame.context.attributeNames.has(name);
  if (told !== undefined && !rival) require(member, instance(told), `method-of-${told}`, node);
  else require(member, null, "attribute", node);
}

function memberAttribute(frame: Frame, member: Type, name: string, node: ExprNode): Type {
  switch (member.kind) {
    case "object": {
      const found = lookup(frame.context, member.cls, name);
      if (found === null) return dunder(name) ?? UNKNOWN;
      return bind(frame, found, member, node);
    }
    case "class": {
      if (member.cls === null) return classMember(member.name, name);
      const found = lookup(frame.context, member.cls, name);
      if (found === null) return dunder(name) ?? UNKNOWN;
      if (member.cls.isEnumeration && found.kind !== "function") return { kind: "object", cls: member.cls };
      return mapMembers(found, (one) =>
        one.kind === "function" && one.receiver === null && one.unit.decorator === "class"
          ? { ...one, receiver: member }
          : one,
      );
    }
    case "module":
      return moduleMember(`${member.name}.${name}`);
    case "instance": {
      if (methods.has(`${member.name}.${name}`))
        return { kind: "builtin", name: `${member.name}.${name}`, receiver: member };
      const entry = attributes.get(`${member.name}.${name}`);
      return entry !== null && "constant" in entry ? entry.constant : UNKNOWN;
    }
    case "tuple":
      return methods.has(`tuple.${name}`) ? { kind: "builtin", name: `tuple.${name}`, receiver: member } : UNKNOWN;
    case "builtin":
      if (member.name === "super" && member.receiver?.kind === "object")
        return superAttribute(frame, member.receiver, name, node);
      return member.name.startsWith("?.") ? UNKNOWN : moduleMember(`${member.name}.${name}`);
    default:
      return name === "__name__" || name === "__doc__" ? STR : UNKNOWN;
  }
}

function superAttribute(frame: Frame, receiver: Extract<Type, { kind: "object" }>, name: string, node: ExprNode): Type {
  const found = lookup(frame.context, receiver.cls, name, receiver.cls);
  return found === null ? UNKNOWN : bind(frame, found, receiver, node);
}

/** A function found on a class becomes a method of the object; a property is read. */
function bind(frame: Frame, found: Type, receiver: Type, node: ExprNode): Type {
  return mapMembers(found, (member) => {
    if (member.kind !== "function" || member.receiver !== null || member.unit.cls === null) return member;
    const { decorator } = member.unit;
    if (decorator === "static") return member;
    if (decorator === "class" && receiver.kind === "object") {
      return { ...member, receiver: { kind: "class", name: receiver.cls.name, cls: receiver.cls } };
    }
    const method: Type = { ...member, receiver };
    return decorator === "property" ? callType(frame, method, [], node) : method;
  });
}

function dunder(name: string): Type | null {
  if (name === "__name__" || name === "__qualname__" || name === "__module__") return STR;
  return name === "__dict__" ? instance("dict", [STR, UNKNOWN]) : null;
}

function classMember(className: string, name: string): Type {
  if (name === "__name__") return STR;
  const key = `${className}.${name}`;
  return methods.has(key) ? { kind: "builtin", name: key, receiver: null } : UNKNOWN;
}

export function moduleMember(name: string): Type {
  const entry = moduleMembers.get(name);
  if (entry !== null) return "constant" in entry ? entry.constant : { kind: "builtin", name, receiver: null };
  if (knownModules.has(name)) return { kind: "module", name };
  if (
    name.startsWith("collections.") ||
    name.startsWith("functools.") ||
    name.startsWith("statistics.") ||
    name.startsWith("itertools.")
  ) {
    return { kind: "builtin", name, receiver: null };
  }
  return UNKNOWN;
}

/** `value.name = item`. */
export function storeAttribute(frame: Frame, value: Type, name: string, item: Type): void {
  const targets = content(value);
  for (const member of targets.kind === "union" ? targets.members : [targets]) {
    if ((member.kind === "object" || member.kind === "class") && member.cls !== null)
      storeIn(frame.context, member.cls, name, item);
    else if (member.kind === "variable") require(member, null, "attribute", null);
  }
}

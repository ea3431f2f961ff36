import type { ExprNode } from "py-ast";
import { storeAttribute } from "./attribute.ts";
import { elementOf, storeItem, storeSlice } from "./containers.ts";
import { addLower, allocate, type Frame, nameCell, view } from "./context.ts";
import { evaluate } from "./expression.ts";
import { callMethod } from "./invoke.ts";
import { ownerOf } from "./names.ts";
import { content, joinAll, type Type } from "./type.ts";
import { newVariable } from "./unit.ts";

/** Binds a name in the scope it belongs to. */
export function bindName(frame: Frame, name: string, type: Type): void {
  const { context, unit, cls } = frame;
  if (cls !== null) {
    frame.environment.set(name, type);
    let attribute = cls.attributes.get(name);
    if (attribute === undefined) {
      attribute = newVariable(context.registry, "cell", name);
      cls.attributes.set(name, attribute);
      context.attributeNames.add(name);
    }
    addLower(context, attribute, type);
    return;
  }
  if (unit.locals.has(name)) {
    frame.environment.set(name, type);
    addLower(context, nameCell(context, unit, name), type);
    return;
  }
  const owner = ownerOf(unit, name);
  if (owner !== null) addLower(context, nameCell(context, owner, name), type);
  else frame.environment.set(name, type);
}

/** `target = value`. */
export function assign(frame: Frame, target: ExprNode, value: Type) {
  const { context } = frame;
  switch (target.nodeType) {
    case "Name":
      context.types.set(target, value);
      return bindName(frame, target.id, value);
    case "Starred":
      return assign(frame, target.value, allocate(context, target, "list", [value]));
    case "Tuple":
    case "List": {
      const seen = view(value);
      const starred = target.elts.some((item) => item.nodeType === "Starred");
      if (seen.kind === "tuple" && !starred && seen.items.length === target.elts.length) {
        target.elts.forEach((item, index) => {
          const type = seen.items[index];
          if (type !== undefined) assign(frame, item, type);
        });
        return;
      }
      if (seen.kind === "union" && !starred && seen.members.every((member) => member.kind === "tuple")) {
        target.elts.forEach((item, index) => {
          assign(
            frame,
            item,
            joinAll(
              seen.members.map((member) =>
                member.kind === "tuple" ? (member.items[index] ?? { kind: "never" }) : member,
              ),
            ),
          );
        });
        return;
      }
      const element = elementOf(context, value, target, "unpacked");
      for (const item of target.elts) assign(frame, item, element);
      return;
    }
    case "Attribute":
      return storeAttribute(frame, evaluate(frame, target.value), target.attr, value);
    case "Subscript": {
      const container = evaluate(frame, target.value);
      if (target.slice.nodeType === "Slice") return storeSlice(context, container, value, target);
      const index = evaluate(frame, target.slice);
      if (content(container).kind === "object") {
        const args = [
          { type: index, node: target.slice },
          { type: value, node: target },
        ];
        callMethod(frame, content(container), "__setitem__", args, target);
        return;
      }
      return storeItem(context, container, index, target.slice, value, target);
    }
    default:
      return;
  }
}

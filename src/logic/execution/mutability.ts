import { TRUE } from "../smt/term.ts";
import { typeOf } from "../symbolic/type-of.ts";
import type { Pure, Symbolic } from "../symbolic/value.ts";
import type { PythonType } from "../types/python-type.ts";

/** Whether the value is, or may be, an object that can change. What is known of opaque objects does not change. */
export function isMutableValue(value: Symbolic): boolean {
  return value.some(({ value: pure }) => isMutablePure(pure));
}

function isMutablePure(value: Pure): boolean {
  if (value.kind === "sequence" || value.kind === "fixed") return value.flavour !== "tuple";
  return !["int", "bool", "float", "str", "none", "range", "items", "opaque"].includes(value.kind);
}

/** Whether objects that can change are among the parts of the value. */
export function holdsMutable(value: Symbolic): boolean {
  return value.some(({ value: pure }) => {
    if (pure.kind === "fixed") return pure.items.some((item) => isMutableValue(item) || holdsMutable(item));
    const type = typeOf([{ guard: TRUE, value: pure }]);
    return type === null ? isMutablePure(pure) : partsOf(type).some(canChange);
  });
}

function partsOf(type: PythonType): PythonType[] {
  switch (type.kind) {
    case "sequence":
    case "set":
      return [type.element];
    case "dict":
      return [type.value];
    case "tuple":
      return type.items;
    case "union":
      return type.members.flatMap(partsOf);
    default:
      return [];
  }
}

function canChange(type: PythonType): boolean {
  switch (type.kind) {
    case "sequence":
      return type.flavour !== "tuple" || canChange(type.element);
    case "tuple":
      return type.items.some(canChange);
    case "union":
      return type.members.some(canChange);
    case "int":
    case "bool":
    case "float":
    case "str":
    case "none":
    case "opaque":
      return false;
    default:
      return true;
  }
}

import type { Pure, Symbolic } from "../symbolic/value.ts";
import { type PythonType, unionOf } from "../types/python-type.ts";

/** The type of a value; null where none can hold it as one term (an iterator, an empty display). */
export function typeOf(value: Symbolic): PythonType | null {
  const types = value.map((alternative) => typeOfPure(alternative.value));
  const known = types.filter((type) => type !== null);
  return known.length === 0 || known.length < types.length ? null : unionOf(known);
}

export function typeOfPure(value: Pure): PythonType | null {
  switch (value.kind) {
    case "int":
    case "bool":
    case "float":
    case "str":
    case "none":
      return { kind: value.kind };
    case "sequence":
      return { kind: "sequence", flavour: value.flavour, element: value.element };
    case "fixed": {
      const items = value.items.map(typeOf);
      const known = items.filter((item) => item !== null);
      if (known.length < items.length || value.flavour === "set") return null;
      if (value.flavour === "tuple") return { kind: "tuple", items: known };
      return known.length === 0 ? null : { kind: "sequence", flavour: "list", element: unionOf(known) };
    }
    case "opaque":
      return { kind: "opaque", name: value.name };
    default:
      return null;
  }
}

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
    const type = typeOfPure(pure);
    return type === null ? isMutablePure(pure) : partsOf(type).some(canChange);
  });
}

function partsOf(type: PythonType): PythonType[] {
  switch (type.kind) {
    case "sequence":
      return [type.element];
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

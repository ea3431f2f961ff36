import { type PythonType, unionOf } from "../types/python-type.ts";
import type { Pure, Symbolic } from "./value.ts";

/** The type in whose sort a value can be held; null when there is none (an iterator, a display of sets, an empty display of unknown items). */
export function typeOf(value: Symbolic): PythonType | null {
  const types = value.map((alternative) => typeOfPure(alternative.value));
  const known = types.filter((type) => type !== null);
  return known.length === 0 || known.length !== types.length ? null : unionOf(known);
}

function typeOfPure(value: Pure): PythonType | null {
  switch (value.kind) {
    case "sequence":
      return { kind: "sequence", flavour: value.flavour, element: value.element };
    case "fixed": {
      const items = value.items.map(typeOf);
      const known = items.filter((type) => type !== null);
      if (known.length !== items.length || value.flavour === "set") return null;
      if (value.flavour === "tuple") return { kind: "tuple", items: known };
      return known.length === 0 ? null : { kind: "sequence", flavour: "list", element: unionOf(known) };
    }
    case "dict":
      return value.of === null ? null : { kind: "dict", key: value.of.key, value: value.of.value };
    case "set":
      return { kind: "set", element: value.element };
    case "opaque":
      return { kind: "opaque", name: value.name };
    case "range":
    case "items":
      return null;
    default:
      return { kind: value.kind };
  }
}

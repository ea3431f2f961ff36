import { mentionsFloat } from "../types/python-type.ts";
import type { Pure, Symbolic } from "./value.ts";

/** Whether the value may be a float or hold one. Iterators hold what the values had that they were made of. */
export const holdsFloats = (value: Symbolic): boolean => value.some((alternative) => isOrHolds(alternative.value));

function isOrHolds(value: Pure): boolean {
  switch (value.kind) {
    case "float":
      return true;
    case "sequence":
    case "set":
      return mentionsFloat(value.element);
    case "fixed":
      return value.items.some(holdsFloats);
    case "dict":
      return value.of !== null && (mentionsFloat(value.of.key) || mentionsFloat(value.of.value));
    default:
      return false;
  }
}

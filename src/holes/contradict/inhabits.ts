import type { Value } from "../../logic/evaluate/value.ts";
import type { PythonType } from "../../logic/types/python-type.ts";

/** Whether a value is of a type, with Python's numeric tower (an int does where a float is wanted, PEP 484); null where nobody can tell. */
export function inhabits(value: Value, type: PythonType): boolean | null {
  switch (type.kind) {
    case "int":
      return value.kind === "int" || value.kind === "bool";
    case "float":
      return value.kind === "float" || value.kind === "int" || value.kind === "bool";
    case "bool":
    case "str":
    case "none":
      return value.kind === type.kind;
    case "sequence": {
      if (value.kind === "str" && type.flavour === "either") return null;
      const fits =
        type.flavour === "either" ? value.kind === "list" || value.kind === "tuple" : value.kind === type.flavour;
      if (!fits || (value.kind !== "list" && value.kind !== "tuple")) return value.kind === "range" ? null : false;
      return all(value.items.map((item) => inhabits(item, type.element)));
    }
    case "tuple":
      if (value.kind !== "tuple" || value.items.length !== type.items.length) return false;
      return all(
        type.items.map((item, index) => {
          const held = value.items[index];
          return held === undefined ? false : inhabits(held, item);
        }),
      );
    case "set":
      return value.kind === "set" ? all(value.items.map((item) => inhabits(item, type.element))) : false;
    case "dict":
      return value.kind === "dict"
        ? all(value.entries.flatMap((entry) => [inhabits(entry.key, type.key), inhabits(entry.value, type.value)]))
        : false;
    case "union": {
      const any = type.members.map((member) => inhabits(value, member));
      return any.includes(true) ? true : any.includes(null) ? null : false;
    }
    case "opaque":
      return type.name === null ? true : null;
  }
}

const all = (parts: readonly (boolean | null)[]): boolean | null =>
  parts.includes(false) ? false : parts.includes(null) ? null : true;

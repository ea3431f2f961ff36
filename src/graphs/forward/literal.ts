import { stringRepr } from "../../ir/expression/repr.ts";

/** A JSON value as the Python literal of what `json.loads` makes of it. A number without a fraction is an `int`, as JSON does not tell `2.0` from `2`. */
export function literalOf(value: unknown): string {
  if (value === null || value === undefined) return "None";
  switch (typeof value) {
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return Number.isInteger(value) ? BigInt(value).toString() : String(value);
    case "string":
      return stringRepr(value);
    default:
      if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
      return `{${Object.entries(value)
        .map(([key, item]) => `${stringRepr(key)}: ${literalOf(item)}`)
        .join(", ")}}`;
  }
}

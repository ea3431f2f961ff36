import type { Shape } from "./shape.ts";

/** Floats of which a claim speaks: all but nan and the infinities, or those far from where sums and products overflow. */
export type FloatReach = "finite" | "moderate";

/**
 * The test, in Lift's expression language, that a value is of the shape; null when the shape cannot be told by such a test. `bool` passes as `int`, as in Python;
 * a float's guard leaves out nan and the infinities, which no generated value of an assumed type is.
 */
export function guardOf(shape: Shape, subject: string, reach: FloatReach = "finite", depth = 0): string | null {
  const is = (name: string) => `isinstance(${subject}, ${name})`;
  const each = "xyzw"[depth];
  if (each === undefined) return null;
  const all = (element: Shape, source: string): string | null => {
    const inner = guardOf(element, each, reach, depth + 1);
    return inner === null ? null : `all(${inner} for ${each} in ${source})`;
  };
  switch (shape.kind) {
    case "int":
    case "bool":
    case "str":
    case "bytes":
      return is(shape.kind);
    case "float":
      return `${is("(int, float)")} and ${reach === "finite" ? `${subject} - ${subject} == 0` : `abs(${subject}) <= 1e9`}`;
    case "none":
      return `${subject} is None`;
    case "list":
    case "set":
    case "frozenset": {
      const inner = all(shape.element, subject);
      return inner === null ? null : `${is(shape.kind)} and ${inner}`;
    }
    case "tuple_of": {
      const inner = all(shape.element, subject);
      return inner === null ? null : `${is("tuple")} and ${inner}`;
    }
    case "tuple": {
      const items = shape.items.map((item, index) => guardOf(item, `${subject}[${index}]`, reach, depth));
      if (items.some((item) => item === null)) return null;
      return [`${is("tuple")} and len(${subject}) == ${items.length}`, ...items.map(parenthesized)].join(" and ");
    }
    case "dict": {
      const keys = all(shape.key, subject);
      const values = all(shape.value, `${subject}.values()`);
      return keys === null || values === null ? null : `${is("dict")} and ${keys} and ${values}`;
    }
    case "union": {
      const members = shape.members.map((member) => guardOf(member, subject, reach, depth));
      if (members.some((member) => member === null)) return null;
      return members.map(parenthesized).join(" or ");
    }
    default:
      return null;
  }
}

function parenthesized(text: string | null): string {
  return `(${text ?? "False"})`;
}

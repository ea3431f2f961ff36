/** What values a generator makes for a parameter. Finer than the logic's types where Python's constructors are concerned, and free of any claim. */
export type Shape =
  | { kind: "int" | "bool" | "float" | "str" | "bytes" | "none" | "any" }
  | { kind: "list" | "set" | "frozenset" | "tuple_of"; element: Shape }
  | { kind: "tuple"; items: Shape[] }
  | { kind: "dict"; key: Shape; value: Shape }
  | { kind: "union"; members: Shape[] }
  /** One of these Python expressions. */
  | { kind: "choice"; texts: string[] }
  | { kind: "callable"; parameters: number | null; returns: Shape }
  /** An instance of a class of the file, made by a call of `constructor`. */
  | { kind: "record"; constructor: string; fields: { name: string; keyword: boolean; shape: Shape }[] };

export const INT: Shape = { kind: "int" };
export const FLOAT: Shape = { kind: "float" };
export const STR: Shape = { kind: "str" };
export const BOOL: Shape = { kind: "bool" };
export const NONE_SHAPE: Shape = { kind: "none" };
export const ANY: Shape = { kind: "any" };
export const listOf = (element: Shape): Shape => ({ kind: "list", element });

/** A union without nested unions and repetitions; of one member it is the member. */
export function unionShape(members: readonly Shape[]): Shape {
  const flat = new Map<string, Shape>();
  for (const member of members)
    for (const item of member.kind === "union" ? member.members : [member]) flat.set(shapeKey(item), item);
  const [only, ...others] = flat.values();
  return only !== undefined && others.length === 0 ? only : { kind: "union", members: [...flat.values()] };
}

/** Canonical text: equal exactly for equal shapes. */
export function shapeKey(shape: Shape): string {
  return JSON.stringify(shape);
}

/** Whether a value of the shape can be changed in place. */
export function isMutableShape(shape: Shape): boolean {
  switch (shape.kind) {
    case "list":
    case "set":
    case "dict":
    case "record":
    case "any":
      return true;
    case "tuple":
      return shape.items.some(isMutableShape);
    case "tuple_of":
      return isMutableShape(shape.element);
    case "union":
      return shape.members.some(isMutableShape);
    default:
      return false;
  }
}

/** Whether every value of the shape can be an element of a set or a key. */
export function isHashable(shape: Shape): boolean {
  switch (shape.kind) {
    case "list":
    case "set":
    case "dict":
    case "record":
      return false;
    case "tuple":
      return shape.items.every(isHashable);
    case "tuple_of":
      return isHashable(shape.element);
    case "union":
      return shape.members.every(isHashable);
    default:
      return true;
  }
}

/** Whether the shape names every value it admits: a claim about its values needs no further guard. */
export function isDefinite(shape: Shape): boolean {
  switch (shape.kind) {
    case "any":
    case "callable":
      return false;
    case "list":
    case "set":
    case "frozenset":
    case "tuple_of":
      return isDefinite(shape.element);
    case "tuple":
      return shape.items.every(isDefinite);
    case "dict":
      return isDefinite(shape.key) && isDefinite(shape.value);
    case "union":
      return shape.members.every(isDefinite);
    case "record":
      return shape.fields.every(({ shape: field }) => isDefinite(field));
    default:
      return true;
  }
}

/** Whether values of the shape can hold floats. */
export function holdsFloat(shape: Shape): boolean {
  switch (shape.kind) {
    case "float":
    case "any":
      return true;
    case "list":
    case "set":
    case "frozenset":
    case "tuple_of":
      return holdsFloat(shape.element);
    case "tuple":
      return shape.items.some(holdsFloat);
    case "dict":
      return holdsFloat(shape.key) || holdsFloat(shape.value);
    case "union":
      return shape.members.some(holdsFloat);
    case "record":
      return shape.fields.some(({ shape: field }) => holdsFloat(field));
    default:
      return false;
  }
}

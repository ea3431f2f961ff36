/** Types of Python values as annotations give them, as far as the logic tells them apart. */
export type PythonType =
  | { kind: "int" }
  | { kind: "bool" }
  | { kind: "float" }
  | { kind: "str" }
  | { kind: "none" }
  | { kind: "sequence"; flavour: SequenceFlavour; element: PythonType }
  | { kind: "tuple"; items: PythonType[] }
  /** Keys and elements are of types whose equal values have equal terms: see `isKey`. */
  | { kind: "dict"; key: PythonType; value: PythonType }
  | { kind: "set"; element: PythonType }
  | { kind: "union"; members: PythonType[] }
  /** A value nothing can be said of; `name` is null when any object will do (`Any`, an element of a bare `list`). */
  | { kind: "opaque"; name: string | null };

/** `either` is a sequence that may be a list or a tuple: the two never compare equal. */
export type SequenceFlavour = "list" | "tuple" | "either";

/** Canonical text: equal exactly for equal types. */
export function typeName(type: PythonType): string {
  switch (type.kind) {
    case "none":
      return "None";
    case "sequence":
      return type.flavour === "tuple"
        ? `tuple[${typeName(type.element)}, ...]`
        : `${type.flavour === "list" ? "list" : "Sequence"}[${typeName(type.element)}]`;
    case "tuple":
      return `tuple[${type.items.length === 0 ? "()" : type.items.map(typeName).join(", ")}]`;
    case "dict":
      return `dict[${typeName(type.key)}, ${typeName(type.value)}]`;
    case "set":
      return `set[${typeName(type.element)}]`;
    case "union":
      return type.members.map(typeName).join(" or ");
    case "opaque":
      return type.name ?? "object";
    default:
      return type.kind;
  }
}

/** Flattens nested unions and drops repeated members; a union of one is its member. */
export function unionOf(types: PythonType[]): PythonType {
  const members = new Map<string, PythonType>();
  for (const type of types)
    for (const member of type.kind === "union" ? type.members : [type]) members.set(typeName(member), member);
  const [only, ...others] = members.values();
  return only !== undefined && others.length === 0 ? only : { kind: "union", members: [...members.values()] };
}

/** Whether a value of the type can change in place, so that its state after a call may differ from the one before. */
export function isMutable(type: PythonType): boolean {
  switch (type.kind) {
    case "sequence":
      return type.flavour !== "tuple" || isMutable(type.element);
    case "tuple":
      return type.items.some(isMutable);
    case "union":
      return type.members.some(isMutable);
    case "opaque":
    case "dict":
    case "set":
      return true;
    default:
      return false;
  }
}

export function mentionsFloat(type: PythonType): boolean {
  switch (type.kind) {
    case "float":
      return true;
    case "sequence":
      return mentionsFloat(type.element);
    case "tuple":
      return type.items.some(mentionsFloat);
    case "dict":
      return mentionsFloat(type.key) || mentionsFloat(type.value);
    case "set":
      return mentionsFloat(type.element);
    case "union":
      return type.members.some(mentionsFloat);
    default:
      return false;
  }
}

/** Whether values of the type are hashable and equal exactly when their terms are: what the keys of a dict and the elements of a set have to be. */
export function isKey(type: PythonType): boolean {
  if (type.kind === "tuple") return type.items.every(isKey);
  return ["int", "bool", "float", "str", "none"].includes(type.kind);
}

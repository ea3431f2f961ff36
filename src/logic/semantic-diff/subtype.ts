import { type PythonType, typeName, unionOf } from "../types/python-type.ts";

/**
 * Whether every value that the annotation `narrow` admits is one that `wide` admits; null when it cannot be told. `int` is a `float` to an annotation
 * (PEP 484, "The numeric tower"); of classes that are not built in nothing is known but their names.
 */
export function isSubtype(narrow: PythonType, wide: PythonType): boolean | null {
  if (typeName(narrow) === typeName(wide)) return true;
  if (wide.kind === "opaque" && wide.name === null) return true;
  if (narrow.kind === "union") return all(narrow.members.map((member) => isSubtype(member, wide)));
  if (wide.kind === "union") return any(wide.members.map((member) => isSubtype(narrow, member)));
  if (narrow.kind === "opaque" || wide.kind === "opaque") return null;
  if (narrow.kind === "bool") return wide.kind === "int" || wide.kind === "float";
  if (narrow.kind === "int") return wide.kind === "float";
  if (narrow.kind === "tuple") {
    if (wide.kind === "tuple")
      return narrow.items.length !== wide.items.length
        ? false
        : all(narrow.items.map((item, index) => isSubtype(item, wide.items[index] ?? item)));
    if (wide.kind !== "sequence" || wide.flavour === "list") return false;
    return all(narrow.items.map((item) => isSubtype(item, wide.element)));
  }
  if (narrow.kind === "sequence" && wide.kind === "sequence") {
    if (narrow.flavour !== wide.flavour && wide.flavour !== "either") return narrow.flavour === "either" ? null : false;
    const elements = isSubtype(narrow.element, wide.element);
    // Lists are invariant to type checkers, and hold any values at run time: only of sequences that are read can it be told.
    if (wide.flavour === "list") return isAny(wide.element) ? true : null;
    // An empty sequence is of every element type, so different elements do not make the types disjoint.
    return elements;
  }
  if (narrow.kind === "dict" && wide.kind === "dict")
    return all([isInvariant(narrow.key, wide.key), isInvariant(narrow.value, wide.value)]);
  if (narrow.kind === "set" && wide.kind === "set") return isInvariant(narrow.element, wide.element);
  // `str` is a Sequence[str].
  if (narrow.kind === "str" && wide.kind === "sequence") return wide.flavour === "either" ? null : false;
  return false;
}

/** Collections that can change are invariant in what they hold. */
const isInvariant = (narrow: PythonType, wide: PythonType): boolean | null =>
  isAny(wide) || typeName(narrow) === typeName(wide) ? true : null;

const isAny = (type: PythonType): boolean => type.kind === "opaque" && type.name === null;

/** The parts of a type that can be told apart from another: the members of a union, or the type itself. */
export function membersNotIn(narrow: PythonType, wide: PythonType): { type: PythonType; certain: boolean }[] {
  return (narrow.kind === "union" ? narrow.members : [narrow]).flatMap((type) => {
    const within = isSubtype(type, wide);
    return within === true ? [] : [{ type, certain: within === false }];
  });
}

/** The type of exactly the values that both types admit; null when it cannot be told. */
export function meet(a: PythonType | null, b: PythonType | null): PythonType | null {
  if (a === null || b === null) return null;
  if (isSubtype(a, b) === true) return a;
  if (isSubtype(b, a) === true) return b;
  const common: PythonType[] = [];
  for (const one of membersOf(a))
    for (const other of membersOf(b)) {
      if (isSubtype(one, other) === true) common.push(one);
      else if (isSubtype(other, one) === true) common.push(other);
      else if (!areDisjoint(one, other)) return null;
    }
  return common.length === 0 ? null : unionOf(common);
}

const membersOf = (type: PythonType): PythonType[] => (type.kind === "union" ? type.members : [type]);

/** Whether no value is of both types, neither of which is a union. */
function areDisjoint(a: PythonType, b: PythonType): boolean {
  const [left, right] = [classesOf(a), classesOf(b)];
  return left !== null && right !== null && !left.some((name) => right.includes(name));
}

/** The built-in classes that values of the type can have; null when they can have others. */
function classesOf(type: PythonType): string[] | null {
  switch (type.kind) {
    case "opaque":
    case "union":
      return null;
    case "sequence":
      return type.flavour === "either" ? ["list", "tuple", "str"] : [type.flavour];
    case "int":
    case "bool":
    case "float":
      return ["number"];
    default:
      return [type.kind];
  }
}

function all(answers: (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function any(answers: (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

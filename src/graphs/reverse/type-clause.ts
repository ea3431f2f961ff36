import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import type { PythonType } from "../../logic/types/python-type.ts";

/**
 * The condition that a result is of the annotated type, as PEP 484 has it: an `int` will do for a `float`, and a `bool` for both. Null where no test tells, as for protocols and classes of the file, or where every
 * value will do.
 */
export function resultIsA(annotation: string): string | null {
  // `Set` is a class of typing and a protocol of collections.abc.
  if (/\bSet\b/.test(annotation)) return null;
  const test = testOf(typeOfAnnotation(annotation), "result", 0);
  return test === "" ? null : test;
}

/** Deepest nesting that is tested. */
const DEEPEST = 3;

/** A test of `subject`; empty where every value passes, null where none tells. */
function testOf(type: PythonType, subject: string, depth: number): string | null {
  const is = (classes: string) => `isinstance(${subject}, ${classes})`;
  const name = `v${depth}`;
  const every = (container: string, element: string, of: PythonType): string | null => {
    const test = depth >= DEEPEST ? null : testOf(of, element, depth + 1);
    if (test === null) return null;
    return test === "" ? is(container) : `${is(container)} and all(${test} for ${name} in ${subject})`;
  };
  switch (type.kind) {
    case "int":
    case "bool":
    case "str":
      return is(type.kind);
    case "float":
      return is("(int, float)");
    case "none":
      return `${subject} is None`;
    case "sequence":
      return type.flavour === "either" ? null : every(type.flavour, name, type.element);
    case "set":
      return every("set", name, type.element);
    case "dict": {
      const keys = every("dict", name, type.key);
      const values = every("dict", `${subject}[${name}]`, type.value);
      return keys === null || values === null ? null : [...new Set([keys, values])].join(" and ");
    }
    case "tuple": {
      const items = type.items.map((item, index) => testOf(item, `${subject}[${index}]`, depth + 1));
      if (items.includes(null)) return null;
      return [is("tuple"), `len(${subject}) == ${items.length}`, ...items.filter((item) => item !== "")].join(" and ");
    }
    case "union": {
      const members = type.members.map((member) => testOf(member, subject, depth));
      if (members.includes(null)) return null;
      return members.includes("") ? "" : members.map((member) => `(${member})`).join(" or ");
    }
    case "opaque":
      return type.name === null ? "" : null;
  }
}

import { type PythonType, typeName } from "../types/python-type.ts";
import { symbol, type Term } from "./term.ts";

/** The SMT-LIB sort that holds values of a type. */
export function sortOf(type: PythonType): Term {
  switch (type.kind) {
    case "int":
      return "Int";
    case "bool":
      return "Bool";
    case "float":
      return "Real";
    case "str":
      return "String";
    case "sequence":
      return `(Seq ${sortOf(type.element)})`;
    case "opaque":
      return symbol(`opaque ${typeName(type)}`);
    case "none":
    case "tuple":
    case "union":
    case "dict":
    case "set":
      return symbol(typeName(type));
  }
}

/** The datatype constructor of a tuple or of a union's member, of None, and the selector of one of their fields. */
export const constructorOf = (type: PythonType, member = 0): Term => symbol(`${typeName(type)} new ${member}`);
export const selectorOf = (type: PythonType, field: number): Term => symbol(`${typeName(type)} field ${field}`);

/** What a dict holds for a key: nothing, or a value. */
export const entryOf = (value: PythonType) => ({
  sort: symbol(`entry ${typeName(value)}`),
  none: symbol(`entry ${typeName(value)} none`),
  some: symbol(`entry ${typeName(value)} some`),
  value: symbol(`entry ${typeName(value)} value`),
});

/**
 * Dicts are a sequence of their keys in order, and an array from keys to entries; sets a sequence of their elements in an order that means
 * nothing, and an array that tells members. `selectorOf(type, 0)` is the sequence and `selectorOf(type, 1)` the array.
 */
export const arrayOf = (type: PythonType & { kind: "dict" | "set" }): Term =>
  type.kind === "dict"
    ? `(Array ${sortOf(type.key)} ${entryOf(type.value).sort})`
    : `(Array ${sortOf(type.element)} Bool)`;

/** Declarations of every sort that `types` need, each once and before its use. */
export function declareSorts(types: PythonType[]): string[] {
  const declarations = new Map<string, string>();
  const visit = (type: PythonType): void => {
    const name = sortOf(type);
    if (declarations.has(name)) return;
    if (type.kind === "sequence") visit(type.element);
    else if (type.kind === "dict" || type.kind === "set") {
      const item = type.kind === "dict" ? type.key : type.element;
      visit(item);
      if (type.kind === "dict") {
        visit(type.value);
        const entry = entryOf(type.value);
        declarations.set(
          entry.sort,
          `(declare-datatypes ((${entry.sort} 0)) (((${entry.none}) (${entry.some} (${entry.value} ${sortOf(type.value)})))))`,
        );
      }
      declarations.set(
        name,
        `(declare-datatypes ((${name} 0)) (((${constructorOf(type)} (${selectorOf(type, 0)} (Seq ${sortOf(item)})) (${selectorOf(type, 1)} ${arrayOf(type)})))))`,
      );
    } else if (type.kind === "opaque") declarations.set(name, `(declare-sort ${name} 0)`);
    else if (type.kind === "none")
      declarations.set(name, `(declare-datatypes ((${name} 0)) (((${constructorOf(type)}))))`);
    else if (type.kind === "tuple") {
      type.items.forEach(visit);
      const fields = type.items.map((item, index) => ` (${selectorOf(type, index)} ${sortOf(item)})`).join("");
      declarations.set(name, `(declare-datatypes ((${name} 0)) (((${constructorOf(type)}${fields}))))`);
    } else if (type.kind === "union") {
      type.members.forEach(visit);
      const constructors = type.members
        .map((member, index) => `(${constructorOf(type, index)} (${selectorOf(type, index)} ${sortOf(member)}))`)
        .join(" ");
      declarations.set(name, `(declare-datatypes ((${name} 0)) ((${constructors})))`);
    }
  };
  types.forEach(visit);
  return [...declarations.values()];
}

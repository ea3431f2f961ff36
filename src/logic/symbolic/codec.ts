import { python } from "../smt/prelude.ts";
import { arrayOf, constructorOf, entryOf, selectorOf, sortOf } from "../smt/sort.ts";
import { and, apply, equal, ite, type Term, TRUE } from "../smt/term.ts";
import { type PythonType, typeName } from "../types/python-type.ts";
import { type DictContent, type Pure, pure, type Symbolic } from "./value.ts";

/** Between values by type and single SMT terms, in which sequences hold their items and constants their value. */

/** The value that `term`, of the type's sort, stands for. */
export function decode(type: PythonType, term: Term): Symbolic {
  switch (type.kind) {
    case "none":
      return pure({ kind: "none" });
    case "sequence":
      return pure({ kind: "sequence", flavour: type.flavour, element: type.element, term });
    case "tuple":
      return pure({
        kind: "fixed",
        flavour: "tuple",
        items: type.items.map((item, index) => decode(item, apply(selectorOf(type, index), term))),
      });
    case "union":
      return type.members.flatMap((member, index) =>
        decode(member, apply(selectorOf(type, index), term)).map(({ guard, value }) => ({
          guard: and(apply(`(_ is ${constructorOf(type, index)})`, term), guard),
          value,
        })),
      );
    case "dict":
      return pure({
        kind: "dict",
        of: {
          key: type.key,
          value: type.value,
          keys: apply(selectorOf(type, 0), term),
          entries: apply(selectorOf(type, 1), term),
        },
      });
    case "set":
      return pure({
        kind: "set",
        element: type.element,
        items: apply(selectorOf(type, 0), term),
        members: apply(selectorOf(type, 1), term),
      });
    case "opaque":
      return pure({ kind: "opaque", name: type.name, term });
    default:
      return pure({ kind: type.kind, term });
  }
}

/** The empty dict's content. */
export function emptyDict(key: PythonType, value: PythonType): DictContent {
  return {
    key,
    value,
    keys: emptySequence(key),
    entries: apply(`(as const ${arrayOf({ kind: "dict", key, value })})`, entryOf(value).none),
  };
}

export function emptySet(element: PythonType): Pure & { kind: "set" } {
  return {
    kind: "set",
    element,
    items: emptySequence(element),
    members: apply(`(as const ${arrayOf({ kind: "set", element })})`, "false"),
  };
}

export const emptySequence = (element: PythonType): Term => `(as seq.empty (Seq ${sortOf(element)}))`;

/** The term of the type's sort for a value; null when some alternative is not of the type (an int is not a float here). */
export function encode(type: PythonType, value: Symbolic): Term | null {
  let term: Term | null = null;
  for (const alternative of value.toReversed()) {
    const encoded = encodePure(type, alternative.value);
    if (encoded === null) return null;
    term = term === null ? encoded : ite(alternative.guard, encoded, term);
  }
  return term;
}

function encodePure(type: PythonType, value: Pure): Term | null {
  switch (type.kind) {
    case "none":
      return value.kind === "none" ? constructorOf(type) : null;
    case "tuple": {
      if (value.kind !== "fixed" || value.flavour !== "tuple" || value.items.length !== type.items.length) return null;
      const fields: Term[] = [];
      for (const [index, item] of type.items.entries()) {
        const encoded = encode(item, value.items[index] ?? []);
        if (encoded === null) return null;
        fields.push(encoded);
      }
      return fields.length === 0 ? constructorOf(type) : apply(constructorOf(type), ...fields);
    }
    case "union":
      for (const [index, member] of type.members.entries()) {
        const encoded = encodePure(member, value);
        if (encoded !== null) return apply(constructorOf(type, index), encoded);
      }
      return null;
    case "sequence":
      if (
        value.kind === "sequence" &&
        value.flavour === type.flavour &&
        typeName(value.element) === typeName(type.element)
      )
        return value.term;
      return value.kind === "fixed" && value.flavour === type.flavour ? sequenceOf(type.element, value.items) : null;
    case "dict": {
      if (value.kind !== "dict") return null;
      const content = value.of ?? emptyDict(type.key, type.value);
      if (typeName(content.key) !== typeName(type.key) || typeName(content.value) !== typeName(type.value)) return null;
      return constructed(type, content.keys, content.entries);
    }
    case "set":
      if (value.kind === "fixed" && value.flavour === "set" && value.items.length === 0)
        return encodePure(type, emptySet(type.element));
      if (value.kind !== "set" || typeName(value.element) !== typeName(type.element)) return null;
      return constructed(type, value.items, value.members);
    case "int":
    case "bool":
    case "float":
    case "str":
      return value.kind === type.kind ? value.term : null;
    case "opaque":
      return value.kind === "opaque" && value.name === type.name ? value.term : null;
  }
}

/** The whole of which the two are the fields, as it stands where it is known. */
function constructed(type: PythonType & { kind: "dict" | "set" }, sequence: Term, array: Term): Term {
  const [first, second] = [`(${selectorOf(type, 0)} `, `(${selectorOf(type, 1)} `];
  if (sequence.startsWith(first) && array.startsWith(second)) {
    const [whole, same] = [sequence.slice(first.length, -1), array.slice(second.length, -1)];
    if (whole === same) return whole;
  }
  return apply(constructorOf(type), sequence, array);
}

/** A sequence term with the given items, or null when one is not of the element type. */
export function sequenceOf(element: PythonType, items: Symbolic[]): Term | null {
  const units: Term[] = [];
  for (const item of items) {
    const encoded = encode(element, item);
    if (encoded === null) return null;
    units.push(apply("seq.unit", encoded));
  }
  if (units.length === 0) return emptySequence(element);
  return units.length === 1 ? (units[0] ?? null) : apply("seq.++", ...units);
}

/**
 * Condition and term under which a number equals a value of a numeric type: `3.0` has the integer 3. Null when neither side is a number.
 */
export function numberAs(type: PythonType, value: Pure): { possible: Term; term: Term } | null {
  if (value.kind !== "int" && value.kind !== "bool" && value.kind !== "float") return null;
  const { term } = value;
  if (type.kind === value.kind) return { possible: TRUE, term };
  const asInt = value.kind === "bool" ? python("py.int", term) : term;
  switch (type.kind) {
    case "int":
      return value.kind === "float"
        ? { possible: apply("is_int", term), term: apply("to_int", term) }
        : { possible: TRUE, term: asInt };
    case "float":
      return { possible: TRUE, term: apply("to_real", asInt) };
    case "bool": {
      const [zero, one] = value.kind === "float" ? ["0.0", "1.0"] : ["0", "1"];
      return { possible: apply("or", equal(term, zero), equal(term, one)), term: equal(term, one) };
    }
    default:
      return null;
  }
}

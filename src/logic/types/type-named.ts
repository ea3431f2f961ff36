import { type PythonType, typeName, unionOf } from "./python-type.ts";

const SIMPLE = new Map<string, PythonType>([
  ["int", { kind: "int" }],
  ["bool", { kind: "bool" }],
  ["float", { kind: "float" }],
  ["str", { kind: "str" }],
  ["None", { kind: "none" }],
  ["object", { kind: "opaque", name: null }],
]);

/** The type of a name that `typeName` gives; what is no such name is the name of an opaque type. */
export function typeNamed(name: string): PythonType {
  const type = read(name);
  return typeName(type) === name ? type : { kind: "opaque", name };
}

function read(name: string): PythonType {
  const members = split(name, " or ");
  if (members.length > 1) return unionOf(members.map(read));
  const simple = SIMPLE.get(name);
  if (simple !== undefined) return simple;
  const match = /^(list|Sequence|tuple|dict|set)\[(.*)\]$/s.exec(name);
  const [, head, inside] = match ?? [];
  if (head === undefined || inside === undefined) return { kind: "opaque", name };
  const items = split(inside, ", ");
  const [first, second] = items.map(read);
  if (first === undefined) return { kind: "opaque", name };
  if (head === "tuple") {
    if (inside === "()") return { kind: "tuple", items: [] };
    if (items.length === 2 && items[1] === "...") return { kind: "sequence", flavour: "tuple", element: first };
    return { kind: "tuple", items: items.map(read) };
  }
  if (head === "dict")
    return second === undefined ? { kind: "opaque", name } : { kind: "dict", key: first, value: second };
  if (head === "set") return { kind: "set", element: first };
  return { kind: "sequence", flavour: head === "list" ? "list" : "either", element: first };
}

/** The parts between separators that stand in no brackets. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "[") depth += 1;
    else if (text[at] === "]") depth -= 1;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}

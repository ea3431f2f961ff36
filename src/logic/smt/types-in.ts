import type { PythonType } from "../types/python-type.ts";
import { typeNamed } from "../types/type-named.ts";
import type { Term } from "./term.ts";

const TOKEN = /"(?:[^"]|"")*"|(\(Seq )?\|([^|]*)\|/g;
const PLAIN = new Set<PythonType["kind"]>(["int", "bool", "float", "str", "opaque"]);

/**
 * Types whose sorts, constructors or selectors stand in the text: their sorts have to be declared. Some are named after no type that the text
 * speaks of, as a constant may have the name of one.
 */
export function typesIn(text: Term): PythonType[] {
  const found = new Map<string, PythonType>();
  for (const [token, inSequence, name] of text.matchAll(TOKEN)) {
    if (name === undefined || found.has(token)) continue;
    const type = typeOfSymbol(name);
    if (type === null) continue;
    found.set(token, inSequence === undefined ? type : { kind: "sequence", flavour: "list", element: type });
  }
  return [...found.values()];
}

function typeOfSymbol(name: string): PythonType | null {
  const entry = /^entry (.+?)(?: (?:none|some|value))?$/s.exec(name)?.[1];
  if (entry !== undefined) return { kind: "dict", key: { kind: "int" }, value: typeNamed(entry) };
  const opaque = /^opaque (.+)$/s.exec(name)?.[1];
  if (opaque !== undefined) return { kind: "opaque", name: opaque === "object" ? null : opaque };
  const type = typeNamed(/^(.+) (?:new|field) \d+$/s.exec(name)?.[1] ?? name);
  return PLAIN.has(type.kind) ? null : type;
}

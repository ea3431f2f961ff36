/**
 * A type as people write it in docstrings, as a Python annotation; null when it is not clearly one. Understood: annotations themselves,
 * `optional` and `default ...` remarks (dropped), `X or Y`, `list of X` and its kin. `isType` says whether a name that is no builtin type is one.
 */
export function annotationFrom(text: string, isType: (name: string) => boolean): string | null {
  const bare = text
    .replace(/:(?:py:)?(?:class|obj|type|data):`~?([^`]*)`/g, "$1")
    .replace(/`{1,2}([^`]*)`{1,2}/g, "$1")
    .replace(/,?\s*\(?(?:optional|required)\)?\s*$/i, "")
    .replace(/[,;]?\s*\(?default(?:s to)?[\s:=].*$/i, "")
    .replace(/,?\s*\(?(?:optional|required)\)?\s*$/i, "")
    .replace(/\.$/, "")
    .trim();
  if (bare === "" || bare.length > 200) return null;
  const members = splitOutside(bare, /^(?:\s+or\s+|\s*\|\s*)/i).map((member) => oneType(member, isType));
  if (members.some((member) => member === null)) return null;
  return members.join(" | ");
}

const NAMES = new Map(
  Object.entries({
    integer: "int",
    string: "str",
    boolean: "bool",
    dictionary: "dict",
    none: "None",
    function: "Callable",
    callable: "Callable",
  }),
);

const BUILTIN =
  /^(?:int|str|bool|float|complex|bytes|bytearray|memoryview|list|tuple|dict|set|frozenset|object|type|range|slice|None)$/;

function oneType(text: string, isType: (name: string) => boolean): string | null {
  const word = NAMES.get(text.toLowerCase()) ?? text;
  const container = /^(list|tuple|set|frozenset|sequence|iterable|iterator)s?\s*(?:of|\()\s*(.+?)\)?$/i.exec(word);
  if (container) {
    const element =
      oneType((container[2] ?? "").replace(/(\w)s$/, "$1"), isType) ?? oneType(container[2] ?? "", isType);
    const outer = (container[1] ?? "").toLowerCase();
    const name = /^(?:sequence|iterable|iterator)$/.test(outer)
      ? outer.charAt(0).toUpperCase() + outer.slice(1)
      : outer;
    if (element === null) return null;
    return name === "tuple" ? `tuple[${element}, ...]` : `${name}[${element}]`;
  }
  if (BUILTIN.test(word)) return word;
  if (/^[a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*$/.test(word)) return isType(word) ? word : null;
  const generic = /^([A-Za-z_][\w.]*)\[(.*)\]$/.exec(word);
  if (!generic || oneType(generic[1] ?? "", isType) === null) return null;
  const items = splitOutside(generic[2] ?? "", /^\s*,\s*/).map((item) =>
    item === "..." || item === "[]" ? item : annotationFrom(item, isType),
  );
  return items.some((item) => item === null) ? null : `${generic[1]}[${items.join(", ")}]`;
}

/** Splits at a separator that stands outside brackets. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if ("[({".includes(char)) depth += 1;
    else if ("])}".includes(char)) depth -= 1;
    const match = depth === 0 ? separator.exec(text.slice(index)) : null;
    if (match && match[0] !== "") {
      parts.push(text.slice(start, index));
      index += match[0].length - 1;
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

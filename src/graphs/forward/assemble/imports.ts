import { parseModule } from "../../../python/parse.ts";

/** Where the names of annotations come from that Python does not have built in. */
const HOMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "Any Callable ClassVar Dict Final FrozenSet Generic Hashable Iterable Iterator List Literal Mapping MutableMapping MutableSequence NamedTuple NoReturn Optional Protocol Sequence Set Sized Tuple Type TypeVar Union Collection Generator Awaitable DefaultDict Deque Counter SupportsInt SupportsFloat"
      .split(" ")
      .map((name) => [name, "typing"]),
  ),
  Decimal: "decimal",
  Fraction: "fractions",
  date: "datetime",
  datetime: "datetime",
  timedelta: "datetime",
  deque: "collections",
  defaultdict: "collections",
  OrderedDict: "collections",
  Path: "pathlib",
  UUID: "uuid",
  Enum: "enum",
};

/** Types that need no import. */
const BUILT_IN = new Set(
  "int float complex bool str bytes bytearray memoryview list tuple dict set frozenset range slice object type None True False property Exception BaseException ValueError TypeError KeyError IndexError".split(
    " ",
  ),
);

export interface AnnotationNames {
  imports: string[];
  /** Names whose home nobody knows. */
  unknown: string[];
}

/** What annotations need to be imported for them. Dotted names import their first part. */
export function namesOfAnnotations(annotations: readonly string[], defined: ReadonlySet<string>): AnnotationNames {
  const imports = new Set<string>();
  const unknown = new Set<string>();
  for (const annotation of annotations) {
    const bare = annotation.replaceAll(/'[^']*'|"[^"]*"/g, "");
    for (const [, dotted = ""] of bare.matchAll(/(?<![\w.])([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gu)) {
      const [root = "", ...rest] = dotted.split(".");
      if (defined.has(root) || BUILT_IN.has(root)) continue;
      const home = HOMES[root];
      if (rest.length > 0) imports.add(`import ${dotted.split(".").slice(0, -1).join(".")}`);
      else if (home !== undefined) imports.add(`from ${home} import ${root}`);
      else unknown.add(root);
    }
  }
  return { imports: [...imports], unknown: [...unknown] };
}

/** Import statements in PEP 8's manner: one each, `import` before `from`, names of one module together. What is no import statement is left as it is, for CPython to refuse. */
export function importLines(statements: readonly string[]): string[] {
  const from = new Map<string, Set<string>>();
  const plain = new Set<string>();
  const other: string[] = [];
  for (const statement of statements.flatMap((text) => text.split("\n")).map((text) => text.trim())) {
    if (statement === "") continue;
    const named = /^from\s+([\w.]+)\s+import\s+\(?([^()]+)\)?$/.exec(statement);
    const modules = /^import\s+([\w., ]+)$/.exec(statement);
    if (named !== null) {
      const names = from.get(named[1] ?? "") ?? new Set();
      for (const name of (named[2] ?? "").split(","))
        if (name.trim() !== "") names.add(name.trim().replaceAll(/\s+/g, " "));
      from.set(named[1] ?? "", names);
    } else if (modules !== null) {
      for (const name of (modules[1] ?? "").split(",")) plain.add(`import ${name.trim().replaceAll(/\s+/g, " ")}`);
    } else if (!other.includes(statement)) other.push(statement);
  }
  const lines = [...from]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `from ${module} import ${[...names].sort().join(", ")}`);
  const future = lines.filter((line) => line.startsWith("from __future__ "));
  return [...future, ...[...plain].sort(), ...lines.filter((line) => !future.includes(line)), ...other];
}

/** Names that the top level of a source defines. */
export function definedNames(source: string): Set<string> {
  const parsed = parseModule(source);
  if (!parsed.ok) return new Set();
  const classes = parsed.module.classes.map(({ qualified_name }) => qualified_name);
  return new Set([...classes, ...parsed.module.functions.map(({ outline }) => outline.name)]);
}

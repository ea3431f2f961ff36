import type { Module } from "py-ast";

/** Calls that make an instance of a class of the standard library, by the class's full name. Each is deterministic. */
const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  "random.Random": ["(0)", "(1)", "(2)", "(3)", "(7)", "(42)"],
  "datetime.date": ["(2024, 2, 29)", "(1970, 1, 1)", "(1999, 12, 31)", "(2023, 7, 4)"],
  "datetime.time": ["(0, 0)", "(23, 59, 59)", "(12, 30)"],
  "datetime.datetime": ["(2024, 2, 29, 12, 0)", "(1970, 1, 1)", "(1999, 12, 31, 23, 59, 59)"],
  "datetime.timedelta": ["(0)", "(1)", "(-1)", "(seconds=90)", "(days=400, microseconds=1)"],
  "decimal.Decimal": ["('0')", "('1')", "('-1.5')", "('0.1')", "('1E+3')"],
  "fractions.Fraction": ["(0)", "(1, 3)", "(-7, 2)", "(5)"],
  "pathlib.Path": ["('.')", "('a/b.txt')", "('/x')", "('')"],
  "pathlib.PurePath": ["('.')", "('a/b.txt')", "('/x')"],
  "io.StringIO": ["('')", "('a\\nb\\n')", "('1 2 3')"],
  "io.BytesIO": ["(b'')", "(b'abc')"],
  "collections.Counter": ["()", "('abca')", "([1, 1, 2])"],
  "collections.deque": ["()", "([1, 2, 3])", "('ab', maxlen=2)"],
};

/**
 * Expressions that make instances of the class which a file calls `written`, such as `random.Random` or an imported `Random`; null for a name that the
 * file's imports do not lead to such a class.
 */
export function libraryInstances(tree: Module, written: string): string[] | null {
  const [head = "", ...rest] = written.split(".");
  const origin = originOf(tree, head);
  if (origin === null) return null;
  const name = [origin, ...rest].join(".");
  const calls = Object.hasOwn(INSTANCES, name) ? INSTANCES[name] : undefined;
  return calls?.map((call) => `${written}${call}`) ?? null;
}

function originOf(tree: Module, name: string): string | null {
  for (const statement of tree.body) {
    if (statement.nodeType === "Import") {
      for (const { name: module, asname } of statement.names) if ((asname ?? module) === name) return module;
    } else if (statement.nodeType === "ImportFrom" && (statement.level ?? 0) === 0) {
      for (const alias of statement.names)
        if ((alias.asname ?? alias.name) === name) return `${statement.module ?? ""}.${alias.name}`;
    }
  }
  return null;
}

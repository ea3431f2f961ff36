import { bindingsOf } from "../../python/facts/bindings.ts";
import type { PythonModule } from "../../python/module.ts";

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
export function libraryInstances(module: PythonModule, written: string): string[] | null {
  const [head = "", ...rest] = written.split(".");
  const origin = bindingsOf(module).imports.get(head);
  if (origin === undefined) return null;
  const name = [origin, ...rest].join(".");
  const calls = Object.hasOwn(INSTANCES, name) ? INSTANCES[name] : undefined;
  return calls?.map((call) => `${written}${call}`) ?? null;
}
